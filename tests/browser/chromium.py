"""Which browser the tests drive; `python -m tests.browser.chromium` installs one where there is none.

The videos are H.264, so it has to be a build that plays it: Debian's Chromium, Chrome, or the one
that Playwright installs. Of Debian's two the headless one comes first, as Playwright would choose: it needs a
fifth less of the processor for the same pages.
"""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
)  # fmt: skip
ARGUMENTS = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def installed() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch_options() -> dict[str, object]:
    """Options for Playwright's `launch`; without an installed browser it takes its own."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": installed(), "args": ARGUMENTS + as_root}


def install() -> None:
    """Install one: Debian's package as root, else Playwright's own."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell"],
            check=True, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if not installed():
        print("The browser tests need Chromium: installing it.", flush=True)
        install()
