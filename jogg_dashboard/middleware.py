"""What holds for every request: htmx where plain HTTP would surprise it, and text that can be kept."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseRedirectBase
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]

UNSTORABLE = "This address or cookie holds a character that no text may hold. Open the page from the menu instead.\n"


class StorableTextMiddleware:
    """Turns away a request whose head holds NUL, which PostgreSQL takes in no text; forms refuse it by themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        texts = [request.path_info, request.META.get("QUERY_STRING", ""), *request.COOKIES.values()]
        if any("\0" in text or "%00" in text for text in texts):
            return HttpResponseBadRequest(UNSTORABLE, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class HtmxRedirectMiddleware:
    """Turns a redirect into one that htmx follows with the whole page (a sign-in page is no fragment)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.htmx and isinstance(response, HttpResponseRedirectBase):
            return HttpResponseClientRedirect(response.url, status=HTTPStatus.OK)
        return response
