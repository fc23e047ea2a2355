"""Several stored files as one ZIP."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from django.db.models.fields.files import FieldFile
from zipstream import ZipStream


def zipped(files: Iterable[tuple[FieldFile, str]]) -> ZipStream:
    """These files, each with its name, as one ZIP of known length, read piece by piece while it is sent.

    Two of the same name are told apart by a number. What is missing here is named in `missing.txt`.
    """
    archive, names, missing = ZipStream(sized=True), set(), []
    for file, name in files:
        try:
            size = file.size if file else None
        except FileNotFoundError:
            size = None
        if size is None:
            missing.append(name)
        else:
            archive.add(_pieces(file), _unlike(names, name), size=size)
    if missing:
        archive.add("\n".join(["These files are not here any more:", *missing, ""]), "missing.txt")
    return archive


def _pieces(stored: FieldFile) -> Iterator[bytes]:
    with stored.open("rb") as file:
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
