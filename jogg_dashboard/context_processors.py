"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def environment(request: HttpRequest) -> dict[str, bool | str]:
    return {"demo_mode": settings.DEMO_MODE, "sandbox_url": settings.JOGG_API_URL if settings.DEMO_MODE else ""}
