"""Programs that tests need and no package brings; `python -m tests.debian` installs those that are missing."""

import os
import shutil
import subprocess
import sys

# The program, and Debian's package that has it.
PROGRAMS = {"systemd-analyze": "systemd", "sqlite3": "sqlite3", "curl": "curl"}


def missing() -> list[str]:
    return [package for program, package in PROGRAMS.items() if not shutil.which(program)]


def install(packages: list[str]) -> None:
    """Install Debian's packages."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"Some tests need more programs. On Debian: apt install {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        check=True, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def provide() -> None:
    """See that all of them are there."""
    if packages := missing():
        print(f"The tests need {', '.join(packages)}: installing.", flush=True)
        install(packages)


if __name__ == "__main__":
    provide()
