"""The process that those opening uploaded files are forked from: `python -m uploads.decoding.forking DESCRIPTOR`.

Each file is opened in a process of its own, and to start Python with its decoders takes three times as long as to
look into a photo. This process has them loaded. It holds nothing secret, opens no file itself, and ends with the one
that started it; then `confinement` ends those forked from it.

On the socket come requests as JSON, each answered by a process's id before the next comes: `{"run": module,
"arguments": […]}`, with a descriptor that `module.main(*arguments)` prints to, starts one; `{"end": id}` ends it.
"""

import importlib
import json
import os
import signal
import socket
import sys
from contextlib import suppress

MOST_DESCRIPTORS = 256
LONGEST_REQUEST = 64 * 1024  # bytes
# For whoever started this, whose end is told by the socket's. What is forked ignores them, too: a file whose process
# was ended by a stop would count as one that can't be read.
OF_THE_TERMINAL = (signal.SIGINT, signal.SIGTERM)


def main(descriptor: str) -> None:
    for number in OF_THE_TERMINAL:
        signal.signal(number, signal.SIG_IGN)
    with socket.socket(fileno=int(descriptor)) as asking:
        while True:
            message, descriptors, _, _ = socket.recv_fds(asking, LONGEST_REQUEST, 1)
            if not message:
                return
            asked = json.loads(message)
            process = _run(asked["run"], asked["arguments"], *descriptors) if descriptors else _end(asked["end"])
            asking.sendall(b"%d" % process)


def _run(name: str, arguments: list[str], output: int) -> int:
    module = importlib.import_module(name)  # before the fork, so that the next one finds it loaded
    if process := os.fork():
        os.close(output)
        return process
    code = 1
    try:
        os.dup2(output, sys.stdout.fileno())
        os.closerange(3, MOST_DESCRIPTORS)  # the pipe's other number, and the socket, on which others' files are named
        module.main(*arguments)
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def _end(process: int) -> int:
    """Kill it, if it hasn't ended; until this is asked for nobody else has its id. Others' children are left alone."""
    with suppress(ChildProcessError):
        if not os.waitpid(process, os.WNOHANG)[0]:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    return process


if __name__ == "__main__":
    main(*sys.argv[1:])
