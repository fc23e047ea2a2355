"""What every page tells a browser not to do, and what no page tells anybody."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.scripted_server import ScriptedServer, envelope
from tests.uploads.rows import hosted_asset, stored_asset
from tests.videos.rows import queued_video
from uploads import forwarding
from videos import tasks

KEY = "jk-0123456789-very-secret"


@pytest.fixture
def pages(client: Client, member: User) -> list[str]:
    """The pages there are, with something on them."""
    client.force_login(member)
    asset, video = hosted_asset(member), queued_video(member, status="failed", error="No.")
    shown = ["uploads/", "videos/", "videos/new/", "settings/key/", f"uploads/{asset.pk}/", f"videos/{video.pk}/"]
    return [f"/{page}" for page in shown]


def test_no_page_may_run_what_isnt_ours(client: Client, pages: list[str]) -> None:
    for page in pages:
        policy = client.get(page)["Content-Security-Policy"].split("; ")
        assert "default-src 'self'" in policy, page
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in str(policy)


def test_every_page_has_its_type_taken_at_its_word(client: Client, pages: list[str]) -> None:
    for page in [*pages, "/healthz", "/nowhere/"]:
        answer = client.get(page)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"


def test_no_page_holds_inline_scripts_or_styles(client: Client, pages: list[str]) -> None:
    for page in pages:
        text = client.get(page).content.decode()
        assert " style=" not in text, page
        assert "<style" not in text
        assert "hx-on" not in text
        assert "onclick" not in text


def test_no_page_loads_from_elsewhere(client: Client, pages: list[str]) -> None:
    for page in pages:
        text = client.get(page).content.decode()
        for attribute in ('src="http', 'src="//', 'href="http://cdn', 'rel="stylesheet" href="http'):
            assert attribute not in text, page


@pytest.fixture
def secret_account(scripted: ScriptedServer, settings: Any) -> ScriptedServer:
    """A Jogg that refuses this key in every way."""
    settings.JOGG_API_KEY, settings.DEMO_MODE = KEY, False
    for path in ("POST /v1/upload/asset", "POST /v1/create_video_from_talking_avatar", "GET /v1/avatars"):
        scripted.script(path, envelope(code=10105))
    return scripted


def test_no_page_and_no_log_tells_the_key(
    client: Client, secret_account: ScriptedServer, member: User, pages: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    asset, video = stored_asset(member, probed_at=timezone.now()), queued_video(member)
    forwarding.forward(asset.pk)
    tasks.advance(str(video.pk))
    tasks.refresh_catalogue()
    assert {seen.headers["x-api-key"] for seen in secret_account.seen} == {KEY}
    for page in [*pages, f"/uploads/{asset.pk}/", f"/videos/{video.pk}/"]:
        answer = client.get(page)
        assert KEY not in answer.content.decode()
        assert KEY not in str(answer.headers)
    assert "refuses the API key" in caplog.text
    assert KEY not in caplog.text


def test_the_key_page_says_which_mode_it_is(client: Client, member: User, settings: Any) -> None:
    client.force_login(member)
    assert "No key is set." in client.get("/settings/key/").content.decode()
    settings.DEMO_MODE = False
    assert "A key is set." in client.get("/settings/key/").content.decode()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
def test_another_host_name_is_refused(client: Client, db: None, host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    assert client.get("/healthz", headers={"Host": "localhost"}).status_code == 200
    assert client.get("/accounts/login/", headers={"Host": host}).status_code == 400
