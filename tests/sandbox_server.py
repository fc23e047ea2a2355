"""Starts the sandbox as its own process, for tests."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import requests

from tests.forked import SANDBOX, Forked

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 20
PREVIEWS = "SANDBOX_PREVIEWS"  # names where all the sandboxes of a run keep what they draw; it takes 10 s each
READY = "Sandbox Jogg.ai listening on "


class SandboxServer:
    """One running sandbox.

    `SandboxServer.start(data_dir, render_seconds=0.5, upload_rate=50_000)` waits until it listens;
    options are those of `python -m sandbox`, True or False for a switch. What it logged is in `<data_dir>.log`.
    """

    def __init__(self, process: Forked, url: str) -> None:
        self._process = process
        self.url = url

    @classmethod
    def start(cls, data_dir: Path, port: int = 0, **options: float | str) -> "SandboxServer":
        """Start one on a free port. Raises `RuntimeError` with the log where it doesn't come up."""
        shared = {"previews": os.environ[PREVIEWS]} if PREVIEWS in os.environ else {}
        arguments = [_argument(name, value) for name, value in (shared | options).items() if value is not False]
        log_path = data_dir.with_name(data_dir.name + ".log")
        log_path.parent.mkdir(parents=True, exist_ok=True)
        with log_path.open("a") as log:
            command = ["-m", "sandbox", f"--port={port}", f"--data={data_dir}", *arguments]
            process = Forked(command, SANDBOX, dict(os.environ), err=log)
        line = _first_line(process)
        if not line.startswith(READY):
            process.kill()
            process.wait()
            process.stdout.close()
            raise RuntimeError(f"The sandbox did not start: {line!r} {log_path.read_text()}")
        return cls(process, line.removeprefix(READY).strip())

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def journal(self, **wanted: object) -> list[dict]:
        """The requests seen, oldest first; with `method="PUT"` and the like, only those."""
        entries = requests.get(f"{self.url}/sandbox/journal", timeout=10).json()
        return [entry for entry in entries if all(entry[name] == value for name, value in wanted.items())]

    def clear_journal(self) -> None:
        requests.delete(f"{self.url}/sandbox/journal", timeout=10).raise_for_status()

    def arm(self, fault: str, **fields: object) -> dict:
        """Let the sandbox misbehave; the armed fault. See "Faults" in `sandbox/README.md`."""
        answer = requests.post(f"{self.url}/sandbox/faults", json={"fault": fault, **fields}, timeout=10)
        if answer.status_code != 201:
            raise ValueError(answer.json()["error"])
        return answer.json()

    def faults(self) -> list[dict]:
        """Those armed and those used up, with their hits."""
        return requests.get(f"{self.url}/sandbox/faults", timeout=10).json()

    def clear_faults(self) -> None:
        requests.delete(f"{self.url}/sandbox/faults", timeout=10).raise_for_status()

    def jobs(self) -> list[dict]:
        """All videos that were ordered, oldest first, with their requests as they were received."""
        return requests.get(f"{self.url}/sandbox/jobs", timeout=10).json()

    def webhooks(self) -> list[dict]:
        """The POSTs made to webhook endpoints, oldest first."""
        return requests.get(f"{self.url}/sandbox/webhooks", timeout=10).json()

    def send_webhook(self, event: str, data: dict) -> dict:
        """Have an event delivered to all enabled endpoints: `{"event_id", "deliveries"}`."""
        answer = requests.post(f"{self.url}/sandbox/webhooks", json={"event": event, "data": data}, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def stop(self) -> int:
        """End it with SIGTERM; its exit code."""
        return self._end(self._process.terminate)

    def kill(self) -> int:
        """End it as a crash would."""
        return self._end(self._process.kill)

    def _end(self, signal_it: Callable[[], None]) -> int:
        signal_it()
        code = self._process.wait(timeout=10)
        self._process.stdout.close()
        return code


def _argument(name: str, value: float | str) -> str:
    option = f"--{name.replace('_', '-')}"
    return option if value is True else f"{option}={value}"


def _first_line(process: Forked) -> str:
    timer = threading.Timer(READY_SECONDS, process.kill)
    timer.start()
    try:
        return process.stdout.readline()
    finally:
        timer.cancel()
