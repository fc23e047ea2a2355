"""Made-up rows in every table; `python -m tests.every_table` writes them into the database that is set."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import django
from django.db import models

WORDS = "Grüße, 日本 \"quoted\" 'too' \\ 🎬\n"
MADE_AT = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
ROWS = 3


def fill() -> None:
    """Fill every table that is empty, each after those its rows refer to, or at least those they can't be without."""
    from jogg_dashboard.moving_rows import tables

    left = [model for model in tables() if not model._base_manager.exists()]
    while left:
        model = next((model for model in left if _has_all(model)), None)
        model = model or next(model for model in left if _has_all(model, but_nullable=True))
        _fill(model)
        left.remove(model)


def _has_all(model: type[models.Model], *, but_nullable: bool = False) -> bool:
    fields = [field for field in model._meta.local_concrete_fields if field.remote_field]
    return all(field.remote_field.model._base_manager.exists() or (but_nullable and field.null) for field in fields)


def _fill(model: type[models.Model]) -> None:
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, models.AutoField)
    ]
    rows = [model(**{field.attname: _value(field, number) for field in fields}) for number in range(ROWS)]
    model._base_manager.all()._insert(rows, fields=fields, raw=True, using="default")


def _value(field: models.Field, number: int) -> Any:
    if field.remote_field:
        keys = list(field.remote_field.model._base_manager.order_by("pk").values_list("pk", flat=True))
        return keys[number % len(keys)] if keys else None
    if field.choices:
        return field.choices[number % len(field.choices)][0]
    made_up = {
        models.UUIDField: uuid4(),
        models.JSONField: {"b": [number, 0.1, WORDS, None], "a": {"2": True, "1": {}}},
        models.DateTimeField: MADE_AT + timedelta(microseconds=number),
        models.DateField: MADE_AT.date(),
        models.BooleanField: number % 2 == 0,
        models.FloatField: 0.1 + number,
        models.IntegerField: number + 1,
        models.TextField: f"{number} {WORDS}",
        models.CharField: f"{number} {WORDS}"[: field.max_length],
        models.FileField: f"made-up/{number}.bin",
        models.GenericIPAddressField: f"192.0.2.{number}",
    }
    return next(value for kind, value in made_up.items() if isinstance(field, kind))


if __name__ == "__main__":
    django.setup()
    fill()
