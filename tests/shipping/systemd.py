"""systemd's own checker, which needs no running systemd."""

import os
import subprocess


def analyse(*arguments: str, path: str = "") -> str:
    """Run it, with another folder in which units are looked for first; what it found wrong fails the test."""
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{path}:"}
    done = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
