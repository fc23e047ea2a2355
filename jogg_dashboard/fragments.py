"""Answers made of fragments: templates with an underscore, whose root carries the id htmx swaps."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def render_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """Render one fragment alone."""
    return render(request, template, context, status=status)


def render_changed(request: HttpRequest, template: str, name: str, objects: Iterable[Any]) -> HttpResponse:
    """Render a fragment for each object, to be swapped where it stands; 204 where nothing changed."""
    parts = [render_to_string(template, {name: item, "oob": True}, request) for item in objects]
    return HttpResponse("".join(parts), status=HTTPStatus.OK if parts else HTTPStatus.NO_CONTENT)
