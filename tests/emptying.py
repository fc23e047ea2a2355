"""Empties the tables after a test, as Django's flush does, at a fraction of its price: most are empty already."""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid)",
}


def replace_flush() -> None:
    """Have this done after each test whose changes can't be rolled back, instead of Django's flush.

    `post_migrate`, which that one sends, has no receiver left: see tests/conftest.py.
    """
    TransactionTestCase._fixture_teardown = lambda _: empty_tables()


def empty_tables() -> None:
    """Leave no row of any model's. Sequences go on, as they do with Django's."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        if connection.vendor == "postgresql":
            # What a thread that a test has left is writing is waited for, and goes too. SQLite has but one writer.
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))
        for table, holds_rows in zip(tables, cursor.fetchone(), strict=True):
            if holds_rows:
                cursor.execute(f"DELETE FROM {table}")


def _tables(cursor: Any) -> list[str]:
    """The models' tables that exist: a test may have migrated some away."""
    cursor.execute(TABLES[connection.vendor])
    wanted = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return [connection.ops.quote_name(name) for (name,) in cursor.fetchall() if name in wanted]
