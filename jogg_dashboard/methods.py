"""One URL, a view for each method."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase, HttpResponseNotAllowed

from jogg_dashboard.http import UserRequest

View = Callable[..., HttpResponseBase]


def by_method(*, GET: View, POST: View) -> View:
    """Return a view that hands GET and HEAD to one view, POST to another, and answers 405 to the rest."""
    views = {"GET": GET, "HEAD": GET, "POST": POST}

    def dispatch(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = views.get(request.method or "")
        return view(request, *args, **kwargs) if view else HttpResponseNotAllowed(views)

    return dispatch
