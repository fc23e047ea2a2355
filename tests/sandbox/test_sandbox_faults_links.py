"""Faults of hosted links: late, dead, and leading to something else."""

from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import Api, Start, put
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for

CONTENT = bytes(range(256)) * 4


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=10)


def test_a_late_link_works_after_its_time(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("late_link", seconds=0.5)
    hosted_url = api.upload("a.png", CONTENT)
    assert get(hosted_url).status_code == 404
    assert faulty.journal(method="GET")[-1]["fault"] == "late_link"
    assert get(api.upload("b.png", CONTENT)).content == CONTENT
    assert wait_for(lambda: get(hosted_url).content == CONTENT, "the link to work")


def test_a_put_that_is_refused_leaves_the_fault_for_the_next(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("late_link", seconds=60)
    sign_url, _ = api.announce("a.png")
    assert put(sign_url.replace("signature=", "signature=x"), CONTENT).status_code == 403
    assert faulty.faults()[0]["hits"] == 0
    assert get(api.upload("a.png", CONTENT)).status_code == 404


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_dead_link_stays_dead_and_the_file_sent_again_has_another(
    faulty: SandboxServer, api: Api, status: int
) -> None:
    other, hosted_url = api.upload("b.png", CONTENT), api.upload("a.png", CONTENT)
    faulty.arm("link_gone", status=status)
    assert get(hosted_url).status_code == status
    faulty.clear_faults()
    assert get(hosted_url, Range="bytes=0-0").status_code == status
    entry = faulty.journal(method="GET")[-1]
    assert (entry["fault"], entry["carried_out"]) == ("link_gone", False)
    assert get(other).content == get(api.upload("a.png", CONTENT)).content == CONTENT


@pytest.mark.parametrize(
    ("how", "served"),
    [("altered", b"\xff" + CONTENT[1:]), ("truncated", CONTENT[:512]), ("longer", CONTENT + b"\0")],
)
def test_a_link_to_another_file_serves_it_whole_and_always(
    faulty: SandboxServer, api: Api, how: str, served: bytes
) -> None:
    hosted_url = api.upload("a.png", CONTENT)
    faulty.arm("other_file", how=how)
    for _ in range(2):
        answer = get(hosted_url, Range="bytes=0-0")
        assert (answer.status_code, answer.content) == (200, served)
        assert answer.headers["Content-Length"] == str(len(served))
    assert faulty.faults()[0]["hits"] == 1


@pytest.mark.parametrize("fault", ["link_gone", "other_file"])
def test_only_links_of_files_that_arrived_meet_it(faulty: SandboxServer, api: Api, finished: dict, fault: str) -> None:
    faulty.arm(fault)
    _, hosted_url = api.announce("a.png")
    assert get(hosted_url).status_code == 404
    assert get(f"{faulty.url}/hosted/{'0' * 32}/a.png").status_code == 404
    assert get(finished["video_url"]).status_code == 200
    assert faulty.faults()[0]["hits"] == 0


def test_a_restart_forgets_what_a_link_had_met(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    hosted_url = Api(server).upload("a.png", CONTENT)
    server.arm("link_gone")
    assert get(hosted_url).status_code == 404
    port = server.port
    server.stop()
    start(data_dir, port=port)
    assert get(hosted_url).content == CONTENT
