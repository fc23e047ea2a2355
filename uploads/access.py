"""Whose asset is whose."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from jogg_dashboard.http import UserRequest
from uploads.models import Asset


def asset_for(request: UserRequest, asset_id: UUID, *, deleted: bool = False) -> Asset:
    """Return the asset if it is this person's, else 404; `deleted` asks for one that was deleted."""
    assets = Asset.objects.filter(owner=request.user, deleted_at__isnull=not deleted)
    return get_object_or_404(assets, pk=asset_id)
