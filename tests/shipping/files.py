"""The files that an installation is made of, and the tools that came with the tests' packages."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.prefix) / "bin"


def procfile() -> dict[str, str]:
    """The command of each process, without the folder that its program lies in."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    commands = dict(line.split(": ", 1) for line in lines)
    return {name: command.removeprefix("exec ").replace(".venv/bin/", "") for name, command in commands.items()}


def number_in(path: Path, pattern: str) -> int:
    """The number that a file gives, such as `TimeoutStopSec=(\\d+)`."""
    found = re.search(pattern, path.read_text())
    assert found, f"{path.name} doesn't say {pattern}"
    return int(found[1])


def run(program: str, *arguments: object, **environment: str) -> str:
    """Run one of the packaged tools at the project's root; a complaint fails the test with its words."""
    done = subprocess.run(
        [BIN / program, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True,
        env={"PATH": f"{BIN}:/usr/bin:/bin", "HOME": "/nonexistent"} | environment,
    )  # fmt: skip
    assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
    return done.stdout
