"""Who asked for what, on every line of the log that a request causes: a name of its own, the person, the row."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from jogg_dashboard import logs

Handler = Callable[[HttpRequest], HttpResponse]

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class RequestIdMiddleware:
    """Names the request, as whoever passes it on here did, else anew; the answer tells the name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        with logs.apart(request_id=name):
            response = self.get_response(request)
        response[HEADER] = name
        return response


class AboutMiddleware:
    """Tells the log whose request it is and which row its address names; after the one that asks for a login."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, values: dict[str, Any]) -> None:
        logs.bind(**{name: value for name, value in values.items() if name in logs.IDS})
        if getattr(view, "login_required", True):
            logs.bind(user_id=request.user.pk)
