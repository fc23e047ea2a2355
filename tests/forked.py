"""Starting processes of the product in tests, forked from one that has its libraries loaded, see `tests.forking`."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, TextIO

ROOT = Path(__file__).resolve().parent.parent
# For loading; what is forked has its own. OpenBLAS starts threads, which don't survive a fork.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}
LONGEST_ANSWER = 64  # bytes
# What each imports of others'. What needs settings, or reads the environment as gunicorn does, isn't among it.
DASHBOARD = (
    "django.core.wsgi", "django.core.management.commands.check", "django.db.backends.sqlite3.base",
    "django.db.migrations.executor", "django.template.loader_tags", "django.views.generic",
    "environs", "huey.consumer", "redis", "psycopg", "requests", "requests_hardened", "prometheus_client",
    "whitenoise.middleware", "csp.middleware", "django_htmx.middleware", "pythonjsonlogger.json", "werkzeug.http",
    "PIL.Image",
)  # fmt: skip
SANDBOX = ("flask", "werkzeug.serving", "requests", "numpy", "av", "PIL.ImageDraw")


class Forked:
    """A process, in a group of its own, that runs what `python …` would in the project's folder.

    `libraries`, DASHBOARD or SANDBOX, are loaded before, and once for all. What it prints goes to `out` and `err`, or
    can be read as text. It has what tests use of `subprocess.Popen`.
    """

    stdout: TextIO
    stderr: TextIO

    def __init__(
        self,
        command: list[str],
        libraries: tuple[str, ...],
        environment: dict[str, str],
        out: IO[Any] | None = None,
        err: IO[Any] | None = None,
    ) -> None:
        asked = {"run": command, "load": libraries, "environment": environment}
        with ExitStack() as given:
            if out is None:
                self.stdout, out = _pipe(given)
            if err is None:
                self.stderr, err = _pipe(given)
            self.pid = _parent.ask(asked, out.fileno(), err.fileno())
        self.returncode: int | None = None

    def send_signal(self, number: signal.Signals) -> None:
        if self.returncode is None:  # until then nobody else has its id
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and its children, as `kill -9` does."""
        if self.returncode is None:
            os.killpg(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code once it has ended. Raises `TimeoutError`."""
        if self.returncode is None:
            with open(os.pidfd_open(self.pid)) as end:
                poll = select.poll()
                poll.register(end, select.POLLIN)
                if not poll.poll(None if timeout is None else 1000 * timeout):
                    raise TimeoutError(f"process {self.pid} hasn't ended")
            self.returncode = _parent.ask({"wait": self.pid})
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it prints until it ends. Where that takes too long it is killed, and this raises `TimeoutError`."""
        with self.stdout, self.stderr, ThreadPoolExecutor(2) as readers:
            printed = [readers.submit(output.read) for output in (self.stdout, self.stderr)]
            try:
                self.wait(timeout)
            except TimeoutError:
                self.kill()
                raise
        out, err = (output.result() for output in printed)
        return out, err


def run(command: list[str], environment: dict[str, str], timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Let the dashboard's code run to its end."""
    process = Forked(command, DASHBOARD, environment)
    out, err = process.communicate(timeout)
    return subprocess.CompletedProcess(command, process.wait(), out, err)


class _Parent:
    """The process that the others are forked from, started when it is needed first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket

    def ask(self, asked: dict[str, Any], *descriptors: int) -> int:
        with self._lock:
            if self._process is None:
                self._start()
            socket.send_fds(self._asking, [json.dumps(asked).encode()], descriptors)
            answer = self._asking.recv(LONGEST_ANSWER)
        if not answer:
            raise RuntimeError("The process that forks the others has ended.")
        return int(answer)

    def stop(self) -> None:
        """It ends what nobody has ended before."""
        if self._process:
            self._asking.close()
            self._process.wait()

    def _start(self) -> None:
        self._asking, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forking", str(theirs.fileno())],
                cwd=ROOT, env=ENVIRONMENT, pass_fds=[theirs.fileno()], stdout=subprocess.DEVNULL,
            )  # fmt: skip


def _pipe(given: ExitStack) -> tuple[TextIO, TextIO]:
    """Its two ends; the one to be given away is closed here at the end."""
    output, printed = os.pipe()
    return open(output), given.enter_context(open(printed, "w"))


_parent = _Parent()
atexit.register(_parent.stop)
