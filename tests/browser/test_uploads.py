"""Files on their way from a person's hands to Jogg."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from jogg_dashboard.polling import MOST_ROWS
from tests import media
from tests.browser.dropping import drop, transfer
from tests.browser.playing import expect_playing
from tests.stack import Stack

SOON = 20_000  # milliseconds

QUICKTIME_START = b"\0\0\0\x14ftypqt  \0\0\0\0qt  "
MB = 1024 * 1024


def choose(page: Page, *paths: Path) -> None:
    page.locator("[type=file]").set_input_files(paths)


def choose_as(page: Page, name: str, path: Path) -> None:
    """Choose a file under a name that no other test uses, so that its row is the only one, and no duplicate."""
    copy = path.with_name(name)
    copy.write_bytes(media.apart(path.read_bytes(), name))
    choose(page, copy)


def asset(page: Page, name: str) -> Locator:
    """The newest row of the library with this name."""
    return page.locator("#assets li").filter(has_text=name).first


def open_asset(page: Page, name: str) -> None:
    asset(page, name).get_by_role("link", name=name, exact=True).click()


def expect_sent(row: Locator) -> None:
    """The row comes to say, by itself, that Jogg has the file."""
    expect(row.locator(".fact--done").filter(has_text="Sent to Jogg")).to_be_visible(timeout=SOON)


def upload_row(page: Page, name: str) -> Locator:
    return page.locator("[data-upload-rows] li").filter(has_text=name)


def test_three_real_files_arrive_at_jogg(library: Page, media_folder: Path) -> None:
    choose(library, *(media_folder / name for name in ("photo.jpg", "song.mp3", "clip.mp4")))

    for name in ("photo.jpg", "song.mp3", "clip.mp4"):
        row = asset(library, name)
        expect(row.get_by_text("Received here")).to_be_visible(timeout=SOON)
        expect_sent(row)
        expect(row.get_by_text(re.compile(r"/hosted/"))).to_be_visible()
    expect(asset(library, "photo.jpg").locator("img")).to_be_visible(timeout=SOON)
    expect(asset(library, "clip.mp4").locator("img")).to_be_visible(timeout=SOON)
    expect(asset(library, "song.mp3").locator("svg rect").first).to_be_attached(timeout=SOON)


def test_of_dropped_files_the_good_one_goes_on_and_the_others_are_refused_in_words(
    library: Page,
) -> None:
    drop(
        library,
        ("demo.mov", QUICKTIME_START, 143 * MB),
        ("notes.pdf", b"%PDF-1.7"),
        ("sketch.jpg", media.apart(media.jpeg(), "sketch")),
    )

    expect(upload_row(library, "demo.mov")).to_contain_text("demo.mov is 143 MB; videos may have up to 100 MB")
    expect(upload_row(library, "notes.pdf")).to_contain_text("not a photo, video or audio file that Jogg takes")
    expect_sent(asset(library, "sketch.jpg"))
    expect(asset(library, "sketch.jpg").locator("img")).to_be_visible(timeout=SOON)


def test_a_picture_is_pasted_from_the_clipboard(library: Page) -> None:
    paste = "(files) => document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: files, bubbles: true}))"

    library.evaluate(paste, transfer(library, ("pasted.jpg", media.apart(media.jpeg(), "pasted"))))

    expect(asset(library, "pasted.jpg").get_by_text("Received here")).to_be_visible(timeout=SOON)


def test_an_upload_that_breaks_off_can_be_retried(library: Page, media_folder: Path, troubles: list[str]) -> None:
    library.route("**/uploads/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose_as(library, "broken.jpg", media_folder / "photo.jpg")
    row = upload_row(library, "broken.jpg")
    expect(row.get_by_role("button", name="Retry")).to_be_visible()
    library.unroute("**/uploads/")

    row.get_by_role("button", name="Retry").click()

    expect(asset(library, "broken.jpg").get_by_text("Received here")).to_be_visible(timeout=SOON)
    troubles.clear()  # the broken request shows on the console, as it should


def test_a_slow_upload_shows_its_progress_and_can_be_cancelled(library: Page) -> None:
    network = library.context.new_cdp_session(library)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}
    network.send("Network.emulateNetworkConditions", slow)
    drop(library, ("slow.jpg", media.jpeg(), 9 * MB))
    row = upload_row(library, "slow.jpg")
    expect(row).to_contain_text(re.compile(r"[1-9]\d? % · .*/s"), timeout=SOON)

    row.get_by_role("button", name="Cancel").click()

    expect(row).to_have_count(0)
    library.reload()
    expect(asset(library, "slow.jpg")).to_have_count(0)


def test_the_hosted_url_is_copied_whole(library: Page, media_folder: Path) -> None:
    library.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose_as(library, "to-clip.jpg", media_folder / "photo.jpg")
    row = asset(library, "to-clip.jpg")
    expect_sent(row)
    expect(row.locator("[data-running]")).to_have_count(0, timeout=SOON)

    row.get_by_role("button", name=re.compile("Copy")).click()

    expect(row.get_by_text("Copied")).to_be_visible()
    assert re.fullmatch(
        r"http://127\.0\.0\.1:\d+/hosted/.+/to-clip\.jpg", library.evaluate("navigator.clipboard.readText()")
    )


def test_the_detail_page_plays_a_clip_and_says_where_it_is(library: Page, media_folder: Path) -> None:
    choose_as(library, "played.mp4", media_folder / "clip.mp4")
    open_asset(library, "played.mp4")

    expect(library.get_by_text("Received here")).to_be_visible()
    expect(library.get_by_text(re.compile(r"/hosted/")).first).to_be_visible(timeout=SOON)
    expect_playing(library.locator("video"))


def test_a_deleted_asset_comes_back_by_undo(library: Page, media_folder: Path) -> None:
    choose_as(library, "undo.jpg", media_folder / "photo.jpg")
    open_asset(library, "undo.jpg")
    library.get_by_role("button", name="Delete").click()
    expect(asset(library, "undo.jpg")).to_have_count(0)

    library.get_by_role("button", name="Undo").click()

    expect(asset(library, "undo.jpg")).to_be_visible()


def test_more_rows_than_one_request_can_ask_about_are_all_followed(
    library: Page, stack: Stack, without_worker: None
) -> None:
    many = MOST_ROWS + 5
    running = library.locator("#assets li").filter(has_text="many-").locator("[data-running]")
    drop(library, *((f"many-{number}.jpg", media.apart(media.jpeg(), f"many-{number}")) for number in range(many)))
    expect(running).to_have_count(many, timeout=SOON)

    stack.start_process("worker")

    expect(running).to_have_count(0, timeout=3 * SOON)


def test_going_back_after_signing_out_shows_nothing(library: Page) -> None:
    library.get_by_role("button", name="Sign out").click()
    library.wait_for_url("**/accounts/login/**")

    library.go_back()

    library.wait_for_url("**/accounts/login/**")
