"""What Jogg offers, as it is kept here: lists that repeat, change, shrink and fail."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client as Visitor
from django.utils import timezone
from PIL import Image

from jogg_dashboard.account import jogg
from tests import media
from tests.kept import Kept
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import dead_worker
from videos import catalog, tasks
from videos.models import Avatar, Catalogue, Voice

pytestmark = pytest.mark.django_db

PATHS = {
    "avatars": "/v1/avatars", "custom": "/v1/avatars/custom", "photo": "/v1/avatars/photo_avatars",
    "voices": "/v1/voices", "own_voices": "/v1/voices/custom",
}  # fmt: skip


V2_PATHS = {name: path.replace("/v1", "/v2") for name, path in PATHS.items()} | {"avatars": "/v2/avatars/public"}


def speak(settings: Any, version: str) -> None:
    settings.JOGG_API_VERSION = version


@pytest.fixture
def spoken_v2(scripted: ScriptedServer, settings: Any) -> ScriptedServer:
    """A Jogg that is spoken to in v2, and whose account has 7 credits left; its lists are empty."""
    speak(settings, "v2")
    offers(scripted, V2_PATHS)
    scripted.script("GET /v2/user/whoami", envelope({"username": "Ann", "email": "ann@us.example"}))
    scripted.script("GET /v2/user/remaining_quota", envelope({"remaining_quota": 7}))
    return scripted


def offers(server: ScriptedServer, paths: dict[str, str] = PATHS, **lists: Any) -> None:
    """Script the five lists; those not named are empty. Several pages of voices are a tuple."""
    for name, path in paths.items():
        given = lists.get(name, [])
        pages = given if isinstance(given, tuple) else (given,)
        inside = "voices" if "voices" in name else "avatars"
        server.script(f"GET {path}", *[envelope({inside: page}) for page in pages])


def read_again() -> Any:
    """Read the lists as if an hour had passed."""
    Catalogue.objects.update(refreshed_at=timezone.now() - timedelta(hours=1), due_at=None)
    return catalog.refresh_if_stale()


def avatar_ids() -> list[str]:
    return list(Avatar.objects.order_by("position").values_list("avatar_id", flat=True))


def voice_ids() -> list[str]:
    return list(Voice.objects.order_by("position").values_list("voice_id", flat=True))


def test_reads_everything_the_sandbox_offers(account: SandboxServer) -> None:
    assert catalog.refresh_if_stale() is None
    assert Avatar.objects.filter(avatar_type=0).count() == 40
    assert Avatar.objects.filter(avatar_type=1).count() == 4
    assert Voice.objects.count() == 23
    assert catalog.catalogue().refreshed_at is not None


def test_fresh_lists_arent_read_again(scripted: ScriptedServer) -> None:
    offers(scripted)
    catalog.refresh_if_stale()
    asked = len(scripted.seen)
    catalog.refresh_if_stale()
    assert len(scripted.seen) == asked


def test_keeps_joggs_order(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 3}, {"avatar_id": 1}, {"avatar_id": 2}])
    read_again()
    assert avatar_ids() == ["3", "1", "2"]


@pytest.mark.parametrize(
    "pages",
    [
        ([{"voice_id": "a"}, {"voice_id": "b"}],),
        ([{"voice_id": "a"}], [{"voice_id": "b"}], [{"voice_id": "b"}]),
        ([{"voice_id": "a"}, {"voice_id": "a"}], [{"voice_id": "a"}, {"voice_id": "b"}], []),
    ],
    ids=["everything at once", "a repeated page", "repeated ids"],
)
def test_takes_each_voice_once_however_the_pages_repeat(scripted: ScriptedServer, pages: Any) -> None:
    offers(scripted, voices=pages)
    read_again()
    assert voice_ids() == ["a", "b"]


def test_takes_each_avatar_once(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1, "name": "Ann"}, {"id": 1}, {"id": 2}, {"name": "without an id"}])
    read_again()
    assert avatar_ids() == ["1", "2"]


def test_words_longer_than_there_is_room_for_are_cut_and_such_ids_left_out(scripted: ScriptedServer) -> None:
    long_words = {"name": "n" * 300, "gender": "g" * 60, "style": "s" * 60}
    offers(
        scripted,
        avatars=[{"avatar_id": "1", **long_words}, {"avatar_id": "9" * 101}, {"avatar_id": "2"}],
        voices=[{"voice_id": "a", **long_words}, {"voice_id": "9" * 201}, {"voice_id": "b"}],
    )
    read_again()
    assert (avatar_ids(), voice_ids()) == (["1", "2"], ["a", "b"])
    assert {(row.name, row.gender) for row in (Avatar.objects.get(avatar_id="1"), Voice.objects.get(voice_id="a"))} == {
        ("n" * 200, "g" * 50)
    }


def test_a_public_and_an_own_avatar_may_share_a_number(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}], custom=[{"avatar_id": 1}])
    read_again()
    assert list(Avatar.objects.order_by("position").values_list("avatar_type", "avatar_id")) == [(0, "1"), (1, "1")]


def test_own_avatars_that_jogg_is_still_making_arent_ready(scripted: ScriptedServer) -> None:
    offers(scripted, custom=[{"id": 1, "avatar_status": "processing"}], photo=[{"avatar_id": 2, "status": 1}])
    read_again()
    assert list(Avatar.objects.order_by("avatar_id").values_list("ready", flat=True)) == [False, True]
    offers(scripted, custom=[{"id": 1, "avatar_status": "success"}])
    read_again()
    assert Avatar.objects.get().ready


def test_what_jogg_no_longer_lists_disappears(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}, {"avatar_id": 2}], voices=[{"voice_id": "a"}, {"voice_id": "b"}])
    read_again()
    offers(scripted, avatars=[{"avatar_id": 2}], voices=[{"voice_id": "b"}])
    read_again()
    assert (avatar_ids(), voice_ids()) == (["2"], ["b"])


def test_a_changed_name_is_taken_over_in_the_same_row(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1, "name": "Ann"}])
    read_again()
    before = Avatar.objects.get()
    offers(scripted, avatars=[{"avatar_id": 1, "name": "Anna"}])
    read_again()
    after = Avatar.objects.get()
    assert (after.pk, after.name) == (before.pk, "Anna")


@pytest.mark.parametrize("failing", list(PATHS))
def test_a_failing_read_leaves_the_old_lists_and_says_why(scripted: ScriptedServer, failing: str) -> None:
    lists = {"avatars": [{"avatar_id": 1}], "voices": [{"voice_id": "a"}]}
    offers(scripted, **lists)
    read_again()
    offers(scripted, avatars=[], voices=[])
    scripted.script(f"GET {PATHS[failing]}", envelope(code=10105))
    due = read_again()
    assert (avatar_ids(), voice_ids()) == (["1"], ["a"])
    assert catalog.catalogue().error == "Jogg refuses the API key."
    assert timezone.now() < due < timezone.now() + timedelta(seconds=5)
    offers(scripted, **lists)
    assert read_again() is None
    assert catalog.catalogue().error == ""


@pytest.mark.parametrize("failing", ["custom", "photo", "own_voices"])
@pytest.mark.parametrize("code", [18025, 10104])
def test_a_list_of_ones_own_that_the_plan_lacks_leaves_the_others(
    scripted: ScriptedServer, failing: str, code: int
) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}], voices=[{"voice_id": "a"}])
    scripted.script(f"GET {PATHS[failing]}", envelope(code=code))
    assert catalog.refresh_if_stale() is None
    assert (avatar_ids(), voice_ids()) == (["1"], ["a"])
    assert catalog.catalogue().error == ""
    assert catalog.catalogue().own_error.startswith(("The Jogg account's plan", "Jogg doesn't find"))


def test_own_voices_come_first_and_once(scripted: ScriptedServer) -> None:
    offers(scripted, own_voices=[{"voice_id": "mine"}], voices=([{"voice_id": "a"}, {"voice_id": "mine"}], []))
    catalog.refresh_if_stale()
    assert voice_ids() == ["mine", "a"]
    assert Voice.objects.get(voice_id="mine").custom


def test_own_avatars_follow_and_are_told_apart(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}], custom=[{"avatar_id": 1}], photo=[{"id": 3}, {"id": 3}])
    catalog.refresh_if_stale()
    found = list(Avatar.objects.order_by("position").values_list("avatar_type", "avatar_id"))
    assert found == [(0, "1"), (1, "1"), (1, "3")]


def test_between_two_tries_nobody_asks(scripted: ScriptedServer) -> None:
    scripted.script("GET /v1/avatars", envelope(code=10105))
    assert catalog.refresh_if_stale() is not None
    asked = len(scripted.seen)
    assert catalog.refresh_if_stale() is None
    assert len(scripted.seen) == asked


def test_an_unlisted_answer_empties_no_list(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}])
    read_again()
    scripted.script("GET /v1/avatars", b"<html>maintenance</html>")
    read_again()
    assert avatar_ids() == ["1"]


def test_waits_longer_from_failure_to_failure(scripted: ScriptedServer) -> None:
    scripted.script("GET /v1/avatars", envelope(code=10105))
    waits = [(read_again() - timezone.now()).total_seconds() for _ in range(4)]
    assert waits == sorted(waits)
    assert waits[-1] > 10


def test_lists_of_another_account_count_as_never_read(scripted: ScriptedServer, settings: Any) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}])
    read_again()
    settings.JOGG_API_KEY = "another key"
    assert catalog.catalogue().refreshed_at is None
    offers(scripted, avatars=[{"avatar_id": 2}])
    catalog.refresh_if_stale()
    assert avatar_ids() == ["2"]
    assert Catalogue.objects.count() == 1


def test_only_one_worker_at_a_time_reads_the_lists(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}])
    claim = {"claimed_by": "elsewhere:7:0badcafe", "claimed_until": timezone.now() + timedelta(minutes=3)}
    row = Catalogue.objects.create(account=catalog.catalogue().account, **claim)
    tasks.refresh_catalogue_now()
    assert scripted.seen == []

    Catalogue.objects.filter(pk=row.pk).update(claimed_by=dead_worker())
    tasks.refresh_catalogue_now()
    assert avatar_ids() == ["1"]
    row.refresh_from_db()
    assert (row.claimed_by, row.claimed_until) == ("", None)


def test_the_row_doesnt_tell_the_key(scripted: ScriptedServer, settings: Any) -> None:
    settings.JOGG_API_KEY = "very-secret-key"
    assert "very-secret-key" not in str(catalog.catalogue().__dict__)


def portrait(server: ScriptedServer, *answers: Any) -> Avatar:
    """The one avatar after its portrait was fetched from a Jogg that answers so."""
    server.script("GET /ann", *answers)
    offers(server, avatars=[{"avatar_id": 1, "cover_url": f"{server.url}/ann"}])
    read_again()
    tasks.refresh_catalogue()
    return Avatar.objects.get()


def test_a_portrait_is_copied_and_made_small(scripted: ScriptedServer) -> None:
    avatar = portrait(scripted, media.jpeg(1200, 800))
    with Image.open(Kept(avatar.portrait).stream(), formats=["WEBP"]) as image:
        assert image.size == (480, 320)


def test_a_copied_portrait_isnt_fetched_again(scripted: ScriptedServer) -> None:
    portrait(scripted, media.jpeg())
    portrait(scripted, media.jpeg())
    assert len(scripted.requests("GET /ann")) == 1


def test_a_portrait_under_another_url_is_fetched_again(scripted: ScriptedServer) -> None:
    avatar = portrait(scripted, media.jpeg())
    scripted.script("GET /ann2", media.jpeg(100, 100))
    offers(scripted, avatars=[{"avatar_id": 1, "cover_url": f"{scripted.url}/ann2"}])
    read_again()
    avatar.refresh_from_db()
    assert not avatar.portrait
    tasks.refresh_catalogue()
    avatar.refresh_from_db()
    with Image.open(Kept(avatar.portrait).stream()) as image:
        assert image.size == (100, 100)


def bomb() -> bytes:
    file = BytesIO()
    Image.new("1", (8000, 8000)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=404), Answer(b"<svg/>"), Answer(media.jpeg()[:200]), Answer(media.mp3(1)),
        Answer(breaks="read"), Answer(bomb()),
    ],
    ids=["not there", "not a picture", "cut off", "a sound", "broken connection", "too many pixels"],
)  # fmt: skip
def test_a_portrait_that_cant_be_had_is_tried_again_next_time(scripted: ScriptedServer, answer: Answer) -> None:
    assert not portrait(scripted, answer).portrait
    scripted.script("GET /ann", media.jpeg())
    tasks.refresh_catalogue()
    assert Avatar.objects.get().portrait


def test_one_portrait_that_cant_be_had_is_no_obstacle_for_the_others(scripted: ScriptedServer) -> None:
    for number in range(1, 8):
        scripted.script(f"GET /{number}", Answer(status=404) if number == 3 else media.jpeg())
    offers(scripted, avatars=[{"avatar_id": n, "cover_url": f"{scripted.url}/{n}"} for n in range(1, 8)])
    read_again()
    tasks.refresh_catalogue()
    assert [avatar.avatar_id for avatar in Avatar.objects.filter(portrait="")] == ["3"]


@pytest.mark.parametrize(("content", "ending"), [(media.mp3(1), ".mp3"), (media.wav(), ".wav")])
def test_a_voices_sample_is_copied(scripted: ScriptedServer, content: bytes, ending: str) -> None:
    scripted.script("GET /a", content)
    offers(scripted, voices=[{"voice_id": "a", "audition_url": f"{scripted.url}/a"}])
    read_again()
    tasks.refresh_catalogue()
    sample = Kept(Voice.objects.get().sample)
    assert (sample.path.suffix, sample.read_bytes()) == (ending, content)


@pytest.mark.parametrize("content", [b"", b"<html>", media.jpeg(), media.mp4()])
def test_what_is_no_sound_is_no_sample(scripted: ScriptedServer, content: bytes) -> None:
    scripted.script("GET /a", content)
    offers(scripted, voices=[{"voice_id": "a", "audio_url": f"{scripted.url}/a"}])
    read_again()
    tasks.refresh_catalogue()
    assert not Voice.objects.get().sample


def test_the_task_reads_the_lists_and_copies_the_media(scripted: ScriptedServer) -> None:
    scripted.script("GET /ann", media.jpeg())
    offers(scripted, avatars=[{"avatar_id": 1, "cover_url": f"{scripted.url}/ann"}])
    tasks.refresh_catalogue.call_local()
    assert Avatar.objects.get().portrait


def test_reads_the_same_from_the_sandbox_in_v2_and_what_is_left(account: SandboxServer, settings: Any) -> None:
    catalog.refresh_if_stale()
    first = (avatar_ids(), voice_ids(), catalog.catalogue().holder, catalog.catalogue().remaining_quota)
    speak(settings, "v2")
    read_again()
    row = catalog.catalogue()
    assert first == (avatar_ids(), voice_ids(), "", None)
    assert (row.holder, row.remaining_quota) == ("Sandbox", jogg().remaining_quota())


def test_v2_tells_whose_account_it_is_and_what_is_left(spoken_v2: ScriptedServer) -> None:
    before = timezone.now()
    read_again()
    row = catalog.catalogue()
    assert (row.holder, row.remaining_quota) == ("Ann", 7)
    assert before <= row.quota_at <= timezone.now()


def test_what_is_left_is_asked_for_again_with_the_lists(spoken_v2: ScriptedServer) -> None:
    read_again()
    spoken_v2.script("GET /v2/user/remaining_quota", envelope({"remaining_quota": 6.5}))
    read_again()
    assert catalog.catalogue().remaining_quota == 6.5


@pytest.mark.parametrize(
    ("said", "holder"),
    [({"email": "ann@us.example"}, "ann@us.example"), ({}, ""), ({"username": "A" * 300}, "A" * 200)],
)
def test_an_account_may_have_no_name_or_a_long_one(spoken_v2: ScriptedServer, said: Any, holder: str) -> None:
    spoken_v2.script("GET /v2/user/whoami", envelope(said))
    read_again()
    assert catalog.catalogue().holder == holder


@pytest.mark.parametrize("refused", ["whoami", "remaining_quota"])
@pytest.mark.parametrize("answer", [envelope(code=18025), envelope(code=50000), b"<html>", Answer(breaks="read")])
def test_the_lists_are_read_though_the_account_isn_t_told(spoken_v2: ScriptedServer, refused: str, answer: Any) -> None:
    offers(spoken_v2, V2_PATHS, avatars=[{"id": 1}])
    spoken_v2.script(f"GET /v2/user/{refused}", answer)
    assert read_again() is None
    row = catalog.catalogue()
    assert (avatar_ids(), row.error, row.own_error) == (["1"], "", "")
    assert (row.holder, row.remaining_quota) == (("", 7) if refused == "whoami" else ("Ann", None))


def test_a_figure_stays_with_its_time_while_jogg_doesn_t_tell_it(spoken_v2: ScriptedServer) -> None:
    read_again()
    first = catalog.catalogue()
    spoken_v2.script("GET /v2/user/remaining_quota", envelope(code=50000))
    read_again()
    second = catalog.catalogue()
    assert (second.remaining_quota, second.quota_at) == (7, first.quota_at)


def test_back_in_v1_nothing_is_told_of_the_account(spoken_v2: ScriptedServer, settings: Any) -> None:
    read_again()
    speak(settings, "v1")
    offers(spoken_v2)
    read_again()
    row = catalog.catalogue()
    assert (row.holder, row.remaining_quota, row.quota_at) == ("", None, None)


def test_the_page_of_credits_shows_whose_they_are(spoken_v2: ScriptedServer, client: Visitor, member: User) -> None:
    read_again()
    client.force_login(member)
    page = client.get("/videos/credits/").content.decode()
    assert '<p class="figure">7</p>' in page
    assert "of Ann" in page


def test_an_avatar_of_v2_may_have_any_text_for_its_id(spoken_v2: ScriptedServer, member: User, client: Visitor) -> None:
    offers(spoken_v2, V2_PATHS, avatars=[{"id": "av_3f", "name": "Ann"}], voices=[{"voice_id": "a"}])
    spoken_v2.script("POST /v2/create_video_from_avatar", envelope({"video_id": "video_1"}))
    spoken_v2.script("GET /v2/avatar_video/video_1", envelope({"video_id": "video_1", "status": "pending"}))
    read_again()
    client.force_login(member)
    chosen = {"avatar_id": "av_3f", "avatar_type": "0", "voice_id": "a", "script": "Good morning."}
    look = {"aspect_ratio": "square", "screen_style": "1"}
    assert client.post("/videos/new/", chosen | look).status_code == 302
    (order,) = spoken_v2.requests("POST /v2/create_video_from_avatar")
    assert json.loads(order.body)["avatar"] == {"avatar_id": "av_3f", "avatar_type": 0}


def traits(name: str) -> dict[str, str]:
    return dict(Avatar.objects.filter(avatar_type=0).order_by("position").values_list("avatar_id", name))


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_scenes_and_looks_are_learnt_from_the_lists_that_are_asked_for_by_them(
    account: SandboxServer, settings: Any, version: str
) -> None:
    speak(settings, version)
    tasks.refresh_catalogue_now.call_local()
    assert (traits("scene")["81"], traits("ethnicity")["81"]) == ("outdoors", "european")
    assert "" not in {*traits("scene").values(), *traits("ethnicity").values()}
    told = Voice.objects.exclude(accent="").exclude(use_case="").count()
    assert told == {"v1": 0, "v2": 22}[version]


def asked_by(server: ScriptedServer, trait: str) -> list[str]:
    """The values of a trait that Jogg was asked for."""
    queries = [seen.query for seen in server.requests("GET /v1/avatars") if seen.query.startswith(f"{trait}=")]
    return [query.partition("=")[2] for query in queries]


def test_a_list_that_passes_the_filter_over_teaches_nothing(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}, {"avatar_id": 2}])
    read_again()
    catalog.learn_traits()
    assert len(asked_by(scripted, "scene")) == len(asked_by(scripted, "ethnicity")) == 7
    assert set(traits("scene").values()) == {""}


def test_a_failing_question_is_no_obstacle_for_the_others(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}, {"avatar_id": 2}])
    read_again()
    some = envelope({"avatars": [{"avatar_id": 2}]})
    scripted.script("GET /v1/avatars", envelope(code=40000), some, envelope(code=10104))
    catalog.learn_traits()
    assert traits("scene") == {"1": "", "2": "outdoors"}
    assert len(asked_by(scripted, "ethnicity")) == 7


def test_what_was_learnt_stays_when_the_lists_are_read_again(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1}, {"avatar_id": 2}])
    read_again()
    Avatar.objects.filter(avatar_id="1").update(scene="news")
    read_again()
    assert traits("scene") == {"1": "news", "2": ""}


def test_what_a_list_tells_of_itself_is_taken(scripted: ScriptedServer) -> None:
    offers(scripted, avatars=[{"avatar_id": 1, "scene": "news"}, {"avatar_id": 2}])
    read_again()
    assert traits("scene") == {"1": "news", "2": ""}


def test_photo_avatars_are_told_from_other_own_ones(scripted: ScriptedServer) -> None:
    offers(scripted, custom=[{"avatar_id": 1}], photo=[{"avatar_id": 2, "status": 1}])
    read_again()
    assert dict(Avatar.objects.values_list("avatar_id", "photo")) == {"1": False, "2": True}
