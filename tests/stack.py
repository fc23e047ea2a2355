"""The whole product as its real processes: web server, worker and sandbox, in a folder of its own."""

import json
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import psycopg
import requests
from psycopg.rows import dict_row

from tests import once, postgres
from tests.backends import Services
from tests.forked import DASHBOARD, ROOT, Forked
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for

LONGEST_RUN = 60.0  # seconds
DATABASE = "prepared_database"  # on the services, for others to be copies of; it goes with its server
COMMANDS = {
    "web": ["-m", "gunicorn", "jogg_dashboard.wsgi"],
    "worker": ["manage.py", "run_huey", "--quiet"],
}


class Stack:
    """One running dashboard in demo mode. Processes can be killed and started again one by one.

    `environment` adds to what the processes are started with; their POSTs aren't paced unless it says so.
    On `services`, those of the run where it has any, it has a database, a Redis database and a bucket of its own, but
    for what `environment` names itself; without any, or `alone`, it has SQLite, files and the embedded queue.
    Of several `webs`, which need a database that others reach, and of several `workers` each has its number, from 1 on.
    """

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str] | None = None,
        *,
        services: Services | None = None,
        alone: bool = False,
        webs: int = 1,
        workers: int = 1,
        **sandbox_options: float,
    ) -> None:
        self._folder = folder
        self._services = None if alone else services or Services.of_this_run()
        self._workers = workers
        self._added = {"JOGG_POSTS_PER_MINUTE": "0"} | (environment or {})
        self._sandbox_options = sandbox_options
        self._ending = ExitStack()
        self._processes: dict[tuple[str, int], Forked] = {}
        self._resident: subprocess.Popen[str] | None = None
        self._ports, self._sandbox_port = [_free_port() for _ in range(webs)], _free_port()
        self.urls = [f"http://127.0.0.1:{port}" for port in self._ports]
        self.url = self.urls[0]
        self.sandbox: SandboxServer

    def start(self) -> "Stack":
        self._prepare()
        self.sandbox = SandboxServer.start(self._folder / "sandbox", self._sandbox_port, **self._sandbox_options)
        self._ending.callback(self.sandbox.stop)
        for number in range(1, len(self.urls) + 1):
            self.start_process("web", number)
        for number in range(1, self._workers + 1):
            self.start_process("worker", number)
        return self

    def start_process(self, name: str, number: int = 1) -> None:
        """Start the web server or a worker; returns when the web server answers."""
        with (self._folder / f"{name}.log").open("ab") as log:
            environment = self._environment(number if name == "web" else 1)
            self._processes[name, number] = Forked(COMMANDS[name], DASHBOARD, environment, log, log)
        if name == "web":
            wait_for(lambda: _is_up(self.urls[number - 1]), "the web server")

    def command(self, *arguments: str) -> Forked:
        """Start a `manage.py` command on the same data; what it prints can be read as text."""
        return Forked(["manage.py", *arguments], DASHBOARD, self._environment())

    def run(self, code: str) -> Any:
        """Run Python in the dashboard's Django, behind its processes' backs; what it sets as `found`, if anything.

        One process runs all such code, as starting one takes a second; each piece has names of its own.
        """
        if not self._resident:
            self._resident = self._start_resident()
        print(json.dumps(code), file=self._resident.stdin, flush=True)
        timer = threading.Timer(LONGEST_RUN, self._resident.kill)
        timer.start()
        answer = json.loads(self._resident.stdout.readline() or '{"failed": "It has ended; see resident.log."}')
        timer.cancel()
        assert "failed" not in answer, answer["failed"]
        return answer["found"]

    def _start_resident(self) -> "subprocess.Popen[str]":
        with (self._folder / "resident.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.resident"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, text=True, env=self._environment() | {"DJANGO_SETTINGS_MODULE": "jogg_dashboard.settings"},
            )  # fmt: skip

    def pid(self, name: str, number: int = 1) -> int:
        return self._processes[name, number].pid

    def kill(self, name: str, number: int = 1) -> None:
        """End a process and its children."""
        process = self._processes.pop((name, number))
        process.kill()
        process.wait()

    def is_running(self, name: str, number: int = 1) -> bool:
        return (name, number) in self._processes

    def restart(self, **environment: str) -> None:
        """End the web server and the worker as a deployment does, and start them with this set in addition."""
        self.end_processes()
        self._added |= environment
        for name in COMMANDS:
            self.start_process(name)

    def end_processes(self) -> None:
        """End the web servers and the workers as a deployment does, and what `run` has started."""
        if self._resident:
            self._resident.kill()
            self._resident.communicate()
            self._resident = None
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(timeout=20)
        self._processes.clear()

    def stop(self) -> None:
        self.end_processes()
        self._ending.close()

    def sign_in(self, username: str = "demo", password: str = "demo") -> "Person":
        return Person(self.url, username, password)

    def assets(self) -> list[dict[str, Any]]:
        """The rows of all assets, as they stand in the database."""
        return self.rows("SELECT * FROM uploads_asset ORDER BY created_at")

    def videos(self) -> list[dict[str, Any]]:
        """The rows of all videos, likewise."""
        return self.rows("SELECT * FROM videos_video ORDER BY created_at")

    def kept(self, name: str) -> bytes | None:
        """What is in the file that a row names; None where it isn't there."""
        if bucket := self._added.get("S3_BUCKET"):
            s3 = self._services.s3()
            with suppress(s3.exceptions.NoSuchKey):
                return s3.get_object(Bucket=bucket, Key=name)["Body"].read()
            return None
        path = self._folder / "media" / name
        return path.read_bytes() if path.is_file() else None

    def keep(self, name: str, content: bytes) -> None:
        """Put something else into a file that a row names."""
        if bucket := self._added.get("S3_BUCKET"):
            self._services.s3().put_object(Bucket=bucket, Key=name, Body=content)
        else:
            (self._folder / "media" / name).write_bytes(content)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """What a query finds in the database, whichever it is, as SQLite has it: ids, times and JSON are text."""
        if url := self._added.get("DATABASE_URL"):
            with psycopg.connect(url, row_factory=dict_row) as connection:
                found = connection.execute(query).fetchall()
            return [{name: _as_in_sqlite(value) for name, value in row.items()} for row in found]
        with closing(sqlite3.connect(f"file:{self._folder}/dashboard.sqlite3?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query)]

    def _environment(self, web: int = 1) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self._folder),
            "PORT": str(self._ports[web - 1]),
            "SANDBOX_PORT": str(self._sandbox_port),
        } | self._added

    def _prepare(self) -> None:
        """Begin with a copy of what `prepare` makes, the same for all; a given database is prepared itself."""
        prepared = _prepared(self._services)
        shutil.copytree(prepared, self._folder, dirs_exist_ok=True)
        if "DATABASE_URL" in self._added:
            _run_prepare(self._environment())
        if self._services:
            fresh = self._services.fresh((prepared / DATABASE).read_text())
            self._added = self._ending.enter_context(fresh) | self._added


class Person(requests.Session):
    """Somebody signed in, who sends forms as a browser would."""

    def __init__(self, url: str, username: str, password: str) -> None:
        super().__init__()
        self._url = url
        self.get(f"{url}/accounts/login/").raise_for_status()
        self.submit("/accounts/login/", {"username": username, "password": password})

    def submit(self, path: str, fields: dict[str, str], at: str = "", **files: tuple[str, bytes]) -> requests.Response:
        """Send a form, to the web server `at` this URL where there are several."""
        fields = fields | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        headers = {"Accept": "application/json"} if files else {}
        return self.post(f"{at or self._url}{path}", data=fields, files=files or None, headers=headers)

    def upload(self, name: str, content: bytes, at: str = "") -> str:
        """Upload a file, even one that is there already; return the asset's id once the server has answered 201."""
        answer = self.submit("/uploads/", {"anyway": "1"}, at, file=(name, content))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]


def seconds(time: str) -> float:
    """A time of a row, in seconds since 1970."""
    return datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp()


def _as_in_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def _is_up(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def _prepared(services: Services | None) -> Path:
    """A data folder that `prepare` was run for; where there are services, with the name of a database in DATABASE."""

    def make(folder: Path) -> None:
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)}
        if services:
            folder.mkdir(mode=0o700, exist_ok=True)
            name = f"jogg-prepared-{secrets.token_hex(4)}"
            environment["DATABASE_URL"] = postgres.create_database(services.database_url, name)
            (folder / DATABASE).write_text(name)
        _run_prepare(environment)

    return once.made(quote(services.database_url, safe="") if services else "files", make)


def _run_prepare(environment: dict[str, str]) -> None:
    with tempfile.TemporaryFile("w+") as log:
        code = Forked(["manage.py", "prepare"], DASHBOARD, environment, log, log).wait()
        log.seek(0)
        assert code == 0, log.read()


def running(
    folder: Path, environment: dict[str, str] | None = None, *, workers: int = 1, **sandbox_options: float
) -> Iterator[Stack]:
    """A started stack for a fixture to yield from, stopped at its end."""
    yield from started(Stack(folder, environment, workers=workers, **sandbox_options))


def started(stack: Stack) -> Iterator[Stack]:
    """The same with a stack that was made already."""
    try:
        yield stack.start()
    finally:
        stack.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
