"""Version 2: its uploads, orders, status words and lists."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import Api, ApiV2, Start, put
from tests.waiting import wait_for

MB = 1024 * 1024
FIRST_RELEASE = """
CREATE TABLE old_asset (
    key TEXT PRIMARY KEY, filename TEXT NOT NULL, kind TEXT NOT NULL, created_at REAL NOT NULL
);
INSERT INTO old_asset SELECT key, filename, kind, created_at FROM asset;
DROP TABLE asset;
ALTER TABLE old_asset RENAME TO asset;
CREATE TABLE old_job (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, request TEXT NOT NULL, created_at REAL NOT NULL,
    outcome TEXT NOT NULL DEFAULT '', duration REAL NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT ''
);
INSERT INTO old_job SELECT id, title, request, created_at, outcome, duration, error FROM job;
DROP TABLE job;
ALTER TABLE old_job RENAME TO job;
"""


def test_serves_what_was_put_with_the_declared_type_and_size(api_v2: ApiV2) -> None:
    sign_url, asset_url = api_v2.announce("Picture.JPG", content_type="image/jpeg", file_size=5)
    assert put(sign_url, b"12345", **{"Content-Type": "image/jpeg"}).status_code == 200
    answer = requests.get(asset_url, timeout=10)
    assert (answer.content, answer.headers["Content-Type"]) == (b"12345", "image/jpeg")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "filename: is required."),
        ({"filename": "a.png"}, "content_type: is required."),
        ({"filename": "a.png", "content_type": "image/jpeg"}, "content_type: must be image/png for this filename."),
        ({"filename": "a.exe", "content_type": "image/png"}, "filename: must end in one of jpg,"),
        ({"filename": "a.png", "content_type": "image/png", "file_size": 0}, "file_size: must be from 1 to 10485760"),
        (
            {"filename": "a.png", "content_type": "image/png", "file_size": 10 * MB + 1},
            "file_size: must be from 1 to 10485760 for image files.",
        ),
        ({"filename": "a.png", "content_type": "image/png", "file_size": "5"}, "file_size: must be an integer."),
        ({"filename": "a.png", "content_type": "image/png", "kind": "x"}, "kind: there is no such field."),
    ],
)
def test_refuses_an_announcement_and_says_why(api_v2: ApiV2, fields: dict, sentence: str) -> None:
    answer = api_v2.post("/upload/asset", fields)
    assert answer["code"] == 40000
    assert answer["msg"].startswith(sentence)


def test_refuses_a_put_of_another_type_than_declared(api_v2: ApiV2) -> None:
    sign_url, asset_url = api_v2.announce("a.png", content_type="image/png")
    answer = put(sign_url, b"x", **{"Content-Type": "application/octet-stream"})
    assert (answer.status_code, answer.json()["msg"]) == (400, "The Content-Type must be image/png.")
    assert requests.get(asset_url, timeout=10).status_code == 404


def test_refuses_a_put_of_another_size_than_declared(api_v2: ApiV2) -> None:
    sign_url, _ = api_v2.announce("a.png", content_type="image/png", file_size=5)
    for content in (b"1234", b"123456"):
        answer = put(sign_url, content, **{"Content-Type": "image/png"})
        assert answer.json()["msg"] == "The file must have the 5 bytes it was announced with."


def test_makes_a_video_from_a_script(api_v2: ApiV2) -> None:
    answer = api_v2.create(video_name="Greeting")
    assert (answer["code"], list(answer["data"])) == (0, ["video_id"])
    assert re.fullmatch("video_[0-9a-f]{32}", answer["data"]["video_id"])
    video = api_v2.ended(answer["data"]["video_id"])
    assert list(video) == ["video_id", "status", "video_url", "cover_url", "created_at"]
    assert (video["video_id"], video["status"]) == (answer["data"]["video_id"], "success")
    for url, content_type in ((video["video_url"], "video/mp4"), (video["cover_url"], "image/jpeg")):
        assert requests.get(url, timeout=10).headers["Content-Type"] == content_type


def test_makes_a_video_from_audio_without_a_voice(api_v2: ApiV2, tone: bytes) -> None:
    voice = {"type": "audio", "script": None, "audio_url": _hosted(api_v2, tone), "voice_id": None}
    assert api_v2.made(voice=voice, screen_style=3)["video_url"].endswith("/video.webm")


def test_a_failed_video_says_why_in_its_error(api_v2: ApiV2) -> None:
    voice = {"type": "audio", "script": None, "audio_url": _hosted(api_v2, b"this is no sound")}
    video = api_v2.made(voice=voice)
    assert (video["status"], video["video_url"]) == ("fail", "")
    assert video["error"] == {"message": "The audio file could not be read."}


def test_a_video_goes_from_pending_over_processing_to_success(start: Start, data_dir: Path) -> None:
    client = ApiV2(start(data_dir, render_seconds=2))
    video_id = client.create(voice={"script": "Hello."})["data"]["video_id"]
    seen: list[str] = []

    def is_done() -> bool:
        if (status := client.get(f"/avatar_video/{video_id}")["data"]["status"]) not in seen:
            seen.append(status)
        return status == "success"

    wait_for(is_done, "success")
    client.session.close()
    # A slow machine may miss a stage, never see them in another order.
    assert [word for word in ("pending", "processing", "success") if word in seen] == seen
    assert seen[0] != "success"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"avatar": None}, "avatar: is required."),
        ({"voice": None}, "voice: is required."),
        ({"aspect_ratio": None}, "aspect_ratio: is required."),
        ({"screen_style": None}, "screen_style: is required."),
        ({"caption": None}, "caption: is required."),
        ({"avatar": 83}, "avatar: must be an object."),
        ({"avatar": {"avatar_id": None}}, "avatar.avatar_id: is required."),
        ({"avatar": {"avatar_id": "83"}}, "avatar.avatar_id: must be an integer."),
        ({"avatar": {"avatar_type": 2}}, "avatar.avatar_type: must be one of 0, 1."),
        ({"avatar": {"colour": "red"}}, "avatar.colour: there is no such field."),
        ({"avatar": {"avatar_id": 5}}, "avatar_id: there is no avatar 5 of avatar_type 0."),
        ({"voice": {"type": None}}, "voice.type: is required."),
        ({"voice": {"type": "song"}}, "voice.type: must be one of script, audio."),
        ({"voice": {"script": None}}, "voice.script: is required."),
        ({"voice": {"script": 5}}, "voice.script: must be a string."),
        ({"voice": {"script": "a" * 5001}}, "script: must not be longer than 5000 characters."),
        ({"voice": {"audio_url": "http://a/"}}, "voice.audio_url: must not be given with the type script."),
        ({"voice": {"type": "audio"}}, "voice.script: must not be given with the type audio."),
        ({"voice": {"type": "audio", "script": None}}, "voice.audio_url: is required."),
        ({"voice": {"voice_id": None}}, "voice_id: is required with script."),
        ({"voice": {"voice_id": "nobody"}}, "voice_id: there is no such voice."),
        ({"aspect_ratio": 0}, "aspect_ratio: must be a string."),
        ({"aspect_ratio": "round"}, "aspect_ratio: must be one of portrait, landscape, square."),
        ({"screen_style": 4}, "screen_style: must be one of 1, 2, 3."),
        ({"caption": "yes"}, "caption: must be true or false."),
        ({"script": "Hello."}, "script: there is no such field."),
        (
            {"screen_style": 3, "caption": True},
            "caption: must be false with screen_style 3, which can't carry captions.",
        ),
    ],
)
def test_refuses_an_order_and_says_why(api_v2: ApiV2, changes: dict, sentence: str) -> None:
    answer = api_v2.create(**changes)
    assert (answer["code"], answer["msg"], answer["data"]) == (40000, sentence, None)


def test_a_video_is_found_by_its_own_version_only(api: Api, api_v2: ApiV2) -> None:
    video_id = api_v2.create()["data"]["video_id"]
    project_id = api.create()["data"]["project_id"]
    assert api_v2.get(f"/avatar_video/{video_id}")["code"] == api.get("/project", project_id=project_id)["code"] == 0
    assert api.get("/project", project_id=video_id)["code"] == 10104
    assert api_v2.get(f"/avatar_video/{project_id}")["code"] == 10104


def test_public_avatars_come_in_pages_and_can_be_filtered(api_v2: ApiV2) -> None:
    first = api_v2.get("/avatars/public")["data"]["avatars"]
    rest = api_v2.get("/avatars/public", page=2, page_size=30)["data"]["avatars"]
    assert (len(first), len(rest)) == (10, 10)
    assert set(first[0]) == {"id", "name", "video_url", "cover_url", "aspect_ratio", "style", "gender", "age"}
    squares = api_v2.get("/avatars/public", aspect_ratio="square", page_size=100)["data"]["avatars"]
    assert {avatar["aspect_ratio"] for avatar in squares} == {2}
    assert requests.get(first[0]["cover_url"], timeout=10).headers["Content-Type"] == "image/jpeg"


def test_custom_avatars_have_a_word_and_photo_avatars_a_number(api_v2: ApiV2) -> None:
    custom = api_v2.get("/avatars/custom")["data"]["avatars"]
    photo = api_v2.get("/avatars/photo_avatars")["data"]["avatars"]
    assert [avatar["avatar_status"] for avatar in custom] == ["completed", "processing"]
    assert [avatar["status"] for avatar in photo] == [1, 0]
    assert set(photo[0]) == {"id", "name", "cover_url", "status", "fail_msg"}


def test_own_avatars_can_be_filtered_by_name_and_status(api_v2: ApiV2) -> None:
    assert [a["id"] for a in api_v2.get("/avatars/custom", name="OUTDOORS")["data"]["avatars"]] == [9002]
    assert [a["id"] for a in api_v2.get("/avatars/photo_avatars", status="completed")["data"]["avatars"]] == [9101]
    assert api_v2.get("/avatars/custom", status="failed")["data"]["avatars"] == []
    assert [a["id"] for a in api_v2.get("/avatars/custom", page=2, page_size=1)["data"]["avatars"]] == [9002]


def test_voices_say_whether_there_are_more(api_v2: ApiV2) -> None:
    first = api_v2.get("/voices")["data"]
    last = api_v2.get("/voices", page=2, page_size=11)["data"]
    assert (len(first["voices"]), first["has_more"], len(last["voices"]), last["has_more"]) == (10, True, 11, False)
    fields = {"name", "voice_id", "audio_url", "language", "gender", "age", "accent", "use_case"}
    assert set(first["voices"][0]) == fields
    assert requests.get(first["voices"][0]["audio_url"], timeout=10).headers["Content-Type"] == "audio/mpeg"


def test_voices_can_be_filtered(api_v2: ApiV2) -> None:
    found = api_v2.get("/voices", language="english", use_case="narrative_story")["data"]["voices"]
    assert [(voice["name"], voice["accent"]) for voice in found] == [
        ("Christopher", "american"),
        ("Margaret", "british"),
    ]


def test_own_voices_and_the_user_are_told(api_v2: ApiV2) -> None:
    own = api_v2.get("/voices/custom", language="english")["data"]
    assert (own["total"], set(own["voices"][0])) == (1, {"name", "voice_id", "audio_url", "language"})
    assert set(api_v2.get("/user/whoami")["data"]) == {"email", "username"}


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("/avatars/public", {"page_size": 101}, "page_size: must not be larger than 100."),
        ("/avatars/public", {"aspect_ratio": 0}, "aspect_ratio: must be one of portrait, landscape, square."),
        ("/avatars/custom", {"page": 0}, "page: must be a whole number from 1 on."),
        ("/avatars/photo_avatars", {"status": "1"}, "status: must be one of processing, completed, failed."),
        ("/voices", {"use_case": "opera"}, "use_case: must be one of narrative_story,"),
        ("/voices/custom", {"page": 1}, "page: there is no such parameter."),
        ("/user/whoami", {"page": 1}, "page: there is no such parameter."),
    ],
)
def test_refuses_unknown_parameters_and_values(api_v2: ApiV2, path: str, query: dict, sentence: str) -> None:
    answer = api_v2.get(path, **query)
    assert answer["code"] == 40000
    assert answer["msg"].startswith(sentence)


def test_refuses_a_missing_key(api_v2: ApiV2) -> None:
    answer = requests.get(f"{api_v2.server.url}/v2/voices", timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (200, 10105)


def test_what_was_made_by_the_first_release_is_still_there(start: Start, data_dir: Path, tone: bytes) -> None:
    first = start(data_dir, render_seconds=0)
    client = Api(first)
    hosted_url = client.upload("a.wav", tone)
    job_id = client.made(script="Hi.")["id"]
    first.stop()
    _undo_later_columns(data_dir / "sandbox.sqlite3")

    client.server = second = start(data_dir, render_seconds=0)
    assert requests.get(client.ended(job_id)["video_url"], timeout=10).status_code == 200
    assert client.create(script=None, audio_url=hosted_url)["code"] == 0
    assert requests.get(hosted_url.replace(first.url, second.url), timeout=10).content == tone
    client.session.close()


def _hosted(api_v2: ApiV2, content: bytes) -> str:
    sign_url, asset_url = api_v2.announce("a.wav", content_type="audio/wav")
    assert put(sign_url, content, **{"Content-Type": "audio/wav"}).status_code == 200
    return asset_url


def _undo_later_columns(path: Path) -> None:
    """Make the file what the first release wrote."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(FIRST_RELEASE)
