"""The real processes, from the Procfile, on free ports and in a temporary DATA_DIR."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import psutil
import requests

from bench.client import Client
from bench.failure import BenchFailed
from bench.rows import Rows, wait_until
from bench.samples import MB, write_sample

ROOT = Path(__file__).resolve().parent.parent
# Whatever the person has set for their own dashboard must not reach this one.
LEFT_OUT = {
    "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "GRACEFUL_TIMEOUT", "GUNICORN_CMD_ARGS", "JOGG_API_KEY", "JOGG_API_URL",
    "JOGG_API_VERSION", "JOGG_POSTS_PER_MINUTE", "JOGG_POSTS_WINDOW", "JOGG_WEBHOOK_SECRET", "PUBLIC_URL", "REDIS_URL",
    "S3_BUCKET", "SECRET_KEY", "TIME_ZONE", "WORKER_THREADS",
}  # fmt: skip
WEBHOOK_SECRET = "bench"
# Turns are asked for, as always, and come at once: what asking costs is measured, waiting is not.
MOST_POSTS = 1_000_000
START_SECONDS, END_SECONDS = 60.0, 15.0
LOG_TAIL = 2000  # characters


@dataclass
class Stack:
    """The running dashboard; beside it the same server with Django's unchanged upload path (`plain`)."""

    folder: Path
    ports: dict[str, int]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.data_dir / "dashboard.sqlite3")

    @cached_property
    def client(self) -> Client:
        """The demo user, signed in."""
        return Client(self.url("web"), "demo", "demo")

    def url(self, name: str) -> str:
        """The base URL of `web`, `plain` or `sandbox`."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def sample(self, megabytes: int) -> Path:
        return write_sample(self.folder, megabytes)

    def environment(self, server: str = "web", settings: str = "jogg_dashboard.settings") -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        return kept | {
            "DATA_DIR": str(self.data_dir),
            "JOGG_POSTS_PER_MINUTE": str(MOST_POSTS),
            "JOGG_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "DJANGO_SETTINGS_MODULE": settings,
            "HOST": "127.0.0.1",
            "PORT": str(self.ports[server]),
            "SANDBOX_PORT": str(self.ports["sandbox"]),
        }

    def web_processes(self, server: str = "web") -> list[psutil.Process]:
        """The server's master and its workers."""
        master = psutil.Process(self.processes[server].pid)
        return [master, *master.children(recursive=True)]

    def warm_up(self) -> None:
        """One upload of 1 MB by each server, so that connections, caches and code are there."""
        small = self.sample(1)
        for server in ("plain", "web"):
            self.client.upload(self.url(server), small)
        self.rest()

    def rest(self) -> None:
        """Wait until the worker is idle, and drop what was uploaded, so that no disk is busy with it."""
        self.rows.wait_until_idle()
        for folder in (self.data_dir / "media", self.data_dir / "sandbox" / "assets"):
            for path in folder.rglob("*.*"):
                if path.stat().st_size >= MB:
                    path.unlink()

    def logs(self) -> str:
        """The end of what each process wrote."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.stem}\n{log.read_text(errors='replace')[-LOG_TAIL:]}" for log in logs)


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Everything started and quiet; ended and removed again, whatever happens."""
    with tempfile.TemporaryDirectory(prefix="jogg-dashboard-bench-", ignore_cleanup_errors=True) as folder:
        stack = Stack(Path(folder), _free_ports("web", "plain", "sandbox"))
        try:
            with ExitStack() as ending:
                _start(stack, ending)
                yield stack
        except Exception:
            print(stack.logs(), file=sys.stderr)
            raise


def _start(stack: Stack, ending: ExitStack) -> None:
    commands = _procfile()
    environments = {
        "sandbox": stack.environment(),
        "web": stack.environment(),
        "plain": stack.environment("plain", "bench.plain.settings"),
        # The worker with one task more, see bench/pickup.
        "worker": stack.environment(settings="bench.pickup.settings"),
    }
    commands["plain"] = commands["web"].replace("jogg_dashboard.wsgi", "bench.plain.wsgi")
    # Two ways of sending are timed against each other; waiting for a turn is no part of either.
    commands["sandbox"] += " --posts-per-minute 0"
    prepare = [sys.executable, "manage.py", "prepare"]
    subprocess.run(prepare, cwd=ROOT, env=stack.environment(), check=True, stdout=subprocess.DEVNULL)
    for name, environment in environments.items():
        log = stack.folder / f"{name}.log"
        stack.processes[name] = ending.enter_context(_running(commands[name], environment, log))
    for server in ("web", "plain"):
        _wait(stack, partial(_is_healthy, stack.url(server)), f"the server {server} answers")
    _wait(stack, stack.rows.has_catalogue, "the worker has read the catalogue")


def _procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


@contextmanager
def _running(command: str, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, so that Ctrl-C reaches the benchmark only, which ends them in order."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, shell=True, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait(stack: Stack, condition: Callable[[], bool], what: str) -> None:
    def holds() -> bool:
        for name, process in stack.processes.items():
            if process.poll() is not None:
                raise BenchFailed(f"The process {name} ended with {process.returncode}.")
        return condition()

    wait_until(holds, what, START_SECONDS, 0.1)


def _is_healthy(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def _free_ports(*names: str) -> dict[str, int]:
    with ExitStack() as held:
        sockets = {name: held.enter_context(closing(socket.socket())) for name in names}
        for each in sockets.values():
            each.bind(("127.0.0.1", 0))
        return {name: each.getsockname()[1] for name, each in sockets.items()}
