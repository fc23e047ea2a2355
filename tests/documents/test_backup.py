"""The backups of docs/operators.md, made and restored: rows and files are there again."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents.blocks import block
from tests.documents.ground import Ground
from tests.documents.ways import OPERATORS, POSTGRES_BACKUP, POSTGRES_RESTORE, SQLITE_BACKUP, SQLITE_RESTORE
from tests.postgres import database, running_postgres
from tests.sandbox_server import SandboxServer

UPLOAD = ".venv/bin/python manage.py upload intro.mp4 voice.mp3 --user demo --json"
# What a person would see: names and what became of them, with the files' own hashes.
QUESTION = """from uploads.models import Asset
for row in sorted(Asset.objects.values_list("original_name", "status", "sha256", "file")): print(row)"""
ROWS = f".venv/bin/python manage.py shell -c '{QUESTION}'"
EMPTY = ".venv/bin/python manage.py flush --no-input"


def filled(folder: Path, **environment: str) -> Ground:
    """A dashboard into whose library two files were uploaded."""
    ground = Ground(folder, **environment)
    jogg = SandboxServer.start(folder / "sandbox", ground.sandbox_port)
    try:
        ground.run(f".venv/bin/python manage.py prepare && {UPLOAD}")
    finally:
        jogg.stop()
    return ground


def rows(ground: Ground) -> list[str]:
    return [line for line in ground.run(ROWS).splitlines() if line.startswith("(")]


def media_hashes(ground: Ground) -> set[str]:
    files = (path for path in (ground.checkout / "data" / "media").rglob("*") if path.is_file())
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    with running_postgres() as url, database(url, "backup") as own:
        yield own


def test_sqlite_and_files_come_back(tmp_path: Path) -> None:
    ground = filled(tmp_path)
    before, files, key = rows(ground), media_hashes(ground), ground.secret_key
    assert len(before) == 2
    ground.run(block(OPERATORS, SQLITE_BACKUP).text)
    shutil.rmtree(ground.checkout / "data")
    ground.run(block(OPERATORS, SQLITE_RESTORE).text)
    assert (rows(ground), media_hashes(ground), ground.secret_key) == (before, files, key)


def test_postgresql_comes_back(tmp_path: Path, postgres_url: str) -> None:
    ground = filled(tmp_path, DATABASE_URL=postgres_url)
    before = rows(ground)
    assert len(before) == 2
    ground.run(block(OPERATORS, POSTGRES_BACKUP).text)
    ground.run(EMPTY)
    assert rows(ground) == []
    ground.run(block(OPERATORS, POSTGRES_RESTORE).text)
    assert rows(ground) == before
