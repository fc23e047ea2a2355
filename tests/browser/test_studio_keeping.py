"""The kept file: seeking in it, takes of it in step, and others watching it by a link."""

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests import media
from tests.browser import studio
from tests.browser.playing import expect_playing
from tests.browser.test_accessibility import in_both_schemes, violations
from tests.stack import Stack
from tests.waiting import wait_for

SOON = 20_000  # milliseconds
SHORT = 2.5  # seconds; the other take lasts for some five
TOLERANCE = 0.15  # seconds two takes may be apart
# Plays along from frame to frame; the greatest distance between the two once both run, until 2 s have passed.
GREATEST_DRIFT = """() => new Promise((resolve) => {
  const [one, two] = document.querySelectorAll("[data-take]");
  let greatest = 0, frames = 0;
  const look = () => {
    if (Math.min(one.currentTime, two.currentTime) > 0.3) {
      greatest = Math.max(greatest, Math.abs(one.currentTime - two.currentTime));
      frames += 1;
    }
    if (Math.max(one.currentTime, two.currentTime) < 2) requestAnimationFrame(look);
    else resolve([greatest, frames]);
  };
  look();
})"""


@pytest.fixture(scope="module")
def takes(stack: Stack) -> list[str]:
    """Two finished takes of one script, the second one shorter than the first; the paths of their pages."""
    person = stack.sign_in()
    paths = [studio.order(person, name="Take one"), studio.order(person, name="Take two", avatar_id="84", caption="on")]
    second = next(row for row in studio.kept(stack, "Take one", "Take two") if row["name"] == "Take two")
    stack.keep(second["file"], media.clip("mp4", "libx264", SHORT, sound="aac"))
    return paths


def times(page: Page) -> list[float]:
    return page.locator("[data-take]").evaluate_all("(takes) => takes.map((take) => take.currentTime)")


def test_one_seeks_in_the_kept_file(library: Page, takes: list[str]) -> None:
    answers: list[Response] = []
    library.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/file") else None)
    library.goto(takes[0])
    player = library.locator("video")
    expect(library.get_by_text("plays to the end")).to_be_visible()

    place = player.evaluate("""(video) => new Promise((resolve) => {
        video.addEventListener("seeked", () => resolve(video.currentTime), { once: true });
        video.currentTime = 4;
    })""")

    assert place == pytest.approx(4, abs=0.1)
    expect_playing(player)
    assert {answer.status for answer in answers} == {206}


def test_use_again_opens_the_form_as_it_was_and_makes_the_next_take(library: Page, stack: Stack) -> None:
    chosen = {
        "script": "Used again, word for word.", "avatar_id": "84", "voice_id": "pl-PL-PiotrSandbox",
        "aspect_ratio": "landscape", "screen_style": "2", "caption": "on",
    }  # fmt: skip
    path = studio.order(stack.sign_in(), name="Used once", **chosen)
    studio.kept(stack, "Used once")
    library.goto(path)
    library.get_by_role("link", name="Use again").click()

    expect(library.locator("#id_name")).to_have_value("Used once (2)")
    expect(library.locator("#id_script")).to_have_value(chosen["script"])
    for field in ("avatar_id", "voice_id", "aspect_ratio", "screen_style"):
        expect(library.locator(f"[name={field}]:checked")).to_have_value(chosen[field])
    expect(library.locator("[name=caption]")).to_be_checked()
    library.get_by_role("button", name="Make the video").click()

    expect(library.get_by_role("heading", name="Used once (2)")).to_be_visible()
    expect(library.get_by_role("link", name="2 takes of this script")).to_be_visible(timeout=SOON)
    studio.kept(stack, "Used once (2)")
    first, second = (row for row in stack.videos() if row["name"].startswith("Used once"))
    same = [*chosen, "avatar_type"]
    assert [second[field] for field in same] == [first[field] for field in same]


def test_takes_play_in_step(library: Page, takes: list[str]) -> None:
    library.goto(takes[0])
    library.get_by_role("link", name="2 takes of this script").click()
    position = library.get_by_role("slider", name="Position in all takes")
    library.get_by_role("button", name="Play").click()

    greatest, frames = library.evaluate(GREATEST_DRIFT)
    assert greatest < TOLERANCE
    assert frames > 10

    wait_for(lambda: times(library)[0] > SHORT + 0.3, "the longer take to go on alone")
    assert times(library)[1] == pytest.approx(SHORT, abs=0.2)

    position.focus()
    library.keyboard.press("Home")
    wait_for(lambda: max(times(library)) < 1, "both to begin anew")
    library.keyboard.press("Space")
    expect(library.get_by_role("button", name="Play")).to_be_visible()
    library.keyboard.press("End")
    wait_for(lambda: times(library)[0] > 4.5 and times(library)[1] > SHORT - 0.1, "each to stand at its end")
    library.keyboard.press("ArrowLeft")
    wait_for(lambda: max(times(library)) < 1.5, "both to stand five seconds earlier")


def test_one_take_sounds_at_first_and_each_can_be_switched(library: Page, takes: list[str]) -> None:
    library.goto(f"{takes[0]}takes/")
    muted = "(takes) => takes.map((take) => take.muted)"
    assert library.locator("[data-take]").evaluate_all(muted) == [False, True]
    library.get_by_role("button", name="Sound of Take one").click()
    library.get_by_role("button", name="Sound of Take two").click()
    assert library.locator("[data-take]").evaluate_all(muted) == [True, False]


def test_a_take_is_marked_as_final_and_unmarked(library: Page, takes: list[str]) -> None:
    library.goto(f"{takes[0]}takes/")
    library.get_by_role("button", name="Mark as final Take two").click()
    expect(library.locator(".take").filter(has_text="Take two")).to_contain_text("Final take")
    library.get_by_role("button", name="Undo").click()
    expect(library.get_by_role("button", name="Mark as final Take two")).to_be_visible()


def test_a_stranger_watches_by_a_link_until_it_is_switched_off(
    library: Page, takes: list[str], browser: Browser, stack: Stack
) -> None:
    library.goto(takes[0])
    library.get_by_label("A new link works for").select_option("1 day")
    library.get_by_role("button", name="Make a link").click()
    link = library.locator(".links__item [data-copy]")
    expect(link).to_have_count(1)
    stranger = browser.new_context().new_page()

    stranger.goto(link.get_attribute("data-copy"))
    expect(stranger.get_by_role("heading", name="Take one")).to_be_visible()
    expect_playing(stranger.locator("video"))
    assert violations(stranger) == []

    library.get_by_role("button", name="Switch off").click()
    expect(link).to_have_count(0)
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Nothing to watch here")).to_be_visible()
    assert violations(stranger) == []

    library.get_by_role("button", name="Undo").click()
    expect(link).to_have_count(1)
    stranger.context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_a_kept_video_and_its_takes(library: Page, takes: list[str], width: int) -> None:
    library.set_viewport_size({"width": width, "height": 900})
    for path in (takes[0], f"{takes[0]}takes/"):
        library.goto(path)
        assert in_both_schemes(library) == [], path
