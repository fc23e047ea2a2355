"""New code is started by SIGHUP, as the unit's ExecReload does it, and no request is lost."""

import http.client
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import requests

from tests import media
from tests.stack import Person, Stack, running
from tests.waiting import wait_for


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path / "data")


def test_an_upload_that_is_under_way_gets_to_its_end(stack: Stack) -> None:
    person = stack.sign_in()
    wanted = requests.Request(
        "POST", f"{stack.url}/uploads/", headers={"Accept": "application/json"},
        data={"csrfmiddlewaretoken": person.cookies["csrftoken"]}, files={"file": ("voice.mp3", media.mp3())},
    )  # fmt: skip
    request = person.prepare_request(wanted)
    half = len(request.body) // 2
    with closing(http.client.HTTPConnection(stack.url.removeprefix("http://"), timeout=30)) as upload:
        upload.putrequest("POST", "/uploads/")
        for name, value in request.headers.items():
            upload.putheader(name, value)
        upload.endheaders(request.body[:half])

        server = psutil.Process(stack.pid("web"))
        (old,) = server.children()
        os.kill(server.pid, signal.SIGHUP)
        wait_for(lambda: [child for child in server.children() if child != old], "the new process")
        with Person(stack.url, "demo", "demo") as another:
            assert another.get(f"{stack.url}/uploads/").ok

        upload.send(request.body[half:])
        with upload.getresponse() as answer:
            assert answer.status == 201
    person.close()
    wait_for(lambda: not old.is_running() or old.status() == psutil.STATUS_ZOMBIE, "the old process to end")
