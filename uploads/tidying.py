"""Removing what nobody can ask for any more."""

import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from uploads.models import Asset
from uploads.models.asset import KEPT_AFTER_DELETION


def purge_deleted() -> int:
    """Remove the assets deleted more than 30 days ago; return how many went."""
    return purge(Asset.objects.filter(deleted_at__lt=timezone.now() - KEPT_AFTER_DELETION))


def purge(assets: QuerySet[Asset]) -> int:
    """Remove assets, but for those that are none of these any more when their turn comes; return how many went."""
    return sum(_purge(assets, key) for key in list(assets.values_list("pk", flat=True)))


def _purge(assets: QuerySet[Asset], key: UUID) -> bool:
    """Remove one, its files first. The lock keeps it from being put back meanwhile, without them."""
    with transaction.atomic():
        asset = assets.filter(pk=key).select_for_update().first()
        if asset is None:
            return False
        remove_files(asset)
        asset.delete()
    return True


def remove_files(asset: Asset) -> None:
    """Remove the asset's own folder, also what a killed worker left in it.

    Made-up assets name files that others name, too, and that lie elsewhere: those stay.
    """
    storage, folder = asset.file.storage, f"assets/{asset.pk}"
    with suppress(FileNotFoundError):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
        storage.delete(folder)


def remove_forgotten_files(*, older_than: timedelta) -> int:
    """Remove what a killed process left half received or half looked into; return how many files and folders went."""
    limit = time.time() - older_than.total_seconds()
    forgotten = [path for path in Path(settings.UPLOAD_DIR).iterdir() if path.stat().st_mtime < limit]
    for path in forgotten:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return len(forgotten)
