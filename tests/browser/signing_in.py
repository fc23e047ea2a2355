"""Signing in without the form. The password is left out, whose hash takes a fifth of a second by intention."""

from playwright.sync_api import BrowserContext

from tests.stack import Stack

SIGN_IN = """
from django.contrib.auth.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.get(username="demo"))
found = client.cookies["sessionid"].value
"""


def sign_in(context: BrowserContext, stack: Stack) -> None:
    """Give the browser a session of its own; how that is done by hand is seen in test_pages."""
    context.add_cookies([{"name": "sessionid", "value": stack.run(SIGN_IN), "url": stack.url}])
