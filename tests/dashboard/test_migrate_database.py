"""The move of all rows into another database: nothing is lost, nothing is half done.

Into SQLite, or into PostgreSQL where the tests run on one.
"""

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import every_table, forked, postgres

COUNTS = """
import json
from jogg_dashboard.moving_rows import tables
print(json.dumps({model._meta.db_table: model._base_manager.count() for model in tables()}))
"""
ONE_ASSET = """
import json
from uploads.models import Asset
asset = Asset._base_manager.earliest("updated_at")
print(json.dumps([str(asset.updated_at), asset.original_name, asset.tags.exists()]))
"""
NEWCOMER = """
from django.contrib.auth.models import User
last = User.objects.latest("pk").pk
print(int(User.objects.create_user("newcomer").pk > last))
"""


class Dashboard:
    """One with a data folder and a database of its own, worked with by `manage.py`."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)} | (
            {"DATABASE_URL": url} if url else {}
        )
        self.database = folder / "dashboard.sqlite3"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = self._environment | {"DJANGO_SETTINGS_MODULE": "jogg_dashboard.settings"}
        return forked.run(list(arguments), environment)

    def says(self, *codes: str) -> list[Any]:
        """What each piece of code prints, all run in one process."""
        done = self.run("manage.py", "shell", "--verbosity=0", "-c", "\n".join(codes))
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()[-len(codes) :]]

    def take_over(self, database: Path) -> subprocess.CompletedProcess[str]:
        return self.run("manage.py", "migrate_database", "--from", f"sqlite:///{database}")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database has its tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    assert Dashboard(folder).run("manage.py", "migrate", "--verbosity=0").returncode == 0
    return folder


@pytest.fixture(scope="module")
def source(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard on SQLite with rows in every table."""
    folder = tmp_path_factory.mktemp("source") / "data"
    shutil.copytree(empty, folder)
    dashboard = Dashboard(folder)
    done = dashboard.run("-m", "tests.every_table")
    assert done.returncode == 0, done.stderr
    return dashboard


@pytest.fixture
def target(empty: Path, tmp_path: Path) -> Iterator[Dashboard]:
    """A new dashboard."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        with postgres.database(url, f"move-{secrets.token_hex(4)}") as database_url:
            yield Dashboard(tmp_path / "data", database_url)
    else:
        shutil.copytree(empty, tmp_path / "data")
        yield Dashboard(tmp_path / "data")


@pytest.fixture
def changed(source: Dashboard, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the source to spoil."""
    shutil.copy(source.database, tmp_path / "changed.sqlite3")
    with closing(sqlite3.connect(tmp_path / "changed.sqlite3", isolation_level=None)) as connection:
        yield connection


def test_every_row_of_every_table_is_there_as_it_was(source: Dashboard, target: Dashboard) -> None:
    done = target.take_over(source.database)
    assert done.returncode == 0, done.stderr
    counts, asset = source.says(COUNTS, ONE_ASSET)
    assert all(counts.values()), "a table without a row proves nothing"
    new_counts, new_asset, has_new_number = target.says(COUNTS, ONE_ASSET, NEWCOMER)
    assert new_counts == counts
    assert done.stdout.splitlines()[-1].split() == [str(sum(counts.values())), *["rows,", "the", "same", "in", "both"]]
    assert new_asset == asset
    assert new_asset[0] == str(every_table.MADE_AT), "what saving would set anew"
    assert has_new_number == 1, "a new row gets a number of its own"


def test_a_database_that_is_in_use_is_left_alone(source: Dashboard, target: Dashboard) -> None:
    target.take_over(source.database)
    again = target.take_over(source.database)
    assert again.returncode == 1
    assert "Nothing was copied. The database to copy into isn't empty" in again.stderr


def test_a_database_with_other_migrations_is_refused(
    source: Dashboard, target: Dashboard, changed: sqlite3.Connection, tmp_path: Path
) -> None:
    changed.execute("DELETE FROM django_migrations WHERE app = 'videos'")
    done = target.take_over(tmp_path / "changed.sqlite3")
    assert (done.returncode, "have had different migrations" in done.stderr) == (1, True)


def test_where_one_row_cant_be_copied_none_is(
    source: Dashboard, target: Dashboard, changed: sqlite3.Connection, tmp_path: Path
) -> None:
    changed.execute("UPDATE videos_submit SET video_id = ? WHERE id = (SELECT min(id) FROM videos_submit)", ["0" * 32])
    done = target.take_over(tmp_path / "changed.sqlite3")
    assert (done.returncode, "Nothing was copied." in done.stderr) == (1, True)
    made_by_migrate = {"django_content_type", "auth_permission"}
    (counts,) = target.says(COUNTS)
    assert {name for name, count in counts.items() if count} <= made_by_migrate


def test_what_isnt_there_is_told_and_not_made(target: Dashboard, tmp_path: Path) -> None:
    done = target.take_over(tmp_path / "nothing.sqlite3")
    assert (done.returncode, "There is no database" in done.stderr) == (1, True)
    assert not (tmp_path / "nothing.sqlite3").exists()
