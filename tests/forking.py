"""The process that those of the product are forked from in tests: `python -m tests.forking DESCRIPTOR`.

To start Python and load the libraries takes most of what a start takes, and tests start hundreds. This process loads
what it is asked for, runs nothing of it, and ends with the one that started it, and then all it has forked with it.

On the socket come requests as JSON, each answered by a number before the next comes: `{"run": […], "environment": {…},
"load": […]}`, with descriptors for stdout and stderr, starts what `python …` would and is answered by its id;
`{"wait": id}` waits for the end of one and is answered by its exit code.
"""

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

MOST_DESCRIPTORS = 256
LONGEST_REQUEST = 256 * 1024  # bytes
# For whoever started this, whose end is told by the socket's. Blocked, not ignored: one that comes to a fork before it
# listens to signals again is kept for it.
OF_THE_TERMINAL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(descriptor: str) -> None:
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, OF_THE_TERMINAL)
    if asked := _serve(int(descriptor)):
        signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background it is ignored
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        _run(asked["run"], asked["environment"])


def _serve(descriptor: int) -> dict[str, Any]:
    """Answer until the other end closes; returns in each of the forked, too, with what it was forked for."""
    running: set[int] = set()
    with socket.socket(fileno=descriptor) as asking, _ended_in_the_end(running):
        while True:
            message, descriptors, _, _ = socket.recv_fds(asking, LONGEST_REQUEST, 2)
            if not message:
                break
            asked = json.loads(message)
            if not descriptors:
                running.remove(asked["wait"])
                answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
            elif answer := _fork(asked["load"], *descriptors):
                running.add(answer)
            else:
                return asked
            asking.sendall(b"%d" % answer)
    return {}


@contextmanager
def _ended_in_the_end(running: set[int]) -> Iterator[None]:
    """Whatever ends this process ends what it has forked. What is forked comes out here, too, and ends nothing."""
    mine = os.getpid()
    try:
        yield
    finally:
        for process in running if os.getpid() == mine else ():
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)


def _fork(load: list[str], out: int, err: int) -> int:
    """The id of a new process; 0 in that one."""
    for name in load:  # before the fork, so that the next one finds it loaded
        importlib.import_module(name)
    gc.freeze()  # else the first collection of each copies all that is shared
    process = os.fork()
    os.setpgid(process, process)  # whichever of the two comes first
    if process:
        os.close(out)
        os.close(err)
        return process
    os.dup2(out, sys.stdout.fileno())
    os.dup2(err, sys.stderr.fileno())
    return 0


def _run(command: list[str], environment: dict[str, str]) -> None:
    """What `python` does with these arguments: a module after -m, code after -c, or a file."""
    os.closerange(3, MOST_DESCRIPTORS)  # the socket is among them
    os.environ.clear()
    os.environ.update(environment)
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    elif command[0] == "-c":
        sys.argv = ["-c", *command[2:]]
        exec(command[1], {"__name__": "__main__"})
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
