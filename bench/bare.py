"""The shortest way to Jogg, to compare with: sign by POST, then PUT, by nothing but curl."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import requests

from bench.client import send_file
from bench.failure import BenchFailed

CURL = shutil.which("curl")
NAME = "bare curl, sign + PUT" if CURL else "http.client, sign + PUT (there is no curl)"
KEY = {"x-api-key": "bench"}
AS_BYTES = {"Content-Type": "application/octet-stream"}


def seconds_to_send(sandbox: str, file: Path) -> float:
    """Seconds for both requests. Those of curl are by its own clock, so starting its process is free."""
    return _by_curl(sandbox, file) if CURL else _by_http_client(sandbox, file)


def _by_curl(sandbox: str, file: Path) -> float:
    announced = json.dumps({"filename": file.name})
    headers = {**KEY, "Content-Type": "application/json"}
    answer, signing = _curl(headers, "--data", announced, f"{sandbox}/v1/upload/asset")
    _, putting = _curl(AS_BYTES, "--upload-file", str(file), _sign_url(answer))
    return signing + putting


def _curl(headers: dict[str, str], *arguments: str) -> tuple[str, float]:
    """The answer's body and the seconds from before the connection to its last byte."""
    options = [option for name, value in headers.items() for option in ("--header", f"{name}: {value}")]
    command = [CURL, "--silent", "--show-error", "--fail", "--write-out", "\n%{time_total}", *options, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BenchFailed(f"curl: {done.stderr.strip()}")
    body, _, seconds = done.stdout.rpartition("\n")
    return body, float(seconds)


def _by_http_client(sandbox: str, file: Path) -> float:
    began = time.perf_counter()
    answer = requests.post(f"{sandbox}/v1/upload/asset", json={"filename": file.name}, headers=KEY, timeout=60)
    send_file("PUT", _sign_url(answer.text), AS_BYTES, file)
    return time.perf_counter() - began


def _sign_url(answer: str) -> str:
    data = json.loads(answer)["data"]
    if not data:
        raise BenchFailed(f"The sandbox doesn't sign: {answer}")
    return data["sign_url"]
