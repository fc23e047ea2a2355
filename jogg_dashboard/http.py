"""Typed requests."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class UserRequest(HttpRequest):
    """A request of a signed-in person, as LoginRequiredMiddleware lets it through."""

    user: User
    htmx: HtmxDetails
