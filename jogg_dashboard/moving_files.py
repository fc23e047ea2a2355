"""Copying every file that a row names from one storage into another. Nothing is removed, and nothing replaced."""

import hashlib
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from django.apps import apps
from django.core.files import File
from django.core.files.storage import Storage
from django.db.models import FileField

from jogg_dashboard.local_copy import path_in


class Outcome(StrEnum):
    COPIED = "copied"
    TO_COPY = "to be copied"
    THERE = "there already, and the same"
    DIFFERS = "different in the two storages; left as they are"
    MISSING = "named by a row, and in neither storage"


WRONG = {Outcome.DIFFERS, Outcome.MISSING}


class Whole(File):
    """A file that storage on disk moves into its place, so that a kill leaves none of it or all of it there."""

    def temporary_file_path(self) -> str:
        return self.file.name


def named_files() -> Iterator[str]:
    """The names of all files that rows have, each once for each column."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
                yield from rows.order_by().values_list(field.name, flat=True).distinct().iterator()


def copy(name: str, source: Storage, target: Storage, *, dry_run: bool = False) -> tuple[Outcome, int]:
    """Copy one file, unless it is there; return what came of it, and the bytes copied."""
    if target.exists(name):
        same_or_gone = not source.exists(name) or facts(name, source) == facts(name, target)
        return (Outcome.THERE if same_or_gone else Outcome.DIFFERS), 0
    if not source.exists(name):
        return Outcome.MISSING, 0
    if dry_run:
        return Outcome.TO_COPY, source.size(name)
    with path_in(source, name) as path, Path(path).open("rb") as file:
        copied = os.path.getsize(path), hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        file.seek(0)
        saved = target.save(name, Whole(file))
    is_right = saved == name and facts(name, target) == copied
    return (Outcome.COPIED if is_right else Outcome.DIFFERS), copied[0]


def facts(name: str, storage: Storage) -> tuple[int, str]:
    """The size of a file and its SHA-256, read anew."""
    with storage.open(name) as file:
        return storage.size(name), hashlib.file_digest(file, "sha256").hexdigest()
