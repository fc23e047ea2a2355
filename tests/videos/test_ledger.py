"""What submits cost: what is estimated, confirmed, released, and what nobody knows."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from jogg_dashboard.account import account
from tests import media
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import hosted_asset
from tests.videos.rows import CREATE, advance, finished_video, queued_video, says
from videos import ledger
from videos.estimates import credits_for, length_of, words_in, words_per_second
from videos.models import Catalogue, Submit, Video, Voice

LONG = "word " * 700  # 280 s at 150 words a minute


@pytest.fixture
def accepting(scripted: ScriptedServer) -> ScriptedServer:
    scripted.script(CREATE, *(envelope({"project_id": f"job-{number}"}) for number in range(10)))
    return scripted


def submit_of(video: Video) -> tuple[int, str]:
    return video.submits.values_list("credits", "state").get()


@pytest.mark.parametrize(("seconds", "credits"), [(0, 1), (1, 1), (120, 1), (120.1, 2), (240, 2), (600, 5)])
def test_a_credit_for_each_started_two_minutes(seconds: float, credits: int) -> None:
    assert credits_for(seconds) == credits


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Good morning.", 2),
        ("", 0),
        ("  one\n two\tthree ", 3),
        ("早上好，大家好", 3.5 + 0.0),
        ("สวัสดี", 3),
        ("Hi 你好", 2),
    ],
)
def test_counts_words_and_signs(script: str, words: float) -> None:
    assert words_in(script) == pytest.approx(words, abs=0.51)


def test_a_recording_is_as_long_as_it_is(member: User) -> None:
    video = queued_video(member, script="", audio=hosted_asset(member, duration=130))
    assert (length_of(video), credits_for(length_of(video))) == (130, 2)


def test_a_voice_is_as_fast_as_its_finished_videos_show(member: User) -> None:
    assert words_per_second("slow") == 2.5
    finished_video(member, voice_id="slow", script="word " * 50, duration=50.0)
    assert words_per_second("slow") == 1.0
    Voice.objects.create(voice_id="slow", position=0, language="german")
    Voice.objects.create(voice_id="unheard", position=1, language="german")
    assert words_per_second("unheard") == 1.0, "as others of its language"


def test_the_estimate_is_booked_at_the_submit(accepting: ScriptedServer, member: User) -> None:
    assert submit_of(advance(queued_video(member, script=LONG))) == (3, "booked")


def test_the_results_length_confirms_or_corrects_it(accepting: ScriptedServer, member: User) -> None:
    video = advance(queued_video(member, script=LONG))
    says(accepting, status_code=4, video_url=f"{accepting.url}/file", video_duration=100)
    accepting.script("GET /file", media.mp4())
    advance(video)
    assert submit_of(video) == (1, "confirmed")


def test_a_result_without_a_length_is_measured_when_it_is_kept(accepting: ScriptedServer, member: User) -> None:
    video = advance(queued_video(member, script=LONG))
    says(accepting, status_code=4, video_url=f"{accepting.url}/file")
    accepting.script("GET /file", media.mp4())
    advance(video)
    assert video.duration == pytest.approx(1.0, abs=0.5)
    assert submit_of(video) == (1, "confirmed")


@pytest.mark.parametrize(("code", "status"), [(18020, "rejected"), (40000, "rejected"), (429, "queued")])
def test_what_jogg_didnt_take_is_released(scripted: ScriptedServer, member: User, code: int, status: str) -> None:
    scripted.script(CREATE, envelope(code=code), envelope({"project_id": "job-1"}))
    video = advance(queued_video(member))
    assert (video.status, submit_of(video)) == (status, (1, "released"))


def test_a_retry_of_what_wasnt_taken_is_the_same_submit_booked_again(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope(code=429), envelope({"project_id": "job-1"}))
    video = advance(advance(queued_video(member)))
    assert (video.status, submit_of(video)) == ("waiting", (1, "booked"))


def test_a_failure_at_jogg_is_not_known_to_be_refunded(accepting: ScriptedServer, member: User) -> None:
    video = advance(queued_video(member))
    says(accepting, status_code=5, err_msg="No face found.")
    advance(video)
    assert (video.status, submit_of(video)) == ("failed", (1, "uncertain"))


def test_a_person_sees_the_sums_of_their_own(client: Client, member: User, stranger: User) -> None:
    states = [("confirmed", 2), ("confirmed", 1), ("booked", 3), ("uncertain", 4), ("released", 5)]
    for owner in (member, stranger):
        for state, credits in states:
            video = queued_video(owner, name=f"{state} of {owner}")
            Submit.objects.create(video=video, number=1, body={}, body_hash="", credits=credits, state=state)
    totals = ledger.totals(Submit.objects.for_user(member))
    assert (totals.confirmed.credits, totals.booked.credits, totals.uncertain.credits) == (3, 3, 4)
    assert (totals.spent, totals.released.credits, totals.confirmed.submits) == (10, 5, 2)
    client.force_login(member)
    text = client.get("/videos/credits/").content.decode()
    assert "uncertain of member" in text
    assert "stranger" not in text


@pytest.mark.parametrize(
    ("quota", "version", "sentence"),
    [
        ({}, "v1", "Version 1 of Jogg's API doesn't tell."),
        ({}, "v2", "Jogg hasn't told yet."),
        ({"remaining_quota": 12.5, "holder": "studio"}, "v2", "for the whole account of studio"),
        ({"remaining_quota": 0.0}, "v2", "nothing here is decided by it"),
    ],
)
def test_joggs_own_figure_stands_beside_as_what_it_is(
    client: Client, member: User, settings: Any, quota: dict[str, Any], version: str, sentence: str
) -> None:
    settings.JOGG_API_VERSION = version
    Catalogue.objects.create(account=account(), quota_at=timezone.now(), **quota)
    client.force_login(member)
    assert sentence in client.get("/videos/credits/").content.decode()


def test_a_lost_answer_leaves_the_credits_uncertain(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, Answer(breaks="read"))
    assert submit_of(advance(queued_video(member))) == (1, "uncertain")


def test_many_submits_come_in_pages(client: Client, member: User) -> None:
    for number in range(30):
        video = queued_video(member, name=f"Video {number:02}")
        Submit.objects.create(video=video, number=1, body={}, body_hash="", credits=1)
    client.force_login(member)
    first = client.get("/videos/credits/")
    assert "Video 29" in first.content.decode()
    assert "Video 00" not in first.content.decode()
    assert "Video 00" in client.get(first.context["older"]).content.decode()
