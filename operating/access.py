"""Who may see how the dashboard does."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from jogg_dashboard.http import UserRequest

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Return a view that is refused to everybody else."""

    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def by_token(view: View) -> View:
    """Return a view for whoever brings METRICS_TOKEN as a bearer; without that setting it doesn't exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.METRICS_TOKEN:
            raise Http404
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not constant_time_compare(token, settings.METRICS_TOKEN):
            refusal = "Send METRICS_TOKEN as a bearer token.\n"
            headers = {"WWW-Authenticate": "Bearer"}
            return HttpResponse(refusal, content_type="text/plain", status=HTTPStatus.UNAUTHORIZED, headers=headers)
        return view(request, *args, **kwargs)

    return guarded
