"""Asking for a proof that Jogg serves what is kept here."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from uploads import services
from uploads.access import asset_for


@require_POST
def verify(request: UserRequest, asset_id: UUID) -> HttpResponse:
    asset = services.verify(asset_for(request, asset_id))
    if not request.htmx:
        return redirect(asset)
    return render_fragment(request, "uploads/_asset_detail.html", {"asset": asset})
