"""The whole way through the client, against the sandbox: whichever dialect is spoken, the results are the same."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import jogg
from jogg import Account, Client, Endpoint, JobState, Project
from tests import media
from tests.jogg.asking import RECORDING, ended, ordered, served, uploaded
from tests.jogg.dialects import Dialect
from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer, Seen
from tests.waiting import wait_for

LISTS = ("avatars", "custom_avatars", "photo_avatars", "voices", "custom_voices")
URL = "https://us.example/webhooks/jogg/"


@pytest.fixture
def both(sandbox: SandboxServer) -> list[Client]:
    return [Client(sandbox.url, "the-key", version) for version in ("v1", "v2")]


@pytest.fixture(scope="module")
def finished_videos(sandbox: SandboxServer) -> dict[str, Project]:
    """One of each version: making them takes a while."""
    clients = [Client(sandbox.url, "the-key", version) for version in ("v1", "v2")]
    orders = [(client, ordered(client)) for client in clients]
    return {client.version: ended(client, job_id) for client, job_id in orders}


@pytest.fixture
def finished(finished_videos: dict[str, Project], guest: Client) -> Project:
    return finished_videos[guest.version]


@pytest.mark.parametrize(
    ("name", "content_type", "make"),
    [
        ("a.jpg", "image/jpeg", media.jpeg),
        ("a.png", "image/png", media.png),
        ("a.mp3", "audio/mpeg", media.mp3),
        ("a.wav", "audio/wav", media.wav),
        ("a.m4a", "audio/mp4", media.m4a),
        ("a.mp4", "video/mp4", media.mp4),
        ("a.webm", "video/webm", media.webm),
        ("a.mov", "video/quicktime", media.mov),
    ],
)
def test_an_uploaded_file_is_served_under_its_hosted_url(
    guest: Client, name: str, content_type: str, make: Callable[[], bytes]
) -> None:
    assert served(guest, uploaded(guest, name, content_type, make())) == (content_type, make())


def test_a_script_becomes_a_video_that_is_served(guest: Client) -> None:
    began = datetime.now(UTC) - timedelta(seconds=1)  # Jogg's times are whole seconds
    job_id = ordered(guest, name="Morning")
    seen = set()
    project = wait_for(lambda: followed(guest, job_id, seen), "the video")

    assert seen <= {JobState.WAITING, JobState.PROCESSING, JobState.SUCCEEDED}
    assert (project.job_id, project.raw_status, project.failure) == (job_id, "success", "")
    assert began <= project.created_at <= datetime.now(UTC)
    assert served(guest, project.video_url)[0] == "video/mp4"
    assert served(guest, project.cover_url)[0] == "image/jpeg"


def followed(client: Client, job_id: str, seen: set[JobState]) -> Project | None:
    """The video if it has succeeded; before that it has no links, no length and no reason."""
    project = client.project(job_id)
    seen.add(project.state)
    if project.state == JobState.SUCCEEDED:
        return project
    assert (project.video_url, project.cover_url, project.duration, project.failure) == ("", "", None, "")
    return None


def test_an_uploaded_recording_becomes_a_video_that_is_as_long(guest: Client) -> None:
    project = ended(guest, ordered(guest, audio_url=uploaded(guest, *RECORDING, media.mp3(2))))
    assert project.state == JobState.SUCCEEDED
    told = {"v1": 2.0, "v2": None}  # v2 doesn't say how long a video is
    assert project.duration == told[guest.version]


def test_a_transparent_video_comes_as_webm(guest: Client) -> None:
    project = ended(guest, ordered(guest, screen_style=3))
    assert served(guest, project.video_url)[0] == "video/webm"


@pytest.mark.parametrize(("avatar_id", "mine"), [("9001", "custom_avatars"), ("9101", "photo_avatars")])
def test_ones_own_avatar_speaks(guest: Client, avatar_id: str, mine: str) -> None:
    (avatar,) = [avatar for avatar in getattr(guest, mine)() if avatar.ready]
    assert (avatar.avatar_id, avatar.avatar_type) == (avatar_id, 1)
    assert ended(guest, ordered(guest, avatar_id=avatar_id, avatar_type=1)).state == JobState.SUCCEEDED


@pytest.mark.parametrize(
    ("where", "said"), [("error.message", "No face."), ("error", "No face."), ("err_msg", "No face."), ("nowhere", "")]
)
def test_a_failed_video_says_why_wherever_the_reason_stands_q3(
    guest: Client, faulty: SandboxServer, where: str, said: str
) -> None:
    faulty.arm("fail_job", message="No face.", where=where)
    project = ended(guest, ordered(guest))
    assert (project.state, project.failure, project.video_url) == (JobState.FAILED, said, "")


def test_an_unknown_word_is_neither_success_nor_failure_and_passes_q1(
    guest: Client, finished: Project, faulty: SandboxServer
) -> None:
    faulty.arm("status_word")
    project = guest.project(finished.job_id)
    assert (project.state, project.raw_status) == (JobState.UNRECOGNISED, "reticulating")
    assert guest.project(finished.job_id).state == JobState.SUCCEEDED


def test_the_links_may_come_after_the_word_q8(guest: Client, finished: Project, faulty: SandboxServer) -> None:
    faulty.arm("no_url")
    early, late = guest.project(finished.job_id), guest.project(finished.job_id)
    assert (early.state, early.video_url, early.cover_url) == (JobState.SUCCEEDED, "", "")
    assert (late.video_url, late.cover_url) == (finished.video_url, finished.cover_url)


def test_a_finished_file_may_not_be_served_yet_q8(guest: Client, finished: Project, faulty: SandboxServer) -> None:
    faulty.arm("late_file")
    with pytest.raises(jogg.StorageRefused) as caught:
        served(guest, finished.video_url)
    assert (caught.value.http_status, caught.value.passing) == (404, True)
    assert served(guest, finished.video_url)[0] == "video/mp4"


@pytest.mark.parametrize("name", LISTS)
def test_both_dialects_list_the_same(both: list[Client], name: str) -> None:
    first, second = ([told(item) for item in getattr(client, name)()] for client in both)
    assert first == second
    assert len({item[0] for item in first}) == len(first) > 0


def told(item: jogg.Avatar | jogg.Voice) -> tuple[object, ...]:
    """What both dialects say of an avatar or a voice; of one's own, v1 says more."""
    if isinstance(item, jogg.Voice):
        return (item.voice_id, item.name, item.sample_url, item.language, item.custom)
    return (item.avatar_id, item.name, item.cover_url, item.avatar_type, item.ready)


def test_joggs_own_avatars_and_voices_are_described_alike(both: list[Client]) -> None:
    first, second = both
    assert first.avatars() == second.avatars()
    assert all(a.aspect_ratio and a.style and a.gender and a.age and a.ready for a in first.avatars())
    assert [replace(voice, accent="", use_case="") for voice in second.voices()] == first.voices()
    assert all(voice.gender and voice.age and not voice.custom for voice in first.voices())


def test_only_v2_tells_accent_and_use_of_voices(guest: Client) -> None:
    told = guest.version == "v2"
    assert {bool(voice.accent and voice.use_case) for voice in guest.voices()} == {told}


@pytest.mark.parametrize("trait", list(jogg.AVATAR_TRAITS))
def test_a_trait_parts_joggs_avatars(guest: Client, trait: str) -> None:
    """No list tells it, but each value brings some, and each avatar has one."""
    found = [guest.avatars_with(trait, value) for value in jogg.AVATAR_TRAITS[trait]]
    assert all(found)
    assert sorted(a.avatar_id for part in found for a in part) == sorted(a.avatar_id for a in guest.avatars())


@pytest.mark.parametrize("name", ["custom_avatars", "photo_avatars"])
def test_ones_own_avatars_are_listed_while_they_are_made(guest: Client, name: str) -> None:
    assert [avatar.ready for avatar in getattr(guest, name)()] == [True, False]


def test_portraits_and_samples_are_served(guest: Client) -> None:
    assert served(guest, guest.avatars()[0].cover_url)[0].startswith("image/")
    assert served(guest, guest.voices()[0].sample_url)[0].startswith("audio/")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_repeats_itself_is_read_once_q11(guest: Client, faulty: SandboxServer, name: str) -> None:
    proper = getattr(guest, name)()
    faulty.arm("repeat_pages", times=0)
    assert getattr(guest, name)() == proper


def test_only_v2_tells_whose_key_it_is_and_what_is_left(both: list[Client]) -> None:
    first, second = both
    assert (first.whoami(), first.remaining_quota()) == (None, None)
    assert second.whoami() == Account(name="Sandbox", email="somebody@sandbox.invalid")
    before = second.remaining_quota()
    ordered(first)  # both dialects spend the same credits
    assert second.remaining_quota() == before - 1


@pytest.fixture
def endpoint(guest: Client) -> Iterator[Endpoint]:
    """An endpoint that isn't left behind."""
    added = guest.add_endpoint(URL, guest.video_events)
    yield added
    with suppress(jogg.NotFound):
        guest.remove_endpoint(added.endpoint_id)


def test_an_endpoint_is_added_and_listed(guest: Client, endpoint: Endpoint) -> None:
    assert (endpoint.url, endpoint.enabled, endpoint.events) == (URL, True, guest.video_events)
    assert endpoint.secret
    assert endpoint in guest.endpoints()


def test_a_changed_endpoint_keeps_its_id_and_secret(guest: Client, endpoint: Endpoint) -> None:
    one_event = guest.video_events[:1]
    changed = guest.update_endpoint(endpoint.endpoint_id, URL + "new/", one_event)
    assert changed == Endpoint(endpoint.endpoint_id, URL + "new/", endpoint.secret, enabled=True, events=one_event)
    listed = guest.endpoints()
    assert changed in listed
    assert endpoint not in listed


def test_a_removed_endpoint_is_gone(guest: Client, endpoint: Endpoint) -> None:
    guest.remove_endpoint(endpoint.endpoint_id)
    assert endpoint not in guest.endpoints()
    with pytest.raises(jogg.NotFound):
        guest.remove_endpoint(endpoint.endpoint_id)


def test_the_events_of_a_dialects_videos_are_among_those_delivered(guest: Client) -> None:
    assert set(guest.video_events) <= set(guest.events())


@pytest.mark.parametrize(("fails", "state", "said"), [(False, "succeeded", ""), (True, "failed", "No face.")])
def test_what_becomes_of_a_video_is_delivered_signed(
    guest: Client, faulty: SandboxServer, scripted_server: ScriptedServer, fails: bool, state: JobState, said: str
) -> None:
    scripted_server.script("POST /hook", b"")
    endpoint = guest.add_endpoint(f"{scripted_server.url}/hook", guest.video_events)
    if fails:
        faulty.arm("fail_job", message=said)
    project = ended(guest, ordered(guest))
    delivered = wait_for(lambda: about(scripted_server, project), "the event")
    guest.remove_endpoint(endpoint.endpoint_id)

    signature, name = delivered.headers["x-webhook-signature"], delivered.headers["x-webhook-event"]
    assert jogg.webhooks.verify(delivered.body, signature, endpoint.secret)
    event = jogg.webhooks.parse(delivered.body)
    assert (event.name, event.state, event.failure) == (name, state, said)
    assert name in guest.video_events
    assert (event.video_url, event.cover_url) == (project.video_url, project.cover_url)


def about(server: ScriptedServer, project: Project) -> Seen | None:
    """What was delivered about a video; other tests' videos may still be under way."""
    return next((seen for seen in server.seen if project.job_id.encode() in seen.body), None)


def test_a_video_is_found_in_the_dialect_that_ordered_it_only(both: list[Client]) -> None:
    first, second = both
    with pytest.raises(jogg.NotFound):
        second.project(ordered(first))
    with pytest.raises(jogg.NotFound):
        first.project(ordered(second))


def test_each_dialect_speaks_to_its_own_paths(guest: Client, dialect: Dialect, faulty: SandboxServer) -> None:
    uploaded(guest, *RECORDING, media.mp3())
    ordered(guest)
    for name in LISTS:
        getattr(guest, name)()
    asked = {entry["path"].split("/")[1] for entry in faulty.journal() if entry["had_api_key"]}
    assert asked == {dialect.version}
