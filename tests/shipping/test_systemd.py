"""The systemd units: its own checker, and what they must agree on with other files."""

import subprocess
from pathlib import Path

import pytest

from tests import debian
from tests.shipping.files import BIN, DEPLOY, number_in, procfile
from tests.shipping.systemd import analyse

UNITS = DEPLOY / "systemd"
WEB, WORKER = UNITS / "jogg-dashboard-web.service", UNITS / "jogg-dashboard-worker@.service"
PROGRAMS = "/opt/jogg-dashboard/.venv/bin/"
MOST_EXPOSED = "20"  # of 100; a service without any hardening has 96


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units as on a machine where the programs are there, with one worker."""
    debian.provide()
    folder = tmp_path_factory.mktemp("units")
    for path in [*UNITS.glob("*.service"), *UNITS.glob("*.target")]:
        (folder / path.name.replace("@", "@1")).write_text(path.read_text().replace(PROGRAMS, f"{BIN}/"))
    return folder


def test_systemd_understands_every_unit(installed: Path) -> None:
    said = analyse("verify", *map(str, sorted(installed.iterdir())), path=str(installed))
    assert said == ""


@pytest.mark.parametrize("unit", sorted(path.name for path in UNITS.glob("*.service")))
def test_a_service_can_reach_little_of_its_machine(installed: Path, unit: str) -> None:
    path = installed / unit.replace("@", "@1")
    analyse("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(path), path=str(installed))


@pytest.mark.parametrize(("name", "unit"), [("web", WEB), ("worker", WORKER)])
def test_it_starts_what_the_procfile_starts(name: str, unit: Path) -> None:
    assert f"ExecStart={PROGRAMS}{procfile()[name]}\n" in unit.read_text()


def test_a_stop_leaves_running_requests_the_time_they_are_given() -> None:
    assert number_in(WEB, r"TimeoutStopSec=(\d+)") > number_in(WEB, r"GRACEFUL_TIMEOUT=(\d+)")


def test_the_command_for_manage_py_has_what_the_services_have() -> None:
    script = UNITS / "jogg-dashboard-manage"
    subprocess.run(["sh", "-n", script], check=True)
    for setting in (
        "User=",
        "WorkingDirectory=",
        "Environment=DATA_DIR=",
        "EnvironmentFile=",
        "StateDirectory",
        "UMask=",
    ):
        lines = [line for line in WORKER.read_text().splitlines() if line.startswith(setting)]
        assert lines
        assert all(f"--property={line} " in script.read_text() for line in lines)
