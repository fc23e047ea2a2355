"""Arming, listing and clearing faults, and which request meets which."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from sandbox.fault_kinds import KINDS
from sandbox.faults import Faults, read_fault
from tests.sandbox.api_client import Api
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for


def test_an_armed_fault_is_told_with_all_that_is_set(faulty: SandboxServer) -> None:
    armed = faulty.arm("http_error", on="create", times=3, probability=0.5, seed=7, status=502)
    assert armed == {
        "id": armed["id"], "fault": "http_error", "on": "create", "times_left": 3, "hits": 0, "probability": 0.5,
        "seed": 7, "status": 502, "carried_out": False,
    }  # fmt: skip
    assert faulty.faults() == [armed]


def test_left_out_fields_have_the_defaults_that_the_kinds_tell(faulty: SandboxServer) -> None:
    kinds = requests.get(f"{faulty.url}/sandbox/fault-kinds", timeout=10).json()
    for kind in kinds:
        armed = faulty.arm(kind["fault"])
        defaults = {name: parameter["default"] for name, parameter in kind["parameters"].items()}
        common = {"fault": kind["fault"], "times_left": 1, "hits": 0, "probability": 1, "seed": None}
        assert {name: armed[name] for name in armed if name not in ("id", "on")} == common | defaults
        assert armed["on"] == (kind["operations"][0] if len(kind["operations"]) == 1 else "any")


def test_every_kind_is_described(sandbox: SandboxServer) -> None:
    kinds = requests.get(f"{sandbox.url}/sandbox/fault-kinds", timeout=10).json()
    assert [kind["fault"] for kind in kinds] == [
        "drop_before", "drop_after", "drop_answer", "slow", "http_error", "system_error", "refuse", "rate_limit",
        "garbled", "half_answer", "no_id", "status_word", "no_url", "late_file", "late_link", "link_gone",
        "other_file", "fail_job", "expired_sign", "storage_error", "repeat_pages", "webhook_twice", "webhook_unsigned",
        "webhook_wrong_signature", "webhook_lost", "webhook_unknown_id",
    ]  # fmt: skip
    for kind in kinds:
        assert list(kind) == ["fault", "title", "what", "operations", "parameters"]
        assert all(kind[name] for name in ("title", "what", "operations"))
        assert kind["what"].endswith(".")
    limit = next(kind for kind in kinds if kind["fault"] == "rate_limit")
    assert limit["parameters"]["seconds"] == {"default": 5, "minimum": 0, "maximum": 3600}
    assert limit["parameters"]["as"] == {"default": "status", "choices": ["status", "code", "both"]}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ([], "The body must be a JSON object."),
        ({}, "fault: is required."),
        ({"fault": ["slow"]}, "fault: must be one of drop_before, "),
        ({"fault": "earthquake"}, "fault: must be one of drop_before, "),
        ({"fault": "slow", "on": "moon"}, "on: must be one of sign, put, create, "),
        ({"fault": "slow", "on": None}, "on: must be one of sign, "),
        ({"fault": "no_url", "on": "put"}, "on: no_url can't happen on put; it can on status."),
        ({"fault": "no_url", "on": "post"}, "on: no_url can't happen on post; it can on status."),
        ({"fault": "slow", "on": "webhook"}, "on: slow can't happen on webhook; it can on sign, "),
        ({"fault": "webhook_lost", "on": "any"}, "on: webhook_lost can't happen on any; it can on webhook."),
        ({"fault": "slow", "times": -1}, "times: must be from 0 to 1000000."),
        ({"fault": "slow", "times": True}, "times: must be a whole number."),
        ({"fault": "slow", "probability": 1.1}, "probability: must be from 0 to 1."),
        ({"fault": "slow", "probability": float("nan")}, "probability: must be from 0 to 1."),
        ({"fault": "slow", "seed": "x"}, "seed: must be a whole number or null."),
        ({"fault": "slow", "seconds": "5"}, "seconds: must be a number."),
        ({"fault": "slow", "seconds": -1}, "seconds: must be from 0 to 3600."),
        ({"fault": "slow", "status": 500}, "status: the fault slow has no such parameter."),
        ({"fault": "http_error", "status": 200}, "status: must be from 400 to 599."),
        ({"fault": "http_error", "carried_out": 1}, "carried_out: must be true or false."),
        ({"fault": "refuse", "code": 5}, "code: must be one of 18020, 10104, 10105, 18025, 40000."),
        ({"fault": "rate_limit", "told": "softly"}, "told: must be one of header, retryAfter, "),
        ({"fault": "status_word", "word": None}, "word: must be a string or a whole number."),
    ],
)
def test_refuses_a_wrong_order_with_a_sentence(faulty: SandboxServer, fields: object, sentence: str) -> None:
    # Not by `requests`' own encoder, which knows no NaN.
    answer = requests.post(
        f"{faulty.url}/sandbox/faults", json.dumps(fields), headers={"Content-Type": "application/json"}, timeout=10
    )
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(sentence)
    assert faulty.faults() == []


def test_refuses_what_is_not_sent_as_json(faulty: SandboxServer) -> None:
    url = f"{faulty.url}/sandbox/faults"
    form = requests.post(url, data={"fault": "slow"}, timeout=10)
    broken = requests.post(url, data="{", headers={"Content-Type": "application/json"}, timeout=10)
    assert (form.status_code, form.json()["error"]) == (400, "The Content-Type must be application/json.")
    assert (broken.status_code, broken.json()["error"]) == (400, "The body is not JSON.")


def test_a_fault_is_used_up_after_its_times_and_stays_listed(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("system_error", on="voices", times=2)
    assert [api.get("/voices")["code"] for _ in range(3)] == [50000, 50000, 0]
    assert [(fault["times_left"], fault["hits"]) for fault in faulty.faults()] == [(0, 2)]


def test_no_times_mean_until_cleared(faulty: SandboxServer, api: Api) -> None:
    armed = faulty.arm("system_error", on="voices", times=0)
    assert armed["times_left"] is None
    assert [api.get("/voices")["code"] for _ in range(4)] == [50000] * 4
    assert (faulty.faults()[0]["times_left"], faulty.faults()[0]["hits"]) == (None, 4)
    faulty.clear_faults()
    assert (faulty.faults(), api.get("/voices")["code"]) == ([], 0)


def test_one_fault_can_be_disarmed_alone(faulty: SandboxServer, api: Api) -> None:
    first = faulty.arm("refuse", on="voices", code=18025)
    faulty.arm("refuse", on="voices", code=18020)
    url = f"{faulty.url}/sandbox/faults/{first['id']}"
    assert requests.delete(url, timeout=10).status_code == 204
    again = requests.delete(url, timeout=10)
    assert (again.status_code, again.json()) == (404, {"error": "There is no fault of this id."})
    assert api.get("/voices")["code"] == 18020


def test_a_request_meets_one_fault_the_first_armed_that_fits(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("refuse", on="create", code=10105)
    faulty.arm("refuse", on="voices", code=18025)
    faulty.arm("refuse", on="get", code=18020)
    assert [api.get("/voices")["code"], api.get("/avatars")["code"], api.get("/voices")["code"]] == [18025, 18020, 0]
    assert [fault["hits"] for fault in faulty.faults()] == [0, 1, 1]


@pytest.mark.parametrize(
    ("on", "met"),
    [
        ("any", {"sign", "put", "create", "status", "avatars", "voices", "fetch"}),
        ("post", {"sign", "create"}),
        ("get", {"status", "avatars", "voices", "fetch"}),
        *[(name, {name}) for name in ("sign", "put", "create", "status", "avatars", "voices", "fetch")],
    ],
)
def test_faults_happen_on_the_operations_asked_for(
    faulty: SandboxServer, api: Api, finished: dict, on: str, met: set
) -> None:
    sign_url, _ = api.announce("a.png")
    faulty.arm("http_error", on=on, times=0, status=418)
    headers = {"Content-Type": "application/octet-stream"}
    asked = {
        "sign": ("POST", "/v1/upload/asset"),
        "put": ("PUT", sign_url.removeprefix(faulty.url)),
        "create": ("POST", "/v1/create_video_from_talking_avatar"),
        "status": ("GET", f"/v1/project?project_id={finished['id']}"),
        "avatars": ("GET", "/v1/avatars/photo_avatars"),
        "voices": ("GET", "/v1/voices/custom"),
        "fetch": ("GET", finished["video_url"].removeprefix(faulty.url)),
    }
    answers = {
        name: requests.request(method, faulty.url + path, data=b"", headers=headers, timeout=10)
        for name, (method, path) in asked.items()
    }
    assert {name for name, answer in answers.items() if answer.status_code == 418} == met


def test_nothing_else_meets_a_fault(faulty: SandboxServer, api: Api, finished: dict) -> None:
    faulty.arm("drop_before", times=0)
    avatar_url = f"{faulty.url}/portraits/83.jpg"
    for url in (faulty.url, f"{faulty.url}/v1/nothing", f"{faulty.url}/sandbox/journal", avatar_url):
        assert requests.get(url, timeout=10).status_code in (200, 404)
    assert requests.head(finished["video_url"], timeout=10).status_code == 200
    assert faulty.faults()[0]["hits"] == 0


def test_a_probability_with_a_seed_gives_the_same_run_again(faulty: SandboxServer, api: Api) -> None:
    def run(seed: int) -> list[int]:
        faulty.clear_faults()
        faulty.arm("system_error", on="voices", times=0, probability=0.5, seed=seed)
        return [api.get("/voices")["code"] for _ in range(16)]

    first, again, other = run(1), run(1), run(2)
    assert first == again != other
    assert set(first) == {0, 50000}


def test_a_fault_whose_probability_does_not_hit_leaves_the_request_to_the_next(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("refuse", on="voices", probability=0)
    faulty.arm("system_error", on="voices")
    assert api.get("/voices")["code"] == 50000


def test_the_journal_tells_which_fault_a_request_met(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("system_error", on="voices")
    for _ in range(2):
        api.get("/voices")
    api.get("/project", project_id="0" * 32)
    seen = [(entry["fault"], entry["carried_out"], entry["code"]) for entry in faulty.journal()]
    assert seen == [("system_error", False, 50000), (None, True, 0), (None, False, 10104)]


def test_the_journal_names_the_video_of_each_order_that_was_read(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("system_error", on="create")
    faulty.arm("drop_after", on="create")
    faulty.arm("drop_before", on="create")
    for name in ("failed", "dropped", "unread"):
        with suppress(requests.ConnectionError):
            api.create(video_name=name)
    for changes in ({"video_name": "refused", "avatar_id": 5}, {"video_name": "made"}, {}):
        api.create(**changes)
    api.announce("a.png")
    api.get("/voices")
    assert [entry["name"] for entry in faulty.journal()] == [
        "failed", "dropped", None, "refused", "made", None, None, None,
    ]  # fmt: skip


def test_an_order_that_broke_off_has_no_name(faulty: SandboxServer) -> None:
    faulty.arm("drop_after", on="create")
    head = "POST /v1/create_video_from_talking_avatar HTTP/1.1\r\nHost: x\r\nx-api-key: k\r\n"
    with socket.create_connection(("127.0.0.1", faulty.port)) as connection:
        connection.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{".encode())
    entry = wait_for(faulty.journal, "the request to be read as far as it came")[-1]
    assert (entry["name"], entry["fault"], entry["carried_out"]) == (None, "drop_after", False)


def test_faults_are_taken_once_however_many_ask_at_once() -> None:
    faults = Faults()
    faults.arm(read_fault({"fault": "slow", "times": 500}))
    barrier = threading.Barrier(8)

    def take_many(_: int) -> int:
        barrier.wait()
        return sum(faults.take("put") is not None for _ in range(100))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take_many, range(8))) == 500
    assert faults.described()[0]["hits"] == 500


def test_webhook_faults_are_taken_by_deliveries_only() -> None:
    faults = Faults()
    names = [name for name in KINDS if name.startswith("webhook_")]
    for name in names:
        faults.arm(read_fault({"fault": name}))
    faults.arm(read_fault({"fault": "drop_before"}))
    taken = [fault.name for fault in iter(lambda: faults.take("webhook"), None)]
    assert taken == names
    assert len(taken) == 5
