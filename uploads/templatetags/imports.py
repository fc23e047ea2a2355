"""Imports, for any page that lists files: the form that asks for links, and the lines of what is under way."""

from typing import Any

from django import template
from django.template.context import RequestContext

from uploads.import_forms import ImportForm
from uploads.import_views import shown_to

register = template.Library()


@register.inclusion_tag("uploads/_imports.html", takes_context=True)
def imports_under_way(context: RequestContext) -> dict[str, Any]:
    """Lines of the signed-in person's imports that are not done with; they keep themselves up to date.

    None where the library is searched or is another person's: they would be no part of what is looked for.
    """
    browsing = context["browsing"]
    is_whole = browsing.is_only_mine and not browsing.is_narrowed
    return {"imports": shown_to(context["request"]) if is_whole else [], "in_library": True}


@register.inclusion_tag("uploads/_import_form.html")
def import_form() -> dict[str, Any]:
    """An empty form for links."""
    return {"form": ImportForm()}
