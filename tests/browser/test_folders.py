"""Whole folders, dropped by a hand of the browser's own or chosen."""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import media
from tests.browser.dropping import drop

SOON = 20_000  # milliseconds


def only_here(number: int) -> bytes:
    """A photo that no other test has brought in: the same one isn't taken twice."""
    return media.jpeg() + f"{uuid4()} {number}".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Photos on three levels, what file managers leave behind, and files that are not taken."""
    root = tmp_path / "campaign"
    for number, inner in enumerate(("", "spring", "spring/drafts")):
        (root / inner).mkdir(parents=True, exist_ok=True)
        (root / inner / f"folder-{tmp_path.name}-{number}.jpg").write_bytes(only_here(number))
    for rubbish in (".DS_Store", "spring/Thumbs.db", "spring/._x.jpg"):
        (root / rubbish).write_bytes(b"rubbish")
    (root / ".cache").mkdir()
    (root / ".cache" / "hidden.jpg").write_bytes(media.jpeg())
    for number in range(5):
        (root / f"notes-{number}.txt").write_text("words")
    return root


def drop_from_disk(page: Page, path: Path) -> None:
    """Drop a path as the desktop does; a page's own scripts can't make a folder to drop."""
    session = page.context.new_cdp_session(page)
    carried = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for event in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": event, "x": 400, "y": 300, "data": carried})


def expect_taken(page: Page, folder: Path) -> None:
    rows = page.locator("#assets > li").filter(has_text=f"folder-{folder.parent.name}")
    expect(rows).to_have_count(3, timeout=SOON)
    expect(page.locator("#assets > li").filter(has_text="hidden.jpg")).to_have_count(0)


def refusals(page: Page) -> Locator:
    return page.locator("[data-upload-rows] .upload--gathered")


def test_a_dropped_folder_is_walked_to_its_end(library: Page, folder: Path) -> None:
    drop_from_disk(library, folder)

    expect_taken(library, folder)
    expect(refusals(library)).to_contain_text("5 files can't be taken")
    expect(library.locator("[data-upload-rows] > li")).to_have_count(1)
    refusals(library).locator("summary").click()
    expect(refusals(library).get_by_text("notes-4.txt is not a photo")).to_be_visible()
    expect(refusals(library)).not_to_contain_text("DS_Store")
    refusals(library).get_by_role("button", name="Remove this line").click()
    expect(library.locator("[data-upload-rows] > li")).to_have_count(0)


def test_a_folder_can_be_chosen(library: Page, folder: Path) -> None:
    with library.expect_file_chooser() as chooser:
        library.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(folder)

    expect_taken(library, folder)
    expect(refusals(library)).to_contain_text("5 files can't be taken")


def test_more_entries_than_one_reading_gives_are_all_found(library: Page, tmp_path: Path) -> None:
    """Browsers hand out a hundred at a time."""
    many = tmp_path / "many"
    many.mkdir()
    for number in range(230):
        (many / f"{number}.txt").write_text("words")

    drop_from_disk(library, many)

    expect(refusals(library)).to_contain_text("230 files can't be taken", timeout=SOON)


def test_an_empty_folder_is_told(library: Page, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / ".DS_Store").write_bytes(b"rubbish")

    drop_from_disk(library, empty)

    expect(library.locator("[data-upload-rows]")).to_contain_text("“empty” holds no files to upload.")


def test_of_hundreds_some_have_a_line_and_all_can_be_cancelled(library: Page) -> None:
    library.route("**/uploads/", lambda route: route.continue_() if route.request.method == "GET" else None)
    drop(library, *((f"one-of-many-{number}.jpg", only_here(number)) for number in range(300)))
    rows = library.locator("[data-upload-rows] > li")
    expect(rows).to_have_count(13)
    expect(
        library.locator("[data-upload-rows] [data-state=finishing], [data-upload-rows] [data-state=sending]")
    ).to_have_count(3)
    expect(rows.last).to_contain_text("and 288 more waiting")

    rows.nth(11).get_by_role("button", name="Cancel", exact=True).click()
    expect(rows.last).to_contain_text("and 287 more waiting")
    expect(rows).to_have_count(13)
    rows.last.get_by_role("button", name="Cancel all").click()

    expect(rows).to_have_count(0)
    library.unroute_all(behavior="ignoreErrors")


def test_many_that_are_here_already_are_one_line(library: Page) -> None:
    files = [(f"twice-{number}.jpg", only_here(number)) for number in range(5)]
    drop(library, *files)
    expect(library.locator("#assets > li").filter(has_text="twice-")).to_have_count(5, timeout=SOON)

    drop(library, *files)

    line = refusals(library)
    expect(line).to_contain_text("5 files are here already, so they were not taken a second time", timeout=SOON)
    line.locator("summary").click()
    expect(line).to_contain_text("twice-4.jpg: You have this already")
    expect(library.locator("#assets > li").filter(has_text="twice-")).to_have_count(5)


def test_lines_that_failed_hold_the_rest_back(library: Page, troubles: list[str]) -> None:
    library.route("**/uploads/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    drop(library, *((f"held-{number}.jpg", only_here(number)) for number in range(14)))
    rows = library.locator("[data-upload-rows] > li")
    expect(rows.last).to_contain_text("and 2 more waiting until the lines above are retried or removed", timeout=SOON)
    library.unroute("**/uploads/")
    troubles.clear()

    retry = rows.get_by_role("button", name="Retry")
    for _ in range(3 * 12):  # lines move up under the pointer as others go, so that a click may go astray
        if retry.count():
            retry.first.click()

    expect(rows).to_have_count(0, timeout=SOON)
    expect(library.locator("#assets > li").filter(has_text="held-13.jpg")).to_be_visible()
    troubles.clear()  # the broken requests show on the console, as they should
