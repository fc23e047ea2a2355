"""Using a video's choices again, and submitting once more what cost nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import hosted_asset
from tests.videos.rows import CREATE, advance, queued_video
from videos import again, submission
from videos.models import Avatar, Catalogue, Submit, Video, Voice

ACCEPTED = envelope({"project_id": "job-7"})


@pytest.fixture
def visitor(client: Client, member: User, scripted: ScriptedServer) -> Client:
    client.force_login(member)
    return client


def text_of(visitor: Client, url: str) -> str:
    return unescape(visitor.get(url).content.decode())


def form_of(visitor: Client, video: Video) -> Any:
    return visitor.get(f"/videos/new/?from={video.pk}").context["form"]


def sent_again(visitor: Client, video: Video, **changes: Any) -> Video:
    """What becomes of the form that "Use again" opens, sent as it stands."""
    form = form_of(visitor, video)
    fields = {name: form[name].value() for name in form.fields}
    ticked = {name: value for name, value in fields.items() if value is not None and value is not False}
    visitor.post("/videos/new/", ticked | changes)
    return Video.objects.filter(owner=video.owner).exclude(pk=video.pk).get()


EVERY_CHOICE = {
    "name": "Offer", "script": "Once more.", "avatar_id": "83", "avatar_type": 1, "voice_id": "v", "caption": False,
    "aspect_ratio": "landscape", "screen_style": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    "choices",
    [
        EVERY_CHOICE,
        EVERY_CHOICE | {"avatar_type": 0, "screen_style": 2, "caption": True, "aspect_ratio": "square", "name": ""},
    ],
)
def test_the_form_sent_as_it_opens_makes_a_video_of_the_same_choices(
    visitor: Client, member: User, scripted: ScriptedServer, choices: dict
) -> None:
    source = queued_video(member, status="failed", **choices)
    made = sent_again(visitor, source)
    assert {name: getattr(made, name) for name in choices if name != "name"} == {
        name: value for name, value in choices.items() if name != "name"
    }
    assert (made.name, made.made_from, made.take_key) == (
        "Offer (2)" if choices["name"] else "",
        source,
        source.take_key,
    )


def test_a_recording_is_used_again(visitor: Client, member: User) -> None:
    recording = hosted_asset(member)
    source = queued_video(member, status="failed", script="", voice_id="", audio=recording)
    made = sent_again(visitor, source)
    assert (made.audio, made.script, made.voice_id) == (recording, "", "")


@pytest.mark.parametrize("made_from", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_what_names_no_video_of_ones_own_names_none(visitor: Client, member: User, made_from: str) -> None:
    assert sent_again(visitor, queued_video(member), made_from=made_from).made_from is None


def test_another_persons_video_is_not_named(visitor: Client, member: User, stranger: User) -> None:
    theirs = queued_video(stranger)
    assert sent_again(visitor, queued_video(member), made_from=str(theirs.pk)).made_from is None


@pytest.mark.parametrize(
    ("name", "others", "called"),
    [
        ("Offer", [], "Offer (2)"),
        ("Offer", ["Offer (2)", "Offer (3)", "Offers"], "Offer (4)"),
        ("Offer (2)", ["Offer"], "Offer (3)"),
        ("Offer (7)", [], "Offer (2)"),
        ("Offer (a)", [], "Offer (a) (2)"),
        ("", [], ""),
        ("x" * 120, [], "x" * 113 + " (2)"),
    ],
)
def test_the_next_free_number_is_taken(member: User, name: str, others: list[str], called: str) -> None:
    for other in others:
        queued_video(member, name=other)
    assert again.next_name(queued_video(member, name=name)) == called


def test_another_persons_names_are_free(member: User, stranger: User) -> None:
    queued_video(stranger, name="Offer (2)")
    assert again.next_name(queued_video(member, name="Offer")) == "Offer (2)"


@pytest.fixture
def read_catalogue(member: User) -> None:
    Catalogue.objects.create(account=again.catalogue().account, refreshed_at=timezone.now())


def test_says_beside_the_field_what_isnt_offered_any_more(visitor: Client, member: User, read_catalogue: None) -> None:
    source = queued_video(member, avatar_name="Priya", voice_name="Emily")
    page = text_of(visitor, f"/videos/new/?from={source.pk}")
    assert "Priya isn't among the avatars that Jogg offers now." in page
    assert "Emily isn't among the voices that Jogg offers now." in page
    Avatar.objects.create(avatar_id="83", avatar_type=0, position=0)
    Voice.objects.create(voice_id=source.voice_id, position=0)
    assert "that Jogg offers now" not in text_of(visitor, f"/videos/new/?from={source.pk}")


def test_says_nothing_of_lists_that_were_not_read(visitor: Client, member: User) -> None:
    assert "offers now" not in text_of(visitor, f"/videos/new/?from={queued_video(member).pk}")


def test_says_what_became_of_the_recording(visitor: Client, member: User) -> None:
    trashed = queued_video(member, script="", audio=hosted_asset(member, name="a.mp3", deleted_at=timezone.now()))
    assert "The recording a.mp3 is in the trash." in text_of(visitor, f"/videos/new/?from={trashed.pk}")
    gone = queued_video(member, script="")
    assert "isn't in the library any more" in text_of(visitor, f"/videos/new/?from={gone.pk}")


@pytest.fixture
def refused(scripted: ScriptedServer, member: User) -> Video:
    """One that Jogg refused for want of credit, and would take the next time."""
    scripted.script(CREATE, envelope(code=18020), ACCEPTED)
    video = advance(queued_video(member))
    assert (video.status, video.submits.get().state) == ("rejected", "released")
    return video


def press(visitor: Client, video: Video, after: Any = 1) -> str:
    answer = visitor.post(f"/videos/{video.pk}/retry/", {"after": after}, follow=True)
    video.refresh_from_db()
    return unescape(answer.content.decode())


def creates(scripted: ScriptedServer) -> int:
    return len(scripted.requests(CREATE))


def test_what_cost_nothing_is_submitted_again_by_one_click(
    visitor: Client, scripted: ScriptedServer, refused: Video
) -> None:
    assert "Try again as it is" in text_of(visitor, refused.get_absolute_url())
    press(visitor, refused)
    assert (refused.status, refused.job_id, refused.error, refused.finished_at) == ("waiting", "job-7", "", None)
    assert list(refused.submits.order_by("number").values_list("number", "state")) == [(1, "released"), (2, "booked")]
    assert "as nothing was charged" in " ".join(refused.timeline.values_list("sentence", flat=True))
    assert creates(scripted) == 2


def test_two_clicks_submit_once(visitor: Client, scripted: ScriptedServer, refused: Video, idle_worker: Huey) -> None:
    press(visitor, refused)
    assert "Nothing was done" in press(visitor, refused)
    assert (refused.status, refused.submit_number) == ("queued", 2)
    submission.submit(refused.pk)
    assert "Nothing was done" in press(visitor, refused)
    assert creates(scripted) == 2


def test_two_clicks_in_one_moment_submit_once(refused: Video, idle_worker: Huey) -> None:
    start = threading.Barrier(2)

    def click() -> bool:
        start.wait()
        try:
            return again.retry(refused, after=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        clicks = [people.submit(click) for _ in range(2)]
        assert sorted(done.result() for done in clicks) == [False, True]
    refused.refresh_from_db()
    assert (refused.status, refused.submit_number) == ("queued", 2)


def test_a_click_on_an_old_page_does_nothing(visitor: Client, scripted: ScriptedServer, refused: Video) -> None:
    scripted.script(CREATE, envelope(code=18020))
    press(visitor, refused)
    assert refused.status == "rejected"
    assert "Nothing was done" in press(visitor, refused, after=1)
    assert creates(scripted) == 2
    press(visitor, refused, after=2)
    assert creates(scripted) == 3


@pytest.mark.parametrize("after", ["", "x", "-1", "0", "99999999999999"])
def test_a_click_that_names_no_submit_does_nothing(
    visitor: Client, scripted: ScriptedServer, refused: Video, after: str
) -> None:
    assert "Nothing was done" in press(visitor, refused, after)
    assert creates(scripted) == 1


def is_offered(visitor: Client, video: Video) -> bool:
    """Whether there is a button, which a click must agree with."""
    offered = "Try again as it is" in text_of(visitor, video.get_absolute_url())
    assert again.retriable().filter(pk=video.pk).exists() == offered
    return offered


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "failed"},
        {"status": "outcome_unknown"},
        {"status": "succeeded"},
        {"status": "deleted"},
        {"destination": "another"},
        {"deleted_at": timezone.now()},
        {"job_id": "job-9"},
        {"error": "You said that Jogg did not create it, so it counts as not charged."},
    ],
)
def test_it_isnt_offered_where_it_isnt_proven_free(
    visitor: Client, scripted: ScriptedServer, refused: Video, changes: dict
) -> None:
    assert is_offered(visitor, refused)
    Video.objects.update(**changes)
    assert not again.retriable().exists()
    assert not again.retry(refused, after=1)
    assert creates(scripted) == 1


@pytest.mark.parametrize("state", ["uncertain", "booked", "confirmed"])
def test_it_isnt_offered_while_any_submit_may_have_cost_something(visitor: Client, refused: Video, state: str) -> None:
    Submit.objects.create(video=refused, number=0, body={}, credits=1, state=state)
    assert not is_offered(visitor, refused)
    assert not again.retry(refused, after=1)


def test_it_isnt_offered_where_there_is_nothing_to_say(visitor: Client, refused: Video) -> None:
    Video.objects.update(script="")
    assert not is_offered(visitor, refused)


def test_what_never_went_to_jogg_is_submitted_now(visitor: Client, scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, ACCEPTED)
    video = queued_video(member, status="rejected", error="This wasn't submitted.")
    press(visitor, video)
    assert (video.status, video.submits.get().number) == ("waiting", 2)


def test_a_lost_answer_to_the_second_try_is_an_unknown_outcome(
    visitor: Client, scripted: ScriptedServer, refused: Video
) -> None:
    scripted.script(CREATE, Answer(breaks="read"))
    press(visitor, refused)
    assert refused.status == "outcome_unknown"
    assert not is_offered(visitor, refused)
