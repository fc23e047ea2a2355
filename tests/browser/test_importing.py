"""Bringing files in by their links, with a site of our own to fetch from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import media
from tests.browser.test_accessibility import in_both_schemes
from tests.scripted_server import Answer, ScriptedServer
from tests.stack import Stack, running

SOON = 20_000  # milliseconds


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    server.script("GET /harbour.jpg", media.jpeg(333, 222))
    server.script("GET /slow.mp3", Answer(media.mp3(3), delay=3))
    server.script("GET /page", b"<!doctype html><title>Sign in</title>")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, site: ScriptedServer) -> Iterator[Stack]:
    """A dashboard whose operator lets it fetch from that site."""
    allowed = {"IMPORT_ALLOWED_HOSTS": site.url.removeprefix("http://")}
    yield from running(tmp_path_factory.mktemp("importing"), allowed)


def fetch(page: Page, *urls: str) -> None:
    page.get_by_role("link", name="From a link").click()
    page.get_by_label("Links to files").fill("\n".join(urls))
    page.get_by_role("button", name="Fetch").click()


def test_a_link_becomes_a_row_of_the_library_by_itself(library: Page, site: ScriptedServer) -> None:
    fetch(library, f"{site.url}/slow.mp3?token=secret", f"{site.url}/harbour.jpg")

    expect(library.locator("#import-dialog")).to_be_hidden()
    moving = library.locator("#imports li").filter(has_text="/slow.mp3")
    expect(moving).to_be_visible()
    for name in ("slow.mp3", "harbour.jpg"):
        row = library.locator("#assets > li").filter(has_text=name)
        expect(row).to_have_count(1, timeout=SOON)
        expect(row.locator(".fact--done").filter(has_text="Sent to Jogg")).to_be_visible(timeout=SOON)
    expect(library.locator("#imports li")).to_have_count(0)
    assert "secret" not in library.content()


def test_what_is_no_link_is_told_in_the_dialog(library: Page, troubles: list[str]) -> None:
    fetch(library, "harbour.jpg")

    expect(library.locator("#import-dialog")).to_contain_text("This is not a link.")
    expect(library.get_by_label("Links to files")).to_have_value("harbour.jpg")
    expect(library.get_by_label("Links to files")).to_be_focused()
    library.keyboard.press("Escape")
    expect(library.locator("#import-dialog")).to_be_hidden()
    troubles.clear()  # the refusal shows on the console, as it should


def test_a_failed_one_can_be_tried_again_and_dismissed(library: Page, site: ScriptedServer) -> None:
    fetch(library, f"{site.url}/page", "http://192.168.7.7/camera.jpg")
    page_row = library.locator("#imports li").filter(has_text="/page")
    private = library.locator("#imports li").filter(has_text="192.168.7.7")
    expect(page_row).to_contain_text("This link shows a web page, not a file.", timeout=SOON)
    expect(private).to_contain_text("into a private network", timeout=SOON)

    private.get_by_role("button", name="Dismiss").click()
    expect(private).to_have_count(0)
    site.script("GET /page", media.jpeg(99, 99))
    page_row.get_by_role("button", name="Try again").click()

    expect(library.locator("#assets > li").filter(has_text="page").first).to_be_visible(timeout=SOON)
    expect(page_row).to_have_count(0)


def test_without_scripts_the_page_of_its_own_does_the_same(
    browser: object, stack: Stack, site: ScriptedServer, tmp_path: Path
) -> None:
    site.script("GET /plain.jpg", media.jpeg(77, 55))
    page = browser.new_context(base_url=stack.url, java_script_enabled=False).new_page()
    page.goto("/accounts/login/?next=/uploads/imports/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Links to files").fill(f"{site.url}/plain.jpg")

    page.get_by_role("button", name="Fetch").click()

    row = page.locator("#imports li").filter(has_text="plain.jpg")
    expect(row).to_be_visible()
    expect(row.locator("button")).to_be_visible()
    page.context.close()


def test_axe_finds_nothing_on_the_dialog_and_the_page(library: Page, site: ScriptedServer) -> None:
    fetch(library, f"{site.url}/nowhere.jpg")
    expect(library.locator("#imports li").filter(has_text="/nowhere.jpg").first).to_contain_text("There is no file")
    library.get_by_role("link", name="From a link").click()
    assert in_both_schemes(library) == []
    library.goto("/uploads/imports/")
    assert in_both_schemes(library) == []
