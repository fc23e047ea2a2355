"""The command line: `python -m sandbox --port 8001 --data DIR`."""

import argparse
import os
import signal
from pathlib import Path

from sandbox.server import Options, make_http_server


def main() -> None:
    """Serve until SIGTERM or SIGINT, which end the process at once with exit code 0."""
    options, host, port = read_arguments()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    server = make_http_server(options, host=host, port=port)
    print(f"Sandbox Jogg.ai listening on http://{host}:{server.port}", flush=True)
    server.serve_forever()


def read_arguments() -> tuple[Options, str, int]:
    """The options, the host and the port from the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local stand-in of the Jogg.ai API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8001, help="0 picks a free one (%(default)s)")
    parser.add_argument("--data", type=Path, required=True, help="directory for everything that is kept")
    parser.add_argument("--previews", type=Path, help="directory for pictures and samples; sandboxes may share it")
    parser.add_argument(
        "--render-seconds", type=_amount, default=10.0, help="least age of a finished video (%(default)s)"
    )
    parser.add_argument(
        "--upload-rate", type=_amount, default=0.0, help="bytes per second a PUT is read at; 0: no limit"
    )
    parser.add_argument("--sign-seconds", type=_amount, default=900.0, help="life of a signed URL (%(default)s)")
    parser.add_argument("--posts-per-minute", type=_count, default=0, help="of one key; 0: not checked (%(default)s)")
    parser.add_argument(
        "--pace-seconds", type=_amount, default=60.0, help="length of the minute of --posts-per-minute (%(default)s)"
    )
    parser.add_argument("--credits", type=_count, default=1000, help="for all videos together (%(default)s)")
    parser.add_argument("--same-result", action="store_true", help="render one video of each screen style only")
    parser.add_argument(
        "--webhook-retry-seconds", type=_amount, default=5.0, help="before a delivery is repeated (%(default)s)"
    )
    given = vars(parser.parse_args())
    host, port = given.pop("host"), given.pop("port")
    return Options(**given | {"data": given["data"].resolve()}), host, port


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return int(text)


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise ValueError(text)
    return amount


def _leave(number: int, frame: object) -> None:
    # Nothing needs an orderly end: files become visible whole, SQLite has committed,
    # and a video that was being rendered is rendered again at the next start.
    os._exit(0)


if __name__ == "__main__":
    main()
