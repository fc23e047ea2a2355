"""Answers made of fragments: templates with an underscore, whose root carries the id htmx swaps."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html


def render_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """Render one fragment alone."""
    return render(request, template, context, status=status)


def render_changed(
    request: HttpRequest, template: str, name: str, objects: Iterable[Any], gone: Iterable[UUID]
) -> HttpResponse:
    """Render a fragment for each object, to be swapped where it stands, and take away what is gone; 204 for neither."""
    parts = [render_to_string(template, {name: item, "oob": True}, request) for item in objects]
    parts += [format_html('<div id="{}-{}" hx-swap-oob="delete"></div>', name, key) for key in gone]
    return HttpResponse("".join(parts), status=HTTPStatus.OK if parts else HTTPStatus.NO_CONTENT)
