"""Copying every row from one database into another, whatever the two are, and proving that both hold the same."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

SOURCE, TARGET = "source", "default"
MADE_BY_MIGRATE = {"contenttypes.contenttype", "auth.permission"}
AT_A_TIME = 500  # rows


class NotCopied(Exception):
    """Why the rows can't be copied, as a sentence."""


@contextmanager
def connected(settings: dict[str, Any]) -> Iterator[None]:
    """Have the source's database under a name of its own for a while."""
    connections.databases[SOURCE] = connections.configure_settings({TARGET: {}, SOURCE: settings})[SOURCE]
    try:
        yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.databases[SOURCE]


def tables() -> list[type[models.Model]]:
    """All models with a table of their own, those between many and many among them."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def check_beforehand() -> None:
    """Both must have had the same migrations, and nobody may have worked with the target."""
    source, target = (set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (SOURCE, TARGET))
    if source != target:
        names = ", ".join(".".join(key) for key in sorted(source ^ target)[:5])
        raise NotCopied(f"The two databases have had different migrations ({names} …). Run `migrate` for both first.")
    used = [model._meta.label for model in tables() if not _is_untouched(model)]
    if used:
        raise NotCopied(f"The database to copy into isn't empty, it has rows of {', '.join(used[:5])}. Take a new one.")


def _is_untouched(model: type[models.Model]) -> bool:
    return model._meta.label_lower in MADE_BY_MIGRATE or not model._base_manager.using(TARGET).exists()


def clear() -> None:
    """Take out what `migrate` has made by itself: the source's has other numbers, which its rows refer to."""
    for model in tables():
        if model._meta.label_lower in MADE_BY_MIGRATE:
            model._base_manager.using(TARGET).all()._raw_delete(TARGET)


def copy(model: type[models.Model]) -> int:
    """Copy one table as it is, also the times that saving would set anew; return how many rows."""
    fields, count = columns(model), 0
    rows = model._base_manager.using(SOURCE).order_by().iterator(chunk_size=AT_A_TIME)
    most = connections[TARGET].ops.bulk_batch_size(fields, range(AT_A_TIME))
    for some in _batches(rows, max(1, min(most, AT_A_TIME))):
        model._base_manager.using(TARGET)._insert(some, fields=fields, raw=True, using=TARGET)
        count += len(some)
    return count


def columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    return iter(lambda: list(islice(rows, size)), [])


def set_sequences() -> None:
    """The next new row gets a number after the last that was copied."""
    with connections[TARGET].cursor() as cursor:
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def digest(model: type[models.Model], alias: str) -> tuple[int, str]:
    """The number of rows and a sum of their hashes, which doesn't depend on the order databases sort in."""
    names = [field.attname for field in columns(model)]
    count = total = 0
    for row in model._base_manager.using(alias).order_by().values_list(*names).iterator(chunk_size=AT_A_TIME):
        told = json.dumps(row, sort_keys=True, default=str).encode()
        total += int.from_bytes(hashlib.sha256(told).digest())
        count += 1
    return count, f"{total % 2**256:064x}"
