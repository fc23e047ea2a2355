"""Having an asset converted."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from uploads import conversion_services
from uploads.access import asset_for
from uploads.conversion_services import NotOffered
from uploads.forms import DescriptionForm


@require_POST
def convert(request: UserRequest, asset_id: UUID) -> HttpResponse:
    """Field `content_type`; answers with the asset's row, or with its page's part for `view=detail`."""
    asset = asset_for(request, asset_id)
    try:
        conversion_services.convert(asset, content_type=request.POST.get("content_type", ""))
    except NotOffered as reason:
        context = {"asset": asset, "form": DescriptionForm.of(asset), "conversion_refusal": str(reason)}
        return _show(request, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    asset.refresh_from_db()
    return _show(request, {"asset": asset}) if request.htmx else redirect(asset)


def _show(request: UserRequest, context: dict[str, object], status: int = HTTPStatus.OK) -> HttpResponse:
    if not request.htmx:
        return render(request, "uploads/asset_detail.html", context, status=status)
    fragment = "_asset_detail.html" if request.GET.get("view") == "detail" else "_asset_row.html"
    return render_fragment(request, f"uploads/{fragment}", context, status)
