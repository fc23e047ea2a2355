"""Removing what nobody can ask for any more."""

import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from uploads.models import Asset
from uploads.models.asset import KEPT_AFTER_DELETION


def purge_deleted() -> int:
    """Remove the assets deleted more than 30 days ago; return how many went."""
    return purge(Asset.objects.filter(deleted_at__lt=timezone.now() - KEPT_AFTER_DELETION))


def purge(assets: QuerySet[Asset]) -> int:
    """Remove assets, their files first; return how many went."""
    old = list(assets)
    for asset in old:
        remove_files(asset)
        asset.delete()
    return len(old)


def remove_files(asset: Asset) -> None:
    """Remove the files that are this asset's alone."""
    for stored in (asset.file, asset.picture, asset.frames):
        if asset.owns(stored.name):
            stored.delete(save=False)


def remove_forgotten_files(*, older_than: timedelta) -> int:
    """Remove what a killed process left half received or half looked into; return how many files and folders went."""
    limit = time.time() - older_than.total_seconds()
    forgotten = [path for path in Path(settings.UPLOAD_DIR).iterdir() if path.stat().st_mtime < limit]
    for path in forgotten:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return len(forgotten)
