"""Which Jogg what is received and ordered here is for."""

from django.conf import settings

SANDBOX = "the sandbox"


def destination() -> str:
    """Names the Jogg in use. What was ordered on the sandbox must never be paid for elsewhere."""
    return SANDBOX if settings.DEMO_MODE else settings.JOGG_API_URL
