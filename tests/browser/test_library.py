"""Finding files again, and keeping them in order: by mouse, by keyboard, on a small screen."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from jogg_dashboard.paging import PAGE_SIZE
from tests import media
from tests.browser.dropping import drop
from tests.stack import Stack

SOON = 20_000  # milliseconds


@pytest.fixture
def mark() -> str:
    """A word that only one test's files have in their names."""
    return uuid4().hex[:10]


@pytest.fixture
def files(library: Page, mark: str) -> Page:
    """The library, in which four recordings of the test's own are listed by name: 1 to 4."""
    for number in range(1, 5):
        upload(library, f"{mark} {number}.mp3", recording())
    library.goto(f"/uploads/?q={mark}&sort=name")
    expect(rows(library)).to_have_count(4)
    return library


@pytest.fixture
def seeded(stack: Stack) -> Iterator[None]:
    """Three pages of made-up files, for as long as the test lasts."""
    seeding = "from django.core.management import call_command; call_command('seed_library', %s)"
    stack.run(seeding % f"assets={3 * PAGE_SIZE}")
    yield
    stack.run(seeding % "remove=True")


def upload(page: Page, name: str, content: bytes) -> None:
    """As the page does, but behind its back: each file that it sees arrive has it draw its whole list again."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    file = {"name": name, "mimeType": "audio/mpeg", "buffer": content}
    answer = page.request.post("/uploads/", headers=headers, multipart={"file": file})
    assert answer.status == 201, answer.text()


def recording() -> bytes:
    """A recording like no other: with a title of its own at its end."""
    return media.mp3(1) + b"TAG" + uuid4().hex.encode().ljust(125, b"\0")


def rows(page: Page) -> Locator:
    return page.locator("#assets > .asset")


def row(page: Page, name: str) -> Locator:
    return rows(page).filter(has=page.get_by_role("link", name=name, exact=True))


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Select {name}")


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


def choose(page: Page, filter_name: str) -> None:
    page.locator(".facet__choice").filter(has_text=filter_name).click()


def ticked(page: Page) -> int:
    return page.locator("#assets [name=selected]:checked").count()


def test_what_is_typed_is_found_and_back_leads_to_what_was_there(files: Page, mark: str) -> None:
    search(files, f"{mark.upper()} 3.")
    expect(rows(files)).to_have_count(1)
    expect(files.locator("#found")).to_have_text("1 file")
    assert f"{mark.upper()}+3." in files.url.replace("%20", "+")

    row(files, f"{mark} 3.mp3").get_by_role("link", name=f"{mark} 3.mp3").click()
    expect(files.get_by_role("heading", level=1)).to_have_text(f"{mark} 3.mp3")
    files.go_back()
    expect(files.get_by_role("searchbox")).to_have_value(f"{mark.upper()} 3.")
    expect(rows(files)).to_have_count(1)


def test_back_takes_a_filter_off_again_and_reload_keeps_it(files: Page, mark: str) -> None:
    choose(files, "Photos")
    expect(files.get_by_text("Nothing found")).to_be_visible()
    assert "kind=image" in files.url

    files.go_back()
    expect(rows(files)).to_have_count(4)
    expect(files.get_by_role("searchbox")).to_have_value(mark)
    expect(files.get_by_role("radio", name="Photos")).not_to_be_checked()
    choose(files, "Recordings")
    expect(files).to_have_url(re.compile("kind=audio"))
    files.reload()
    expect(files.get_by_role("radio", name="Recordings")).to_be_checked()
    expect(rows(files)).to_have_count(4)


def test_the_numbers_beside_the_filters_are_of_what_was_searched(files: Page) -> None:
    choice = files.locator(".facet__choice").filter(has_text="Recordings")
    expect(choice.locator(".facet__count")).to_have_text("4")


def test_the_numbers_follow_what_is_uploaded(files: Page, mark: str) -> None:
    recordings = files.locator(".facet__choice").filter(has_text="Recordings").locator(".facet__count")
    sent = files.locator(".facet__choice").filter(has_text="Sent to Jogg").locator(".facet__count")
    drop(files, (f"{mark} 5.mp3", recording()))
    expect(files.locator("#found")).to_have_text("5 files", timeout=SOON)
    expect(recordings).to_have_text("5")
    expect(sent).to_have_text("5", timeout=SOON)


def test_a_chip_takes_away_what_it_names(files: Page, mark: str) -> None:
    search(files, f"{mark} 2.")
    expect(rows(files)).to_have_count(1)
    files.get_by_role("link", name="Without").click()
    expect(files.get_by_role("searchbox")).to_have_value("")


def test_several_are_deleted_at_once_and_put_back(files: Page, mark: str) -> None:
    box(files, f"{mark} 1.mp3").click()
    box(files, f"{mark} 3.mp3").click(modifiers=["Shift"])
    expect(files.get_by_text("3 selected").first).to_be_visible()
    files.get_by_role("button", name="Delete").click()
    expect(rows(files)).to_have_count(1)
    expect(files.get_by_text("3 files were deleted.")).to_be_visible()

    files.get_by_role("button", name="Undo").click()
    expect(files.get_by_text("3 files are back.")).to_be_visible()
    expect(files.get_by_role("searchbox")).to_have_value(mark)
    expect(rows(files)).to_have_count(4)


def test_the_trash_gives_back_and_removes_for_good(files: Page, mark: str) -> None:
    files.get_by_label("Select all shown").check()
    files.get_by_role("button", name="Delete").click()
    expect(files.get_by_text("4 files were deleted.")).to_be_visible()

    files.get_by_role("link", name="Trash").click()
    row(files, f"{mark} 1.mp3").get_by_role("button", name="Put back").click()
    expect(files.get_by_text(f"{mark} 1.mp3 is back.")).to_be_visible()
    expect(row(files, f"{mark} 1.mp3")).to_have_count(0)
    box(files, f"{mark} 2.mp3").check()
    files.get_by_role("button", name="Delete for good").click()
    files.get_by_role("button", name="Delete for good").click()
    expect(files.get_by_text("1 file was deleted for good.")).to_be_visible()
    expect(row(files, f"{mark} 2.mp3")).to_have_count(0)


def test_several_are_tagged_and_found_by_the_tag(files: Page, mark: str) -> None:
    for number in (1, 3):
        box(files, f"{mark} {number}.mp3").check()
    files.get_by_label("Tag for the selected files").fill(f"Tag {mark}")
    files.get_by_role("button", name="Add tag").click()
    expect(files.get_by_text(f"2 files now have the tag “Tag {mark}”.")).to_be_visible()

    files.get_by_role("checkbox", name=f"Tag {mark}").check()
    expect(rows(files)).to_have_count(2)
    expect(rows(files).first.get_by_text(f"Tag {mark}")).to_be_visible()


def test_several_are_downloaded_as_one_file(files: Page, mark: str) -> None:
    files.get_by_label("Select all shown").check()
    with files.expect_download() as download:
        files.get_by_role("button", name="Download ZIP").click()
    assert re.fullmatch(r"library \d{4}-\d\d-\d\d\.zip", download.value.suggested_filename)
    expect(files.get_by_text("4 selected").first).to_be_visible()


def test_the_keyboard_alone_finds_selects_and_deletes(files: Page, mark: str) -> None:
    files.keyboard.press("Tab")
    files.keyboard.press("/")
    expect(files.get_by_role("searchbox")).to_be_focused()
    files.keyboard.type(f"{mark} mp3")
    expect(files).to_have_url(re.compile("mp3"))
    box(files, f"{mark} 1.mp3").focus()
    files.keyboard.press("Shift+ArrowDown")
    expect(box(files, f"{mark} 2.mp3")).to_be_focused()
    assert ticked(files) == 2
    files.keyboard.press("Escape")
    assert ticked(files) == 0
    files.keyboard.press("Space")
    files.keyboard.press("Delete")
    expect(files.get_by_text(f"{mark} 2.mp3 was deleted.")).to_be_visible()


def test_what_is_ticked_stays_so_when_its_row_has_news(library: Page, mark: str) -> None:
    drop(library, (f"{mark}.mp3", recording()))
    box(library, f"{mark}.mp3").check(timeout=SOON)
    expect(row(library, f"{mark}.mp3").locator("svg.waveform")).to_be_visible(timeout=SOON)
    expect(row(library, f"{mark}.mp3").locator(".pill--good")).to_be_visible(timeout=SOON)
    expect(box(library, f"{mark}.mp3")).to_be_checked()


def test_tiles_are_remembered(files: Page) -> None:
    files.get_by_role("link", name="Tiles").click()
    expect(files.locator("#assets")).to_have_class(re.compile("assets--tiles"))
    files.goto("/uploads/")
    expect(files.locator("#assets")).to_have_class(re.compile("assets--tiles"))
    files.get_by_role("link", name="Rows").click()
    expect(files.locator("#assets")).to_have_class(re.compile("assets--rows"))


def test_a_renamed_file_keeps_the_name_it_was_uploaded_with(files: Page, mark: str) -> None:
    files.get_by_role("link", name=f"{mark} 1.mp3").click()
    files.get_by_label("Name").fill(f"Spring {mark}")
    files.get_by_label("Note").fill("The louder take")
    files.get_by_role("button", name="Save").click()
    expect(files.get_by_role("heading", level=1)).to_have_text(f"Spring {mark}")
    expect(files.locator("dl").get_by_text(f"{mark} 1.mp3")).to_be_visible()
    files.goto("/uploads/")
    search(files, f"{mark} louder")
    expect(row(files, f"Spring {mark}")).to_be_visible()


def test_on_a_small_screen_the_filters_fold_away(files: Page, mark: str) -> None:
    files.set_viewport_size({"width": 390, "height": 800})
    files.reload()
    expect(files.get_by_role("radio", name="Photos")).to_be_hidden()
    files.get_by_text("Filters", exact=True).click()
    choose(files, "Photos")
    expect(files.get_by_text("Nothing found")).to_be_visible()
    choose(files, "Recordings")
    box(files, f"{mark} 1.mp3").check()
    expect(files.get_by_role("button", name="Delete")).to_be_in_viewport()
    assert files.evaluate("document.documentElement.scrollWidth") == 390


def test_more_rows_come_as_one_scrolls_and_without_scripts_by_a_link(
    library: Page, browser: Browser, stack: Stack, seeded: None
) -> None:
    library.goto("/uploads/?sort=size")
    expect(rows(library)).to_have_count(PAGE_SIZE)
    library.locator("#more").scroll_into_view_if_needed()
    expect(rows(library).nth(2 * PAGE_SIZE - 1)).to_be_attached()
    names = rows(library).locator(".asset__name").all_inner_texts()[: 2 * PAGE_SIZE]

    cookies = library.context.cookies()
    with browser.new_context(java_script_enabled=False, base_url=stack.url) as plain:
        plain.add_cookies(cookies)
        page = plain.new_page()
        page.goto("/uploads/?sort=size")
        first = rows(page).locator(".asset__name").all_inner_texts()
        page.get_by_role("link", name="More files").click()
        second = rows(page).locator(".asset__name").all_inner_texts()
    assert first + second == names


def test_what_is_ticked_on_one_page_stays_so_when_the_next_comes(library: Page, seeded: None) -> None:
    library.goto("/uploads/?sort=size")
    rows(library).first.get_by_role("checkbox").check()
    library.locator("#more").scroll_into_view_if_needed()
    expect(rows(library).nth(2 * PAGE_SIZE - 1)).to_be_attached()
    expect(rows(library).first.get_by_role("checkbox")).to_be_checked()
    expect(library.get_by_text("1 selected").first).to_be_visible()


def test_on_a_small_screen_the_boxes_are_beside_the_names_and_large_enough(files: Page, mark: str) -> None:
    files.set_viewport_size({"width": 390, "height": 800})
    for look in ("rows", "tiles"):
        files.goto(f"/uploads/?q={mark}&look={look}")
        tick = row(files, f"{mark} 1.mp3").locator(".asset__tick").bounding_box()
        picture = row(files, f"{mark} 1.mp3").locator(".thumb").bounding_box()
        assert min(tick["width"], tick["height"]) >= 40
        assert picture["y"] - 1 <= tick["y"]
        assert tick["y"] + tick["height"] <= picture["y"] + picture["height"] + 1
    assert files.evaluate("document.documentElement.scrollWidth") == 390


def test_jogg_s_link_has_a_line_of_its_own(files: Page, mark: str) -> None:
    link = row(files, f"{mark} 1.mp3").locator(".fact--link")
    words, address = link.locator("span").first.bounding_box(), link.locator("a").bounding_box()
    before = row(files, f"{mark} 1.mp3").get_by_text("every byte").bounding_box()
    assert abs(words["y"] + words["height"] / 2 - address["y"] - address["height"] / 2) < 4
    assert words["y"] >= before["y"] + before["height"]


def test_staff_who_choose_an_owner_get_that_owners_tags(files: Page, stack: Stack, mark: str) -> None:
    box(files, f"{mark} 1.mp3").check()
    files.get_by_label("Tag for the selected files").fill(f"Tag {mark}")
    files.get_by_role("button", name="Add tag").click()
    make = f"User.objects.create_user('{mark}', password='{mark}', is_staff=True)"
    stack.run(f"from django.contrib.auth.models import User; {make}")

    files.get_by_role("button", name="Sign out").click()
    files.goto("/accounts/login/?next=/uploads/%3Fowner=everybody")
    files.get_by_label("Username").fill(mark)
    files.get_by_label("Password").fill(mark)
    files.get_by_role("button", name="Sign in").click()
    files.get_by_label("Owner").select_option("demo")
    files.get_by_role("checkbox", name=f"Tag {mark}").check()
    expect(rows(files)).to_have_count(1)
    expect(files).to_have_url(re.compile("owner=demo"))
    expect(files.locator("[data-selection]")).to_be_hidden()


def test_the_export_s_menu_closes_by_escape_and_by_a_click_elsewhere(files: Page) -> None:
    menu = files.locator("#export")
    menu.locator("summary").press("Enter")
    files.keyboard.press("Tab")
    files.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    files.get_by_role("heading", level=1).click()
    expect(menu).not_to_have_attribute("open", "")


def test_the_bar_stays_in_sight_only_while_something_is_ticked(files: Page, mark: str) -> None:
    bar = files.locator("[data-selection]")
    box(files, f"{mark} 1.mp3").check()
    expect(bar).to_have_css("position", "sticky")
    files.keyboard.press("Escape")
    expect(bar).to_have_css("position", "static")
