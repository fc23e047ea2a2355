"""Stars on avatars and voices."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from videos.models import Avatar, FavouriteAvatar, FavouriteVoice, Voice


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def places(db: None) -> dict[str, str]:
    """Where an avatar's and a voice's star lead."""
    avatar = Avatar.objects.create(avatar_id="7", avatar_type=1, position=0, name="Ann")
    voice = Voice.objects.create(voice_id="emily", position=0, name="Emily")
    return {"avatar": f"/videos/avatars/{avatar.pk}", "voice": f"/videos/voices/{voice.pk}"}


def marked() -> tuple[list[tuple[str, int, str]], list[tuple[str, str]]]:
    avatars = FavouriteAvatar.objects.values_list("owner__username", "avatar_type", "avatar_id")
    return list(avatars), list(FavouriteVoice.objects.values_list("owner__username", "voice_id"))


def test_a_star_marks_and_unmarks_for_oneself(visitor: Client, places: dict[str, str]) -> None:
    for _ in range(2):
        for place in places.values():
            visitor.post(f"{place}/favourite/")
    assert marked() == ([("member", 1, "7")], [("member", "emily")])
    for _ in range(2):
        for place in places.values():
            visitor.post(f"{place}/no-favourite/")
    assert marked() == ([], [])


@pytest.mark.parametrize("kind", ["avatar", "voice"])
def test_the_answer_is_the_star_as_it_is_now(visitor: Client, places: dict[str, str], kind: str) -> None:
    place = places[kind]
    on = visitor.post(f"{place}/favourite/", headers={"HX-Request": "true"}).content.decode()
    assert ('aria-pressed="true"' in on, f'formaction="{place}/no-favourite/"' in on) == (True, True)
    off = visitor.post(f"{place}/no-favourite/", headers={"HX-Request": "true"}).content.decode()
    assert ('aria-pressed="false"' in off, f'formaction="{place}/favourite/"' in off) == (True, True)


@pytest.mark.parametrize("kind", ["avatar", "voice"])
def test_the_pickers_show_it(visitor: Client, places: dict[str, str], kind: str) -> None:
    url = f"/videos/new/{kind}s/"
    assert 'aria-pressed="true"' not in visitor.get(url).content.decode()
    visitor.post(f"{places[kind]}/favourite/")
    assert 'aria-pressed="true"' in visitor.get(url).content.decode()


def test_without_scripts_one_comes_back_to_the_page(visitor: Client, places: dict[str, str]) -> None:
    answer = visitor.post(f"{places['avatar']}/favourite/", {"next": "/videos/new/?shown=96"})
    assert answer["Location"] == "/videos/new/?shown=96"


def test_a_mark_outlives_the_catalogues_row(visitor: Client, places: dict[str, str]) -> None:
    visitor.post(f"{places['avatar']}/favourite/")
    Avatar.objects.all().delete()
    Avatar.objects.create(avatar_id="7", avatar_type=1, position=0, name="Ann")
    assert 'aria-pressed="true"' in visitor.get("/videos/new/avatars/").content.decode()
