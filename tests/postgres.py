"""A PostgreSQL to throw away, for tests and the benchmark; `python -m tests.postgres` installs one where there is none.

`with running_postgres() as url:` starts a cluster in a temporary folder, on a port and a socket of its own.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.waiting import wait_for

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"
# Nothing here outlives the run, so nothing has to be safe on disk.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, of the newest version where there are several."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    in_path = shutil.which("initdb")
    return found[-1].parent if found else Path(in_path).resolve().parent if in_path else None


def install(package: str = "postgresql") -> None:
    """Install a package of Debian's; that of PostgreSQL holds pg_trgm too."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"These tests need it: on Debian, apt install {package}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
        check=True, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of an empty database whose user may do everything; all is gone afterwards."""
    programs = binaries()
    if programs is None:
        install()
        programs = binaries()
    with tempfile.TemporaryDirectory(prefix="jogg-dashboard-postgres-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            os.chown(folder, *_unprivileged())
        initialise = ["--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        _run([programs / "initdb", "--pgdata", f"{folder}/data", *initialise])
        with _server(programs / "postgres", Path(folder)) as url:
            yield url


@contextmanager
def database(url: str, name: str, like: str = "template1") -> Iterator[str]:
    """The URL of one more database on the same server, dropped at the end whoever is connected to it."""
    made = create_database(url, name, like)
    try:
        yield made
    finally:
        _execute(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def create_database(url: str, name: str, like: str = "template1") -> str:
    """Make one more database, a copy of one that nobody is connected to; its URL."""
    _execute(url, f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def _server(program: Path, folder: Path) -> Iterator[str]:
    port = _free_port()
    settings = QUICK | {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder)}
    options = [f"--{name}={value}" for name, value in settings.items()]
    url = f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "-D", folder / "data", *options], cwd="/", stdout=log, stderr=log, **_identity()
        )
    try:
        wait_for(lambda: process.poll() is not None or _answers(url), "PostgreSQL to answer")
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
        yield url
    finally:
        process.send_signal(signal.SIGINT)  # its fast shutdown: whoever is connected is sent away
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError), closing(psycopg.connect(url)):
        return True
    return False


def _execute(url: str, statement: str) -> None:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(statement)


def _run(command: list[Any]) -> None:
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, **_identity())
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _identity() -> dict[str, Any]:
    """Whom the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return {}
    user, group = _unprivileged()
    return {"user": user, "group": group, "extra_groups": []}


def _unprivileged() -> tuple[int, int]:
    """The user and group of Debian's package, else nobody's."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no other user to run it as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    if binaries() is None:
        print("The tests on PostgreSQL need it: installing it.", flush=True)
        install()
