"""Uploading: what is taken, what is refused with which sentence, and what is kept."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests import media
from tests.kept import Kept, on_disk_only
from uploads import media_types, receiving
from uploads.models import Asset

MB = 1024 * 1024
AS_JSON = {"Accept": "application/json"}
NOT_MEDIA = (
    "{} is not a photo, video or audio file that Jogg takes (JPG, PNG, WebP, GIF; MP4, WebM, MOV; MP3, WAV, M4A)."
)

Send = Callable[..., HttpResponse]


pytestmark = pytest.mark.usefixtures("idle_worker")


@pytest.fixture
def send(browser_of_member: Client) -> Send:
    """Upload one file and take the JSON answer."""

    def send(name: str, content: bytes) -> HttpResponse:
        file = SimpleUploadedFile(name, content)
        return browser_of_member.post("/uploads/", {"file": file}, headers=AS_JSON)

    return send


def left_over() -> list[Path]:
    return [path for path in Path(settings.UPLOAD_DIR).iterdir() if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "kind", "content_type", "stored_as"),
    [
        ("a.jpg", media.jpeg(), "image", "image/jpeg", "original.jpg"),
        ("a.png", media.png(), "image", "image/png", "original.png"),
        ("a.mp4", media.mp4(), "video", "video/mp4", "original.mp4"),
        ("a.webm", media.webm(), "video", "video/webm", "original.webm"),
        ("a.mov", media.mov(), "video", "video/quicktime", "original.mov"),
        ("a.mp3", media.mp3(1), "audio", "audio/mpeg", "original.mp3"),
        ("a.wav", media.wav(), "audio", "audio/wav", "original.wav"),
        ("a.m4a", media.m4a(), "audio", "audio/mp4", "original.m4a"),
        ("photo.mp3", media.jpeg(), "image", "image/jpeg", "original.jpg"),
    ],
)
def test_takes_a_file_as_what_its_bytes_show(
    send: Send, name: str, content: bytes, kind: str, content_type: str, stored_as: str
) -> None:
    answer = send(name, content)
    assert answer.status_code == 201
    asset = Asset.objects.get()
    assert answer.json() == {"id": str(asset.pk), "status": "stored", "detail_url": f"/uploads/{asset.pk}/"}
    assert (asset.original_name, asset.kind, asset.content_type) == (name, kind, content_type)
    assert Path(asset.file.name).name == stored_as
    assert asset.size == len(content)
    assert asset.sha256 == hashlib.sha256(content).hexdigest()
    assert Kept(asset.file).read_bytes() == content


def test_a_file_of_many_pieces_is_kept_and_hashed_whole(send: Send) -> None:
    content = media.jpeg() + bytes(range(256)) * (3 * MB // 256) + b"end"
    send("large.jpg", content)
    asset = Asset.objects.get()
    assert asset.sha256 == hashlib.sha256(content).hexdigest()
    assert Kept(asset.file).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("program.jpg", b"MZ" + bytes(100), NOT_MEDIA.format("program.jpg")),
        ("film.mkv", b"\x1aE\xdf\xa3\x9f\x42\x82\x88matroska" + bytes(50), NOT_MEDIA.format("film.mkv")),
        ("photo.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", NOT_MEDIA.format("photo.avif")),
        ("notes.txt", b"hello", NOT_MEDIA.format("notes.txt")),
        ("empty.jpg", b"", "empty.jpg is empty."),
    ],
)
def test_refuses_what_jogg_wouldnt_take(send: Send, name: str, content: bytes, sentence: str) -> None:
    answer = send(name, content)
    assert answer.status_code == 422
    assert answer.json() == {"error": sentence}
    assert not Asset.objects.exists()
    assert left_over() == []


def test_rejects_a_file_over_the_limit(send: Send) -> None:
    answer = send("huge.jpg", media.jpeg() + bytes(10 * MB + 1 - len(media.jpeg())))
    assert answer.status_code == 422
    assert answer.json() == {"error": "huge.jpg is 10,485,761 bytes; photos may have up to 10 MB."}
    assert not Asset.objects.exists()
    assert left_over() == []


def test_takes_a_file_that_fills_the_limit(send: Send) -> None:
    assert send("full.jpg", media.jpeg() + bytes(10 * MB - len(media.jpeg()))).status_code == 201


@pytest.mark.parametrize(("kind", "content"), [("video", media.mp4()), ("audio", media.wav())])
def test_one_byte_over_the_limit_is_too_much(
    send: Send, monkeypatch: pytest.MonkeyPatch, kind: str, content: bytes
) -> None:
    lower_limit(monkeypatch, kind, len(content) - 1)
    answer = send("a", content)
    assert answer.status_code == 422
    label = media_types.LIMITS[kind].label
    assert answer.json() == {"error": f"a is {len(content):,} bytes; {label} may have up to the test's limit."}
    lower_limit(monkeypatch, kind, len(content))
    assert send("a", content).status_code == 201


def lower_limit(monkeypatch: pytest.MonkeyPatch, kind: str, size: int) -> None:
    limit = replace(media_types.LIMITS[kind], max_bytes=size, max_text="the test's limit")
    monkeypatch.setitem(media_types.LIMITS, kind, limit)


def test_a_file_beyond_every_limit_is_read_to_its_end_but_not_written(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", MB)
    lower_limit(monkeypatch, "video", MB)
    answer = send("long.mp4", media.mp4() + bytes(5 * MB))
    assert answer.status_code == 422
    assert answer.json() == {"error": "long.mp4 is 5 MB; videos may have up to the test's limit."}


def test_a_body_far_beyond_every_limit_isnt_read_to_its_end(
    send: Send, browser_of_member: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_DISCARDED", 2 * MB)
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.mp4", media.mp4() + bytes(20 * MB))})
    wire = BytesIO(body)
    answer = upload_over(wire, browser_of_member, len(body))
    assert answer.status_code == 422
    assert wire.tell() < 8 * MB
    assert left_over() == []


def upload_over(wire: BytesIO, client: Client, length: int) -> HttpResponse:
    return client.request(
        REQUEST_METHOD="POST", PATH_INFO="/uploads/", CONTENT_TYPE=MULTIPART_CONTENT, CONTENT_LENGTH=str(length),
        **{"wsgi.input": wire},
    )  # fmt: skip


def test_a_strangers_upload_isnt_read(db: None) -> None:
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.jpg", media.jpeg())})
    wire = BytesIO(body)
    answer = upload_over(wire, Client(enforce_csrf_checks=True), len(body))
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/uploads/"
    assert wire.tell() == 0


def test_an_upload_without_the_csrf_token_is_refused(browser_of_member: Client, photo: SimpleUploadedFile) -> None:
    browser_of_member.handler.enforce_csrf_checks = True
    assert browser_of_member.post("/uploads/", {"file": photo}).status_code == 403
    assert not Asset.objects.exists()


def test_answers_a_browser_with_the_assets_row(browser_of_member: Client, photo: SimpleUploadedFile) -> None:
    answer = browser_of_member.post("/uploads/", {"file": photo}, headers={"Accept": "text/html"})
    assert answer.status_code == 201
    asset = Asset.objects.get()
    assert answer.content.decode().strip().startswith(f'<li class="asset" id="asset-{asset.pk}"')
    assert "holiday.jpg" in answer.content.decode()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/json", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("*/*", "text/html; charset=utf-8"),
    ],
)
def test_answers_in_the_form_that_is_preferred(
    browser_of_member: Client, photo: SimpleUploadedFile, accept: str, expected: str
) -> None:
    answer = browser_of_member.post("/uploads/", {"file": photo}, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == expected


def test_answers_a_browser_with_the_reason(browser_of_member: Client) -> None:
    file = SimpleUploadedFile("it's <b>.jpg", b"nonsense")
    answer = browser_of_member.post("/uploads/", {"file": file}, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert NOT_MEDIA.format("it's <b>.jpg") in unescape(answer.content.decode())
    assert "<b>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "No file arrived. Choose a photo, a video or an audio file."),
        (["a.jpg", "b.jpg"], "Send each file in a request of its own."),
    ],
)
def test_takes_one_file_a_request(browser_of_member: Client, files: list[str], sentence: str) -> None:
    sent = [SimpleUploadedFile(name, media.jpeg()) for name in files]
    answer = browser_of_member.post("/uploads/", {"file": sent} if sent else {}, headers=AS_JSON)
    assert answer.status_code == 422
    assert answer.json() == {"error": sentence}
    assert not Asset.objects.exists()


def test_a_form_without_javascript_may_hold_several_files(browser_of_member: Client) -> None:
    files = [SimpleUploadedFile("a.jpg", media.jpeg()), SimpleUploadedFile("b.txt", b"hello")]
    answer = browser_of_member.post("/uploads/", {"file": files, "plain": "1"}, follow=True)
    assert answer.redirect_chain == [("/uploads/", 302)]
    page = unescape(answer.content.decode())
    assert "a.jpg was received." in page
    assert NOT_MEDIA.format("b.txt") in page
    assert [asset.original_name for asset in Asset.objects.all()] == ["a.jpg"]


def test_a_form_without_javascript_and_without_a_file_says_so(browser_of_member: Client) -> None:
    answer = browser_of_member.post("/uploads/", {"plain": "1"}, follow=True)
    assert "No file arrived." in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\photos\\holiday.jpg", "holiday.jpg"),
        ("Größe „1“ 日本.jpg", "Größe „1“ 日本.jpg"),
        ("a&quot;b.jpg", 'a"b.jpg'),
    ],
)
def test_keeps_only_the_last_part_of_a_name(send: Send, sent: str, kept: str) -> None:
    assert send(sent, media.jpeg()).status_code == 201
    assert Asset.objects.get().original_name == kept


def test_a_very_long_name_is_shortened_with_its_ending_kept(send: Send) -> None:
    assert send("n" * 400 + ".jpg", media.jpeg()).status_code == 201
    name = Asset.objects.get().original_name
    assert len(name) == 255
    assert name.endswith("n.jpg")


@on_disk_only
def test_the_kept_file_is_for_its_owner_and_group_only(send: Send) -> None:
    send("a.jpg", media.jpeg())
    assert Path(Asset.objects.get().file.path).stat().st_mode & 0o777 == 0o640
