"""What axe finds wrong with the library's pages, light and dark, wide and narrow. It must be nothing."""

from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import media
from tests.browser.dropping import drop

SOON = 20_000  # milliseconds
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
    """Each violation with the elements it concerns."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_library_detail_and_trash(stocked: Page, width: int) -> None:
    stocked.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        stocked.emulate_media(color_scheme=scheme)
        for path in (
            "/uploads/?look=rows",
            "/uploads/?look=tiles&kind=audio",
            "/uploads/?q=nothing+like+it",
            "/uploads/trash/",
        ):
            stocked.goto(path)
            assert violations(stocked) == [], (scheme, path)
        stocked.goto("/uploads/?look=rows")
        stocked.get_by_label("Select all shown").check()
        assert violations(stocked) == [], (scheme, "with a selection")
        for kind in ("image", "video", "audio"):
            stocked.goto(f"/uploads/?kind={kind}")
            stocked.locator(".asset__name a").first.click()
            expect(stocked.get_by_role("heading", name="Where it stands")).to_be_visible()
            assert violations(stocked) == [], (scheme, kind)
