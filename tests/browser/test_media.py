"""Seeing and hearing files in place, and having them converted."""

import base64
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserType, Locator, Page, expect

from tests import media
from tests.browser import chromium
from tests.browser.dropping import drop
from tests.stack import Stack
from tests.waiting import wait_for

SOON = 20_000  # milliseconds
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
RECORD = """async (milliseconds) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: "audio/webm;codecs=opus" });
  const pieces = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start(200);
  setTimeout(() => recorder.stop(), milliseconds);
  await stopped;
  stream.getTracks().forEach((track) => track.stop());
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture
def with_microphone(browser_type: BrowserType) -> Iterator[Browser]:
    """A browser whose microphone beeps once a second, and may be used by any page."""
    options = chromium.launch_options()
    browser = browser_type.launch(**options | {"args": [*options["args"], *MICROPHONE]})
    yield browser
    browser.close()


def sign_in(page: Page) -> Page:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/uploads/")
    return page


def row_of(page: Page, name: str) -> Locator:
    return page.locator("#assets > .asset").filter(has=page.get_by_role("link", name=name, exact=True)).first


def add(page: Page, name: str, content: bytes) -> Locator:
    """Drop a file, and return its row once nothing about it moves any more."""
    drop(page, (name, media.apart(content, name)))
    row = row_of(page, name)
    expect(row).to_be_visible(timeout=SOON)
    expect(row.locator("[data-running]")).to_have_count(0, timeout=SOON)
    return row


def long_recording(seconds: float = 20) -> bytes:
    """A recording like no other: with a title of its own at its end."""
    return media.mp3(seconds) + b"TAG" + uuid4().hex.encode().ljust(125, b"\0")


def is_playing(row: Locator) -> bool:
    return row.locator("audio").evaluate("(audio) => !audio.paused && audio.currentTime > 0")


def test_a_videos_picture_is_skimmed_through_by_the_pointer(library: Page) -> None:
    row = add(library, "skimmed.mp4", media.mp4(4, 320, 240))
    frames, thumb = row.locator("[data-scrub]"), row.locator(".thumb")
    expect(frames).to_be_hidden()
    width = thumb.bounding_box()["width"]

    for part, number in ((0.05, 0), (0.5, 4), (0.95, 7)):
        thumb.hover(position={"x": width * part, "y": 20})
        expect(frames).to_have_attribute("data-frame", str(number))
        expect(frames).to_be_visible()
        expect(frames.locator("image")).to_have_attribute("x", str(-320 * number))

    library.mouse.move(0, 0)
    expect(frames).to_be_hidden()


def test_the_keyboard_goes_through_the_frames_and_stands_still_where_motion_isnt_wanted(library: Page) -> None:
    row = add(library, "tabbed.mp4", media.mp4(4, 320, 240))
    frames = row.locator("[data-scrub]")
    row.get_by_role("checkbox").focus()

    library.keyboard.press("Tab")

    expect(frames).to_have_attribute("data-frame", "0")
    expect(frames).to_have_attribute("data-frame", "2", timeout=SOON)
    library.emulate_media(reduced_motion="reduce")
    library.keyboard.press("Shift+Tab")
    expect(frames).to_have_attribute("data-frame", "4")
    library.emulate_media(reduced_motion="no-preference")


def test_a_recording_is_played_and_gone_through_by_keyboard(library: Page) -> None:
    row = add(library, "keys.mp3", long_recording())
    position, time = row.get_by_role("slider", name="Position in keys.mp3"), row.locator("[data-player-time]")
    expect(time).to_have_text("0:00 / 0:20")
    position.focus()

    for key, shown in (
        ("ArrowRight", "0:05"),
        ("PageUp", "0:20"),
        ("ArrowLeft", "0:15"),
        ("Home", "0:00"),
        ("End", "0:20"),
    ):
        library.keyboard.press(key)
        expect(time).to_have_text(f"{shown} / 0:20")
        expect(position).to_have_attribute("aria-valuetext", f"{shown} of 0:20")
    library.keyboard.press("Home")
    library.keyboard.press("ArrowRight")
    assert row.locator("rect.played").count() == 25

    library.keyboard.press("Shift+Tab")
    library.keyboard.press("Enter")

    expect(row.get_by_role("button", name="Pause keys.mp3")).to_be_focused()
    wait_for(lambda: is_playing(row), "the recording to play")
    assert row.locator("audio").evaluate("(audio) => audio.currentTime") >= 5


def test_the_waveform_is_where_one_goes_to_a_place_by_pointer(library: Page) -> None:
    row = add(library, "clicked.mp3", long_recording())
    wave = row.locator("[data-player-position]")
    box = wave.bounding_box()

    wave.click(position={"x": box["width"] / 2, "y": box["height"] / 2})

    expect(row.locator("[data-player-time]")).to_have_text("0:10 / 0:20")


def test_one_recording_plays_at_a_time(library: Page) -> None:
    first, second = add(library, "first.mp3", long_recording()), add(library, "second.mp3", long_recording())
    first.get_by_role("button", name="Play first.mp3").click()
    wait_for(lambda: is_playing(first), "the first to play")

    second.get_by_role("button", name="Play second.mp3").click()

    wait_for(lambda: is_playing(second), "the second to play")
    expect(first.get_by_role("button", name="Play first.mp3")).to_be_visible()
    assert not is_playing(first)


def test_news_doesnt_stop_what_plays(library: Page, stack: Stack, without_worker: None) -> None:
    drop(library, ("listened.mp3", long_recording()))
    row = row_of(library, "listened.mp3")
    row.get_by_role("button", name="Play listened.mp3").click()
    wait_for(lambda: is_playing(row), "the recording to play")

    with library.expect_response(lambda answer: "/updates/" in answer.url and answer.status == 200, timeout=SOON):
        stack.start_process("worker")

    assert is_playing(row)
    row.get_by_role("button", name="Pause listened.mp3").click()
    expect(row.locator(".fact--done").filter(has_text="Sent to Jogg")).to_be_visible(timeout=SOON)


def test_without_scripts_the_browsers_own_player_is_there(library: Page, stack: Stack, browser: Browser) -> None:
    add(library, "plain.mp3", long_recording(2))
    plain = browser.new_context(base_url=stack.url, java_script_enabled=False).new_page()
    row = row_of(sign_in(plain), "plain.mp3")
    expect(row.locator("audio")).to_be_visible()
    expect(row.get_by_role("slider")).to_be_hidden()
    plain.context.close()


def test_what_a_browser_records_becomes_an_mp3_that_jogg_has(with_microphone: Browser, stack: Stack) -> None:
    page = sign_in(with_microphone.new_context(base_url=stack.url).new_page())
    recorded = base64.b64decode(page.evaluate(RECORD, 2500))
    row = add(page, "spoken.webm", recorded)
    expect(row).to_contain_text("Jogg doesn't take recordings in WebM. Convert it to MP3, and use that.")
    expect(row.locator(".fact").filter(has_text="Kept here only")).to_be_visible()

    row.get_by_role("button", name="Convert to MP3").press("Enter")
    expect(row.get_by_role("link", name="spoken.webm", exact=True)).to_be_focused()

    row.get_by_role("link", name="spoken.mp3").click(timeout=SOON)
    expect(page.locator(".fact--done").filter(has_text="Sent to Jogg")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("link", name="spoken.webm")).to_be_visible()
    expect(page.get_by_text("audio/mpeg")).to_be_visible()
    expect(page.locator("[data-player-time]")).to_have_text(re.compile(r"0:00 / 0:0[23]"))
    (made,) = [asset for asset in stack.assets() if asset["name"] == "spoken.mp3"]
    assert made["status"] == "hosted"
    assert made["duration"] == pytest.approx(2.5, abs=0.5)
    assert made["peak"] > -50, "the beeps are in it"


def test_a_photo_of_a_phone_is_shown_and_converted(library: Page) -> None:
    row = add(library, "IMG_7.heic", media.heic(640, 480))
    expect(row.locator(".thumb img")).to_be_visible()
    row.get_by_role("link", name="IMG_7.heic", exact=True).click()
    expect(library.locator(".preview img")).to_have_js_property("naturalWidth", 640)

    library.get_by_role("button", name="Convert to JPG").press("Enter")
    expect(library.get_by_role("heading", name="Where it stands")).to_be_focused()

    expect(library.get_by_role("link", name="IMG_7.jpg")).to_be_visible(timeout=SOON)
