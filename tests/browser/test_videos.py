"""From the form to a video that plays."""

import re

from playwright.sync_api import Page, expect

from tests import media
from tests.browser.dropping import drop
from tests.browser.playing import expect_playing

SOON = 30_000  # milliseconds; drawing and encoding take a while on a busy machine


def open_form(page: Page) -> None:
    page.get_by_role("link", name="New video").first.click()
    expect(page.locator("[name=avatar_id]").first).to_be_attached(timeout=SOON)
    page.wait_for_load_state()


def pick(page: Page, field: str, number: int = 0) -> None:
    """Choose the avatar or voice of this number, by its visible card."""
    page.locator(f"label:has([name={field}])").nth(number).click()
    expect(page.locator(f"[name={field}]").nth(number)).to_be_checked()


def make(page: Page) -> None:
    page.get_by_role("button", name="Make the video").click()
    page.wait_for_url(re.compile(r"/videos/[0-9a-f-]{36}/$"))


def expect_result(page: Page) -> None:
    """The finished video comes up without a reload, and plays."""
    expect(page.locator("video")).to_be_visible(timeout=SOON)
    expect_playing(page.locator("video"))


def test_a_script_becomes_a_video_that_plays(library: Page) -> None:
    open_form(library)
    pick(library, "avatar_id", 3)
    library.get_by_label("Script").last.fill("Good morning! This is our spring offer.")
    pick(library, "voice_id", 1)
    library.get_by_role("textbox", name="Name").fill("Spring offer")
    shape = library.locator("[name=aspect_ratio]:checked").get_attribute("value")
    make(library)

    expect(library.get_by_role("heading", name="Spring offer")).to_be_visible()
    expect_result(library)
    with library.expect_download() as download:
        library.get_by_role("link", name="Download").click()
    assert re.fullmatch(rf"Spring offer - .+ - {shape}\.mp4", download.value.suggested_filename)
    library.goto("/videos/")
    expect(library.locator("li.video").filter(has_text="Spring offer")).to_contain_text("Ready")


def test_a_recording_dropped_on_the_form_becomes_a_video_that_plays(library: Page) -> None:
    open_form(library)
    pick(library, "avatar_id", 5)
    drop(library, ("my voice.mp3", media.apart(media.mp3(), "my voice")))
    choice = library.locator("#audio-choices li").filter(has_text="my voice.mp3")
    expect(choice.locator("[name=audio]")).to_be_checked(timeout=SOON)
    expect(choice.get_by_text("is being sent to Jogg")).to_have_count(0, timeout=SOON)
    make(library)

    expect_result(library)
    seconds = library.evaluate("document.querySelector('video').duration")
    assert 1.5 < seconds < 2.8  # as long as the recording


def test_the_form_says_beside_the_field_what_is_missing_and_keeps_what_was_typed(
    library: Page, troubles: list[str]
) -> None:
    open_form(library)
    library.get_by_label("Script").last.fill("Words I don't want to type again.")

    library.get_by_role("button", name="Make the video").click()

    expect(library.locator("#id_avatar_id")).to_contain_text("Choose an avatar.")
    expect(library.locator("#id_voice_id")).to_contain_text("Choose the voice that speaks the script.")
    expect(library.get_by_label("Script").last).to_have_value("Words I don't want to type again.")
    troubles.clear()  # Chromium reports the page's 422 on the console


def test_a_transparent_video_switches_captions_off_and_comes_as_webm(library: Page) -> None:
    open_form(library)
    pick(library, "avatar_id")
    library.get_by_label("Script").last.fill("See through me.")
    pick(library, "voice_id")
    library.locator("label").filter(has_text="Transparent").click()
    expect(library.locator("[name=caption]")).not_to_be_checked()
    make(library)

    expect_result(library)
    with library.expect_download() as download:
        library.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".webm")


def test_filters_narrow_the_gallery_and_keep_the_chosen_avatar(library: Page) -> None:
    open_form(library)
    pick(library, "avatar_id", 2)
    chosen = library.locator("[name=avatar_id]:checked").get_attribute("value")
    everybody = library.locator("[name=avatar_id]").count()

    library.locator("#avatar-filters select[name=gender]").select_option("male")

    expect(library.locator("[name=avatar_id]")).not_to_have_count(everybody)
    expect(library.locator("[name=avatar_id]:checked")).to_have_value(chosen)


def test_voices_are_listened_to_one_at_a_time(library: Page) -> None:
    open_form(library)
    listen = library.locator("#voice-list").get_by_role("button", name=re.compile("^Listen"))
    expect(listen.nth(1)).to_be_visible(timeout=SOON)

    listen.nth(0).click()
    expect(listen.nth(0)).to_have_attribute("aria-pressed", "true")
    listen.nth(1).click()

    expect(listen.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(listen.nth(0)).to_have_attribute("aria-pressed", "false")


def test_a_video_is_made_with_the_keyboard_alone(library: Page) -> None:
    open_form(library)
    keys = library.keyboard
    library.locator("[name=avatar_id]").first.focus()
    keys.press("Space")
    keys.press("ArrowRight")
    chosen = library.locator("[name=avatar_id]:checked")
    expect(chosen).to_be_focused()
    library.get_by_role("textbox", name="Script").focus()
    keys.type("Typed without a mouse.")
    library.locator("[name=voice_id]").first.focus()
    keys.press("Space")
    keys.press("Tab")
    expect(library.get_by_role("button", name=re.compile("^Listen")).first).to_be_focused()
    keys.press("Tab")
    expect(library.locator("#voice-list [data-star]").first).to_be_focused()
    keys.press("Tab")
    expect(library.locator("[name=aspect_ratio]:checked")).to_be_focused()
    library.get_by_role("button", name="Make the video").focus()
    keys.press("Enter")
    library.wait_for_url(re.compile(r"/videos/[0-9a-f-]{36}/$"))


def test_going_back_and_sending_again_makes_no_second_video(library: Page) -> None:
    """Also where the browser asks for the form anew, as it does here."""
    open_form(library)
    pick(library, "avatar_id", 3)
    library.get_by_label("Script").last.fill("Only once, please.")
    pick(library, "voice_id", 1)
    make(library)
    first = library.url

    library.go_back()
    expect(library.get_by_label("Script").last).to_have_value("Only once, please.")
    pick(library, "avatar_id", 3)
    pick(library, "voice_id", 1)
    make(library)

    assert library.url == first
