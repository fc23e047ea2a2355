"""Rehearsing is for demo mode: with a real key, a fault would be provoked in somebody's account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from jogg_dashboard.http import UserRequest
from rehearsal.scenes import SCENES, Scene

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Return a view that doesn't exist outside of demo mode."""

    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO_MODE:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def scene_for(key: str) -> Scene:
    """Return the scene of this key, else 404."""
    if key not in SCENES:
        raise Http404(f"There is no scene {key}.")
    return SCENES[key]
