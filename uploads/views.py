"""The library: uploading assets, listing them and looking at one."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.files import serve
from jogg_dashboard.fragments import render_changed, render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from jogg_dashboard.paging import Cursor, page
from jogg_dashboard.polling import changed
from uploads import media_types, services
from uploads.access import asset_for
from uploads.media_types import NotTaken
from uploads.models import Asset

NO_FILE = "No file arrived. Choose a photo, a video or an audio file."
ONE_FILE = "Send each file in a request of its own."


@require_safe
def show_library(request: UserRequest) -> HttpResponse:
    before = Cursor.parse(request.GET.get("before", ""))
    assets, older = page(Asset.objects.for_user(request.user).newest(before))
    context = {
        "assets": assets,
        "older": older and f"{reverse('uploads:list')}?before={older}",
        "is_first_page": before is None,
        "limits": media_types.limits_for_browser(),
    }
    return render(request, "uploads/asset_list.html", context)


@require_POST
def upload(request: UserRequest) -> HttpResponse:
    """Take one file. A form sent without JavaScript (it says `plain`) may hold several and gets a page."""
    if "plain" in request.POST:
        return _upload_plainly(request)
    files = request.FILES.getlist("file")
    try:
        if len(files) != 1:
            raise NotTaken(ONE_FILE if files else NO_FILE)
        asset = services.receive(owner=request.user, file=files[0])
    except NotTaken as reason:
        return _refused(request, str(reason))
    return _received(request, asset)


library = by_method(GET=show_library, POST=upload)


def _upload_plainly(request: UserRequest) -> HttpResponse:
    files = request.FILES.getlist("file")
    for file in files:
        try:
            services.receive(owner=request.user, file=file)
            messages.success(request, f"{file.name} was received.")
        except NotTaken as reason:
            messages.error(request, str(reason))
    if not files:
        messages.error(request, NO_FILE)
    return redirect("uploads:list")


def _received(request: UserRequest, asset: Asset) -> HttpResponse:
    if not _wants_json(request):
        return render_fragment(request, "uploads/_asset_row.html", {"asset": asset}, HTTPStatus.CREATED)
    told = {"id": str(asset.pk), "status": asset.status, "detail_url": asset.get_absolute_url()}
    return JsonResponse(told, status=HTTPStatus.CREATED)


def _refused(request: UserRequest, reason: str) -> HttpResponse:
    if not _wants_json(request):
        context = {"reason": reason}
        return render_fragment(request, "uploads/_refusal.html", context, HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"error": reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _wants_json(request: UserRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@require_safe
def updates(request: UserRequest) -> HttpResponse:
    """The fragments of those rows of a page that have changed; `view=detail` asks for a detail page's."""
    fragment = "_asset_detail.html" if request.GET.get("view") == "detail" else "_asset_row.html"
    assets, gone = changed(Asset.objects.for_user(request.user), request.GET.getlist("running"))
    return render_changed(request, f"uploads/{fragment}", "asset", assets, gone)


@require_POST
def add_samples(request: UserRequest) -> HttpResponse:
    if not settings.DEMO_MODE:
        raise Http404
    services.add_samples(owner=request.user)
    return redirect("uploads:list")


@require_safe
def detail(request: UserRequest, asset_id: UUID) -> HttpResponse:
    return render(request, "uploads/asset_detail.html", {"asset": asset_for(request, asset_id)})


@require_safe
def file(request: UserRequest, asset_id: UUID) -> HttpResponse | StreamingHttpResponse:
    asset = asset_for(request, asset_id)
    return serve(
        request,
        asset.file,
        content_type=asset.content_type,
        name=asset.original_name,
        attachment="download" in request.GET,
    )


@require_safe
def picture(request: UserRequest, asset_id: UUID) -> HttpResponse | StreamingHttpResponse:
    asset = asset_for(request, asset_id)
    if not asset.picture:
        raise Http404("There is no picture of this asset.")
    return serve(request, asset.picture, content_type="image/webp", name="picture.webp")


@require_POST
def retry(request: UserRequest, asset_id: UUID) -> HttpResponse:
    asset = services.retry(asset_for(request, asset_id))
    if not request.htmx:
        return redirect(asset)
    fragment = "_asset_detail.html" if request.GET.get("view") == "detail" else "_asset_row.html"
    return render_fragment(request, f"uploads/{fragment}", {"asset": asset})


@require_POST
def delete(request: UserRequest, asset_id: UUID) -> HttpResponse:
    asset = services.delete(asset_for(request, asset_id))
    messages.success(request, render_to_string("uploads/_deleted.html", {"asset": asset}, request))
    return redirect("uploads:list")


@require_POST
def restore(request: UserRequest, asset_id: UUID) -> HttpResponse:
    asset = services.restore(asset_for(request, asset_id, deleted=True))
    messages.success(request, f"{asset.original_name} is back.")
    return redirect("uploads:list")
