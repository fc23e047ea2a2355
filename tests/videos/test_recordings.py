"""Videos and the links to their recordings: no credit is spent on one that was found dead."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from huey import Huey

from tests.kept import Kept
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import hosted_asset, stored_asset
from tests.videos.rows import CREATE, advance, queued_video
from uploads import housekeeping, probing, verifying
from uploads import tasks as asset_tasks
from uploads.models import Asset
from videos import submission, tasks
from videos.models import Status, Video

LINK = "GET /hosted/1.mp3"


@pytest.fixture
def recording(scripted: ScriptedServer, member: User) -> Asset:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    return hosted_asset(member, hosted_url=scripted.takes_uploads(), verify_due_at=timezone.now())


def spoken(owner: User, recording: Asset, **fields: Any) -> Video:
    return queued_video(owner, script="", voice_id="", audio=recording, **fields)


def check(recording: Asset) -> None:
    Asset.objects.update(verify_due_at=timezone.now())
    verifying.verify(recording.pk)


def test_a_link_that_wasnt_checked_yet_holds_nothing_up(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    assert advance(spoken(member, recording)).status == "waiting"


def test_trouble_with_checking_holds_nothing_up(scripted: ScriptedServer, member: User, recording: Asset) -> None:
    scripted.script(LINK, Answer(status=503))
    check(recording)
    assert advance(spoken(member, recording)).status == "waiting"


def test_nothing_is_submitted_with_a_dead_link_but_with_the_new_one(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    scripted.script(LINK, Answer(status=404))
    video = spoken(member, recording)
    for _ in range(len(verifying.DENIED_WAITS) + 1):
        check(recording)
        assert advance(video).status == "queued"
    assert scripted.requests(CREATE) == []
    assert video.notice == submission.HEALING_RECORDING
    assert (video.attempts, video.is_running) == (0, True)
    assert video.timeline.count() == 1

    new_link = f"{scripted.url}/hosted/2.mp3"
    scripted.script("POST /v1/upload/asset", envelope({"sign_url": f"{scripted.url}/signed", "asset_id": new_link}))
    scripted.script("GET /hosted/2.mp3", Kept(recording.file).read_bytes())
    asset_tasks.sweep()
    assert advance(video).status == "waiting"
    (created,) = scripted.requests(CREATE)
    assert new_link in created.body.decode()
    assert (video.notice, video.submits.count()) == ("", 1)


def test_a_video_may_be_ordered_while_its_recording_is_on_its_way(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    recording = stored_asset(member, probed_at=timezone.now())
    video = advance(spoken(member, recording))
    assert (video.status, video.notice) == ("queued", submission.SENDING_RECORDING)
    Asset.objects.update(status="hosted", hosted_url="https://h/1.mp3")
    assert advance(video).status == "waiting"


def test_a_recording_that_needs_a_person_is_waited_for(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    Kept(recording.file).unlink()
    scripted.script(LINK, b"something else")
    check(recording)
    video = advance(spoken(member, recording))
    assert (video.status, video.notice) == ("queued", submission.FAILED_RECORDING)
    assert timezone.now() < video.due_at < timezone.now() + timedelta(seconds=6)


def test_a_deleted_recording_that_isnt_at_jogg_is_waited_for(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    scripted.script(LINK, b"something else")
    check(recording)
    housekeeping.delete(Asset.objects.all())
    video = advance(spoken(member, recording))
    assert (video.status, video.notice) == ("queued", submission.DELETED_RECORDING)


@pytest.mark.parametrize("status", list(Status))
def test_the_recordings_of_unfinished_videos_are_checked_now_and_then(
    member: User, idle_worker: Huey, status: Status
) -> None:
    old = {"verified_at": timezone.now() - timedelta(minutes=31), "proof": "size"}
    hosted_asset(member, **old)
    recording = hosted_asset(member, **old)
    spoken(member, recording, status=status)
    queued_video(member)
    tasks.recheck_recordings.call_local()
    unfinished = {"draft", "queued", "submitting", "waiting", "processing", "unrecognised"}
    assert list(Asset.objects.to_verify()) == ([recording] if status in unfinished else [])


def test_the_recordings_of_another_joggs_videos_are_left_alone(member: User, idle_worker: Huey) -> None:
    spoken(member, hosted_asset(member), destination="another")
    tasks.recheck_recordings.call_local()
    assert not Asset.objects.to_verify().exists()


def test_nothing_is_submitted_of_a_recording_that_was_deleted_for_good(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    video = spoken(member, recording)
    housekeeping.delete(Asset.objects.all())
    housekeeping.purge(Asset.objects.all())
    assert advance(video).status == "rejected"
    assert video.error == submission.LOST_RECORDING
    assert scripted.requests(CREATE) == []


def test_a_recording_is_looked_into_before_a_credit_is_spent_on_it(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    """It can be at Jogg, and chosen, before that."""
    Asset.objects.update(probed_at=None)
    video = advance(spoken(member, recording))
    assert (video.status, video.notice) == ("queued", submission.UNKNOWN_RECORDING)
    probing.probe(recording.pk)
    assert advance(video).status == "waiting"


def test_what_is_found_out_to_be_refused_is_not_submitted(
    scripted: ScriptedServer, member: User, recording: Asset
) -> None:
    video = spoken(member, recording)
    Asset.objects.update(duration=601)
    assert advance(video).status == "rejected"
    assert "longer than the 10 minutes Jogg takes" in video.error
    assert scripted.requests(CREATE) == []


@pytest.mark.parametrize("known", [{"duration": 60}, {"deleted_at": timezone.now()}])
def test_what_is_known_is_enough_where_it_is_looked_into_anew_or_never(
    scripted: ScriptedServer, member: User, recording: Asset, known: dict[str, Any]
) -> None:
    video = spoken(member, recording)
    Asset.objects.update(probed_at=None, **known)
    assert advance(video).status == "waiting"
