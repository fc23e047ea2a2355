"""Following videos: the list, and what is told of them on other pages."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.studio import change
from tests.stack import Stack

SOON = 10_000  # milliseconds
TOLD = 6_000  # a page asks every 2 s
AT_JOGG = (
    'status="processing", job_id="{0}", submitted_at=now - timedelta(seconds=100), due_at=now + timedelta(hours=1)'
)
KEPT = """
from django.core.files.base import ContentFile
from tests.media import mp4
video = Video.objects.get(job_id="{0}")
video.file.save(f"videos/{{video.pk}}/file.mp4", ContentFile(mp4()), save=False)
video.status, video.finished_at, video.kept_at = "succeeded", now, now
video.save()
"""


@pytest.fixture
def mark() -> str:
    """A word that only one test's videos have in their names."""
    return uuid4().hex[:10]


def card(page: Page, name: str) -> Locator:
    return page.locator("#videos > .video").filter(has=page.get_by_role("link", name=name, exact=True))


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Select {name}")


def test_how_a_video_ends_is_told_on_every_page_once(library: Page, stack: Stack, mark: str) -> None:
    old = "Video.objects.update(updated_at=now - timedelta(minutes=5))\n"  # of many one notice would tell together
    change(stack, f'{old}make("Told {mark}", {AT_JOGG.format(mark)})')
    library.goto("/rehearsal/")
    other = library.context.new_page()
    other.goto("/settings/key/")
    change(stack, KEPT.format(mark))
    words = f"“Told {mark}” is ready."
    for page in (library, other):
        page.wait_for_function("() => !document.querySelector('#news[data-moving]')", timeout=TOLD)
    assert library.get_by_text(words).count() + other.get_by_text(words).count() == 1
    told = library if library.get_by_text(words).count() else other
    told.locator(".toast", has_text=words).get_by_role("link", name="Watch").click()
    expect(told.get_by_role("heading", level=1)).to_have_text(f"Told {mark}")
    told.goto("/rehearsal/")
    told.wait_for_function("() => !document.querySelector('#news[data-moving]')", timeout=TOLD)
    assert told.get_by_text(words).count() == 0
    other.close()


def test_of_many_that_end_at_once_one_notice_tells(library: Page, stack: Stack, mark: str) -> None:
    change(stack, f'[make("{mark}", status="waiting", job_id=f"{mark}{{n}}", due_at=later) for n in range(5)]')
    library.goto("/rehearsal/")
    change(stack, f'Video.objects.filter(name="{mark}").update(status="failed", finished_at=now, updated_at=now)')
    notice = library.locator(".toast").filter(has_text=re.compile(r"\d+ of your videos have come to an end\."))
    notice.get_by_role("link", name="Look at them").click(timeout=SOON)
    expect(library.get_by_role("heading", level=1)).to_have_text("Videos")


def test_what_ends_after_many_others_is_added_to_their_notice(library: Page, stack: Stack, mark: str) -> None:
    change(stack, f'[make("{mark}", status="waiting", job_id=f"{mark}{{n}}", due_at=later) for n in range(10)]')
    library.goto("/rehearsal/")
    notice = library.locator(".toast").filter(has_text=re.compile(r"\d+ of your videos have come to an end\."))
    ending = f'Video.objects.filter(job_id__in=[f"{mark}{{n}}" for n in range(%s)])'
    fields = '.update(status="failed", finished_at=timezone.now(), updated_at=timezone.now())'
    change(stack, ending % "5" + fields)
    expect(notice).to_have_count(1, timeout=SOON)
    before = int(re.match(r"\s*(\d+)", notice.inner_text())[1])
    change(stack, ending % "5, 10" + fields)
    expect(notice.filter(has_text=f"{before + 5} of")).to_have_count(1, timeout=SOON)
    expect(notice).to_have_count(1)


def test_the_page_of_a_batch_needs_no_notices_of_its_videos(library: Page, stack: Stack, mark: str) -> None:
    change(
        stack,
        "from videos.models import Batch\n"
        f'batch = Batch.objects.create(owner=demo, name="{mark}", confirmed_at=now)\n'
        f'make("{mark}", status="waiting", job_id="{mark}", due_at=later, batch=batch, batch_row=1)',
    )
    library.goto("/videos/batches/")
    library.get_by_role("link", name=mark).click()
    change(stack, f'Video.objects.filter(job_id="{mark}").update(status="failed", finished_at=now, updated_at=now)')
    expect(library.get_by_role("status").filter(has_text=mark)).to_have_count(1, timeout=SOON)  # said, as it is seen
    expect(library.locator(".toast", has_text=mark)).to_have_count(0)


def test_a_hidden_page_is_told_by_the_browser_where_that_was_asked_for(library: Page, stack: Stack, mark: str) -> None:
    library.context.grant_permissions(["notifications"])
    library.add_init_script(
        "window.told = []; window.Notification = class extends EventTarget {"
        "  static permission = 'granted'; static requestPermission = async () => 'granted';"
        "  constructor(words) { super(); window.told.push(words); } }"
    )
    library.goto("/videos/preferences/")
    library.get_by_role("button", name="Tell me when videos are ready").click()
    expect(library.get_by_text("Your browser tells you while")).to_be_visible()
    expect(library.get_by_role("button", name="Stop telling me")).to_be_focused()
    change(stack, f'make("Hidden {mark}", {AT_JOGG.format(mark)})')
    library.reload()
    library.evaluate(
        "localStorage.removeItem('looked-at');"
        "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })"
    )
    change(stack, f'Video.objects.filter(job_id="{mark}").update(status="failed", finished_at=now, updated_at=now)')
    words = f"“Hidden {mark}” could not be made by Jogg."
    library.wait_for_function("(words) => window.told.includes(words)", arg=words, timeout=SOON)
    assert re.match(r"\(\d+\) Notices", library.title())


def test_a_card_counts_its_wait_and_changes_without_a_reload(library: Page, stack: Stack, mark: str) -> None:
    change(stack, f'make("Waits {mark}", {AT_JOGG.format(mark)})')
    library.goto(f"/videos/?q={mark}")
    library.evaluate("window.stays = true")
    words = card(library, f"Waits {mark}").locator("[data-elapsed]")
    first = words.inner_text()
    assert re.fullmatch(r"1 min (4|5)\d s|2 min.*", first.replace("\N{NO-BREAK SPACE}", " "))
    expect(words).not_to_have_text(first, timeout=TOLD)

    change(stack, f'Video.objects.filter(job_id="{mark}").update(status="failed", error="No face.", updated_at=now)')
    expect(card(library, f"Waits {mark}")).to_contain_text("No face.", timeout=TOLD)
    expect(words).to_have_count(0)
    expect(library.locator(".facet__choice", has_text="Needs you").locator(".facet__count")).to_have_text("1")
    assert library.evaluate("window.stays"), "the page was loaded anew"


def test_several_are_deleted_at_once_and_put_back(library: Page, stack: Stack, mark: str) -> None:
    change(stack, f'[make("{mark} %d" % number, status="draft") for number in range(1, 5)]')
    library.goto(f"/videos/?q={mark}&sort=name")
    box(library, f"{mark} 1").click()
    box(library, f"{mark} 3").click(modifiers=["Shift"])
    expect(library.get_by_text("3 selected").first).to_be_visible()
    library.keyboard.press("Delete")
    expect(library.get_by_text("3 videos were deleted.")).to_be_visible()
    expect(library.locator("#videos > .video")).to_have_count(1)

    library.get_by_role("button", name="Undo").click()
    expect(library.get_by_text("3 videos are back.")).to_be_visible()
    expect(library.locator("#videos > .video")).to_have_count(4)
    expect(library.locator("#found")).to_have_text("4 videos")


def test_what_is_typed_is_found_and_the_look_is_remembered(library: Page, stack: Stack, mark: str) -> None:
    change(stack, f'[make("{mark} " + word, status="draft") for word in ("fair", "town")]')
    library.goto("/videos/")
    library.get_by_role("searchbox").fill(f"{mark} TOWN")
    expect(library.locator("#videos > .video")).to_have_count(1)
    assert f"q={mark}" in library.url
    library.get_by_role("link", name="Rows").click()
    expect(library.locator("#videos")).to_have_class("videos videos--rows")
    library.locator(".facet__choice", has_text="Ready").click()
    expect(library.get_by_text("Nothing found")).to_be_visible()
    library.get_by_role("link", name="Without Ready").click()
    expect(card(library, f"{mark} town")).to_be_visible()
    expect(library.locator("#videos")).to_have_class("videos videos--rows")


def test_without_scripts_it_is_found_and_deleted_all_the_same(
    library: Page, stack: Stack, browser: Browser, mark: str
) -> None:
    change(stack, f'make("{mark}", status="draft")')
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    context.add_cookies(library.context.cookies())
    page = context.new_page()
    page.goto("/videos/")
    page.get_by_role("searchbox").fill(mark)
    page.get_by_role("button", name="Search").click()
    box(page, mark).check()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text(f"{mark} was deleted.")).to_be_visible()
    context.close()
