"""htmx where plain HTTP would surprise it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]


class HtmxRedirectMiddleware:
    """Turns a redirect into one that htmx follows with the whole page (a sign-in page is no fragment)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.htmx and isinstance(response, HttpResponseRedirectBase):
            return HttpResponseClientRedirect(response.url, status=HTTPStatus.OK)
        return response
