"""Where the documents' commands are run: a copy of the project, with its packages, and a sandbox as Jogg."""

import os
import shutil
import socket
import sys
from pathlib import Path

import pexpect

from tests import debian, media
from tests.documents.blocks import ROOT

LEFT_BEHIND = (".venv", "data", ".git", "__pycache__", "*.pyc", "test-results", ".ruff_cache", ".pytest_cache")
SECONDS = 60


class Ground:
    """A checkout in which `make` finds everything installed. `environment` is what the commands get, and no more."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.checkout = folder / "jogg-dashboard"
        self.backup = folder / "backup"
        self.port, self.sandbox_port = free_port(), free_port()
        shutil.copytree(ROOT, self.checkout, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        self.backup.mkdir()
        debian.provide()
        self._link_packages()
        self._write_files()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DATA_DIR": str(self.checkout / "data"),
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "BACKUP": str(self.backup),
            "NO_COLOR": "1",
            "DJANGO_COLORS": "nocolor",
            "JOGG_API_URL": f"http://127.0.0.1:{self.sandbox_port}",
        } | environment

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def secret_key(self) -> str:
        return (self.checkout / "data" / "secret_key").read_text()

    def start(self, commands: str) -> pexpect.spawn:
        """Start commands in a terminal of their own."""
        commands = commands.replace(":8000/", f":{self.port}/")
        shell = ["-euc", commands]
        return pexpect.spawn("sh", shell, cwd=self.checkout, env=self.environment, timeout=SECONDS, encoding="utf-8")

    def run(self, commands: str, answers: tuple[tuple[str, str], ...] = ()) -> str:
        """Run commands to their end and return what they print; fails with it where they don't end well."""
        process = self.start(commands)
        said = ""
        for question, answer in answers:
            process.expect(question)
            said += process.before
            process.sendline(answer)
        said += process.read()
        process.close()
        assert process.exitstatus == 0, f"{commands}\nended with {process.exitstatus}:\n{said}"
        return said

    def _link_packages(self) -> None:
        """A .venv that is this interpreter's, and that make takes for ready."""
        folder = self.checkout / ".venv"
        folder.mkdir()
        for name in ("bin", "lib", "include", "pyvenv.cfg"):
            (folder / name).symlink_to(Path(sys.prefix) / name)
        for name in ("ready", "ready-dev"):
            (folder / name).touch()

    def _write_files(self) -> None:
        """What the documents' examples upload."""
        (self.checkout / "campaign").mkdir()
        files = {"intro.mp4": media.mp4(), "voice.mp3": media.mp3(), "campaign/portrait.jpg": media.jpeg()}
        for name, content in files.items():
            (self.checkout / name).write_bytes(content)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
