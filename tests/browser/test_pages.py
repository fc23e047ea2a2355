"""Every page at every width: nothing sticks out, and what it runs on is said."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import media
from tests.stack import Stack

PAGES = [
    "/uploads/", "/videos/", "/videos/?look=rows", "/videos/trash/", "/videos/preferences/", "/videos/new/",
    "/videos/usage/", "/videos/credits/", "/videos/events/", "/videos/batches/", "/videos/batches/new/",
    "/rehearsal/", "/settings/key/",
]  # fmt: skip
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [390, 820, 1440, 2200])
def test_no_page_is_wider_than_its_window(library: Page, stack: Stack, width: int) -> None:
    name = "a_name_without_any_space_in_it_that_goes_on_and_on_and_on_and_on.jpg"
    person = stack.sign_in()
    asset = person.upload(name, media.apart(media.jpeg(), name))
    table = person.submit("/videos/batches/new/", {"table": f"name\tscript\tavatar\n{name}\t{name}\t{name}"}).url
    library.set_viewport_size({"width": width, "height": 900})
    for path in [*PAGES, f"/uploads/{asset}/", table]:
        library.goto(path)
        assert not library.evaluate(WIDER), f"{path} is too wide at {width} px"


def test_every_page_says_that_it_runs_on_the_sandbox_and_how_to_set_a_key(library: Page) -> None:
    for path in PAGES:
        library.goto(path)
        expect(library.get_by_text("sandbox").first).to_be_visible()
    library.goto("/uploads/")
    library.get_by_role("link", name="key").first.click()
    expect(library.get_by_text("JOGG_API_KEY").first).to_be_visible()


def test_one_signs_in_by_hand(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/uploads/")
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def test_the_content_is_one_key_press_away(library: Page) -> None:
    library.goto("/videos/")
    library.keyboard.press("Tab")
    expect(library.get_by_text("Skip to the content")).to_be_focused()
    library.keyboard.press("Enter")
    expect(library.locator("main")).to_be_focused()


def test_without_scripts_the_drop_zone_keeps_its_words_in_a_line(library: Page, stack: Stack, browser: Browser) -> None:
    size = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=stack.url, java_script_enabled=False, viewport=size)
    context.add_cookies(library.context.cookies())
    page = context.new_page()
    page.goto("/uploads/")
    assert page.locator(".drop__lead").bounding_box()["height"] < 40
    context.close()
