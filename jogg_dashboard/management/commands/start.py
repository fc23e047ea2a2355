"""`make run`: prepare, then start every process of the Procfile in this terminal."""

import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

import honcho.command
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

PROCESSES = ["web", "worker"]
STOPPED = {130, 143}  # by Ctrl-C or SIGTERM: the way it is meant to end


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _stop(number: int, frame: FrameType | None) -> None:
    """A closed terminal ends everything, too; honcho itself knows SIGINT and SIGTERM only."""
    os.kill(os.getpid(), signal.SIGTERM)


class Command(BaseCommand):
    help = "Start the web server, the worker and, without a Jogg key, the sandbox; Ctrl-C ends them all."

    def handle(self, *args: Any, **options: Any) -> None:
        self._check_ports()
        call_command("prepare")
        os.environ |= {
            "DATA_DIR": str(settings.DATA_DIR),
            "HOST": settings.HOST,
            "PORT": str(settings.PORT),
            "SANDBOX_PORT": str(settings.SANDBOX_PORT),
        }
        processes = PROCESSES + ["sandbox"] * settings.DEMO_MODE
        signal.signal(signal.SIGHUP, _stop)
        # The environment is the whole configuration, so honcho's own .env file is left out.
        sys.argv = ["honcho", "--env", os.devnull, "--app-root", str(settings.BASE_DIR), "start", *processes]
        try:
            honcho.command.main()
        except SystemExit as end:
            sys.exit(0 if end.code in STOPPED else end.code)

    def _check_ports(self) -> None:
        """Say so before anything starts; the web server's own words would drown among the others'."""
        wanted = {"PORT": (settings.HOST, settings.PORT)}
        if settings.DEMO_MODE:
            wanted["SANDBOX_PORT"] = ("127.0.0.1", settings.SANDBOX_PORT)
        for name, (host, port) in wanted.items():
            if not _is_free(host, port):
                raise CommandError(
                    f"{host}:{port} is in use, perhaps by another `make run`. Set {name} to another port."
                )
