"""Timelines: every state with its time and source, and Jogg's answers without any secret."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client

from jogg_dashboard import claims, evidence
from jogg_dashboard.evidence import Entry, Source
from tests import media
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import stored_asset
from tests.videos.rows import CREATE, advance, queued_video, says
from uploads import forwarding, services
from uploads.models import Asset
from videos.models import Video

SIGN = "POST /v1/upload/asset"


def told(row: object) -> list[tuple[str, str]]:
    return [(entry.state, entry.source) for entry in row.timeline.all()]


def test_an_upload_tells_its_life(account: SandboxServer, member: User) -> None:
    asset = services.add_samples(owner=member)[0]
    assert told(asset) == [
        ("stored", "form"), ("sending", "worker"), ("sending", "worker"), ("hosted", "worker"),
        ("hosted", "worker"),
    ]  # fmt: skip
    received, started, signed, sent, verified = asset.timeline.all()
    assert received.at <= started.at <= signed.at <= sent.at <= verified.at
    assert (signed.http_status, signed.code, len(signed.rid)) == (200, "0", 32)
    assert sent.http_status == 200


def test_no_secret_is_kept_or_shown(account: SandboxServer, client: Client, member: User) -> None:
    asset = services.add_samples(owner=member)[0]
    kept = json.dumps([entry.payload for entry in asset.timeline.all()])
    assert "/signed/" in kept, "the answer with the signed URL is there"
    assert "signature=" not in kept.replace("signature=…", "")
    client.force_login(member)
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "What Jogg answered" in page
    assert "redacted" in page


def test_a_key_that_jogg_repeats_is_taken_out(scripted: ScriptedServer, settings: object, member: User) -> None:
    settings.JOGG_API_KEY = "a-very-secret-key"
    scripted.script(CREATE, envelope(code=40000, msg="bad request of a-very-secret-key", rid="rid-4"))
    video = advance(queued_video(member))
    kept = video.timeline.last()
    assert (kept.code, kept.rid) == ("40000", "rid-4")
    assert "a-very-secret-key" not in json.dumps(kept.payload) + kept.sentence + video.error


def test_a_failed_upload_tells_every_attempt_with_code_and_request(scripted: ScriptedServer, member: User) -> None:
    scripted.script(SIGN, envelope(code=40000, msg="bad name", rid="rid-7"))
    asset = stored_asset(member)
    forwarding.forward(asset.pk)
    entry = asset.timeline.last()
    assert (entry.state, entry.http_status, entry.code, entry.rid) == ("failed", 200, "40000", "rid-7")
    assert "bad name" in entry.sentence
    assert entry.payload["msg"] == "bad name"


def test_a_refused_put_is_told_with_the_request_that_signed_it(scripted: ScriptedServer, member: User) -> None:
    scripted.takes_uploads(Answer(b"<Error>expired</Error>", status=403))
    asset = stored_asset(member)
    forwarding.forward(asset.pk)
    asset.refresh_from_db()
    entry = asset.timeline.last()
    assert (entry.http_status, entry.payload) == (403, "<Error>expired</Error>")
    assert asset.error_rid == "rid-1"


def test_a_video_tells_its_life(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}, rid="rid-1"))
    scripted.script("GET /file", media.mp4())
    video = advance(queued_video(member))
    says(scripted, status_code=3, status_desc="processing")
    advance(advance(video))
    says(scripted, status_code=4, status_desc="success", video_url=f"{scripted.url}/file")
    advance(video)
    assert told(video) == [
        ("submitting", "worker"), ("waiting", "worker"), ("processing", "poll"), ("succeeded", "poll"),
        ("succeeded", "worker"),
    ], "a poll that brings nothing new leaves no trace"  # fmt: skip
    assert video.timeline.all()[1].rid == "rid-1"


def test_each_trouble_while_asking_is_told_once(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    scripted.script("GET /v1/project", Answer(b"", status=500))
    video = advance(queued_video(member))
    for _ in range(4):
        advance(video)
    troubles = video.timeline.filter(source="poll")
    assert [(trouble.http_status, trouble.state) for trouble in troubles] == [(500, "waiting")]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_isnt_made_is_not_told(member: User) -> None:
    asset = stored_asset(member)
    gone = Asset.objects.filter(pk=asset.pk, status="hosted")
    assert not claims.update(gone, Entry(Source.WORKER, "Never."), status="failed")
    assert told(asset) == []


def test_the_page_shows_it_in_words(client: Client, scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope(code=18020, rid="rid-9"))
    video = advance(queued_video(member))
    client.force_login(member)
    text = client.get(video.get_absolute_url()).content.decode()
    for word in ("What happened", "2 entries", "Worker", "HTTP 200", "code 18020", "rid-9", "Nothing was charged"):
        assert word in text


def test_of_a_very_long_timeline_the_page_shows_the_end(client: Client, member: User) -> None:
    video = queued_video(member)
    for number in range(130):
        evidence.note(Video, [video.pk], Entry(Source.WORKER, f"Attempt {number}."))
    client.force_login(member)
    text = client.get(video.get_absolute_url()).content.decode()
    assert "130 entries" in text
    assert "The last 100 of them." in text
    assert "Attempt 129." in text
    assert "Attempt 29." not in text
