"""One asset: its page, its bytes, and what can be done with it."""

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests import media
from tests.sandbox_server import SandboxServer
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from uploads.models import Asset

HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def page(visitor: Client, asset: Asset) -> str:
    answer = visitor.get(asset.get_absolute_url())
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)


def test_shows_what_is_known_about_a_file(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, content=media.wav(), name="voice.wav", duration=65, waveform=[0.5] * 100)
    text = page(visitor, asset)
    for fact in ("voice.wav", "86 kB", "1:05", "audio/wav", asset.sha256, asset.hosted_url, "Use in a video"):
        assert fact in text
    assert '<audio class="player__plain without-script" controls' in text


def test_what_isnt_looked_into_yet_isnt_offered_for_a_video(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, probed_at=None)
    for text in (page(visitor, asset), visitor.get("/uploads/").content.decode()):
        assert "till being looked into" in text
        assert "Use in a video" not in text


def test_the_offer_comes_with_the_news_that_it_was_looked_into(visitor: Client, member: User) -> None:
    asset = hosted_asset(member)
    news = visitor.get("/uploads/updates/", {"view": "detail", "running": f"{asset.pk}~1.0"}).content.decode()
    assert f'id="use-{asset.pk}" hx-swap-oob="outerHTML"' in news
    assert "Use in a video" in news


def test_shows_a_probing_error(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, probe_error="The file can't be read. It may be damaged.")
    assert "The file can't be read. It may be damaged." in page(visitor, asset)


def test_offers_a_retry_only_where_sending_failed(visitor: Client, member: User) -> None:
    assert "Try again" not in page(visitor, hosted_asset(member))
    assert "Try again" in page(visitor, stored_asset(member, status="failed", error="No."))


def test_a_name_is_never_markup(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, name="<img src=x onerror=alert(1)>.mp3")
    assert "<img src=x" not in visitor.get(asset.get_absolute_url()).content.decode()


def test_a_deleted_asset_can_be_looked_at_and_put_back_from_its_page(visitor: Client, member: User) -> None:
    asset = trashed(hosted_asset(member))
    text = visitor.get(f"/uploads/{asset.pk}/").content.decode()
    assert "This file is in the trash" in text
    assert 'action="/uploads/selection/restore/"' in text
    assert body(visitor.get(f"/uploads/{asset.pk}/file")) == media.mp3(1)


@pytest.mark.parametrize("action", ["retry", "describe"])
def test_a_deleted_asset_cant_be_changed(visitor: Client, member: User, action: str) -> None:
    asset = trashed(hosted_asset(member))
    assert visitor.post(f"/uploads/{asset.pk}/{action}/").status_code == 404


def test_serves_the_bytes_as_what_they_are_and_nothing_else(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, content=media.jpeg(), name="page.html")
    answer = visitor.get(f"/uploads/{asset.pk}/file")
    assert body(answer) == media.jpeg()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Length"] == str(asset.size)


def test_serves_a_part_of_the_bytes(visitor: Client, member: User) -> None:
    asset = hosted_asset(member)
    answer = visitor.get(f"/uploads/{asset.pk}/file", headers={"Range": "bytes=10-19"})
    assert answer.status_code == 206
    assert body(answer) == media.mp3(1)[10:20]
    assert answer["Content-Range"] == f"bytes 10-19/{asset.size}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("voice.mp3", 'attachment; filename="voice.mp3"'),
        ('say "hi"\\.mp3', 'attachment; filename="say \\"hi\\"\\\\.mp3"'),
        ("Größe.mp3", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.mp3"),
    ],
)
def test_a_download_is_called_as_the_upload_was(visitor: Client, member: User, name: str, header: str) -> None:
    asset = hosted_asset(member, name=name)
    answer = visitor.get(f"/uploads/{asset.pk}/file?download=1")
    assert answer["Content-Disposition"] == header
    answer.close()


def test_shows_a_file_in_place_unless_a_download_is_asked_for(visitor: Client, member: User) -> None:
    answer = visitor.get(f"/uploads/{hosted_asset(member).pk}/file")
    assert answer["Content-Disposition"].startswith("inline")
    answer.close()


def test_serves_the_picture_once_there_is_one(browser_of_member: Client, photo: object) -> None:
    browser_of_member.post("/uploads/", {"file": photo})
    asset = Asset.objects.get()
    answer = browser_of_member.get(f"/uploads/{asset.pk}/picture")
    assert answer["Content-Type"] == "image/webp"
    assert body(answer)[8:12] == b"WEBP"


def test_there_is_no_picture_of_a_sound(visitor: Client, member: User) -> None:
    assert visitor.get(f"/uploads/{hosted_asset(member).pk}/picture").status_code == 404


def test_retrying_sends_it(browser_of_member: Client, member: User) -> None:
    asset = stored_asset(member, status="failed", error="No.", attempts=10, probed_at=timezone.now())
    answer = browser_of_member.post(f"/uploads/{asset.pk}/retry/")
    assert answer["Location"] == asset.get_absolute_url()
    asset.refresh_from_db()
    assert asset.status == "hosted"


@pytest.mark.parametrize(("view", "tag"), [("", "<li"), ("?view=detail", "<div")])
def test_retrying_by_script_brings_the_row(browser_of_member: Client, member: User, view: str, tag: str) -> None:
    asset = stored_asset(member, status="failed", probed_at=timezone.now())
    answer = browser_of_member.post(f"/uploads/{asset.pk}/retry/{view}", headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith(tag)
    assert "Sent to Jogg" in answer.content.decode()


def test_retrying_what_is_hosted_changes_nothing(
    browser_of_member: Client, account: SandboxServer, member: User
) -> None:
    asset = hosted_asset(member)
    account.clear_journal()
    browser_of_member.post(f"/uploads/{asset.pk}/retry/")
    asset.refresh_from_db()
    assert (asset.status, asset.hosted_url) == ("hosted", "https://h/1.mp3")
    assert account.journal() == []
