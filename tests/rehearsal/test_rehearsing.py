"""Rehearsing: what is armed, what is started, and what becomes of it."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from huey import Huey

from jogg_dashboard.models import Pace
from rehearsal.scenes import SCENES, Scene, Start
from tests.sandbox_server import SandboxServer
from tests.uploads.rows import stored_asset
from tests.videos.rows import advance
from tests.waiting import wait_for
from uploads.models import Asset
from videos.models import Avatar, Catalogue, Video, Voice

FILES = [scene for scene in SCENES.values() if scene.start == Start.FILE]
VIDEOS = [scene for scene in SCENES.values() if scene.start == Start.VIDEO and not scene.is_reported]
OPTIONS = [
    (scene, choice.parameter, value)
    for scene in SCENES.values()
    for choice in scene.choices
    for value, _ in choice.options
]


def rehearse(person: Client, key: str, **chosen: Any) -> HttpResponse:
    """Press the button, with the first of each choice unless said otherwise."""
    preset = {choice.parameter: choice.options[0][0] for choice in SCENES[key].choices}
    return person.post(f"/rehearsal/{key}/", preset | chosen)


def named(scene: Any) -> str:
    return scene.key if isinstance(scene, Scene) else str(scene)


@pytest.mark.parametrize("scene", FILES, ids=named)
def test_a_file_meets_its_fault(person: Client, account: SandboxServer, scene: Scene) -> None:
    answer = rehearse(person, scene.key)
    asset = Asset.objects.get()
    assert answer["Location"] == f"/uploads/{asset.pk}/"
    assert asset.original_name == f"Rehearsal - {scene.title}.mp3"
    (fault,) = account.faults()
    assert (fault["fault"], fault["on"], fault["hits"]) == (scene.fault, scene.on, 1)
    assert asset.error or asset.verify_error or asset.timeline.filter(sentence__contains="sent again").exists()


@pytest.mark.parametrize("scene", VIDEOS, ids=named)
def test_a_video_meets_its_fault(
    person: Client, account: SandboxServer, scene: Scene, request: pytest.FixtureRequest
) -> None:
    if scene.fault == "slow":
        request.getfixturevalue("impatient")
    answer = rehearse(person, scene.key)
    video = Video.objects.get()
    assert answer["Location"] == f"/videos/{video.pk}/"
    assert video.name == f"Rehearsal: {scene.title}"

    def met() -> bool:
        advance(video)
        return account.faults()[0]["hits"] > 0

    wait_for(met, "the fault to be met")
    (fault,) = account.faults()
    assert (fault["fault"], fault["on"]) == (scene.fault, scene.on)


@pytest.mark.parametrize(
    ("key", "chosen", "status"),
    [
        ("answer-lost", {}, "outcome_unknown"),
        ("order-lost", {}, "outcome_unknown"),
        ("error-page", {}, "outcome_unknown"),
        ("system-error", {}, "outcome_unknown"),
        ("answer-unreadable", {}, "outcome_unknown"),
        ("half-an-answer", {"carried_out": True}, "outcome_unknown"),
        ("number-missing", {}, "outcome_unknown"),
        ("video-refused", {}, "rejected"),
        ("video-refused", {"code": 10104}, "outcome_unknown"),
        ("video-too-soon", {"told": "nowhere"}, "queued"),
    ],
)
def test_one_sees_what_the_card_promises(person: Client, key: str, chosen: dict[str, Any], status: str) -> None:
    rehearse(person, key, **chosen)
    assert Video.objects.get().status == status


@pytest.mark.parametrize(("scene", "parameter", "value"), OPTIONS, ids=named)
def test_what_is_chosen_is_armed(
    person: Client, account: SandboxServer, idle_worker: Huey, scene: Scene, parameter: str, value: Any
) -> None:
    assert rehearse(person, scene.key, **{parameter: value}).status_code == 302
    (fault,) = account.faults()
    assert fault == fault | {**scene.parameters, parameter: value, "times_left": scene.times}


def test_what_was_armed_before_is_switched_off(person: Client, account: SandboxServer, idle_worker: Huey) -> None:
    account.arm("slow", times=0, seconds=60)
    rehearse(person, "answer-lost")
    assert [fault["fault"] for fault in account.faults()] == ["drop_answer"]


def test_where_one_watches_it_is_said_what_to_see(person: Client, idle_worker: Huey) -> None:
    answer = person.post("/rehearsal/answer-lost/", follow=True)
    page = unescape(answer.content.decode())
    assert "Rehearsing: the answer is lost." in page
    assert SCENES["answer-lost"].dashboard in page
    assert 'href="/rehearsal/#answer-lost"' in page


def test_lists_that_repeat_themselves_show_each_avatar_and_voice_once(
    person: Client, account: SandboxServer, idle_worker: Huey
) -> None:
    before = Catalogue.objects.get().refreshed_at
    assert rehearse(person, "lists-repeat")["Location"] == "/videos/new/"
    idle_worker.execute(idle_worker.dequeue())  # and not the copying of every portrait that comes next
    assert account.faults()[0]["hits"] > 0
    assert Catalogue.objects.get().refreshed_at > before
    assert (Avatar.objects.filter(avatar_type=0).count(), Voice.objects.count()) == (40, 23)


def test_a_choice_that_there_isnt_is_refused_and_nothing_armed(person: Client, account: SandboxServer) -> None:
    answer = person.post("/rehearsal/video-refused/", {"code": "1"})
    assert answer.status_code == 422
    assert "Choose one of these." in answer.content.decode()
    assert (account.faults(), Video.objects.count()) == ([], 0)


def test_a_scene_that_there_isnt_is_not_found(person: Client) -> None:
    assert person.post("/rehearsal/earthquake/").status_code == 404


def test_without_avatars_and_voices_nothing_is_armed_and_the_card_says_why(
    browser_of_member: Client, account: SandboxServer
) -> None:
    account.clear_faults()
    before = account.arm("slow", on="avatars")
    answer = browser_of_member.post("/rehearsal/answer-lost/")
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    card = page[page.index('id="answer-lost"') : page.index('id="order-lost"')]
    assert "avatars and voices haven't arrived here yet" in card
    assert page.count("haven't arrived here yet") == 1
    assert (account.faults(), Video.objects.count()) == ([before], 0)


def test_lists_of_another_jogg_count_as_none(person: Client, account: SandboxServer) -> None:
    Catalogue.objects.update(account="another")
    assert rehearse(person, "answer-lost").status_code == 422
    assert account.faults() == []


def test_without_a_sandbox_nothing_is_started(client: Client, member: User, no_connection: str) -> None:
    client.force_login(member)
    answer = client.post("/rehearsal/storage-down/")
    assert answer.status_code == 422
    assert "The sandbox doesn't answer." in unescape(answer.content.decode())
    assert Asset.objects.count() == 0


@pytest.mark.parametrize("fields", [{}, {"status": "hosted", "verify_due_at": timezone.now()}])
def test_nothing_is_armed_while_something_else_would_meet_the_fault(
    person: Client, account: SandboxServer, member: User, fields: dict[str, Any]
) -> None:
    stored_asset(member, **fields)
    answer = rehearse(person, VIDEOS[0].key)
    assert answer.status_code == 422
    assert "Something else is still on its way to the sandbox" in unescape(answer.content.decode())
    assert (account.faults(), Video.objects.count()) == ([], 0)


def test_what_an_earlier_rehearsal_cost_the_pace_is_taken_back(person: Client, account: SandboxServer) -> None:
    limited = next(scene for scene in FILES if scene.fault == "rate_limit")
    rehearse(person, limited.key)
    assert Pace.objects.get().slower_by > 0
    Asset.objects.all().delete()
    rehearse(person, VIDEOS[0].key)
    assert Pace.objects.get().slower_by == 0
