"""Webhooks: the endpoints, and what is delivered to them."""

import hashlib
import hmac
import json
import time
from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import Api, ApiV2, Start
from tests.sandbox.hooks import V1_EVENTS, V2_EVENTS, add, received, send
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer
from tests.waiting import wait_for


def request(api: Api, method: str, path: str, fields: object = None) -> dict:
    url = f"{api.server.url}/{api.version}{path}"
    return api.session.request(method, url, json=fields, timeout=10).json()


def attempts(server: SandboxServer, count: int) -> list[dict]:
    return wait_for(lambda: len(server.webhooks()) >= count and server.webhooks(), f"{count} attempts")


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_endpoints_are_added_listed_changed_and_deleted(v1: Api, v2: ApiV2, version: str) -> None:
    api = {"v1": v1, "v2": v2}[version]
    added = add(api, "http://localhost:9/hook", V1_EVENTS[:1])
    assert list(added) == ["endpoint_id", "url", "secret", "status", "events", "created_at", "username"]
    assert len(added["secret"]) > 30
    assert _listed(api) == [added]

    changes = {"url": "https://example.com/hook", "events": V1_EVENTS, "status": "disabled"}
    changed = request(api, "PUT", f"/endpoint/{added['endpoint_id']}", changes)["data"]
    assert changed == added | changes
    assert _listed(api) == [changed]

    assert request(api, "DELETE", f"/endpoint/{added['endpoint_id']}")["code"] == 0
    assert _listed(api) == []


def test_both_versions_show_the_same_endpoints_with_secrets_of_their_own(v1: Api, v2: ApiV2) -> None:
    first, second = add(v1, "http://127.0.0.1:9/a", V1_EVENTS), add(v2, "http://127.0.0.1:9/b", V2_EVENTS)
    assert v1.get("/endpoints")["data"] == v2.get("/endpoints")["data"]["endpoints"] == [first, second]
    assert first["secret"] != second["secret"]


def test_events_are_listed(v1: Api, v2: ApiV2) -> None:
    assert v1.get("/events")["data"] == V1_EVENTS
    listed = v2.get("/events")["data"]["events"]
    assert len(listed) == 18
    assert {*V1_EVENTS, *V2_EVENTS} < {*listed}


def test_v1_may_leave_out_the_status_and_change_one_thing_only(v1: Api, v2: ApiV2) -> None:
    added = v1.post("/endpoint", {"url": "http://127.0.0.1:9/", "events": V1_EVENTS})["data"]
    assert added["status"] == "enabled"
    path = f"/endpoint/{added['endpoint_id']}"
    assert request(v1, "PUT", path, {"status": "disabled"})["data"] == added | {"status": "disabled"}
    assert request(v2, "PUT", path, {"status": "disabled"})["msg"] == "url: is required."
    assert v2.post("/endpoint", {"url": "http://127.0.0.1:9/", "events": V2_EVENTS})["msg"] == "status: is required."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": None}, "url: is required."),
        ({"events": None}, "events: is required."),
        ({"url": "http://example.com/"}, "url: must begin with https://, or with http:// on this machine."),
        ({"url": "ftp://127.0.0.1/"}, "url: must begin with https://, or with http:// on this machine."),
        ({"url": "http://["}, "url: must begin with https://, or with http:// on this machine."),
        ({"url": "https://example.com:x/"}, "url: must begin with https://, or with http:// on this machine."),
        ({"url": 5}, "url: must be a string."),
        ({"events": "all"}, "events: must be a list."),
        ({"events": []}, "events: must name at least one event."),
        ({"events": ["birthday"]}, "events: there is no event birthday."),
        ({"events": V2_EVENTS}, "events: there is no event generated_avatar_video_success."),
        ({"events": V1_EVENTS[:1] * 2}, "events: names an event more than once."),
        ({"status": "on"}, "status: must be one of enabled, disabled."),
        ({"secret": "mine"}, "secret: there is no such field."),
    ],
)
def test_refuses_an_endpoint_and_says_why(api: Api, changes: dict, sentence: str) -> None:
    fields = {"url": "https://example.com/", "events": V1_EVENTS, "status": "enabled"} | changes
    answer = api.post("/endpoint", {name: value for name, value in fields.items() if value is not None})
    assert (answer["code"], answer["msg"]) == (40000, sentence)


def test_an_unknown_endpoint_is_not_found(api: Api, api_v2: ApiV2) -> None:
    for client in (api, api_v2):
        assert request(client, "DELETE", "/endpoint/none")["code"] == 10104
        fields = {"url": "https://example.com/", "events": V1_EVENTS, "status": "enabled"}
        assert request(client, "PUT", "/endpoint/none", fields)["code"] == 10104


def test_a_finished_v1_video_is_announced_and_signed(v1: Api, receiver: ScriptedServer) -> None:
    endpoint = add(v1, f"{receiver.url}/hook", V1_EVENTS)
    before = int(time.time())
    project = v1.made(script="Hello.")
    seen = received(receiver, 1)[0]
    event = json.loads(seen.body)
    assert list(event) == ["event_id", "event", "timestamp", "data"]
    assert event["event"] == seen.headers["x-webhook-event"] == "generated_video_success"
    assert before <= event["timestamp"] <= time.time()
    assert event["data"] == {
        "project_id": project["id"],
        "video_url": project["video_url"],
        "cover_url": project["cover_url"],
        "video_duration": project["video_duration"],
    }
    assert seen.headers["content-type"] == "application/json"
    signature = hmac.new(endpoint["secret"].encode(), seen.body, hashlib.sha256).hexdigest()
    assert seen.headers["x-webhook-signature"] == signature


def test_a_failed_v2_video_is_announced_by_its_project_id(v2: ApiV2, v1: Api, receiver: ScriptedServer) -> None:
    add(v2, f"{receiver.url}/hook", V2_EVENTS)
    audio_url = v1.upload("a.mp3", b"this is no sound")
    video = v2.made(voice={"type": "audio", "script": None, "audio_url": audio_url})
    event = json.loads(received(receiver, 1)[0].body)
    assert event["event"] == "generated_avatar_video_failed"
    assert event["data"] == {"project_id": video["video_id"], "error": {"message": "The audio file could not be read."}}


def test_only_enabled_endpoints_get_the_events_they_subscribed_to(v1: Api, v2: ApiV2, receiver: ScriptedServer) -> None:
    for path in ("off", "failures", "v2", "gone", "hook"):
        receiver.script(f"POST /{path}", b"")
    add(v1, f"{receiver.url}/off", V1_EVENTS, status="disabled")
    add(v1, f"{receiver.url}/failures", V1_EVENTS[1:])
    add(v2, f"{receiver.url}/v2", V2_EVENTS)
    gone = add(v1, f"{receiver.url}/gone", V1_EVENTS)
    add(v2, f"{receiver.url}/hook", [V1_EVENTS[0]])  # the last: those before it would have been called first
    request(v1, "DELETE", f"/endpoint/{gone['endpoint_id']}")
    v1.made(script="Hello.")
    received(receiver, 1)
    assert [seen.path for seen in receiver.seen] == ["/hook"]
    v2.made()
    wait_for(lambda: receiver.requests("POST /v2"), "the v2 event")
    assert [seen.path for seen in receiver.seen] == ["/hook", "/v2"]


def test_an_event_is_told_once_its_outcome_shows(start: Start, data_dir: Path, receiver: ScriptedServer) -> None:
    client = Api(start(data_dir, render_seconds=3))
    add(client, f"{receiver.url}/hook", V1_EVENTS)
    began = time.time()
    job_id = client.create(script="Hello.")["data"]["project_id"]
    status_when_told: list[int] = []
    receiver.script(
        "POST /hook",
        Answer(first=lambda: status_when_told.append(client.get("/project", project_id=job_id)["data"]["status_code"])),
    )
    received(receiver, 1)
    wait_for(lambda: status_when_told, "the status")
    client.session.close()
    assert status_when_told == [4]
    assert time.time() - began >= 3


def test_a_refused_delivery_is_repeated_three_times_as_it_was(v1: Api, receiver: ScriptedServer) -> None:
    add(v1, f"{receiver.url}/hook", V1_EVENTS)
    receiver.script("POST /hook", Answer(status=500))
    v1.made(script="Hello.")
    seen = received(receiver, 4)
    attempts(v1.server, 4)
    # Another event shows that nothing is left of the first.
    receiver.script("POST /hook", b"")
    later = send(v1.server)["event_id"]
    made = attempts(v1.server, 5)
    assert len({each.body for each in seen[:4]}) == 1
    assert [(each["status"], each["error"]) for each in made] == [(500, None)] * 4 + [(200, None)]
    assert len({each["event_id"] for each in made[:4]}) == 1
    assert made[4]["event_id"] == later


def test_a_delivery_that_was_taken_at_last_is_not_repeated(v1: Api, receiver: ScriptedServer) -> None:
    add(v1, f"{receiver.url}/hook", V1_EVENTS)
    moved = Answer(status=302, headers={"Location": "/hook"})
    receiver.script("POST /hook", Answer(status=503), moved, Answer(status=204))
    v1.made(script="Hello.")
    attempts(v1.server, 3)
    later = send(v1.server)["event_id"]
    made = attempts(v1.server, 4)
    assert [each["status"] for each in made] == [503, 302, 204, 204]
    assert made[3]["event_id"] == later


def test_retries_wait_as_long_as_asked_for(start: Start, data_dir: Path, receiver: ScriptedServer) -> None:
    client = Api(start(data_dir, webhook_retry_seconds=1.5))
    add(client, f"{receiver.url}/hook", V1_EVENTS)
    receiver.script("POST /hook", Answer(status=500), Answer())
    send(client.server)
    first, second = attempts(client.server, 2)
    client.session.close()
    assert second["time"] - first["time"] >= 1.5


def test_an_endpoint_that_is_silent_for_five_seconds_has_not_taken_it(v1: Api, receiver: ScriptedServer) -> None:
    add(v1, f"{receiver.url}/hook", V1_EVENTS)
    receiver.script("POST /hook", Answer(delay=60), Answer())
    send(v1.server)
    first, second = attempts(v1.server, 2)
    assert (first["status"], first["error"], second["status"]) == (None, "ReadTimeout", 200)
    assert 5 <= second["time"] - first["time"] < 15


def test_nobody_listening_is_an_error(v1: Api, unreachable_url: str) -> None:
    add(v1, f"{unreachable_url}/hook", V1_EVENTS)
    event_id = send(v1.server)["event_id"]
    made = attempts(v1.server, 4)
    assert set(made[0]) == {"time", "url", "event", "event_id", "status", "error"}
    assert [(each["url"], each["event_id"], each["status"]) for each in made] == [
        (f"{unreachable_url}/hook", event_id, None)
    ] * 4
    assert {each["error"] for each in made} == {"ConnectionError"}


def test_disabling_an_endpoint_ends_the_retries(start: Start, data_dir: Path, receiver: ScriptedServer) -> None:
    client = Api(start(data_dir, webhook_retry_seconds=1))
    endpoint = add(client, f"{receiver.url}/hook", V1_EVENTS)
    receiver.script("POST /hook", Answer(status=500))
    send(client.server)
    attempts(client.server, 1)
    request(client, "PUT", f"/endpoint/{endpoint['endpoint_id']}", {"status": "disabled"})
    made = len(attempts(client.server, 1))
    receiver.script("POST /other", Answer(status=500))
    add(client, f"{receiver.url}/other", V1_EVENTS)
    send(client.server)
    # While these were repeated three times, the others would have been, too.
    wait_for(lambda: len(receiver.requests("POST /other")) == 4, "the other's deliveries")
    client.session.close()
    assert len(receiver.requests("POST /hook")) <= made + 1 < 4


def test_endpoints_elsewhere_are_kept_but_never_called(v1: Api, receiver: ScriptedServer) -> None:
    add(v1, "https://example.com/hook", V1_EVENTS)
    assert send(v1.server)["deliveries"] == 0
    add(v1, f"{receiver.url}/hook", V1_EVENTS)
    assert send(v1.server)["deliveries"] == 1
    assert [each["url"] for each in attempts(v1.server, 1)] == [f"{receiver.url}/hook"]


def test_any_event_can_be_sent_to_all_enabled_endpoints(v1: Api, v2: ApiV2, receiver: ScriptedServer) -> None:
    add(v1, f"{receiver.url}/hook", V1_EVENTS)
    add(v2, f"{receiver.url}/hook", V2_EVENTS)
    add(v2, f"{receiver.url}/hook", V2_EVENTS, status="disabled")
    sent = send(v1.server, "generated_video_failed", project_id="unknown", error={"message": "No."})
    seen = received(receiver, 2)
    assert sent["deliveries"] == len(attempts(v1.server, 2)) == 2
    for each in seen:
        event = json.loads(each.body)
        assert (event["event_id"], event["event"]) == (sent["event_id"], "generated_video_failed")
        assert event["data"] == {"project_id": "unknown", "error": {"message": "No."}}
    assert seen[0].headers["x-webhook-signature"] != seen[1].headers["x-webhook-signature"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"data": {}}, "event: is required."),
        ({"event": "x"}, "data: is required."),
        ({"event": "x", "data": []}, "data: must be an object."),
    ],
)
def test_refuses_to_send_what_is_no_event(sandbox: SandboxServer, fields: dict, sentence: str) -> None:
    answer = requests.post(f"{sandbox.url}/sandbox/webhooks", json=fields, timeout=10)
    assert (answer.status_code, answer.json()["msg"]) == (400, sentence)


def test_what_is_to_be_delivered_outlives_a_crash(start: Start, data_dir: Path, receiver: ScriptedServer) -> None:
    receiver.script("POST /hook", Answer(status=500), Answer())
    first = start(data_dir, render_seconds=0, webhook_retry_seconds=3)
    client = Api(first)
    endpoint = add(client, f"{receiver.url}/hook", V1_EVENTS)
    project_id = client.create(script="Hello.")["data"]["project_id"]
    attempts(first, 1)
    first.kill()

    client.server = second = start(data_dir, render_seconds=0)
    assert client.get("/endpoints")["data"] == [endpoint]
    made = attempts(second, 2)
    client.session.close()
    assert [each["status"] for each in made] == [500, 200]
    assert json.loads(received(receiver, 2)[1].body)["data"]["project_id"] == project_id


def test_a_video_decided_after_a_restart_is_announced_once(
    start: Start, data_dir: Path, receiver: ScriptedServer
) -> None:
    first = start(data_dir, render_seconds=600)
    client = Api(first)
    add(client, f"{receiver.url}/hook", V1_EVENTS)
    project_id = client.create(script="Hello.")["data"]["project_id"]
    first.kill()
    for count in (2, 3):
        server = start(data_dir, render_seconds=0)
        send(server, "generated_video_failed", project_id="later")
        attempts(server, count)
        server.stop()
    client.session.close()
    told = [json.loads(seen.body)["data"]["project_id"] for seen in receiver.requests("POST /hook")]
    assert told.count(project_id) == 1


def _listed(api: Api) -> list[dict]:
    data = api.get("/endpoints")["data"]
    return data if isinstance(data, list) else data["endpoints"]
