"""What axe finds wrong with the library's pages, light and dark, wide and narrow. It must be nothing."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests import media
from tests.browser.dropping import drop
from tests.browser.studio import change
from tests.stack import Stack

SOON = 20_000  # milliseconds
STATES = ["draft", "queued", "processing", "failed", "rejected", "outcome_unknown"]
LISTS = ["/uploads/?look=rows", "/uploads/?look=tiles&kind=audio", "/uploads/?q=nothing+like+it", "/uploads/trash/"]


@pytest.fixture
def stocked(library: Page) -> Page:
    """A library with a photo, a clip, a recording, a tag, and something in the trash."""
    mark = uuid4().hex[:8]
    kinds = {".jpg": media.jpeg(), ".mp4": media.mp4(), ".mp3": media.mp3(1), " gone.mp3": media.mp3(2)}
    files = {f"{mark}{ending}": media.apart(content, mark) for ending, content in kinds.items()}
    drop(library, *files.items())
    for name in files:
        expect(library.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=SOON)
    library.get_by_role("checkbox", name=f"Select {mark} gone.mp3").check()
    library.get_by_role("button", name="Delete").click()
    expect(library.get_by_text(f"{mark} gone.mp3 was deleted.")).to_be_visible()
    return library


def violations(page: Page) -> list[str]:
    """Each violation with the elements it concerns. Axe is sent once to a page, and begins anew at each run."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)")
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


def in_both_schemes(page: Page) -> list[str]:
    """The violations light and dark; only the style sheets know of it, so the page need not be loaded again."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {violation}" for violation in violations(page)]
    return found


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_library_detail_and_trash(stocked: Page, width: int) -> None:
    stocked.set_viewport_size({"width": width, "height": 900})
    for path in LISTS:
        stocked.goto(path)
        assert in_both_schemes(stocked) == [], path
    stocked.goto("/uploads/?look=rows")
    stocked.get_by_label("Select all shown").check()
    assert in_both_schemes(stocked) == [], "with a selection"
    for kind in ("image", "video", "audio"):
        stocked.goto(f"/uploads/?kind={kind}")
        stocked.locator(".asset__name a").first.click()
        expect(stocked.get_by_role("heading", name="Where it stands")).to_be_visible()
        assert in_both_schemes(stocked) == [], kind


SPENDING_STAFF = """
from django.contrib.auth.models import User
from videos.models import Budget, Submit, Video
boss = User.objects.create_user({name!r}, password={name!r}, is_staff=True)
for state in ("confirmed", "booked", "uncertain"):
    video = Video.objects.create(owner=boss, script="Hello.", avatar_id="83", voice_name="Emily", status="failed")
    Submit.objects.create(video=video, number=1, body={{}}, body_hash="", credits=1, state=state)
Budget.objects.create(owner=boss, credits=3)
"""


@pytest.fixture
def staff(page: Page, stack: Stack) -> Page:
    """The usage of somebody of the staff who has used up a budget."""
    name = uuid4().hex[:8]
    stack.run(SPENDING_STAFF.format(name=name))
    page.goto("/accounts/login/?next=/videos/usage/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(name)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/videos/usage/")
    return page


def test_axe_finds_nothing_on_usage_and_budgets(staff: Page, troubles: list[str]) -> None:
    for width in (1440, 390):
        staff.set_viewport_size({"width": width, "height": 900})
        staff.goto("/videos/usage/")
        staff.locator("#usage-days summary").click()
        assert in_both_schemes(staff) == [], (width, "usage")
        staff.goto("/videos/usage/?since=2026-01-01&until=2026-01-02")
        assert in_both_schemes(staff) == [], (width, "nothing made")
        staff.goto("/videos/budget/")
        staff.get_by_label("Credits a month for all together").fill("-3")
        staff.get_by_role("button", name="Save the budgets").click()
        expect(staff.get_by_text("Give a whole number of credits").first).to_be_visible()
        assert in_both_schemes(staff) == [], (width, "budgets")
    troubles.clear()  # the browser's own word about each form that was refused


SILENT_WORKER = """
from jogg_dashboard.models import WorkerProcess
WorkerProcess.objects.create(name="elsewhere:4711", started_at=now, seen_at=now - timedelta(minutes=5))
"""


def test_axe_finds_nothing_on_the_status_page(staff: Page, stack: Stack) -> None:
    """With failures of the last day and, the second time, a worker that was killed; it fits a small telephone."""
    for troubles in ("", SILENT_WORKER):
        change(stack, troubles)
        for width in (1440, 390, 320):
            staff.set_viewport_size({"width": width, "height": 900})
            staff.goto("/status/")
            expect(staff.get_by_role("heading", name="Versions")).to_be_visible()
            assert in_both_schemes(staff) == [], width
            assert staff.evaluate("document.documentElement.scrollWidth") == width
    expect(staff.get_by_text("Silent", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_pickers(library: Page, width: int) -> None:
    library.set_viewport_size({"width": width, "height": 900})
    library.goto("/videos/new/")
    library.locator("label:has([name=avatar_id])").first.click()
    library.locator("label:has([name=voice_id])").first.click()
    assert in_both_schemes(library) == [], "all"
    library.get_by_text("Your own", exact=True).first.click()
    expect(library.get_by_text("Jogg has not finished it").first).to_be_visible()
    library.get_by_label("Search voices by name").fill("nobody")
    expect(library.get_by_text("No voice fits.")).to_be_visible()
    library.locator("details[data-closed-when-small]").evaluate_all("all => all.forEach((one) => (one.open = true))")
    assert in_both_schemes(library) == [], "filtered"


def check_table(page: Page, pasted: str) -> str:
    """Paste a table; return the address of its page."""
    page.goto("/videos/batches/new/")
    page.get_by_label("Or paste cells").fill(pasted)
    page.get_by_role("button", name="Check the table").click()
    expect(page.locator("#sheet")).to_be_visible()
    return page.url


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_pages_of_batches(library: Page, width: int) -> None:
    library.set_viewport_size({"width": width, "height": 900})
    said = f"script\tavatar\tvoice\nHello {width}.\tAmanda\tEmily"
    draft = check_table(library, f"{said}\nHi.\tNobody\tEmily")
    ordered = check_table(library, said)
    library.get_by_role("button", name="Make 1 video").click()
    library.locator(".batch__name a").click()
    expect(library.get_by_role("heading", name=f"Hello {width}.")).to_be_visible()
    variants = f"/videos/batches/variants/?from={library.url.split('/')[-2]}"
    for path in ("/videos/batches/", "/videos/batches/new/", draft, ordered, variants):
        library.goto(path)
        assert in_both_schemes(library) == [], path


VIDEO_PAGES = ["/videos/?look=tiles", "/videos/?look=rows", "/videos/?q=nothing+like+it", "/videos/trash/",
               "/videos/preferences/"]  # fmt: skip


@pytest.fixture
def in_every_state(stack: Stack) -> Iterator[None]:
    """Videos that stay as they are; taken away again, as a queued one keeps others from rehearsing."""
    change(stack, "".join(f"make('{status}', status='{status}', submitted_at=now, due_at=later);" for status in STATES))
    change(stack, "make('gone', status='outcome_unknown', deleted_at=now)")
    yield
    change(stack, f"Video.objects.filter(name__in={[*STATES, 'gone']}).delete()")


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_list_of_videos_its_trash_and_the_preferences(
    library: Page, in_every_state: None, width: int
) -> None:
    library.set_viewport_size({"width": width, "height": 900})
    for path in VIDEO_PAGES:
        library.goto(path)
        assert in_both_schemes(library) == [], path
    library.goto("/videos/")
    library.get_by_label("Select all shown").check()
    assert in_both_schemes(library) == [], "with a selection"
