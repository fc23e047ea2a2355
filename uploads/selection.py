"""Which assets were ticked, and what they are as one file."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from zipstream import ZipStream

from uploads.models import Asset

MOST_SELECTED = 1000


def selected(owner: AbstractBaseUser, keys: Iterable[str]) -> QuerySet[Asset]:
    """This person's assets with these ids, whether in the library or the trash; others' are left out."""
    return Asset.objects.filter(owner=owner, pk__in=list(_ids(keys))[:MOST_SELECTED])


def zipped(assets: Iterable[Asset]) -> ZipStream:
    """The files of these assets as one ZIP of known length, read piece by piece while it is sent.

    Two of the same name are told apart by a number. What is missing here is named in `missing.txt`.
    """
    archive, names, missing = ZipStream(sized=True), set(), []
    for asset in assets:
        if asset.file.storage.exists(asset.file.name):
            name = _unlike(names, asset.filename)
            archive.add(_pieces(asset), name, size=asset.file.size)
        else:
            missing.append(asset.filename)
    if missing:
        archive.add("\n".join(["These files are not here any more:", *missing, ""]), "missing.txt")
    return archive


def _pieces(asset: Asset) -> Iterator[bytes]:
    with asset.file.open("rb") as file:
        yield from file.chunks()


def _unlike(names: set[str], name: str) -> str:
    """The name without folders, with a number if it is taken; told apart as file systems do, without case."""
    path, number = PurePosixPath(PurePosixPath(name.replace("\\", "/")).name), 1
    free = path.name
    while free.casefold() in names:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    names.add(free.casefold())
    return free


def _ids(keys: Iterable[str]) -> Iterator[UUID]:
    for key in keys:
        try:
            yield UUID(key)
        except ValueError:
            continue
