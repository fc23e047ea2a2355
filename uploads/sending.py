"""Uploading files that are on this computer, and staying with them until Jogg has them: for a person at a terminal."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from jogg_dashboard import logs
from jogg_dashboard.destination import destination
from uploads import forwarding, services, tasks
from uploads.models import Asset, Origin, Status

LOOKED_AT_EVERY = 0.5  # seconds, while another worker sends it
RUBBISH = {"thumbs.db", "desktop.ini"}


class NotSent(Exception):
    """A path of which nothing was sent; the message is the sentence for the person."""


def files_in(path: Path, *, recursive: bool) -> Iterator[Path]:
    """The file at a path, or the files in a folder in the order of their names, without hidden ones."""
    if path.is_file():
        yield path
    elif not path.is_dir():
        raise NotSent(f"{path} does not exist, or is no file.")
    elif not recursive:
        raise NotSent(f"{path} is a folder. Add --recursive to upload what is in it.")
    else:
        yield from _below(path)


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        found = (Path(parent, name) for name in sorted(names) if not is_hidden(name))
        yield from (path for path in found if path.is_file())


def is_hidden(name: str) -> bool:
    """Whether a name is one that file managers leave behind, or hide."""
    return name.startswith(".") or name.lower() in RUBBISH


def upload(*, owner: AbstractBaseUser, path: Path, again: bool = False) -> Asset:
    """Take a file over, or return the asset of the same bytes that is at Jogg or on its way there already.

    `again` takes it over in any case. Raises `NotTaken` where Jogg wouldn't take it.
    """
    equal = None if again else _at_jogg_or_on_its_way(owner, path)
    return equal or services.add(owner=owner, path=path, name=path.name, origin=Origin.COMMAND)


def _at_jogg_or_on_its_way(owner: AbstractBaseUser, path: Path) -> Asset | None:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    equal = Asset.objects.equal_to(owner, sha256).filter(deleted_at=None, destination=destination())
    return equal.filter(status__in=[Status.HOSTED, Status.STORED, Status.SENDING]).first()


def send(asset: Asset, tell: Callable[[str], None]) -> Asset:
    """Send an asset to Jogg from this process, or watch a worker do so; return it once that is decided.

    `tell` hears why it takes long, each reason once.
    """
    told = ""
    while asset.status in (Status.STORED, Status.SENDING) and asset.deleted_at is None:
        due = _forward(asset)
        asset.refresh_from_db()
        told = _tell(asset, told, tell)
        if asset.status in (Status.STORED, Status.SENDING):
            wait = (due - timezone.now()).total_seconds() if due else LOOKED_AT_EVERY
            time.sleep(min(max(wait, 0), LOOKED_AT_EVERY))
    return asset


def _forward(asset: Asset) -> datetime | None:
    """Send it, if it is its turn; else the worker is woken then, too, as this process may be gone."""
    with logs.apart(asset_id=asset.pk):
        due = forwarding.forward(asset.pk)
    if due:
        tasks.forward.schedule(args=(str(asset.pk),), eta=due)
    return due


def _tell(asset: Asset, told: str, tell: Callable[[str], None]) -> str:
    """Say what an asset waits for, unless that was the last thing said."""
    reason = _reason(asset)
    if reason and reason != told:
        tell(reason)
    return reason or told


def _reason(asset: Asset) -> str:
    if asset.status == Status.SENDING:
        return "the dashboard's worker is sending it."
    if asset.status != Status.STORED:
        return ""
    if asset.is_paced:
        return "waiting for Jogg's limit of requests per minute."
    return f"{asset.error} It is tried again." if asset.error else ""


def paths_of(paths: Iterable[Path], *, recursive: bool, refused: Callable[[Path, str], None]) -> Iterator[Path]:
    """Every file to upload; what can't be is told to `refused`, and the rest goes on."""
    for path in paths:
        try:
            yield from files_in(path, recursive=recursive)
        except NotSent as reason:
            refused(path, str(reason))
