"""Watching the database, read-only, for what the worker has done."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.failure import BenchFailed

STEP = 0.002  # seconds between two looks
PATIENCE = 60.0  # seconds


class Rows:
    """The dashboard's rows."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)

    def wait_until_hosted(self, asset_id: str) -> None:
        """Return as soon as the asset's row says `hosted`."""
        statement = "SELECT status, error FROM uploads_asset WHERE id = ?"

        def is_hosted() -> bool:
            status, error = self._row(statement, UUID(asset_id).hex)
            if status == "failed":
                raise BenchFailed(f"The asset failed: {error}")
            return status == "hosted"

        wait_until(is_hosted, "the asset is hosted")

    def wait_until_idle(self) -> None:
        """Return when the worker has sent and looked into everything, so that the machine is quiet."""
        statement = "SELECT count(*) FROM uploads_asset WHERE probed_at IS NULL OR status IN ('stored', 'sending')"
        wait_until(lambda: self._row(statement) == (0,), "the worker is idle")

    def has_catalogue(self) -> bool:
        """Whether the worker has done what it does at its start: copy the catalogue with its media."""
        read = "SELECT count(*) FROM videos_catalogue WHERE refreshed_at IS NOT NULL"
        missing = (
            "SELECT (SELECT count(*) FROM videos_avatar WHERE portrait = '' AND cover_url != '')"
            " + (SELECT count(*) FROM videos_voice WHERE sample = '' AND audition_url != '')"
        )
        return self._row(read) == (1,) and self._row(missing) == (0,)

    def _row(self, statement: str, *values: object) -> tuple[Any, ...]:
        return self._connection.execute(statement, values).fetchone()


def wait_until(condition: Callable[[], bool], what: str, patience: float = PATIENCE, step: float = STEP) -> None:
    """Look every `step` seconds until `condition` holds. Raises `BenchFailed` after `patience` seconds."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            raise BenchFailed(f"Waited {patience:.0f} s in vain until {what}.")
        time.sleep(step)
