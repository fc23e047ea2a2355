"""Draws the documents' pictures anew, `make pictures`: the demo as its real processes, seen by a headless Chromium."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.test_videos import SOON, open_form, pick
from tests.stack import Stack, started
from tests.waiting import wait_for

FOLDER = Path(__file__).parent
SIZE = {"width": 1440, "height": 900}
COLOURS = 128  # a third of the bytes, and no difference to be seen
RENDERING = 8  # seconds, so that there is time to see it
SCRIPT = "Welcome to our spring offer! From today every course costs half the price, until the end of April."


def keep(page: Page, name: str) -> None:
    """Draw the page as it is, without what points at anything."""
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}.png, {(FOLDER / f'{name}.png').stat().st_size // 1024} kB")


def sign_in(page: Page) -> None:
    page.goto("/")
    keep(page, "sign-in")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def fill_library(page: Page) -> None:
    keep(page, "empty")
    page.get_by_role("button", name="Put in a sample photo and voice").click()
    expect(page.locator(".pill", has_text="Verified")).to_have_count(2, timeout=SOON)
    page.goto("/uploads/")
    keep(page, "two-files")


def make_video(page: Page, stack: Stack) -> None:
    wait_for(lambda: not stack.rows("SELECT 1 FROM videos_avatar WHERE portrait = ''"), "the portraits", 120)
    open_form(page)
    pick(page, "avatar_id", 3)
    page.get_by_label("Script").last.fill(SCRIPT)
    pick(page, "voice_id", 1)
    page.get_by_role("textbox", name="Name").fill("Spring offer")
    expect(page.locator("#draft-state")).to_contain_text("Kept", timeout=SOON)
    page.locator("#id_audio").evaluate("(part) => part.scrollIntoView()")
    keep(page, "form")
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_role("heading", name="Jogg is rendering")).to_be_visible(timeout=SOON)
    keep(page, "rendering")
    expect(page.locator("video")).to_be_visible(timeout=SOON)
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    page.evaluate("document.querySelector('.toast')?.remove()")
    keep(page, "video")


def many_files(page: Page, stack: Stack) -> None:
    """Files made up from a seed, so that the picture is the same each time but for its dates."""
    said, trouble = stack.command("seed_library", "--assets", "60").communicate()
    assert "60" in said, trouble
    page.goto("/uploads/?kind=audio")
    page.wait_for_load_state("networkidle")
    keep(page, "library")


def draw(stack: Stack) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        page = browser.new_page(base_url=stack.url, viewport=SIZE, color_scheme="light", locale="en-US")
        sign_in(page)
        fill_library(page)
        make_video(page, stack)
        page.goto("/rehearsal/")
        keep(page, "rehearsal")
        many_files(page, stack)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="jogg-dashboard-pictures-", ignore_cleanup_errors=True) as folder:
        for stack in started(Stack(Path(folder) / "data", render_seconds=RENDERING)):
            draw(stack)
