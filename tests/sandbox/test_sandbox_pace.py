"""How many POSTs a key may send."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.sandbox.api_client import Start
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for

SECONDS = 4


def post(
    server: SandboxServer, path: str = "/v1/upload/asset", key: str = "any", body: object = None
) -> requests.Response:
    fields = {"filename": "a.png"} if body is None else body
    return requests.post(f"{server.url}{path}", json=fields, headers={"x-api-key": key}, timeout=10)


def test_refuses_a_post_too_many_and_says_when_one_is_free(start: Start, data_dir: Path) -> None:
    server = start(data_dir, posts_per_minute=2)
    assert [post(server).status_code for _ in range(2)] == [200, 200]
    answer = post(server)
    envelope = answer.json()
    assert (answer.status_code, envelope["code"], envelope["msg"]) == (429, 429, "Too many POST requests.")
    assert 30 < envelope["data"]["retryAfter"] <= 60
    assert answer.headers["Retry-After"] == str(envelope["data"]["retryAfter"])


def test_counts_every_version_and_refused_posts_too(start: Start, data_dir: Path) -> None:
    server = start(data_dir, posts_per_minute=3)
    assert post(server, body=[]).json()["code"] == 40000
    assert post(server, "/v2/create_video_from_avatar").json()["code"] == 40000
    assert post(server).json()["code"] == 0
    assert post(server, "/v2/upload/asset").status_code == post(server).status_code == 429


def test_counts_for_each_key_and_never_counts_gets(start: Start, data_dir: Path) -> None:
    server = start(data_dir, posts_per_minute=1)
    assert post(server).status_code == 200
    assert post(server).status_code == 429
    assert post(server, key="another").status_code == 200
    for _ in range(3):
        assert requests.get(f"{server.url}/v1/avatars/custom", headers={"x-api-key": "any"}, timeout=10).ok


def test_lets_no_more_through_in_any_window_of_the_length_asked_for(start: Start, data_dir: Path) -> None:
    server = start(data_dir, posts_per_minute=2, pace_seconds=SECONDS)
    began = time.monotonic()
    assert [post(server).status_code for _ in range(2)] == [200, 200]
    # Asking too early, again and again, doesn't put off one's turn.
    wait_for(lambda: post(server).status_code == 200, "a free place", SECONDS * 3)
    assert SECONDS <= time.monotonic() - began < SECONDS * 2


def test_lets_the_right_number_through_however_many_ask_at_once(start: Start, data_dir: Path) -> None:
    server = start(data_dir, posts_per_minute=5)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: post(server).status_code, range(16)))
    assert sorted(statuses) == [200] * 5 + [429] * 11


def test_checks_no_pace_unless_asked_to(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    assert {post(server).status_code for _ in range(30)} == {200}
