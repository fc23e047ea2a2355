"""`manage.py jogg_webhook`, at a person's terminal."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jogg_dashboard.models import Post
from tests.scripted_server import ScriptedServer, envelope

URL = "https://dashboard.example.org/webhooks/jogg/"
OURS = {
    "endpoint_id": "wh_1", "url": URL, "secret": "whsec_1", "status": "enabled",
    "events": ["generated_video_success", "generated_video_failed"],
}  # fmt: skip
OTHER = OURS | {"endpoint_id": "wh_2", "url": "https://elsewhere.example.org/"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def public_url(settings: Any) -> None:
    settings.PUBLIC_URL = "https://dashboard.example.org"


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("jogg_webhook", *arguments, stdout=out)
    return out.getvalue()


def has(server: ScriptedServer, *endpoints: dict) -> None:
    server.script("GET /v1/endpoints", envelope(list(endpoints)))


def test_registers_and_tells_the_secret_to_start_with(scripted: ScriptedServer) -> None:
    has(scripted, OTHER)
    scripted.script("POST /v1/endpoint", envelope(OURS))
    told = command("register")
    assert f"generated_video_success, generated_video_failed to {URL}" in told
    assert "JOGG_WEBHOOK_SECRET=whsec_1" in told
    assert b'"url": "https://dashboard.example.org/webhooks/jogg/"' in scripted.requests("POST /v1/endpoint")[0].body
    assert Post.objects.count() == 1, "it counts as one of the POSTs of a minute"


def test_registering_twice_makes_one_endpoint(scripted: ScriptedServer, settings: Any) -> None:
    has(scripted, OURS)
    settings.JOGG_WEBHOOK_SECRET = "whsec_1"
    assert "JOGG_WEBHOOK_SECRET is set to its secret." in command("register")
    assert scripted.requests("POST /v1/endpoint") == []


@pytest.mark.parametrize("change", [{"status": "disabled"}, {"events": ["generated_video_failed"]}])
def test_registering_mends_an_endpoint(scripted: ScriptedServer, change: dict) -> None:
    has(scripted, OURS | change)
    scripted.script("PUT /v1/endpoint/wh_1", envelope(OURS))
    command("register")
    assert b'"enabled"' in scripted.requests("PUT /v1/endpoint/wh_1")[0].body


def test_lists_endpoints_without_their_secrets(scripted: ScriptedServer) -> None:
    has(scripted, OURS, OTHER)
    told = command("list")
    assert "wh_1  enabled  https://dashboard.example.org/webhooks/jogg/" in told
    assert "wh_2" in told
    assert "whsec" not in told
    has(scripted)
    assert command("list") == "No endpoint is registered.\n"


def test_removes_its_own_or_the_one_named(scripted: ScriptedServer) -> None:
    has(scripted, OTHER, OURS)
    scripted.script("DELETE /v1/endpoint/wh_1", envelope())
    scripted.script("DELETE /v1/endpoint/wh_2", envelope())
    assert command("remove") == "wh_1 is removed.\n"
    assert command("remove", "wh_2") == "wh_2 is removed.\n"


def test_what_cant_be_done_is_said(scripted: ScriptedServer, settings: Any) -> None:
    has(scripted)
    with pytest.raises(CommandError, match="No endpoint is registered for"):
        command("remove")
    scripted.script("GET /v1/endpoints", envelope(code=10105, rid="rid-5"))
    with pytest.raises(CommandError, match=r"refuses the API key.*code 10105, request rid-5"):
        command("list")
    settings.PUBLIC_URL = ""
    with pytest.raises(CommandError, match="Set PUBLIC_URL"):
        command("register")
