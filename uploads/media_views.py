"""The small pictures that a video is skimmed through by."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from jogg_dashboard.files import serve
from jogg_dashboard.http import UserRequest
from uploads.access import visible_asset


@require_safe
def frames(request: UserRequest, asset_id: UUID) -> HttpResponse | StreamingHttpResponse:
    asset = visible_asset(request, asset_id)
    if not asset.frames:
        raise Http404("There are no frames of this asset.")
    return serve(request, asset.frames, content_type="image/webp", name="frames.webp")
