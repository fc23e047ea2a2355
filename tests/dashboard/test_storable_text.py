"""Text that not every database takes: NUL, and what is longer than its column. Nothing of it may end in a crash."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from jogg import errors
from jogg.results import Answer
from jogg_dashboard.account import told
from jogg_dashboard.middleware import UNSTORABLE
from tests import media
from tests.scripted_server import ScriptedServer, envelope
from tests.videos.rows import CREATE, advance, queued_video
from uploads import services
from uploads.models import Asset, Origin


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/uploads/?q=%00", "/uploads/?q=spring%00offer", "/uploads/?q=%%0000", "/uploads/?owner=%00",
        "/uploads/?sort=name&after=%00~x", "/videos/?before=%00", "/videos/new/avatars/?q=%00",
        "/videos/new/voices/?voice_id=%00", "/videos/new/?audio=%00", "/videos/usage/?person=%00",
    ],
)  # fmt: skip
def test_nul_in_a_query_string_counts_as_nothing(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert not any("\0" in text for text in answer.wsgi_request.GET.values())


def test_the_words_around_nul_are_searched_for(visitor: Client) -> None:
    assert 'value="springoffer"' in visitor.get("/uploads/?q=spring%00offer").content.decode()


def test_a_per_cent_sign_and_two_noughts_stay(visitor: Client) -> None:
    assert 'value="%00"' in visitor.get("/uploads/?q=%2500").content.decode()


def test_an_address_with_nul_is_turned_away_with_a_sentence(visitor: Client) -> None:
    answer = visitor.get("/uploads/%00/")
    assert (answer.status_code, answer.content.decode()) == (400, UNSTORABLE)


def test_so_is_a_cookie_with_nul(visitor: Client) -> None:
    visitor.cookies["sessionid"] = "a\0aaaaaaaaaa"
    answer = visitor.get("/uploads/")
    assert (answer.status_code, answer.content.decode()) == (400, UNSTORABLE)


@pytest.mark.parametrize("field", ["name", "script", "avatar_id", "voice_id", "audio", "token"])
def test_a_form_with_nul_is_refused_beside_the_field(visitor: Client, field: str) -> None:
    sent = {
        "name": "Hello", "script": "Good morning.", "avatar_id": "83", "avatar_type": "0", "voice_id": "v",
        "aspect_ratio": "square", "screen_style": "1",
    }  # fmt: skip
    answer = visitor.post("/videos/new/", sent | {field: f"{sent.get(field, '')}\0"})
    assert answer.status_code == 422


def test_nobody_signs_in_with_nul(client: Client, db: None) -> None:
    answer = client.post("/accounts/login/", {"username": "a\0", "password": "b\0"})
    assert "Null characters are not allowed." in answer.content.decode()


def test_a_description_with_nul_is_refused(visitor: Client, member: User, tmp_path: Path) -> None:
    asset = added(member, tmp_path, "voice.mp3")
    for field in ("name", "tags", "note"):
        answer = visitor.post(f"{asset.get_absolute_url()}describe/", {field: "a\0b"})
        assert answer.status_code == 422, field


def added(owner: User, folder: Path, name: str) -> Asset:
    path = folder / "file"
    path.write_bytes(media.mp3(1))
    return services.add(owner=owner, path=path, name=name, origin=Origin.COMMAND)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("voice.mp3", "voice.mp3"),
        ("v\0oice.mp3", "voice.mp3"),
        ("v\udce9rit\u00e9.mp3", "v?rit\u00e9.mp3"),
        ("x" * 300 + ".mp3", "x" * 251 + ".mp3"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_file_is_kept_whatever_its_name(
    member: User, idle_worker: object, tmp_path: Path, name: str, kept: str
) -> None:
    assert Asset.objects.get(pk=added(member, tmp_path, name).pk).original_name == kept


def test_a_tag_that_becomes_longer_than_there_is_room_for_is_refused(
    visitor: Client, member: User, idle_worker: object, tmp_path: Path
) -> None:
    asset = added(member, tmp_path, "voice.mp3")
    answer = visitor.post(
        f"{asset.get_absolute_url()}describe/", {"tags": "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 10}
    )
    assert answer.status_code == 422
    assert "too long for a tag" in answer.content.decode()


def test_codes_and_request_ids_are_cut_to_their_columns() -> None:
    error = errors.Refused("No.", code="9" * 50, answer=Answer(rid="r" * 500))
    assert told(error) == {"error": "No.", "error_code": "9" * 20, "error_rid": "r" * 200}


def test_a_refusal_with_an_endless_code_is_written_down(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope(code=int("4" * 50)) | {"rid": "r" * 500})
    video = advance(queued_video(member))
    assert (video.status, video.error_code) == ("outcome_unknown", "4" * 20)


def test_a_job_id_that_nobody_could_keep_leaves_the_outcome_unknown(scripted: ScriptedServer, member: User) -> None:
    """It was paid for, so it isn't cut to another id, and the answer is kept as it came."""
    scripted.script(CREATE, envelope({"project_id": "p" * 201}))
    video = advance(queued_video(member))
    assert (video.status, video.job_id) == ("outcome_unknown", "")
    assert video.timeline.filter(payload__data__project_id="p" * 201).exists()


@pytest.mark.parametrize(("seconds", "credits"), [(1e300, 1), (250, 3)])
def test_a_length_that_cant_be_is_none(scripted: ScriptedServer, member: User, seconds: float, credits: int) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-1"}))
    said: dict[str, Any] = {"status_code": 4, "video_url": "https://h/1.mp4", "video_duration": seconds}
    scripted.script("GET /v1/project", envelope(said))
    video = queued_video(member)
    for _ in range(2):
        advance(video)
    assert (video.status, video.submits.get().credits) == ("succeeded", credits)
