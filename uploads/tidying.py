"""Removing what nobody can ask for any more."""

import logging
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField, Min, Model, QuerySet
from django.utils import timezone

from jogg_dashboard.storage import Home
from uploads.models import Asset
from uploads.models.asset import KEPT_AFTER_DELETION

logger = logging.getLogger(__name__)

AT_A_TIME = 200  # folders
BELIEVABLE = 20  # files without a row, or one in a hundred
UUID_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def purge_deleted() -> int:
    """Remove the assets deleted more than 30 days ago; return how many went."""
    return purge(Asset.objects.filter(deleted_at__lt=timezone.now() - KEPT_AFTER_DELETION))


def purge(assets: QuerySet[Asset]) -> int:
    """Remove assets, but for those that are none of these any more when their turn comes; return how many went."""
    return sum(_purge(assets, key) for key in list(assets.values_list("pk", flat=True)))


def _purge(assets: QuerySet[Asset], key: UUID) -> bool:
    """Remove one, then its files: no transaction waits for a bucket. What a kill leaves has no name and goes later."""
    with transaction.atomic():
        asset = assets.filter(pk=key).select_for_update().first()
        if asset is None:
            return False
        asset.delete()
    asset.pk = key  # which `delete` has taken from it
    remove_files(asset)
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


def remove_unnamed_files(model: type[Model], folder: str, *, older_than: timedelta) -> int:
    """Remove what no row names from the folders `folder`/<id of a row>/; return how many files went.

    A process that is killed between writing a file and committing its row leaves one. The row of a file may
    still be in an open transaction, so a folder is left alone until nothing was put into it for that long.
    Where files are older than the database, or many have no row, it is more likely the wrong database than
    so many kills: those stay, with a warning.
    """
    oldest, newest = _began_at(), time.time() - older_than.total_seconds()
    known, unnamed = 0, []
    for homes in _homes(folder, oldest, newest):
        files = {f"{folder}/{home.name}/{file}" for home in homes for file in home.files()}
        known += len(named := _named(model, files))
        unnamed += files - named
    if len(unnamed) > max(BELIEVABLE, known // 100):
        logger.warning("%d files in %s have no row in this database; none was removed", len(unnamed), folder)
        return 0
    for name in unnamed:
        _remove(name)
    return len(unnamed)


def _began_at() -> float:
    """When this database was made."""
    first = MigrationRecorder.Migration.objects.aggregate(at=Min("applied"))["at"]
    return first.timestamp() if first else time.time()


def _homes(folder: str, oldest: float, newest: float) -> Iterator[list[Home]]:
    """The folders of rows into which something was put last between these times; some at a time, as there are many."""
    found = (home for home in default_storage.homes(folder, oldest, newest) if UUID_NAME.fullmatch(home.name))
    yield from iter(lambda: list(islice(found, AT_A_TIME)), [])


def _named(model: type[Model], names: set[str]) -> set[str]:
    """Those of the names that any row has, whosever folder they are in."""
    columns = [field.name for field in model._meta.get_fields() if isinstance(field, FileField)]
    rows = model._base_manager
    return set().union(*(rows.filter(**{f"{name}__in": names}).values_list(name, flat=True) for name in columns))


def _remove(name: str) -> None:
    """Remove a file, and its folder where nothing else is in it."""
    default_storage.delete(name)
    default_storage.remove_empty(str(PurePosixPath(name).parent))
    logger.info("%s was removed: no row names it", name)


def remove_forgotten_files(*, older_than: timedelta) -> int:
    """Remove what a killed process left half received or half looked into; return how many files and folders went."""
    limit = time.time() - older_than.total_seconds()
    forgotten = [path for path in Path(settings.UPLOAD_DIR).iterdir() if path.stat().st_mtime < limit]
    for path in forgotten:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return len(forgotten)
