"""Tagging what was ticked in a list, of whatever kind: it is done by the kind's own services."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase

from jogg_dashboard.http import UserRequest
from jogg_dashboard.selection import Selection, has
from uploads.forms import TagForm

Tagging = Callable[[QuerySet[Any], str], int]  # takes rows and a tag's name, returns how many rows it changed
View = Callable[[UserRequest], HttpResponseBase]


def tag_view(selection: Selection, tag: Tagging) -> View:
    """Make the view that gives what was ticked each tag of the field `tag`."""

    def told(rows: QuerySet[Any], name: str) -> str:
        count = tag(rows, name)
        return f"{selection.count(count)} now {has(count)} the tag “{name}”."

    return _for_each_tag(selection, told, missing="Write the tag into the field first.")


def untag_view(selection: Selection, untag: Tagging) -> View:
    """Make the view that takes each tag of the field `tag` off what was ticked."""

    def told(rows: QuerySet[Any], name: str) -> str:
        count = untag(rows, name)
        return f"“{name}” was taken off {selection.count(count)}." if count else f"None of these had the tag “{name}”."

    return _for_each_tag(selection, told, missing="Write the tag to take off into the field first.")


def _for_each_tag(selection: Selection, told: Callable[[QuerySet[Any], str], str], *, missing: str) -> View:
    @selection.view
    def for_each_tag(request: UserRequest, rows: QuerySet[Any]) -> HttpResponse:
        form = TagForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.first_error(missing))
            return selection.back(request)
        for name in form.cleaned_data["tag"]:
            messages.success(request, told(rows, name))
        return selection.back(request)

    return for_each_tag
