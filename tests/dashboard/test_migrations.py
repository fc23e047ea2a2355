"""The database's shape is that of the models."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", ["uploads", "videos"])
def test_migrations_are_named_by_hand_and_counted(app: str) -> None:
    names = sorted(name for label, name in MigrationLoader(None).disk_migrations if label == app)
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert not any("_auto_" in name for name in names)


@pytest.mark.django_db(transaction=True)
def test_the_database_can_go_back_and_forth() -> None:
    """Down to nothing and up again, with what other tests need there afterwards."""
    targets = [
        key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] in ("uploads", "videos")
    ]
    MigrationExecutor(connection).migrate([(app, None) for app, _ in targets])
    tables = connection.introspection.table_names()
    MigrationExecutor(connection).migrate(targets)
    assert "uploads_asset" not in tables
    assert apps.get_model("uploads", "Asset").objects.count() == 0
