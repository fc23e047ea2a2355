"""What the client and a Jogg say to each other, as it goes over the wire."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from jogg import transport

API = ("/v1/", "/v2/")


@dataclass(frozen=True)
class Exchange:
    """One call of the API and its answer. `headers` are the request's, by their names in lower case.

    `body` and `answer` are the JSON as it was sent; `body` is None where there was none.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any


class RecordingAdapter(transport.Adapter):
    """Sends as the client's own adapter does, and writes down what it sent and got."""

    def __init__(self, exchanges: list[Exchange]) -> None:
        super().__init__()
        self._exchanges = exchanges

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        answer = super().send(request, *args, **kwargs)
        url = urlsplit(request.url or "")
        if url.path.startswith(API):
            self._exchanges.append(
                Exchange(
                    method=request.method or "",
                    path=url.path,
                    query=dict(parse_qsl(url.query, keep_blank_values=True)),
                    headers={name.lower(): value for name, value in request.headers.items()},
                    body=json.loads(request.body) if request.body else None,
                    status=answer.status_code,
                    answer=answer.json(),
                )
            )
        return answer


@contextmanager
def recording() -> Iterator[list[Exchange]]:
    """Everything that clients made meanwhile say to the API, with what they are answered, in its order."""
    exchanges: list[Exchange] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "Adapter", lambda: RecordingAdapter(exchanges))
        yield exchanges
