"""What is done to several videos at once; each view takes their ids as `selected` and returns to `next`."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from jogg_dashboard.http import UserRequest
from jogg_dashboard.selection import Selection, are, were, zip_response
from jogg_dashboard.zipping import zipped
from uploads.tag_views import tag_view, untag_view
from videos import deletion, housekeeping
from videos.models import Video

NO_FILES = "None of these is finished and kept here, so there is no file to download."


def selected(owner: AbstractBaseUser, keys: list[UUID]) -> QuerySet[Video]:
    """This person's videos with these ids, whether in the list or the trash; others' are left out."""
    return Video.objects.filter(owner=owner, purged_at=None, pk__in=keys)


some = Selection(home="videos:list", one="video", several="videos", find=selected)

tag = tag_view(some, housekeeping.tag)
untag = untag_view(some, housekeeping.untag)


@some.view
def download(request: UserRequest, videos: QuerySet[Video]) -> HttpResponseBase:
    """The kept files as one ZIP; of what is still being made there is none."""
    kept = videos.exclude(file="").order_by("sort_name", "id")
    if not kept:
        messages.error(request, NO_FILES)
        return some.back(request)
    return zip_response(zipped((video.file, video.download_name) for video in kept), "videos")


@some.view
def delete(request: UserRequest, videos: QuerySet[Video]) -> HttpResponse:
    """Put videos into the trash; what that does beyond hiding them is told, and asked about, first."""
    effects = deletion.effects(videos.listed())
    if effects and "confirmed" not in request.POST:
        back = "" if "next" in request.POST else effects[0].videos[0].get_absolute_url()
        context = {"videos": videos.listed(), "effects": effects, "next": some.next_url(request), "back": back}
        return render(request, "videos/confirm_deletion.html", context)
    deleted = list(videos.listed())
    housekeeping.delete(videos)
    if deleted:
        context = {"videos": deleted, "next": some.next_url(request)}
        messages.success(request, render_to_string("videos/_deleted.html", context, request))
    return some.back(request)


@some.view
def restore(request: UserRequest, videos: QuerySet[Video]) -> HttpResponse:
    names = [str(video) for video in videos.trashed()]
    housekeeping.restore(videos)
    if names:
        messages.success(request, f"{names[0] if len(names) == 1 else some.count(len(names))} {are(len(names))} back.")
    return some.back(request)


@some.view
def purge(request: UserRequest, videos: QuerySet[Video]) -> HttpResponse:
    """Delete for good what is in the trash, after a page that asks."""
    going = list(videos.purgeable())
    if "confirmed" not in request.POST:
        staying = [video for video in videos.trashed() if video not in going]
        context = {"videos": going, "staying": staying, "next": some.next_url(request)}
        return render(request, "videos/confirm_purge.html", context)
    count = housekeeping.purge(videos)
    messages.success(request, f"{some.count(count)} {were(count)} deleted for good.")
    return some.back(request)
