"""What holds for every request: htmx where plain HTTP would surprise it, text that can be kept, files that can't."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseRedirectBase
from django_htmx.http import HttpResponseClientRedirect

from jogg_dashboard.storage import StorageAway

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

SAFE = {"GET", "HEAD"}
UNSTORABLE = "This address or cookie holds a character that no text may hold. Open the page from the menu instead.\n"
AWAY = "The storage of this dashboard can't be reached at the moment."


class StorableTextMiddleware:
    """Keeps NUL, which PostgreSQL takes in no text, out of what follows; forms refuse it by themselves.

    Out of a query string it is taken: nobody can have meant it there. A path or a cookie that holds it is turned
    away, as without it they would be others.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in text or "%00" in text for text in [request.path_info, *request.COOKIES.values()]):
            return HttpResponseBadRequest(UNSTORABLE, content_type="text/plain; charset=utf-8")
        request.META["QUERY_STRING"] = without_nul(request.META.get("QUERY_STRING", ""))
        return self.get_response(request)


def without_nul(query: str) -> str:
    """Return a query string without NUL, also without one that only comes of taking others out."""
    while "\0" in query or "%00" in query:
        query = query.replace("\0", "").replace("%00", "")
    return query


class StorageAwayMiddleware:
    """Says so where files can't be reached at the moment; what was to be kept wasn't, and has no row."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, StorageAway):
            return None
        logger.error("the storage can't be reached: %s", error)
        what_next = "Try again in a minute." if request.method in SAFE else "Nothing was kept; try again in a minute."
        told = f"{AWAY} {what_next}\n"
        return HttpResponse(told, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8")


class HtmxRedirectMiddleware:
    """Turns a redirect into one that htmx follows with the whole page (a sign-in page is no fragment)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.htmx and isinstance(response, HttpResponseRedirectBase):
            return HttpResponseClientRedirect(response.url, status=HTTPStatus.OK)
        return response
