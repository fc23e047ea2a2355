"""The stars on avatars and voices."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from videos import favourites
from videos.catalogue_views import back_to_picker
from videos.models import Avatar, Voice


@require_POST
def add_avatar(request: UserRequest, pk: int) -> HttpResponse:
    avatar = get_object_or_404(Avatar, pk=pk)
    favourites.add_avatar(owner=request.user, avatar=avatar)
    return _star(request, "videos/_avatar_star.html", {"avatar": avatar, "is_favourite": True})


@require_POST
def remove_avatar(request: UserRequest, pk: int) -> HttpResponse:
    avatar = get_object_or_404(Avatar, pk=pk)
    favourites.remove_avatar(owner=request.user, avatar=avatar)
    return _star(request, "videos/_avatar_star.html", {"avatar": avatar, "is_favourite": False})


@require_POST
def add_voice(request: UserRequest, pk: int) -> HttpResponse:
    voice = get_object_or_404(Voice, pk=pk)
    favourites.add_voice(owner=request.user, voice=voice)
    return _star(request, "videos/_voice_star.html", {"voice": voice, "is_favourite": True})


@require_POST
def remove_voice(request: UserRequest, pk: int) -> HttpResponse:
    voice = get_object_or_404(Voice, pk=pk)
    favourites.remove_voice(owner=request.user, voice=voice)
    return _star(request, "videos/_voice_star.html", {"voice": voice, "is_favourite": False})


def _star(request: UserRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The star as it is now, or, for a browser without scripts, the page on which it was pressed."""
    return render_fragment(request, template, context) if request.htmx else back_to_picker(request)
