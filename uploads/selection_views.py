"""What is done to several assets at once; each view takes their ids as `selected` and returns to `next`."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from jogg_dashboard.http import UserRequest
from jogg_dashboard.selection import Selection, are, were, zip_response
from jogg_dashboard.zipping import zipped
from uploads import housekeeping, services
from uploads.models import Asset
from uploads.tag_views import tag_view, untag_view


def selected(owner: AbstractBaseUser, keys: list[UUID]) -> QuerySet[Asset]:
    """This person's assets with these ids, whether in the library or the trash; others' are left out."""
    return Asset.objects.filter(owner=owner, pk__in=keys)


files = Selection(home="uploads:list", one="file", several="files", find=selected)

tag = tag_view(files, housekeeping.tag)
untag = untag_view(files, housekeeping.untag)


@files.view
def download(request: UserRequest, assets: QuerySet[Asset]) -> StreamingHttpResponse:
    named = [(asset.file, asset.filename) for asset in assets.order_by("sort_name", "id")]
    return zip_response(zipped(named), "library")


@files.view
def send_again(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    count = services.retry_all(assets.filter(deleted_at=None))
    left = assets.count() - count
    if count:
        messages.success(request, f"{files.count(count)} will be sent to Jogg again.")
    if left:
        messages.info(request, f"{files.count(left)} needed no sending.")
    return files.back(request)


@files.view
def delete(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    """Put files into the trash; what a video uses is named and asked about first."""
    used = housekeeping.used_in(assets.filter(deleted_at=None))
    if used and "confirmed" not in request.POST:
        # A file's own page names none to go on to: that one is gone once the file is.
        back = "" if "next" in request.POST else used[0].get_absolute_url()
        context = {"assets": assets, "used": used, "next": files.next_url(request), "back": back}
        return render(request, "uploads/confirm_deletion.html", context)
    deleted = list(assets.filter(deleted_at=None))
    housekeeping.delete(assets)
    if deleted:
        context = {"assets": deleted, "next": files.next_url(request)}
        messages.success(request, render_to_string("uploads/_deleted.html", context, request))
    return files.back(request)


@files.view
def restore(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    names = list(assets.exclude(deleted_at=None).values_list("name", flat=True))
    housekeeping.restore(assets)
    if names:
        messages.success(request, f"{names[0] if len(names) == 1 else files.count(len(names))} {are(len(names))} back.")
    return files.back(request)


@files.view
def purge(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    """Delete for good what is in the trash, after a page that asks."""
    trashed = assets.exclude(deleted_at=None)
    if "confirmed" not in request.POST:
        context = {"assets": trashed, "used": housekeeping.used_in(trashed), "for_good": True}
        return render(request, "uploads/confirm_deletion.html", context | {"next": files.next_url(request)})
    count = housekeeping.purge(assets)
    messages.success(request, f"{files.count(count)} {were(count)} deleted for good.")
    return files.back(request)
