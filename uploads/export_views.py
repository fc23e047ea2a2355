"""Handing the history out."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jogg_dashboard.http import UserRequest
from uploads import exporting
from uploads.browsing import Browsing
from uploads.models import Asset


@require_safe
def export_csv(request: UserRequest) -> StreamingHttpResponse:
    return _download(exporting.as_csv(rows_for(request)), "text/csv; charset=utf-8", "csv")


@require_safe
def export_json(request: UserRequest) -> StreamingHttpResponse:
    return _download(exporting.as_json(rows_for(request)), "application/json", "json")


def rows_for(request: UserRequest) -> QuerySet[Asset]:
    """What the library shows for this query string; without one, all that this person ever uploaded, trash included."""
    browsing = Browsing(request.GET, request.user)
    if browsing.is_narrowed or not browsing.is_only_mine:
        return browsing.order.sort(browsing.rows(), None)
    return browsing.order.sort(Asset.objects.filter(owner=request.user), None)


def _download(pieces: Iterator[str], content_type: str, ending: str) -> StreamingHttpResponse:
    name = f"jogg-uploads-{timezone.localdate():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
