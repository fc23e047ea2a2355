"""Whose asset is whose."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from jogg_dashboard.http import UserRequest
from uploads.models import Asset


def asset_for(request: UserRequest, asset_id: UUID) -> Asset:
    """Return the asset, to be changed, if it is this person's and not in the trash, else 404."""
    return get_object_or_404(Asset.objects.for_user(request.user), pk=asset_id)


def visible_asset(request: UserRequest, asset_id: UUID) -> Asset:
    """Return the asset, to be looked at, else 404. What is in the trash can be looked at, too."""
    return get_object_or_404(visible_assets(request).with_row_facts().select_related("owner", "source"), pk=asset_id)


def visible_assets(request: UserRequest) -> Any:
    """This person's assets; for staff everybody's."""
    return Asset.objects.all() if request.user.is_staff else Asset.objects.filter(owner=request.user)
