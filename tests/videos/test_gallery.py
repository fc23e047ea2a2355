"""What the pickers show for a set of filters."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from videos import gallery
from videos.models import Avatar, Catalogue, Voice

pytestmark = pytest.mark.django_db


def avatar(number: int, name: str = "", kind: int = 0, **traits: Any) -> Avatar:
    return Avatar.objects.create(avatar_id=str(number), avatar_type=kind, position=number, name=name, **traits)


def voice(voice_id: str, position: int = 0, **traits: Any) -> Voice:
    return Voice.objects.create(voice_id=voice_id, position=position, name=voice_id, **traits)


def shown(asked: dict[str, str], chosen: str = "") -> list[str]:
    return [row.avatar_id for row in gallery.avatars(asked, chosen).avatars]


@pytest.fixture
def cast(db: None) -> None:
    avatar(1, "Ann at home", gender="female", style="social", aspect_ratio="portrait", age="adult")
    avatar(2, "Bob", gender="male", style="social", aspect_ratio="square", age="young_adult")
    avatar(3, "Annika", gender="female", style="professional", aspect_ratio="square")
    avatar(4, "Me", kind=1)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["1", "2", "3"]),
        ({"avatar_type": "0"}, ["1", "2", "3"]),
        ({"avatar_type": "1"}, ["4"]),
        ({"avatar_type": "nonsense"}, ["1", "2", "3"]),
        ({"q": " ANN "}, ["1", "3"]),
        ({"gender": "female", "aspect_ratio": "square"}, ["3"]),
        ({"style": "social", "q": "bob"}, ["2"]),
        ({"gender": "unheard of"}, []),
        ({"unknown": "x"}, ["1", "2", "3"]),
    ],
)
def test_shows_the_avatars_that_fit(cast: None, asked: dict[str, str], ids: list[str]) -> None:
    found = gallery.avatars(asked)
    assert [row.avatar_id for row in found.avatars] == ids
    assert found.total == len(ids)


def test_the_chosen_avatar_is_always_shown(cast: None) -> None:
    assert shown({"gender": "male"}, chosen="3") == ["3", "2"]
    assert shown({"gender": "male"}, chosen="2") == ["2"]
    assert shown({"gender": "male"}, chosen="gone") == ["2"]
    assert shown({"avatar_type": "1"}, chosen="1") == ["4"]


def test_offers_only_filters_that_there_are(cast: None) -> None:
    filters = {row.name: row for row in gallery.avatars({"age": "adult"}).filters}
    assert filters["gender"].choices == [("female", "Female"), ("male", "Male")]
    assert filters["age"].choices == [("adult", "Adult"), ("young_adult", "Young adult")]
    assert filters["age"].value == "adult"
    assert filters["aspect_ratio"].choices == [("portrait", "Portrait 9:16"), ("square", "Square 1:1")]


def test_says_while_portraits_are_on_their_way(cast: None) -> None:
    row = Catalogue.objects.create(account="x", refreshed_at=timezone.now())
    assert not gallery.avatars({}).is_incomplete
    Avatar.objects.filter(avatar_id="1").update(cover_url="https://c/1.jpg")
    assert gallery.avatars({}).is_incomplete
    Catalogue.objects.filter(pk=row.pk).update(refreshed_at=timezone.now() - timedelta(minutes=30))
    assert not gallery.avatars({}).is_incomplete, "it would be waited for for ever"
    Catalogue.objects.filter(pk=row.pk).update(refreshed_at=timezone.now())
    Avatar.objects.filter(avatar_id="1").update(portrait="catalogue/avatars/1.webp")
    assert not gallery.avatars({}).is_incomplete


def test_counts_also_what_is_too_much_to_show(cast: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "MOST_SHOWN", 2)
    found = gallery.avatars({})
    assert ([row.avatar_id for row in found.avatars], found.total) == (["1", "2"], 3)
    chosen = gallery.avatars({}, chosen="3")
    assert [row.avatar_id for row in chosen.avatars] == ["3", "1", "2"]
    assert chosen.total == 3


def test_shows_the_voices_that_fit() -> None:
    voice("mine", 0, custom=True, language="english")
    voice("lena", 1, language="german", gender="female", age="middle_aged")
    voice("jonas", 2, language="german", gender="male")
    assert [row.voice_id for row in gallery.voices({}).voices] == ["mine", "lena", "jonas"]
    assert [row.voice_id for row in gallery.voices({"language": "german", "q": "LEN"}).voices] == ["lena"]
    assert [row.voice_id for row in gallery.voices({"gender": "male"}, chosen="mine").voices] == ["mine", "jonas"]


def test_words_a_voices_traits() -> None:
    row = voice("x", language="traditional-chinese", gender="female", age="middle_aged", custom=True)
    assert row.traits == "Traditional chinese · Female · Middle aged · Your own"
