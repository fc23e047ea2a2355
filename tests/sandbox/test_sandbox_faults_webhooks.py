"""Faults of deliveries: events that come twice, unsigned, wrongly signed, never, or about nobody's video."""

import hashlib
import hmac
import json

import pytest

from tests.sandbox.api_client import Api
from tests.sandbox.hooks import V1_EVENTS, add, received, send
from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer, Seen


@pytest.fixture
def secret(v1: Api, receiver: ScriptedServer) -> str:
    return add(v1, f"{receiver.url}/hook", V1_EVENTS)["secret"]


def is_signed(delivery: Seen, secret: str) -> bool:
    expected = hmac.new(secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    return delivery.headers.get("x-webhook-signature") == expected


def test_an_event_comes_twice_with_the_same_id(hooked: SandboxServer, receiver: ScriptedServer, secret: str) -> None:
    hooked.arm("webhook_twice")
    send(hooked, project_id="job-1")
    first, second = received(receiver, 2)
    assert first.body == second.body
    assert is_signed(first, secret)


def test_an_event_comes_without_a_signature(hooked: SandboxServer, receiver: ScriptedServer, secret: str) -> None:
    hooked.arm("webhook_unsigned")
    send(hooked, project_id="job-1")
    assert "x-webhook-signature" not in received(receiver, 1)[0].headers


def test_an_event_comes_with_a_wrong_signature(hooked: SandboxServer, receiver: ScriptedServer, secret: str) -> None:
    hooked.arm("webhook_wrong_signature")
    send(hooked, project_id="job-1")
    delivery = received(receiver, 1)[0]
    assert len(delivery.headers["x-webhook-signature"]) == 64
    assert not is_signed(delivery, secret)


def test_an_event_is_lost_and_the_next_one_comes(hooked: SandboxServer, receiver: ScriptedServer, secret: str) -> None:
    hooked.arm("webhook_lost")
    send(hooked, project_id="job-1")
    send(hooked, project_id="job-2")
    assert [json.loads(seen.body)["data"]["project_id"] for seen in received(receiver, 1)] == ["job-2"]


def test_an_event_is_about_a_video_nobody_knows(hooked: SandboxServer, receiver: ScriptedServer, secret: str) -> None:
    hooked.arm("webhook_unknown_id")
    send(hooked, project_id="job-1")
    delivery = received(receiver, 1)[0]
    assert json.loads(delivery.body)["data"]["project_id"] != "job-1"
    assert is_signed(delivery, secret)


def test_without_an_endpoint_no_fault_is_used_up(hooked: SandboxServer) -> None:
    hooked.arm("webhook_lost")
    send(hooked, project_id="job-1")
    assert [fault["hits"] for fault in hooked.faults()] == [0]


def test_a_video_that_is_made_to_fail_is_told_of(
    hooked: SandboxServer, receiver: ScriptedServer, v1: Api, secret: str
) -> None:
    hooked.arm("fail_job", message="No face found.")
    job_id = v1.create()["data"]["project_id"]
    told = json.loads(received(receiver, 1)[0].body)
    assert (told["event"], told["data"]["project_id"]) == ("generated_video_failed", job_id)
