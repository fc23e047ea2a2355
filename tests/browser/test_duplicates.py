"""The same file twice, in a person's hands."""

import re

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests import media
from tests.browser.dropping import drop

SOON = 20_000  # milliseconds


def content(name: str) -> bytes:
    return media.apart(media.jpeg(), name)


def line(page: Page, name: str) -> Locator:
    return page.locator("[data-upload-rows] li").filter(has_text=name)


def assets(page: Page, name: str) -> Locator:
    return page.locator("#assets > li").filter(has_text=name)


@pytest.fixture
def sent(library: Page) -> list[str]:
    """The uploads that left the browser."""
    posts: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/uploads/"):
            posts.append(request.url)

    library.on("request", note)
    return posts


def bring(page: Page, name: str, as_name: str = "") -> None:
    drop(page, (as_name or name, content(name)))


def test_a_file_dropped_twice_is_sent_once_and_its_line_says_where_it_is(library: Page, sent: list[str]) -> None:
    bring(library, "twice.jpg")
    expect(assets(library, "twice.jpg")).to_have_count(1, timeout=SOON)

    bring(library, "twice.jpg", as_name="again.jpg")

    row = line(library, "again.jpg")
    expect(row).to_contain_text(re.compile(r"You have this already: twice\.jpg, uploaded \d"), timeout=SOON)
    expect(library.locator("#announcer")).to_contain_text("again.jpg: You have this already: twice.jpg")
    expect(row.get_by_role("link", name="twice.jpg")).to_have_attribute("href", re.compile(r"/uploads/[0-9a-f-]{36}/"))
    assert len(sent) == 1
    with library.context.expect_page() as opened:
        row.get_by_role("link", name="twice.jpg").click()
    expect(opened.value.get_by_role("heading", name="twice.jpg")).to_be_visible()
    opened.value.close()

    row.get_by_role("button", name="Remove this line").click()

    expect(row).to_have_count(0)


def test_it_is_taken_anyway_on_request(library: Page, sent: list[str]) -> None:
    bring(library, "wanted.jpg")
    expect(assets(library, "wanted.jpg")).to_have_count(1, timeout=SOON)
    bring(library, "wanted.jpg")
    row = line(library, "wanted.jpg")

    row.get_by_role("button", name="Upload anyway").press("Enter")

    expect(assets(library, "wanted.jpg")).to_have_count(2, timeout=SOON)
    expect(row).to_have_count(0)
    assert len(sent) == 2


def test_where_the_browser_cant_hash_the_server_tells(library: Page, sent: list[str], troubles: list[str]) -> None:
    library.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    bring(library, "unhashed.jpg")
    expect(assets(library, "unhashed.jpg")).to_have_count(1, timeout=SOON)

    bring(library, "unhashed.jpg")

    expect(line(library, "unhashed.jpg")).to_contain_text("You have this already", timeout=SOON)
    assert len(sent) == 2
    expect(assets(library, "unhashed.jpg")).to_have_count(1)
    troubles.clear()  # the console names the 409


def test_one_in_the_trash_is_put_back_instead(library: Page, sent: list[str]) -> None:
    bring(library, "thrown.jpg")
    assets(library, "thrown.jpg").get_by_role("checkbox").check(timeout=SOON)
    library.get_by_role("button", name="Delete").first.click()
    expect(assets(library, "thrown.jpg")).to_have_count(0)

    bring(library, "thrown.jpg")
    expect(line(library, "thrown.jpg")).to_contain_text("This is in your trash", timeout=SOON)
    line(library, "thrown.jpg").get_by_role("button", name="Put it back").click()

    expect(assets(library, "thrown.jpg")).to_have_count(1, timeout=SOON)
    assert len(sent) == 1


def test_a_recording_that_is_here_already_is_chosen_for_the_video(library: Page, sent: list[str]) -> None:
    voice = media.apart(media.mp3(), "known voice")
    drop(library, ("known voice.mp3", voice))
    row = assets(library, "known voice.mp3")
    expect(row.locator(".fact--done").filter(has_text="Verified")).to_be_visible(timeout=SOON)
    library.goto("/videos/new/")

    drop(library, ("known voice.mp3", voice))

    expect(line(library, "known voice.mp3")).to_contain_text("You have this already", timeout=SOON)
    expect(library.locator("#audio-choices li").filter(has_text="known voice.mp3").get_by_role("radio")).to_be_checked()
    assert len(sent) == 1
