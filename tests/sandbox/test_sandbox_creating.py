"""Ordering videos: what is taken, what is refused, and how the status goes on."""

import re
import time
from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import DEADLINE_SECONDS, Api, Start
from tests.sandbox_server import SandboxServer

STAGES = [(1, "start"), (2, "waiting"), (3, "processing"), (4, "success")]


def test_takes_an_order_and_names_its_project(api: Api) -> None:
    answer = api.create(video_name="Greeting")
    assert (answer["code"], answer["msg"]) == (0, "Success")
    assert re.fullmatch("[0-9a-f]{32}", answer["data"]["project_id"])
    assert api.get("/project", project_id=answer["data"]["project_id"])["data"]["title"] == "Greeting"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"avatar_id": None}, "avatar_id: is required."),
        ({"avatar_type": None}, "avatar_type: is required."),
        ({"aspect_ratio": None}, "aspect_ratio: is required."),
        ({"screen_style": None}, "screen_style: is required."),
        ({"caption": None}, "caption: is required."),
        ({"voice_id": None}, "voice_id: is required with script."),
        ({"script": None}, "script, audio_url: one of them is required."),
        ({"audio_url": "http://127.0.0.1/a.mp3"}, "script, audio_url: only one of them may be given."),
        ({"colour": "red"}, "colour: there is no such field."),
        ({"avatar_id": "83"}, "avatar_id: must be an integer."),
        ({"avatar_id": True}, "avatar_id: must be an integer."),
        ({"avatar_id": 83.0}, "avatar_id: must be an integer."),
        ({"caption": 1}, "caption: must be true or false."),
        ({"script": 5}, "script: must be a string."),
        ({"script": " \n"}, "script: must not be empty."),
        ({"voice_id": ""}, "voice_id: must not be empty."),
        ({"video_name": ""}, "video_name: must not be empty."),
        ({"script": "a" * 5001}, "script: must not be longer than 5000 characters."),
        ({"avatar_type": 2}, "avatar_type: must be one of 0, 1."),
        ({"aspect_ratio": 3}, "aspect_ratio: must be one of 0, 1, 2."),
        ({"screen_style": 0}, "screen_style: must be one of 1, 2, 3."),
        ({"avatar_id": 5}, "avatar_id: there is no avatar 5 of avatar_type 0."),
        ({"avatar_type": 1}, "avatar_id: there is no avatar 83 of avatar_type 1."),
        ({"avatar_id": 9002, "avatar_type": 1}, "avatar_id: the avatar 9002 is still in progress."),
        ({"voice_id": "nobody"}, "voice_id: there is no such voice."),
        (
            {"screen_style": 3, "caption": True},
            "caption: must be false with screen_style 3, which can't carry captions.",
        ),
    ],
)
def test_refuses_an_order_and_says_why(api: Api, changes: dict, sentence: str) -> None:
    answer = api.create(**changes)
    assert (answer["code"], answer["msg"], answer["data"]) == (40000, sentence, None)


def test_refuses_audio_that_is_not_hosted_here(api: Api) -> None:
    hosted_url = api.upload("a.mp3", b"x")
    key = hosted_url.split("/")[-2]
    for url in ("https://example.com/a.mp3", hosted_url.replace("127.0.0.1", "example.com"), "nonsense", "http://[",
                hosted_url.replace(key, "0" * 32), hosted_url.replace("/a.mp3", "/b.mp3")):  # fmt: skip
        answer = api.create(script=None, audio_url=url)
        assert (answer["code"], answer["msg"]) == (40000, "audio_url: is not the URL of a file uploaded here.")


def test_refuses_audio_that_is_no_audio_or_has_not_arrived(api: Api) -> None:
    picture = api.upload("a.png", b"x")
    _, announced = api.announce("a.mp3")
    assert "not of audio" in api.create(script=None, audio_url=picture)["msg"]
    assert api.create(script=None, audio_url=announced)["msg"] == "audio_url: the file's bytes have not arrived yet."


def test_takes_audio_with_and_without_a_voice(api: Api, tone: bytes) -> None:
    hosted_url = api.upload("a.wav", tone)
    assert api.create(script=None, voice_id=None, audio_url=hosted_url)["code"] == 0
    assert api.create(script=None, audio_url=hosted_url)["code"] == 0


def test_refuses_a_body_that_is_not_json(api: Api, sandbox: SandboxServer) -> None:
    url = f"{sandbox.url}/v1/create_video_from_talking_avatar"
    plain = api.session.post(url, data="{}", timeout=10).json()
    broken = api.session.post(url, data="{", headers={"Content-Type": "application/json"}, timeout=10).json()
    assert (plain["code"], plain["msg"]) == (40000, "The Content-Type must be application/json.")
    assert (broken["code"], broken["msg"]) == (40000, "The body is not JSON.")


def test_status_goes_from_start_to_success_with_age(start: Start, data_dir: Path) -> None:
    server = start(data_dir, render_seconds=2)
    client = Api(server)
    before = time.time()
    job_id = client.create(script="Hello.")["data"]["project_id"]
    seen: list[tuple[int, str]] = []
    until = time.monotonic() + DEADLINE_SECONDS
    while (not seen or seen[-1][0] != 4) and time.monotonic() < until:
        project = client.get("/project", project_id=job_id)["data"]
        if project["status_code"] != 4:
            assert (project["video_url"], project["cover_url"], project["video_duration"]) == ("", "", 0)
        if (status := (project["status_code"], project["status_desc"])) not in seen:
            seen.append(status)
        time.sleep(0.05)
    client.session.close()
    # A slow machine may miss a stage, never see them in another order.
    assert [stage for stage in STAGES if stage in seen] == seen
    assert seen[0] in STAGES[:2]
    assert seen[-1] == STAGES[-1]
    assert before <= project["created_at"] + 1 <= before + 5


def test_a_result_is_not_served_before_success(start: Start, data_dir: Path) -> None:
    server = start(data_dir, render_seconds=600)
    client = Api(server)
    job_id = client.create(script="Hello.")["data"]["project_id"]
    until = time.monotonic() + DEADLINE_SECONDS
    while not list(data_dir.glob("results/*/video.mp4")) and time.monotonic() < until:
        time.sleep(0.05)
    answer = requests.get(f"{server.url}/results/{job_id}/video.mp4", timeout=10)
    client.session.close()
    assert list(data_dir.glob("results/*/video.mp4"))
    assert answer.status_code == 404


def test_a_project_that_can_not_be_rendered_fails_with_a_sentence(api: Api) -> None:
    hosted_url = api.upload("a.mp3", b"this is no sound")
    project = api.made(script=None, audio_url=hosted_url)
    assert (project["status_code"], project["status_desc"], project["video_url"]) == (5, "failed", "")
    assert project["error"]["message"] == project["err_msg"] == "The audio file could not be read."


def test_an_unknown_project_is_not_found(api: Api) -> None:
    assert api.get("/project", project_id="0" * 32)["code"] == 10104
    assert api.get("/project")["msg"] == "project_id: is required."
    assert api.get("/project", project_id="0" * 32, more=1)["msg"] == "more: there is no such parameter."
