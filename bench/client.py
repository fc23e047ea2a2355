"""The browser's side, as cheap as it gets: the kernel copies files to the socket, nothing is kept."""

import http.client
import json
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import requests

from bench.failure import BenchFailed

TIMEOUT = 120.0  # seconds


class Client:
    """A signed-in person. Both servers share database and secret key, so one sign-in serves both."""

    def __init__(self, url: str, username: str, password: str) -> None:
        session = requests.Session()
        session.get(f"{url}/accounts/login/", timeout=TIMEOUT).raise_for_status()
        form = {"username": username, "password": password, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        session.post(f"{url}/accounts/login/", data=form, timeout=TIMEOUT).raise_for_status()
        if "sessionid" not in session.cookies:
            raise BenchFailed(f"{username} can't sign in.")
        self._headers = {
            "Accept": "application/json",
            "Cookie": "; ".join(f"{name}={value}" for name, value in session.cookies.items()),
            "X-CSRFToken": session.cookies["csrftoken"],
        }

    def upload(self, url: str, file: Path) -> str:
        """POST a file to `url`/uploads/ as a browser does, on a new connection; return the asset's id.

        It is taken though it is there already, since one file is sent again and again.
        """
        boundary = secrets.token_hex(16)
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="anyway"\r\n\r\n1\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        headers = self._headers | {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        answer = send_file("POST", f"{url}/uploads/", headers, file, head.encode(), f"\r\n--{boundary}--\r\n".encode())
        return json.loads(answer)["id"]


def send_file(
    method: str, url: str, headers: dict[str, str], file: Path, head: bytes = b"", tail: bytes = b""
) -> bytes:
    """Send `head`, the file and `tail` as one body; return the body of an answer that is 2xx."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT)
    connection.putrequest(method, parts.path + (f"?{parts.query}" if parts.query else ""))
    length = len(head) + file.stat().st_size + len(tail)
    for name, value in (headers | {"Content-Length": str(length)}).items():
        connection.putheader(name, value)
    try:
        connection.endheaders(head or None)
        with file.open("rb") as body:
            connection.sock.sendfile(body)
        connection.send(tail)
        return _read_answer(connection.getresponse(), f"{method} {parts.path}")
    finally:
        connection.close()


def _read_answer(answer: http.client.HTTPResponse, request: str) -> bytes:
    body = answer.read()
    if not 200 <= answer.status < 300:
        raise BenchFailed(f"{request} was answered with {answer.status}: {body[:200]!r}")
    return body
