"""Many videos at once: pasted, mended in place, confirmed, followed until all are ready."""

import re

from playwright.sync_api import Page, Route, expect

SOON = 180_000  # milliseconds; twenty videos are drawn and encoded one after the other
HEADINGS = "name\tscript\tavatar\tvoice\tratio\tstyle\tcaptions"


def table(avatar: str, voice: str) -> str:
    """Twenty rows, of which the fourth names no avatar that there is and the ninth no shape."""
    rows = [[f"Greeting {number}", f"Hi {number}.", avatar, voice, "9:16", "", "yes"] for number in range(1, 21)]
    rows[3][2] = f"{avatar[:-1]}x"
    rows[8][4] = "round"
    return "\n".join([HEADINGS, *("\t".join(row) for row in rows)])


def offered(page: Page) -> tuple[str, str]:
    """The first avatar and voice of the example."""
    page.goto("/videos/new/")
    expect(page.locator("[name=avatar_id]").first).to_be_attached(timeout=SOON)
    page.goto("/videos/batches/new/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Example as CSV").click()
    line = download.value.path().read_text("utf-8-sig").splitlines()[1]
    return line.split(",")[3], line.split(",")[4]


def test_twenty_rows_with_two_bad_cells_are_mended_ordered_and_followed(library: Page) -> None:
    avatar, voice = offered(library)
    library.get_by_label("Or paste cells").fill(table(avatar, voice))
    library.get_by_label("Name of the batch").fill("Twenty greetings")
    library.get_by_role("button", name="Check the table").click()

    expect(library.locator("#row-4")).to_contain_text(f"Did you mean “{avatar}”")
    expect(library.locator("#row-9")).to_contain_text("“round” is no shape.")
    expect(library.get_by_role("button", name="Make 18 videos · about 18 credits · without 2 rows")).to_be_visible()

    held: list[Route] = []
    library.route("**/rows/**", lambda route: held.append(route))  # Playwright marks what it calls
    library.get_by_label("Shape row 9").fill("square")
    with library.expect_request("**/rows/9/"):
        library.keyboard.press("Tab")
    library.keyboard.type("gre")
    for route in held:
        route.continue_()
    library.unroute("**/rows/**")
    expect(library.get_by_role("button", name="Make 19 videos · about 19 credits · without 1 row")).to_be_visible()
    background = library.get_by_label("Background row 9")
    expect(background).to_be_focused()
    expect(background).to_have_value("gre")  # typed while the row was being checked
    library.keyboard.type("en")
    with library.expect_response("**/rows/9/"):
        library.keyboard.press("Enter")  # which orders nothing

    library.get_by_role("link", name="row 4").click()
    expect(library.get_by_label("Avatar row 4")).to_be_focused()
    library.reload()
    expect(library.get_by_label("Shape row 9")).to_have_value("square")
    expect(library.get_by_label("Background row 9")).to_have_value("green")

    library.get_by_role("button", name=re.compile("^Make 19 videos")).click()
    expect(library.locator(".progress-words")).to_contain_text("of 19 ready")
    expect(library.locator(".progress-words")).to_have_text("19 of 19 ready", timeout=SOON)
    expect(library.locator(".batch .pill--good")).to_have_count(19)
    library.get_by_role("link", name="Greeting 20").click()
    expect(library.locator("video")).to_be_visible()
