"""What holds for every request: htmx where plain HTTP would surprise it, and text that can be kept."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseRedirectBase
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]

UNSTORABLE = "This address or cookie holds a character that no text may hold. Open the page from the menu instead.\n"


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


class HtmxRedirectMiddleware:
    """Turns a redirect into one that htmx follows with the whole page (a sign-in page is no fragment)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.htmx and isinstance(response, HttpResponseRedirectBase):
            return HttpResponseClientRedirect(response.url, status=HTTPStatus.OK)
        return response
