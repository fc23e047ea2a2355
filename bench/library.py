"""How long the library's pages take with 100,000 assets, beside 100: on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.failure import BenchFailed
from bench.stack import LEFT_OUT, ROOT
from bench.table import Row, print_table
from jogg_dashboard.paging import PAGE_SIZE
from tests.postgres import database, running_postgres
from uploads.seeding.wording import FREQUENT, RARE, RARE_TIMES

FEW, MANY = 100, 100_000
WARM_UPS, ROUNDS = 5, 30
MOST_QUERIES = 8
FIRST, COUNTS = "/uploads/", "/uploads/counts/"


@dataclass(frozen=True)
class Page:
    """A page of the large library that shows so many `rows`, and the one of the small library to compare it with."""

    what: str
    path: str
    beside: str
    rows: int


@dataclass(eq=False)
class Library:
    """A dashboard with so many assets, whose pages a process of its own answers."""

    assets: int
    process: subprocess.Popen[str]
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def ask(self, line: str) -> dict[str, Any]:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise BenchFailed(f"The library of {self.assets:,} assets doesn't answer {line}.")
        return json.loads(answer)

    def time(self, path: str) -> None:
        self.seconds.setdefault(path, []).append(self.ask(path)["seconds"])

    def median(self, path: str) -> float:
        """Milliseconds."""
        return median(self.seconds[path]) * 1000


def measure(folder: Path) -> list[Row]:
    """The rows for both databases; PostgreSQL is one of its own, thrown away afterwards."""
    rows = _measure("SQLite", folder, {})
    with running_postgres() as url, ExitStack() as open_databases:
        urls = {size: open_databases.enter_context(database(url, f"bench{size}")) for size in (FEW, MANY)}
        return rows + _measure("PostgreSQL", folder, urls)


def _measure(name: str, folder: Path, urls: dict[int, str]) -> list[Row]:
    with ExitStack() as ending:
        few, many = (
            ending.enter_context(_library(size, folder / f"{name}-{size}", urls.get(size))) for size in (FEW, MANY)
        )
        return _compared(name, few, many)


def _compared(name: str, few: Library, many: Library) -> list[Row]:
    """Each page of the large library beside its like of the small one, asked for in turn."""
    pages = _pages(many)
    asked = dict.fromkeys(one for page in pages for one in ((many, page.path), (few, page.beside)))
    for _ in range(WARM_UPS):
        for library, path in asked:
            library.ask(path)
    for _ in range(ROUNDS):
        for library, path in asked:
            library.time(path)
    return [_row(name, page, few, many) for page in pages]


def _pages(many: Library) -> list[Page]:
    half = MANY // 2
    deep = many.ask(str(half))["path"]
    rare, frequent = f"{FIRST}?q={RARE}", f"{FIRST}?q={FREQUENT}"
    return [
        Page(f"first page of {MANY:,}", FIRST, FIRST, PAGE_SIZE),
        Page(f"page behind {half:,}", deep, FIRST, PAGE_SIZE),
        Page(f"search, {RARE_TIMES} found", rare, rare, RARE_TIMES),
        Page(f"search, {half:,} found", frequent, frequent, PAGE_SIZE),
        Page("counts beside the filters", COUNTS, COUNTS, 0),
    ]


def _row(name: str, page: Page, few: Library, many: Library) -> Row:
    """Only the number of queries is judged."""
    seen = many.ask(page.path)
    if seen["rows"] != page.rows:
        raise BenchFailed(f"{page.path} shows {seen['rows']} assets instead of {page.rows}.")
    verdict = "pass" if seen["queries"] <= MOST_QUERIES else "fail"
    what = f"library on {name}: {page.what} ({seen['queries']} queries)"
    return Row(what, many.median(page.path), few.median(page.beside), "ms", f"with {FEW} assets", verdict)


def _library(assets: int, data_dir: Path, database_url: str | None) -> AbstractContextManager[Library]:
    return filled(assets, data_dir, ["seed_library", "--assets", str(assets)], database_url)


@contextmanager
def filled(assets: int, data_dir: Path, fill: list[str], database_url: str | None = None) -> Iterator[Library]:
    """A dashboard that a command of `manage.py` has filled."""
    environment = _environment(data_dir, database_url)
    for command in (["prepare"], fill):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise BenchFailed(f"manage.py {command[0]}: {done.stderr}")
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.page_times"], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield Library(assets, process)
    finally:
        process.communicate()  # the end of its input is its end


def _environment(data_dir: Path, database_url: str | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    chosen = {"DATABASE_URL": database_url} if database_url else {}
    return kept | {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "jogg_dashboard.settings"} | chosen


if __name__ == "__main__":
    with TemporaryDirectory(prefix="jogg-dashboard-bench-", ignore_cleanup_errors=True) as folder:
        print_table(measure(Path(folder)))
