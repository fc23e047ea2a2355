"""While an upgrade runs, the old code works on the new database: what a migration may do in one release.

docs/upgrading.md says the rule in words. What takes something away stands in CONTRACTS, with the release since which
no code has used it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED

from tests.sandbox_server import ROOT

# The last migrations from before the rule.
BASELINE = {"jogg_dashboard": 1, "uploads": 6, "videos": 10}
# ("videos", "0042_no_more_colours"): "0.3.0", for example.
CONTRACTS: dict[tuple[str, str], str] = {}
HARMLESS = (
    migrations.CreateModel, migrations.AddIndex, migrations.RemoveIndex, migrations.RenameIndex,
    migrations.RemoveConstraint, migrations.AlterModelOptions, migrations.AlterModelManagers,
)  # fmt: skip


def objection(operation: Operation, before: ProjectState, app: str) -> str:
    """Why the code of the release before couldn't work on after this, or ""."""
    if isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, migrations.RunPython):
        return "" if operation.reversible else "it can't be undone"
    if isinstance(operation, migrations.AddField):
        return _objection_to_new(operation.field)
    if isinstance(operation, migrations.AlterField):
        old = before.models[app, operation.model_name_lower].fields[operation.name]
        return _objection_to_changed(old, operation.field)
    return "the old code may still need what it takes away, or break what it demands"


def _objection_to_new(field: models.Field) -> str:
    if field.null or field.many_to_many or field.db_default is not NOT_PROVIDED:
        return ""
    return "the old code's rows lack it: give it null=True or a db_default"


def _objection_to_changed(old: models.Field, new: models.Field) -> str:
    if old.get_internal_type() != new.get_internal_type():
        return "the old code expects the old type"
    if old.db_column != new.db_column:
        return "the old code asks for the old column"
    if old.null and not new.null:
        return "the old code may still write NULL"
    if new.unique and not old.unique:
        return "the old code may still write the same twice"
    if old.db_default is not NOT_PROVIDED and new.db_default is NOT_PROVIDED:
        return "the old code relies on the database's default"
    if (new.max_length or 0) < (old.max_length or 0):
        return "the old code may still write longer values"
    return ""


def objections(loader: MigrationLoader) -> Iterator[str]:
    for (app, name), migration in loader.disk_migrations.items():
        if not is_ours(app) or int(name[:4]) <= BASELINE.get(app, 0) or (app, name) in CONTRACTS:
            continue
        state = loader.project_state((app, name), at_end=False)
        known = set(state.models)
        for operation in migration.operations:
            # What is done to a table that is new itself, the old code can't notice.
            is_new = hasattr(operation, "model_name") and (app, operation.model_name_lower) not in known
            if not is_new and (why := objection(operation, state, app)):
                yield f"{app} {name}: {operation.describe()}: {why}"
            operation.state_forwards(app, state)


def is_ours(app: str) -> bool:
    return Path(apps.get_app_config(app).path).parent == ROOT


def test_the_code_of_the_release_before_works_on_after_every_new_migration() -> None:
    assert list(objections(MigrationLoader(None))) == []


def test_what_is_taken_away_has_been_unused_since_a_release() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    for (app, name), release in CONTRACTS.items():
        assert (app, name) in MigrationLoader(None).disk_migrations
        assert f"\n## [{release}]" in changelog, f"{app} {name}: {release} isn't out yet"


def album() -> ProjectState:
    state = ProjectState()
    fields = {
        "id": models.BigAutoField(primary_key=True),
        "title": models.CharField(max_length=50),
        "place": models.CharField(max_length=50, null=True),
        "rank": models.IntegerField(db_default=0),
    }
    state.add_model(ModelState("shelf", "Album", list(fields.items())))
    return state


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AlterField("album", "title", models.CharField(max_length=50, db_column="name")),
        migrations.RemoveField("album", "title"),
        migrations.RenameField("album", "title", "name"),
        migrations.RenameModel("Album", "Record"),
        migrations.DeleteModel("Album"),
        migrations.AddField("album", "colour", models.CharField(max_length=9, default="red")),
        migrations.AlterField("album", "place", models.CharField(max_length=50, default="")),
        migrations.AlterField("album", "title", models.CharField(max_length=20)),
        migrations.AlterField("album", "title", models.TextField()),
        migrations.AlterField("album", "title", models.CharField(max_length=50, unique=True)),
        migrations.AlterField("album", "rank", models.IntegerField(default=0)),
        migrations.AddConstraint("album", models.UniqueConstraint(fields=["title"], name="one_title")),
        migrations.RunSQL("DROP TABLE shelf_album"),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda operation: operation.describe(),
)
def test_objects_to(operation: Operation) -> None:
    assert objection(operation, album(), "shelf")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("album", "colour", models.CharField(max_length=9, null=True)),
        migrations.AddField("album", "colour", models.CharField(max_length=9, db_default="red")),
        migrations.AlterField("album", "title", models.CharField(max_length=80, null=True)),
        migrations.AddIndex("album", models.Index(fields=["title"], name="by_title")),
        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
    ],
    ids=lambda operation: operation.describe(),
)
def test_lets_pass(operation: Operation) -> None:
    assert objection(operation, album(), "shelf") == ""
