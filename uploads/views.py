"""The library: uploading assets, listing them and looking at one."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.files import serve
from jogg_dashboard.fragments import render_changed, render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from jogg_dashboard.paging import Order, page, read_moment
from jogg_dashboard.polling import changed, versions
from uploads import conversion_services, housekeeping, media_types, services
from uploads.access import asset_for, visible_asset, visible_assets
from uploads.browsing import Browsing
from uploads.duplicate_views import already_here, tell_already_here
from uploads.forms import DescriptionForm
from uploads.media_types import NotTaken
from uploads.models import Asset, Origin
from uploads.receiving import ReceivedFile
from uploads.services import AlreadyHere

NO_FILE = "No file arrived. Choose a photo, a video or an audio file."
ONE_FILE = "Send each file in a request of its own."
LOOK_REMEMBERED = 365 * 24 * 3600  # seconds
LAST_DELETED = Order("deleted_at", read_moment)


@require_safe
def show_library(request: UserRequest) -> HttpResponse:
    browsing = Browsing(request.GET, request.user)
    assets, more = page(browsing.sorted_rows().with_row_facts(), browsing.order)
    look = browsing.look(request.COOKIES)
    context = {
        "browsing": browsing,
        "assets": browsing.with_owners(assets),
        "next_page": more and _library_url(browsing.parameters, after=str(more)),
        "look": look,
        "limits": media_types.limits_for_browser(),
    }
    response = render(request, "uploads/asset_list.html", context)
    response.set_cookie(browsing.remembered, look, max_age=LOOK_REMEMBERED, samesite="Lax", secure=request.is_secure())
    return response


def _library_url(parameters: QueryDict, **more: str) -> str:
    query = parameters.copy()
    query.update(more)
    return f"{reverse('uploads:list')}?{query.urlencode()}"


@require_safe
def counts(request: UserRequest) -> HttpResponse:
    """How many assets each filter would leave. Apart from the page, which needn't wait for the counting."""
    browsing = Browsing(request.GET, request.user)
    total, numbers = browsing.numbers()
    return render_fragment(request, "browse/_counts.html", {"browsing": browsing, "total": total, "numbers": numbers})


@require_POST
def upload(request: UserRequest) -> HttpResponse:
    """Take one file. A form sent without JavaScript (it says `plain`) may hold several and gets a page."""
    if "plain" in request.POST:
        return _upload_plainly(request)
    files = request.FILES.getlist("file")
    try:
        if len(files) != 1:
            raise NotTaken(ONE_FILE if files else NO_FILE)
        asset = _receive(request, files[0])
    except NotTaken as reason:
        return _refused(request, str(reason))
    except AlreadyHere as known:
        return already_here(request, known.asset, as_json=_wants_json(request))
    return _received(request, asset)


library = by_method(GET=show_library, POST=upload)


def _receive(request: UserRequest, file: ReceivedFile) -> Asset:
    if request.POST.get("origin") == Origin.RECORDING:
        return conversion_services.receive_recording(owner=request.user, file=file)
    return services.receive(owner=request.user, file=file, anyway="anyway" in request.POST)


def _upload_plainly(request: UserRequest) -> HttpResponse:
    files = request.FILES.getlist("file")
    for file in files:
        try:
            services.receive(owner=request.user, file=file, anyway="anyway" in request.POST)
            messages.success(request, f"{file.name} was received.")
        except NotTaken as reason:
            messages.error(request, str(reason))
        except AlreadyHere as known:
            tell_already_here(request, known.asset, file.name)
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
    """The fragments of those rows of a page that have changed, and rows of what was made of them since.

    `view=detail` asks for a detail page's.
    """
    shown = request.GET.getlist("running")
    assets, gone = changed(visible_assets(request).filter(deleted_at=None).with_row_facts(), shown)
    if request.GET.get("view") == "detail":
        return render_changed(request, "uploads/_asset_detail.html", "asset", assets, gone)
    response = render_changed(request, "uploads/_asset_row.html", "asset", assets, gone)
    if made := _made_of(assets, versions(shown)):
        response.write(render_to_string("uploads/_new_rows.html", {"assets": made}, request))
    return response


def _made_of(assets: list[Asset], drawn: dict[UUID, str]) -> list[Asset]:
    """What conversions have brought since these were drawn, and a list of them doesn't show yet."""
    done = [conversion for asset in assets for conversion in asset.conversions.all() if conversion.result]
    return [each.result for each in done if each.is_standing and each.result.born > drawn[each.source_id]]


@require_POST
def add_samples(request: UserRequest) -> HttpResponse:
    if not settings.DEMO_MODE:
        raise Http404
    services.add_samples(owner=request.user)
    return redirect("uploads:list")


@require_safe
def detail(request: UserRequest, asset_id: UUID) -> HttpResponse:
    asset = visible_asset(request, asset_id)
    return render(request, "uploads/asset_detail.html", {"asset": asset, "form": DescriptionForm.of(asset)})


@require_POST
def describe(request: UserRequest, asset_id: UUID) -> HttpResponse:
    asset = asset_for(request, asset_id)
    form = DescriptionForm(request.POST, asset=asset)
    if not form.is_valid():
        context = {"asset": asset, "form": form}
        return render(request, "uploads/asset_detail.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    housekeeping.describe(asset, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect(asset)


@require_safe
def file(request: UserRequest, asset_id: UUID) -> HttpResponse | StreamingHttpResponse:
    asset = visible_asset(request, asset_id)
    return serve(
        request,
        asset.file,
        content_type=asset.content_type,
        name=asset.filename,
        attachment="download" in request.GET,
    )


@require_safe
def picture(request: UserRequest, asset_id: UUID) -> HttpResponse | StreamingHttpResponse:
    asset = visible_asset(request, asset_id)
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


@require_safe
def trash(request: UserRequest) -> HttpResponse:
    after = LAST_DELETED.cursor(request.GET.get("after", ""))
    rows = Asset.objects.filter(owner=request.user, deleted_at__isnull=False)
    assets, more = page(LAST_DELETED.sort(rows.with_row_facts(), after), LAST_DELETED)
    context = {"assets": assets, "next_page": more and f"{reverse('uploads:trash')}?after={more}"}
    return render(request, "uploads/trash.html", context)
