"""Runs code in a process where nothing of the project is loaded yet, but the libraries that its settings import are.

It is forked off one that has them, which takes a tenth of what starting Python and importing them would.
"""

import os
from multiprocessing import get_context
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

LIBRARIES = ["csp.constants", "dj_database_url", "dj_email_url", "django.contrib.messages", "environs", "huey", "redis"]
FORKING = get_context("forkserver")
FORKING.set_forkserver_preload([*LIBRARIES, __name__])


def run(code: str, environment: dict[str, str]) -> CompletedProcess[str]:
    """Run the code with only this environment."""
    with TemporaryDirectory() as folder:
        printed, complained = Path(folder, "stdout"), Path(folder, "stderr")
        process = FORKING.Process(target=_run, args=(code, environment, printed, complained))
        process.start()
        process.join(60)
        assert process.exitcode is not None, "it takes too long"
        return CompletedProcess(code, process.exitcode, printed.read_text(), complained.read_text())


def _run(code: str, environment: dict[str, str], printed: Path, complained: Path) -> None:
    for descriptor, path in ((1, printed), (2, complained)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    os.environ.clear()
    os.environ.update(environment)
    exec(code, {})
