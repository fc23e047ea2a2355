"""What the pickers show to whom for a set of filters, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.videos.rows import queued_video
from videos import catalog, favourites, sifting
from videos.gallery import Offer
from videos.models import Avatar, Catalogue, Voice
from videos.sifting import Picked

pytestmark = pytest.mark.django_db


def avatar(number: int, name: str = "", kind: int = 0, **traits: Any) -> Avatar:
    return Avatar.objects.create(avatar_id=str(number), avatar_type=kind, position=number, name=name, **traits)


def voice(voice_id: str, position: int = 0, **traits: Any) -> Voice:
    return Voice.objects.create(voice_id=voice_id, position=position, name=traits.pop("name", voice_id), **traits)


def shown(person: User, asked: dict[str, str], chosen: str = "") -> list[str]:
    return [row.avatar_id for row in Offer(person).avatars(asked, chosen).rows]


def spoken(person: User, asked: dict[str, str], chosen: str = "") -> list[str]:
    return [row.voice_id for row in Offer(person).voices(asked, chosen).rows]


def choices(picked: Picked, name: str) -> list[str]:
    """The words of one of the filters."""
    return [label for each in picked.filters if each.name == name for _, label in each.choices]


@pytest.fixture
def cast(member: User) -> User:
    """Somebody for whom there are three avatars of Jogg's and three of their own, of which one isn't ready."""
    avatar(1, "Ann at home", gender="female", style="social", aspect_ratio="portrait", age="adult", scene="lifestyle")
    avatar(2, "Bob", gender="male", style="social", aspect_ratio="square", age="young_adult", ethnicity="african")
    avatar(3, "Ánnika", gender="female", style="professional", aspect_ratio="square")
    avatar(4, "Me", kind=1)
    avatar(5, "My photo", kind=1, photo=True)
    avatar(6, "My next self", kind=1, ready=False)
    return member


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, "4 5 1 2 3 6"),
        ({"q": " ANN "}, "1 3"),
        ({"q": "home ann"}, "1"),
        ({"gender": "female", "aspect_ratio": "square"}, "3"),
        ({"style": "social", "q": "bob"}, "2"),
        ({"scene": "lifestyle"}, "1"),
        ({"ethnicity": "african"}, "2"),
        ({"gender": "unheard of"}, ""),
        ({"shelf": "own"}, "4 5 6"),
        ({"shelf": "photo"}, "5"),
        ({"shelf": "photo", "q": "me"}, ""),
        ({"shelf": "unheard of"}, "4 5 1 2 3 6"),
        ({"unknown": "x"}, "4 5 1 2 3 6"),
    ],
)
def test_shows_the_avatars_that_fit(cast: User, asked: dict[str, str], ids: str) -> None:
    found = Offer(cast).avatars(asked)
    assert [row.avatar_id for row in found.rows] == ids.split()
    assert found.total == len(ids.split())


def test_the_chosen_avatar_is_always_shown(cast: User) -> None:
    assert shown(cast, {"gender": "male"}, chosen="0:3") == ["3", "2"]
    assert shown(cast, {"gender": "male"}, chosen="0:2") == ["2"]
    assert shown(cast, {"gender": "male"}, chosen="0:gone") == ["2"]
    assert shown(cast, {"gender": "male"}, chosen="1:3") == ["2"], "Jogg's number 3 is nobody's own"


def test_favourites_are_a_persons_own(cast: User, stranger: User) -> None:
    ann, bob = Avatar.objects.filter(avatar_id__in="12").order_by("avatar_id")
    for _ in range(2):
        favourites.add_avatar(owner=cast, avatar=bob)
    favourites.add_avatar(owner=stranger, avatar=ann)
    assert shown(cast, {"shelf": "favourites"}) == ["2"]
    assert shown(stranger, {"shelf": "favourites"}) == ["1"]
    for _ in range(2):
        favourites.remove_avatar(owner=cast, avatar=bob)
    assert shown(cast, {"shelf": "favourites"}) == []


def test_a_favourite_is_one_of_both_that_share_a_number(cast: User) -> None:
    favourites.add_avatar(owner=cast, avatar=avatar(1, "Mine too", kind=1))
    assert [row.name for row in Offer(cast).avatars({"shelf": "favourites"}).rows] == ["Mine too"]


def test_used_lately_begins_with_the_last_one_and_knows_no_drafts(cast: User, stranger: User) -> None:
    now = timezone.now()
    for hours, number, kind in ((3, "2", 0), (2, "4", 1), (1, "1", 0), (4, "1", 0)):
        queued_video(cast, avatar_id=number, avatar_type=kind, created_at=now - timedelta(hours=hours))
    queued_video(cast, avatar_id="3", status="draft")
    queued_video(stranger, avatar_id="3")
    assert shown(cast, {"shelf": "lately"}) == ["1", "4", "2"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"shelf": "favourites"}, "You have no favourites yet. The star on an avatar makes it one."),
        ({"shelf": "lately"}, "You have made no video yet. The avatars of your videos come here."),
        ({"shelf": "own", "q": "nobody"}, "No avatar fits."),
        ({"age": "senior"}, "No avatar fits."),
    ],
)
def test_says_why_nothing_fits(cast: User, asked: dict[str, str], sentence: str) -> None:
    found = Offer(cast).avatars(asked)
    assert (found.none, found.is_narrowed, found.rows) == (sentence, True, [])


def test_offers_only_filters_that_tell_avatars_apart(cast: User) -> None:
    found = Offer(cast).avatars({"age": "adult"})
    assert choices(found, "gender") == ["Female", "Male"]
    assert choices(found, "age") == ["Adult", "Young adult"]
    assert choices(found, "aspect_ratio") == ["Portrait 9:16", "Square 1:1"]
    assert [each.name for each in found.filters] == ["aspect_ratio", "style", "gender", "age"]
    assert {each.name: each.value for each in found.filters}["age"] == "adult"


def test_says_while_portraits_are_on_their_way(cast: User) -> None:
    row = Catalogue.objects.create(account=catalog.catalogue().account, refreshed_at=timezone.now())
    assert not Offer(cast).avatars({}).is_incomplete
    Avatar.objects.filter(avatar_id="1").update(cover_url="https://c/1.jpg")
    assert Offer(cast).avatars({}).is_incomplete
    assert not Offer(cast).avatars({"q": "bob"}).is_incomplete
    Catalogue.objects.filter(pk=row.pk).update(refreshed_at=timezone.now() - timedelta(minutes=30))
    assert not Offer(cast).avatars({}).is_incomplete, "it would be waited for for ever"
    Catalogue.objects.filter(pk=row.pk).update(refreshed_at=timezone.now())
    Avatar.objects.filter(avatar_id="1").update(portrait="catalogue/avatars/1.webp")
    assert not Offer(cast).avatars({}).is_incomplete


def all_pages(person: User, asked: dict[str, str], chosen: str = "") -> list[list[str]]:
    """The ids of each page, the next one asked for as the one before says."""
    found = Offer(person).avatars(asked, chosen)
    pages = [[row.avatar_id for row in found.rows]]
    while found.more:
        found = Offer(person).avatars(asked | {"after": str(found.more), "kept": found.kept}, chosen)
        pages.append([row.avatar_id for row in found.rows])
    return pages


@pytest.mark.parametrize(
    ("chosen", "pages"),
    [
        ("", ["4 5", "1 2", "3 6"]),
        ("1:5", ["4 5", "1 2", "3 6"]),
        ("0:2", ["2 4 5", "1 3", "6"]),
        ("0:gone", ["4 5", "1 2", "3 6"]),
    ],
)
def test_pages_bring_each_avatar_once(
    cast: User, monkeypatch: pytest.MonkeyPatch, chosen: str, pages: list[str]
) -> None:
    monkeypatch.setattr(sifting, "PAGE_SIZE", 2)
    assert all_pages(cast, {}, chosen) == [page.split() for page in pages]


def test_one_that_is_chosen_meanwhile_moves_in_no_page(cast: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "PAGE_SIZE", 2)
    assert shown(cast, {"after": "2", "kept": "0:2"}, chosen="1:4") == ["1", "3"]


@pytest.mark.parametrize("number", ["", "0", "-2", "x", "²", "99999999999"])
def test_a_number_of_rows_that_is_none_counts_as_the_first_page(
    cast: User, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    monkeypatch.setattr(sifting, "PAGE_SIZE", 2)
    assert shown(cast, {"after": number, "shown": number}) == ["4", "5"]


def test_shows_as_many_as_were_there_before(cast: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "PAGE_SIZE", 2)
    found = Offer(cast).avatars({"shown": "4"})
    assert ([row.avatar_id for row in found.rows], found.shown, found.more) == (["4", "5", "1", "2"], 4, 4)


def test_shows_the_voices_that_fit(member: User) -> None:
    voice("mine", 0, custom=True, language="english")
    voice("lena", 1, name="Léna", language="german", gender="female", age="middle_aged")
    voice("jonas", 2, language="german", gender="male", accent="austrian", use_case="social_media")
    assert spoken(member, {}) == ["mine", "lena", "jonas"]
    assert spoken(member, {"language": "german", "q": "LEN"}) == ["lena"]
    assert spoken(member, {"accent": "austrian"}) == spoken(member, {"use_case": "social_media"}) == ["jonas"]
    assert spoken(member, {"shelf": "own"}) == ["mine"]
    assert spoken(member, {"gender": "male"}, chosen="mine") == ["mine", "jonas"]


def test_voices_are_marked_and_remembered_too(member: User) -> None:
    ada, bo = voice("ada"), voice("bo", 1)
    favourites.add_voice(owner=member, voice=bo)
    assert spoken(member, {"shelf": "favourites"}) == ["bo"]
    favourites.remove_voice(owner=member, voice=bo)
    assert spoken(member, {"shelf": "favourites"}) == []
    queued_video(member, voice_id=ada.voice_id)
    queued_video(member, voice_id="", audio=None)
    assert spoken(member, {"shelf": "lately"}) == ["ada"]


def test_languages_come_by_use_then_by_name(member: User) -> None:
    for number, language in enumerate(["english", "german", "arabic", "french"]):
        voice(language[:2], number, language=language)
    for voice_id in ("ge", "fr", "ge"):
        queued_video(member, voice_id=voice_id)
    assert choices(Offer(member).voices({}), "voice_language") == ["German", "French", "Arabic", "English"]


def test_remembers_the_voice_that_spoke_last_for_each_avatar(member: User, stranger: User) -> None:
    voice("ada"), voice("bo", 1)
    now = timezone.now()
    spoke = [("1", 0, "ada"), ("1", 0, "bo"), ("1", 1, "bo"), ("1", 1, "gone"), ("2", 0, "")]
    for minute, (number, kind, voice_id) in enumerate(spoke):
        at = now + timedelta(minutes=minute)
        queued_video(member, avatar_id=number, avatar_type=kind, voice_id=voice_id, created_at=at)
    queued_video(stranger, avatar_id="3", voice_id="ada")
    assert Offer(member).remembered() == {"0:1": "bo", "1:1": "bo"}


def test_words_a_voices_traits() -> None:
    row = voice(
        "x", language="traditional-chinese", accent="mandarin", gender="female", age="middle_aged",
        use_case="social_media", custom=True,
    )  # fmt: skip
    assert row.traits == "Traditional chinese · Mandarin · Female · Middle aged · Social media · Your own"
