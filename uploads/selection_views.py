"""What is done to several assets at once; each view takes their ids as `selected` and returns to `next`."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jogg_dashboard.http import UserRequest
from uploads import housekeeping, services
from uploads.forms import TagForm
from uploads.models import Asset
from uploads.selection import MOST_SELECTED, selected, zipped

NOTHING = "Nothing was selected. Tick one or more files first."
TOO_MANY = f"Select at most {MOST_SELECTED} files at a time; nothing was done."
SelectionView = Callable[[UserRequest, QuerySet[Asset]], HttpResponse | StreamingHttpResponse]


def of_selection(view: SelectionView) -> Callable[[UserRequest], HttpResponse | StreamingHttpResponse]:
    """Hand the assets that were ticked to a view; where there are none, or too many, say so."""

    @require_POST
    @wraps(view)
    def with_selection(request: UserRequest) -> HttpResponse | StreamingHttpResponse:
        keys = request.POST.getlist("selected")
        assets = selected(request.user, keys)
        if len(keys) > MOST_SELECTED or not assets.exists():
            messages.error(request, TOO_MANY if keys[MOST_SELECTED:] else NOTHING)
            return _back(request)
        return view(request, assets)

    return with_selection


@of_selection
def tag(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    form = TagForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form, "Write the tag into the field first."))
        return _back(request)
    for name in form.cleaned_data["tag"]:
        count = housekeeping.tag(assets, name)
        messages.success(request, f"{_files(count)} now {_has(count)} the tag “{name}”.")
    return _back(request)


@of_selection
def untag(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    form = TagForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form, "Write the tag to take off into the field first."))
        return _back(request)
    for name in form.cleaned_data["tag"]:
        count = housekeeping.untag(assets, name)
        words = f"“{name}” was taken off {_files(count)}." if count else f"None of these had the tag “{name}”."
        messages.success(request, words)
    return _back(request)


@of_selection
def download(request: UserRequest, assets: QuerySet[Asset]) -> StreamingHttpResponse:
    archive = zipped(assets.order_by("sort_name", "id"))
    response = StreamingHttpResponse(archive, content_type="application/zip")
    name = f"library {timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Length"] = str(len(archive))
    return response


@of_selection
def send_again(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    count = services.retry_all(assets.filter(deleted_at=None))
    left = assets.count() - count
    if count:
        messages.success(request, f"{_files(count)} will be sent to Jogg again.")
    if left:
        messages.info(request, f"{_files(left)} needed no sending.")
    return _back(request)


@of_selection
def delete(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    """Put files into the trash; what a video uses is named and asked about first."""
    used = housekeeping.used_in(assets.filter(deleted_at=None))
    if used and "confirmed" not in request.POST:
        # A file's own page names none to go on to: that one is gone once the file is.
        back = "" if "next" in request.POST else used[0].get_absolute_url()
        context = {"assets": assets, "used": used, "next": _next_url(request), "back": back}
        return render(request, "uploads/confirm_deletion.html", context)
    deleted = list(assets.filter(deleted_at=None))
    housekeeping.delete(assets)
    if deleted:
        context = {"assets": deleted, "next": _next_url(request)}
        messages.success(request, render_to_string("uploads/_deleted.html", context, request))
    return _back(request)


@of_selection
def restore(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    names = list(assets.exclude(deleted_at=None).values_list("name", flat=True))
    housekeeping.restore(assets)
    if names:
        messages.success(request, f"{names[0] if len(names) == 1 else _files(len(names))} {_is(len(names))} back.")
    return _back(request)


@of_selection
def purge(request: UserRequest, assets: QuerySet[Asset]) -> HttpResponse:
    """Delete for good what is in the trash, after a page that asks."""
    trashed = assets.exclude(deleted_at=None)
    if "confirmed" not in request.POST:
        context = {"assets": trashed, "used": housekeeping.used_in(trashed), "for_good": True}
        return render(request, "uploads/confirm_deletion.html", context | {"next": _next_url(request)})
    count = housekeeping.purge(assets)
    messages.success(request, f"{_files(count)} {_is(count, past=True)} deleted for good.")
    return _back(request)


def _back(request: UserRequest) -> HttpResponse:
    """Return to the page the form was on."""
    return redirect(_next_url(request))


def _next_url(request: UserRequest) -> str:
    """The page the form was on, or the library where what it says of that leads elsewhere."""
    here = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    return here if is_ours else reverse("uploads:list")


def _first_error(form: TagForm, missing: str) -> str:
    if form["tag"].errors.as_data()[0].code == "required":
        return missing
    return str(form["tag"].errors[0])


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _is(count: int, *, past: bool = False) -> str:
    if past:
        return "was" if count == 1 else "were"
    return "is" if count == 1 else "are"
