"""The image, as far as can be seen without building it: the Dockerfile's linter, and what would go in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shipping.files import ROOT, number_in, procfile, run


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `COPY . .` would put into the image: only what .dockerignore lets in."""
    folder = tmp_path_factory.mktemp("image")
    for name in allowed():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, target)
    return folder


def allowed() -> list[str]:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == "*", "everything is kept out that isn't let in by name"
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_the_linter_has_no_complaint() -> None:
    run("hadolint", "Dockerfile")


def test_what_is_in_the_image_prepares_a_data_folder(image: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=image, env=environment, check=True)
    assert (tmp_path / "data" / "static" / "staticfiles.json").exists()


def test_the_sandbox_is_in_the_image_too(image: Path) -> None:
    """So that the image can show the demo."""
    subprocess.run([sys.executable, "-m", "sandbox", "--help"], cwd=image, check=True, stdout=subprocess.DEVNULL)


def test_neither_secrets_nor_tests_are_in_the_image(image: Path) -> None:
    names = {str(path.relative_to(image)) for path in image.rglob("*")}
    assert not [name for name in names if name.endswith((".env", ".sqlite3", "secret_key"))]
    assert not names & {".git", "data", "docs", "tests", "deploy/example.env"}


def test_it_starts_the_web_server_as_the_procfile_does() -> None:
    command = (ROOT / "Dockerfile").read_text().splitlines()[-1].removeprefix("CMD ")
    assert command == str(procfile()["web"].split()).replace("'", '"')


def test_it_runs_as_nobody_special() -> None:
    assert number_in(ROOT / "Dockerfile", r"USER (\d+)") > 0


def test_packages_are_held_to_their_hashes() -> None:
    assert "--require-hashes -r requirements.txt" in (ROOT / "Dockerfile").read_text()


def test_the_health_check_tells_a_dead_server(tmp_path: Path, unreachable_url: str) -> None:
    port = unreachable_url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "deploy/healthcheck.py"], cwd=ROOT, env={"PORT": port}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "doesn't answer" in done.stderr
