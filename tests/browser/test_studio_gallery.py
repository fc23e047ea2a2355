"""The pickers of the form: finding an avatar by keyboard, going on to more, and the voice of last time."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_videos import open_form
from tests.stack import Stack

MORE = (
    "from videos.models import Avatar; Avatar.objects.bulk_create("
    "Avatar(avatar_id=f'77{n:03}', avatar_type=0, position=1000 + n, name=f'Extra {n}') for n in range(60))"
)
FEWER = "from videos.models import Avatar; Avatar.objects.filter(name__startswith='Extra ').delete()"


@pytest.fixture
def many_avatars(stack: Stack) -> Iterator[None]:
    """60 avatars more than the sandbox has, so that they don't fit on one page."""
    stack.run(MORE)
    yield
    stack.run(FEWER)


def test_an_avatar_is_found_chosen_and_marked_by_keyboard(library: Page, many_avatars: None) -> None:
    open_form(library)
    keys, gallery = library.keyboard, library.locator("#avatar-gallery")
    cards, found = gallery.locator("[name=avatar_id]"), gallery.locator(".gallery__found")
    chosen = gallery.locator("[name=avatar_id]:checked")

    expect(cards).to_have_count(48)
    library.locator("#more-avatars").focus()  # which scrolls there
    expect(cards).to_have_count(96)
    expect(gallery.locator(".htmx-added")).to_have_count(0)
    expect(library.locator("#more-avatars")).to_be_focused()
    keys.press("Enter")
    expect(cards).to_have_count(104)
    expect(cards.nth(96)).to_be_focused()

    library.get_by_label("Search avatars by name").focus()
    keys.type("ZANÉLE")
    expect(cards).to_have_count(1)
    library.locator("#avatars-gender").select_option("male")
    expect(found).to_contain_text("No avatar fits.")
    library.get_by_role("button", name="Take the filters away").press("Enter")
    expect(cards).to_have_count(48)
    expect(library.get_by_label("Search avatars by name")).to_have_value("")

    cards.first.focus()
    keys.press("Space")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    expect(chosen).to_be_focused()
    expect(library.locator("[name=avatar_type]")).to_have_value("0")
    keys.press("ArrowLeft")
    expect(library.locator("[name=avatar_type]")).to_have_value("1")
    name = chosen.get_attribute("data-label")
    keys.press("Tab")
    star = library.get_by_role("button", name=f"Favourite: {name}")
    expect(star).to_be_focused()
    keys.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()

    library.locator("[name=shelf]:checked").focus()
    keys.press("ArrowRight")
    expect(found).to_have_text("1 avatar fits Take the filters away")
    expect(chosen).to_have_attribute("data-label", name)
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "false")


def test_an_avatar_brings_the_voice_it_had_last_time(library: Page, stack: Stack) -> None:
    fields = {
        "script": f"Once {uuid4()}.", "avatar_id": "120", "avatar_type": "0", "voice_id": "pl-PL-PiotrSandbox",
        "aspect_ratio": "portrait", "screen_style": "1",
    }  # fmt: skip
    assert stack.sign_in().submit("/videos/new/", fields).ok
    open_form(library)
    spoken = library.locator("[name=voice_id]:checked")
    cards = library.locator("#avatar-gallery [name=avatar_id]")

    library.get_by_label("Search avatars by name").fill("William")
    expect(cards).to_have_count(1)
    library.locator("label:has([name=avatar_id][value='120'])").click()
    expect(library.get_by_text("As last time with William")).to_be_visible()
    expect(spoken).to_have_value("pl-PL-PiotrSandbox")
    library.get_by_label("Search avatars by name").fill("Rosa")
    expect(cards).to_have_count(2)  # the chosen one stays
    library.locator("label:has([name=avatar_id][value='119'])").click()
    expect(spoken).to_have_count(0)
    expect(library.get_by_text("As last time with")).to_be_hidden()

    library.locator("label:has([name=voice_id])").nth(2).click()
    mine = spoken.get_attribute("value")
    library.locator("label:has([name=avatar_id][value='120'])").click()
    expect(library.locator("[name=avatar_id]:checked")).to_have_value("120")
    expect(spoken).to_have_value(mine)
