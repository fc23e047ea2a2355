"""Faults of the answers: errors, refusals, and right answers that are wrong in places."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import Api, Start, put
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for


@pytest.fixture
def idle(start: Start, data_dir: Path) -> Iterator[Api]:
    """A sandbox of its own, whose videos are ready as soon as they are rendered."""
    client = Api(start(data_dir, render_seconds=0))
    yield client
    client.session.close()


def test_http_error_is_a_page_without_an_envelope(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("http_error", on="sign", status=502)
    answer = _sign(api)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "502 Bad Gateway" in answer.text
    assert _sign(api).json()["code"] == 0


def test_http_error_can_have_a_status_without_a_name(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("http_error", on="sign", status=599)
    assert _sign(api).status_code == 599


@pytest.mark.parametrize("fault", ["http_error", "system_error", "garbled"])
@pytest.mark.parametrize("carried_out", [True, False])
def test_wrong_answers_come_with_or_without_the_deed(
    faulty: SandboxServer, api: Api, fault: str, carried_out: bool
) -> None:
    sign_url, hosted_url = api.announce("a.png")
    faulty.arm(fault, on="put", carried_out=carried_out)
    put(sign_url, b"12345")
    entry = faulty.journal(method="PUT")[-1]
    assert (entry["fault"], entry["carried_out"], entry["bytes_received"]) == (fault, carried_out, 5)
    assert requests.get(hosted_url, timeout=10).status_code == (200 if carried_out else 404)


def test_system_error_is_code_50000_under_http_200(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("system_error", on="status")
    answer = api.session.get(f"{faulty.url}/v1/project", params={"project_id": "x"}, timeout=10)
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (200, 50000, None)


@pytest.mark.parametrize("code", [10104, 10105, 18020, 18025, 40000])
def test_refuse_says_a_code_and_a_sentence_under_http_200(faulty: SandboxServer, api: Api, code: int) -> None:
    faulty.arm("refuse", on="create", code=code)
    answer = api.create()
    assert list(answer) == ["rid", "code", "msg", "data"]
    assert (answer["code"], answer["msg"].endswith("."), answer["data"]) == (code, True, None)
    entry = faulty.journal()[-1]
    assert (entry["status"], entry["code"], entry["carried_out"]) == (200, code, False)


@pytest.mark.parametrize("form", ["status", "code", "both"])
@pytest.mark.parametrize("told", ["header", "retryAfter", "retry_after", "data", "nowhere"])
def test_rate_limit_tells_the_wait_at_one_place_only(faulty: SandboxServer, api: Api, told: str, form: str) -> None:
    faulty.arm("rate_limit", on="post", seconds=7, told=told, **{"as": form})
    answer = _sign(api)
    body = answer.json()
    assert answer.status_code == (200 if form == "code" else 429)
    assert body.get("code") == (None if form == "status" else 429)
    places = {
        "header": answer.headers.get("Retry-After"),
        "retryAfter": body.get("retryAfter"),
        "retry_after": body.get("retry_after"),
        "data": (body["data"] or {}).get("retryAfter"),
    }
    told_at = {place: wait for place, wait in places.items() if wait is not None}
    assert told_at == {"nowhere": {}, "header": {"header": "7"}}.get(told, {told: 7})


def test_garbled_is_http_200_and_no_json(faulty: SandboxServer, api: Api, finished: dict) -> None:
    faulty.arm("garbled", times=0)
    for url in (f"{faulty.url}/v1/voices", finished["video_url"]):
        answer = api.session.get(url, timeout=10)
        assert answer.status_code == 200
        with pytest.raises(requests.exceptions.JSONDecodeError):
            answer.json()
        assert answer.text.startswith("<!doctype html>")


def test_an_answer_whose_request_was_read_leaves_the_connection_open(faulty: SandboxServer, api: Api) -> None:
    sign_url, _ = api.announce("a.png")
    headers = {"Content-Type": "application/octet-stream"}
    faulty.arm("http_error", on="put")
    assert "Connection" not in requests.put(sign_url, b"12345", headers=headers, timeout=10).headers


def test_storage_error_leaves_the_body_unread(faulty: SandboxServer, api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    faulty.arm("storage_error")
    answer = put(sign_url, bytes(500_000))
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    entry = faulty.journal(method="PUT")[-1]
    assert (entry["fault"], entry["bytes_received"], entry["carried_out"]) == ("storage_error", 0, False)
    assert requests.get(hosted_url, timeout=10).status_code == 404
    assert put(sign_url, b"x").status_code == 200


def test_no_id_makes_the_job_and_leaves_out_its_id(idle: Api, data_dir: Path) -> None:
    idle.server.arm("no_id", on="create")
    answer = idle.create()
    assert (answer["code"], answer["msg"], answer["data"]) == (0, "Success", {})
    assert idle.server.journal()[-1]["carried_out"] is True
    wait_for(lambda: list(data_dir.glob("results/*/video.mp4")), "the video without an id")


def test_no_id_leaves_out_the_urls_of_an_announced_file(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("no_id")
    answer = api.post("/upload/asset", {"filename": "a.png"})
    assert (answer["code"], answer["data"]) == (0, {})


def test_a_fault_that_changes_an_answer_is_not_used_up_by_a_refused_request(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("no_id", on="create")
    assert api.create(avatar_id=5)["code"] == 40000
    assert (faulty.faults()[0]["times_left"], faulty.faults()[0]["hits"]) == (1, 0)
    assert faulty.journal()[-1]["fault"] is None
    assert api.create()["data"] == {}


@pytest.mark.parametrize(
    ("word", "code", "description"), [("reticulating", "reticulating", "reticulating"), (77, 77, "77"), ("77",) * 3]
)
def test_status_word_replaces_code_and_description(
    faulty: SandboxServer, api: Api, finished: dict, word: object, code: object, description: str
) -> None:
    faulty.arm("status_word", word=word)
    changed = api.get("/project", project_id=finished["id"])["data"]
    assert (changed["status_code"], changed["status_desc"]) == (code, description)
    assert api.get("/project", project_id=finished["id"])["data"] == finished


def test_status_word_waits_for_a_project_that_exists(faulty: SandboxServer, api: Api, finished: dict) -> None:
    faulty.arm("status_word")
    assert api.get("/project", project_id="0" * 32)["code"] == 10104
    assert api.get("/project", project_id=finished["id"])["data"]["status_code"] == "reticulating"


def test_no_url_empties_the_urls_of_successes_only(start: Start, data_dir: Path, api: Api, finished: dict) -> None:
    slow = start(data_dir, render_seconds=600)
    client = Api(slow)
    unfinished = client.create()["data"]["project_id"]
    slow.arm("no_url")
    client.get("/project", project_id=unfinished)
    client.session.close()
    assert slow.faults()[0]["hits"] == 0

    api.server.arm("no_url", times=2)
    answers = [api.get("/project", project_id=finished["id"])["data"] for _ in range(3)]
    api.server.clear_faults()
    without = finished | {"video_url": "", "cover_url": ""}
    assert answers == [without, without, finished]


def test_late_file_is_404_for_results_that_are_there(faulty: SandboxServer, api: Api, finished: dict) -> None:
    hosted_url = api.upload("a.png", b"x")
    faulty.arm("late_file", times=2)
    unknown = requests.get(finished["video_url"].replace(finished["id"], "0" * 32), timeout=10).status_code
    hosted = requests.get(hosted_url, timeout=10).status_code
    assert (unknown, hosted, faulty.faults()[0]["hits"]) == (404, 200, 0)
    assert [requests.get(finished["video_url"], timeout=10).status_code for _ in range(3)] == [404, 404, 200]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("error.message", {"error": {"message": "Out of paint."}}),
        ("error", {"error": "Out of paint."}),
        ("err_msg", {"err_msg": "Out of paint."}),
        ("nowhere", {}),
    ],
)
def test_fail_job_fails_the_next_job_and_tells_why_at_one_place(
    faulty: SandboxServer, api: Api, where: str, told: dict
) -> None:
    faulty.arm("fail_job", message="Out of paint.", where=where)
    assert api.create(avatar_id=5)["code"] == 40000
    job_id = api.create(script="Hi.")["data"]["project_id"]
    following = api.create(script="Hi.")["data"]["project_id"]

    project = api.ended(job_id)
    assert (project["status_code"], project["status_desc"], project["video_url"]) == (5, "failed", "")
    assert {name: project[name] for name in ("error", "err_msg") if name in project} == told
    assert api.get("/project", project_id=job_id)["msg"] == "Success"
    assert api.ended(following)["status_code"] == 4


def test_a_job_made_to_fail_stays_failed_after_its_rendering_and_a_restart(start: Start, data_dir: Path) -> None:
    first = start(data_dir, render_seconds=0)
    client = Api(first)
    first.arm("fail_job")
    job_id = client.create(script="Hi.")["data"]["project_id"]
    wait_for(lambda: list(data_dir.glob("results/*/video.mp4")), "the end of the rendering")
    assert client.ended(job_id)["error"] == {"message": "The avatar could not be rendered."}
    first.stop()

    client.server = start(data_dir, render_seconds=0)
    assert client.ended(job_id)["error"] == {"message": "The avatar could not be rendered."}
    assert client.server.faults() == []
    client.session.close()


def test_expired_sign_hands_out_a_url_that_takes_nothing(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("expired_sign")
    expired, hosted_url = api.announce("a.png")
    answer = put(expired, b"x")
    assert (answer.status_code, answer.json()["msg"]) == (403, "The signature is expired or not valid.")
    assert requests.get(hosted_url, timeout=10).status_code == 404
    assert put(api.announce("a.png")[0], b"x").status_code == 200


def test_repeat_pages_answers_each_page_with_everything_and_repeats_two(faulty: SandboxServer, api: Api) -> None:
    whole = api.get("/voices", page_size=99)["data"]["voices"]
    faulty.arm("repeat_pages", on="voices", times=2)
    for page in (1, 3):
        data = api.get("/voices", page=page, page_size=5)["data"]
        assert data == {"total": 22, "voices": whole + whole[:2]}
    assert faulty.journal()[-1]["query"] == {"page": "3", "page_size": "5"}
    assert len(api.get("/voices", page=2, page_size=5)["data"]["voices"]) == 5


def test_repeat_pages_keeps_filters_and_meets_every_list(faulty: SandboxServer, api: Api) -> None:
    filters = {"/avatars": {"gender": "male"}, "/voices": {"language": "german"}}
    for path in ("/avatars", "/avatars/custom", "/avatars/photo_avatars", "/voices", "/voices/custom"):
        right = api.get(path, **filters.get(path, {}))["data"]
        faulty.arm("repeat_pages")
        wrong = api.get(path, **filters.get(path, {}))["data"]
        (items,) = (items for items in right.values() if isinstance(items, list))
        (repeated,) = (items for items in wrong.values() if isinstance(items, list))
        assert repeated == items + items[:2]


def _sign(api: Api) -> requests.Response:
    return api.session.post(f"{api.server.url}/v1/upload/asset", json={"filename": "a.png"}, timeout=10)
