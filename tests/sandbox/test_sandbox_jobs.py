"""The list of all videos, and the same result for all of them."""

import time
from pathlib import Path

import requests

from tests.sandbox.api_client import Api, ApiV2, Start
from tests.waiting import wait_for

LONG_SCRIPT = "word " * 850


def test_lists_the_jobs_of_both_versions_as_they_were_ordered(start: Start, data_dir: Path) -> None:
    server = start(data_dir, render_seconds=600)
    v1, v2 = Api(server), ApiV2(server)
    before = time.time()
    project_id = v1.create(video_name="First", caption=True)["data"]["project_id"]
    v1.create(avatar_id=5)
    video_id = v2.create(voice={"script": "Hello."}, aspect_ratio="landscape")["data"]["video_id"]

    first, second = server.jobs()
    v1.session.close()
    v2.session.close()
    assert list(first) == ["id", "version", "request", "created_at", "status", "credits"]
    assert (first["id"], first["version"], first["status"], first["credits"]) == (project_id, "v1", "start", 1)
    assert first["request"] == {
        "script": "Good morning to you.", "voice_id": "en-US-EmilySandbox", "avatar_id": 83, "avatar_type": 0,
        "aspect_ratio": 2, "screen_style": 1, "caption": True, "video_name": "First",
    }  # fmt: skip
    assert (second["id"], second["version"], second["status"], second["credits"]) == (video_id, "v2", "pending", 1)
    assert second["request"] == {
        "avatar": {"avatar_id": 83, "avatar_type": 0},
        "voice": {"type": "script", "script": "Hello.", "voice_id": "en-US-EmilySandbox"},
        "aspect_ratio": "landscape", "screen_style": 1, "caption": False,
    }  # fmt: skip
    assert before <= first["created_at"] <= second["created_at"] <= time.time()


def test_the_same_result_serves_for_all_videos_of_a_screen_style(start: Start, data_dir: Path) -> None:
    client = Api(start(data_dir, render_seconds=0, same_result=True))
    first = client.made(script="Hello.")
    # Minutes of rendering each, were they rendered.
    for _ in range(30):
        client.create(script=LONG_SCRIPT)
    wait_for(lambda: {job["status"] for job in client.server.jobs()} == {"success"}, "31 videos")
    last = client.get("/project", project_id=client.server.jobs()[-1]["id"])["data"]
    client.session.close()
    assert last["video_url"] != first["video_url"]
    assert last["video_duration"] == first["video_duration"]
    for name in ("video_url", "cover_url"):
        assert requests.get(last[name], timeout=10).content == requests.get(first[name], timeout=10).content
    assert client.server.jobs()[-1]["credits"] == 3


def test_each_screen_style_has_a_result_of_its_own(start: Start, data_dir: Path) -> None:
    client = Api(start(data_dir, render_seconds=0, same_result=True))
    made = [client.made(script="Hello.", screen_style=style) for style in (1, 2, 3, 3)]
    client.session.close()
    contents = [requests.get(project["video_url"], timeout=10).content for project in made]
    assert len({*contents}) == 3
    assert contents[2] == contents[3]
    assert made[3]["video_url"].endswith(".webm")


def test_a_result_that_could_not_be_rendered_is_nobodys(start: Start, data_dir: Path) -> None:
    client = Api(start(data_dir, render_seconds=0, same_result=True))
    broken = client.made(script=None, audio_url=client.upload("a.mp3", b"this is no sound"))
    whole = client.made(script="Hello.")
    client.session.close()
    assert (broken["status_code"], whole["status_code"]) == (5, 4)


def test_people_see_the_newest_projects_first(api: Api) -> None:
    for name in ("Older one", "Newer <one>"):
        job_id = api.create(video_name=name)["data"]["project_id"]
    page = requests.get(f"{api.server.url}/sandbox/projects", timeout=10).text
    assert page.index("Newer &lt;one&gt;") < page.index("Older one")
    assert job_id in page
