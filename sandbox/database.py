"""The one SQLite file: what must survive a restart besides bytes."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS asset (
    key TEXT PRIMARY KEY, filename TEXT NOT NULL, kind TEXT NOT NULL, created_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, request TEXT NOT NULL, created_at REAL NOT NULL,
    outcome TEXT NOT NULL DEFAULT '', duration REAL NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS endpoint (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, status TEXT NOT NULL, events TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, endpoint_id TEXT NOT NULL, url TEXT NOT NULL, event TEXT NOT NULL,
    event_id TEXT NOT NULL, body BLOB NOT NULL, signature TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS attempt (
    id INTEGER PRIMARY KEY, time REAL NOT NULL, url TEXT NOT NULL, event TEXT NOT NULL, event_id TEXT NOT NULL,
    status INTEGER, error TEXT
);
"""

# What came after the first release. Files from before have the tables, so these are added one by one.
# The defaults are true for old rows: all were v1's, and nothing was charged.
LATER_COLUMNS = {
    "asset": {"put_type": "TEXT NOT NULL DEFAULT 'application/octet-stream'", "declared_size": "INTEGER"},
    "job": {
        "version": "TEXT NOT NULL DEFAULT 'v1'",
        "credits": "INTEGER NOT NULL DEFAULT 0",
        "is_announced": "INTEGER NOT NULL DEFAULT 0",
    },
}
LATER_INDEXES = "CREATE INDEX IF NOT EXISTS job_to_announce ON job (created_at) WHERE NOT is_announced;"

Statement = tuple[str, Sequence[object]]


class Database:
    """One connection that all threads take turns on; every statement is tiny."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(SCHEMA)
        self._add_later_columns()
        self._connection.executescript(LATER_INDEXES)

    def write(self, statement: str, values: Sequence[object]) -> None:
        """Run a statement; what it changed is on disk when this returns."""
        with self._lock:
            self._connection.execute(statement, values)

    def write_all(self, statements: Iterable[Statement]) -> None:
        """Run statements of which all take effect or none."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for statement, values in statements:
                    self._connection.execute(statement, values)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        found = self.rows(statement, values)
        return found[0] if found else None

    def _add_later_columns(self) -> None:
        for table, columns in LATER_COLUMNS.items():
            present = {row["name"] for row in self.rows(f"PRAGMA table_info({table})")}
            for name, kind in columns.items():
                if name not in present:
                    self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
