"""compose.yaml: its schema, a linter for what is dangerous, and what it must agree on with other files."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.shipping.files import DEPLOY, ROOT, number_in, procfile, run

FILE = ROOT / "compose.yaml"
OURS = ("web", "worker", "prepare")
SECRET = re.compile(r"KEY|SECRET|PASSWORD|TOKEN|DSN|DATABASE_URL|EMAIL_URL")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())["services"]


def asked_for() -> set[str]:
    return set(re.findall(r"\$\{(\w+)", FILE.read_text())) - {"DASHBOARD_VERSION"}


def in_the_example() -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "example.env").read_text(), re.MULTILINE))


def filled_in(value: str) -> str:
    """A value as Compose passes it on, where the env file says no more than it must."""
    variable = re.compile(r"\$\{(\w+):([-?])([^}]*)\}")
    return variable.sub(lambda found: in_the_example()[found[1]] or (found[3] if found[2] == "-" else "abc"), value)


def test_it_fits_the_schema_of_compose_files() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", FILE)


def test_the_security_linter_finds_nothing_grave() -> None:
    run("compose-lint", "check", "--fail-on", "high", FILE)


def test_the_example_names_every_variable_and_no_other() -> None:
    assert set(in_the_example()) == asked_for()


def test_no_secret_stands_in_the_files(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable):
                assert "${" in value, f"{name}: {variable}"
    assert not any(value for variable, value in in_the_example().items() if SECRET.search(variable))


def test_the_dashboard_understands_what_it_is_given(services: dict[str, Any], tmp_path: Path) -> None:
    given = {name: filled_in(value) for name, value in services["web"]["environment"].items()}
    environment = given | {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_web_and_worker_are_started_as_the_procfile_does(services: dict[str, Any]) -> None:
    assert services["worker"]["command"] == procfile()["worker"].split()
    assert "command" not in services["web"]


def test_both_wait_until_the_database_is_brought_up_to_date(services: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert services["prepare"]["command"] == ["python", "manage.py", "prepare"]


def test_everything_that_runs_on_is_restarted_and_watched(services: dict[str, Any]) -> None:
    for name, service in services.items():
        if name != "prepare":
            assert service["restart"] == "unless-stopped", name
        if name not in OURS:  # the image brings the web server's
            assert service["healthcheck"]["test"], name


def test_only_the_proxy_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}


def test_what_has_a_way_out_is_only_what_needs_one(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "front" in service["networks"]} == {"proxy", *OURS}


def test_a_stop_leaves_running_uploads_the_time_they_are_given() -> None:
    given = number_in(ROOT / "Dockerfile", r"GRACEFUL_TIMEOUT=(\d+)")
    services = yaml.safe_load(FILE.read_text())["services"]
    for name in ("web", "proxy"):
        assert int(services[name]["stop_grace_period"].removesuffix("s")) > given
