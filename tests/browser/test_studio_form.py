"""The form of a new video as a workspace: it keeps itself, shows what comes out, and takes what is dropped on it."""

import math
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from jogg_dashboard.templatetags.ui import clock
from tests import media
from tests.browser.dropping import drop
from tests.browser.test_accessibility import in_both_schemes
from tests.browser.test_videos import SOON, open_form, pick
from tests.stack import Stack
from tests.videos.documents import docx
from tests.waiting import wait_for
from videos import estimates
from videos.script_text import cleaned

A_VIDEO = re.compile(r"/videos/[0-9a-f-]{36}/$")
A_DRAFT = re.compile(r"/videos/new/\?draft=[0-9a-f-]{36}$")
WHOLE = "Begun in a tab that is closed at once."
SCRIPTS = [
    "Good morning!", "one", "One two three. " * 97, "你好，世界。今天天气很好。", "mixed 混合 text ไทย ok",
    "word " * 301, "a\u00a0b\u3000c\u2009d", "zero\u200bwidth joins\ufeffthese", "line\u2028break\x85and\x1fothers",
    "“quoted” — dash… and 'more'", "emoji 👩🏽‍💻 count 🎉", "שלום עולם", "ɛxtra\tlong " * 1300,
]  # fmt: skip
ESTIMATE = """async () => {
  const load = (part) => import(performance.getEntriesByType("resource").find(({ name }) => name.includes(part)).name);
  const form = document.querySelector(".video-form");
  const { rules } = await load("js/video/rules");
  const voice = form.querySelector("[name=voice_id]:checked")?.value;
  return [(await load("js/video/estimate")).estimate(form), rules.paces[voice] ?? rules.pace];
}"""
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  data.items.add(new File(["a picture"], "as Word adds it.png", { type: "image/png" }));
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def script_of(page: Page) -> Locator:
    return page.locator("#id_script")


def state_of(page: Page) -> Locator:
    return page.locator("#draft-state")


def test_a_draft_survives_a_closed_tab_and_becomes_the_video(library: Page, stack: Stack) -> None:
    open_form(library)
    pick(library, "avatar_id", 3)
    script_of(library).fill("Begun in a tab")
    expect(state_of(library)).to_contain_text("Kept", timeout=SOON)
    expect(library).to_have_url(A_DRAFT)
    script_of(library).press_sequentially(" that is closed at once.")
    library.close(run_before_unload=True)
    wait_for(lambda: any(video["script"] == WHOLE for video in stack.videos()), "what was typed last to be kept")

    page = library.context.new_page()
    page.goto("/videos/new/")
    expect(script_of(page)).to_have_value("")
    offer = page.locator("#draft-offer")
    expect(offer).to_contain_text(f"You have begun a video: “{WHOLE}”")
    offer.get_by_role("link", name="Go on with it").click()
    expect(script_of(page)).to_have_value(WHOLE)
    expect(page.locator("[name=avatar_id]:checked")).to_have_count(1)
    draft = page.url.rpartition("=")[2]
    pick(page, "voice_id", 1)
    script_of(page).press("Control+Enter")
    page.wait_for_url(A_VIDEO)
    assert draft in page.url
    page.close()


def test_a_discarded_draft_is_gone_and_can_be_taken_back(library: Page) -> None:
    open_form(library)
    script_of(library).fill("Not this one.")
    expect(library).to_have_url(A_DRAFT, timeout=SOON)
    library.get_by_role("button", name="Discard", exact=True).click()
    expect(script_of(library)).to_have_value("")
    library.get_by_role("button", name="Undo").click()
    expect(script_of(library)).to_have_value("Not this one.")


def test_what_is_typed_while_signed_out_is_neither_lost_nor_sent(library: Page) -> None:
    open_form(library)
    library.context.clear_cookies()
    script_of(library).fill("Typed after the session ended.")
    expect(state_of(library)).to_contain_text("Not kept: your session has ended.", timeout=SOON)
    library.get_by_role("button", name="Make the video").click()
    expect(library.locator("#toasts")).to_contain_text("The video was not ordered")
    expect(script_of(library)).to_have_value("Typed after the session ended.")

    other = library.context.new_page()
    other.goto("/accounts/login/")
    other.get_by_label("Username").fill("demo")
    other.get_by_label("Password").fill("demo")
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/uploads/")
    other.close()
    library.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(state_of(library)).to_have_attribute("data-state", "saved", timeout=SOON)


def test_audio_dropped_into_the_form_becomes_the_videos_voice_without_another_click(library: Page) -> None:
    open_form(library)
    pick(library, "avatar_id", 5)
    script_of(library).fill("What was written before.")
    drop(library, ("spoken at once.mp3", media.apart(media.mp3(), "spoken at once")))
    library.get_by_role("button", name="Make the video").click()
    library.wait_for_url(A_VIDEO, timeout=SOON)
    expect(library.get_by_role("link", name="spoken at once.mp3")).to_be_visible()
    expect(library.locator("video")).to_be_visible(timeout=SOON)


def test_preview_and_estimate_follow_what_is_chosen_and_typed(library: Page) -> None:
    open_form(library)
    library.locator("label:has([name=screen_style][value='1'])").click()  # the form begins with what was usual last
    library.locator("[name=caption]").check()
    stage = library.locator("#preview")
    for number in (1, 2):
        pick(library, "avatar_id", number)
        chosen = library.locator("label:has([name=avatar_id]:checked)")
        picture = chosen.locator("img").evaluate("(image) => image.src")
        expect(stage.locator("img")).to_have_js_property("src", picture)
        shape = chosen.locator("[name=avatar_id]").get_attribute("data-ratio")
        expect(stage).to_have_attribute("data-ratio", shape)
    script_of(library).fill("These are the first words of many others.")
    expect(stage.locator("[data-captions]")).to_have_text("These are the first words of")
    library.get_by_text("Captions in the picture").click()
    expect(stage.locator("[data-captions]")).to_be_hidden()

    for script in SCRIPTS:
        script_of(library).fill(script)
        told, pace = library.evaluate(ESTIMATE)
        seconds = estimates.words_in(script) / pace
        expected = {"seconds": max(1, math.floor(seconds + 0.5)), "credits": estimates.credits_for(seconds)}
        assert told == expected, script[:40]
    script_of(library).fill("word " * 105)
    words = f"Make the video about {clock(math.floor(105 / pace + 0.5))} · 1 credit"
    expect(library.get_by_role("button", name=words)).to_be_visible()
    expect(library.locator("[data-credits]")).to_have_text("1 credit of the sandbox")

    # What was chosen by hand stays.
    followed = {chosen.locator("[name=avatar_id]").get_attribute("data-ratio"), stage.get_attribute("data-ratio")}
    wanted = sorted({"portrait", "landscape", "square"} - followed)[0]
    library.locator(f"label:has([name=aspect_ratio][value={wanted}])").click()
    pick(library, "avatar_id", 1)
    expect(stage).to_have_attribute("data-ratio", wanted)


def test_a_script_comes_from_a_file_a_drop_or_the_clipboard_and_ctrl_z_takes_it_back(library: Page) -> None:
    open_form(library)
    script = script_of(library)
    note = library.locator("[data-script-note]")
    document = docx("<w:p><w:r><w:t>Out of Word.</w:t></w:r></w:p>")
    library.locator("[data-script-file]").set_input_files(
        {"name": "speech.docx", "mimeType": "application/octet-stream", "buffer": document}
    )
    expect(script).to_have_value("Out of Word.", timeout=SOON)
    expect(note).to_have_text("speech.docx was read in. Ctrl+Z takes it out again.")

    drop(library, ("more.md", b"## And *more*"))
    expect(script).to_have_value("Out of Word.\n\nAnd more", timeout=SOON)
    script.press("Control+z")
    expect(script).to_have_value("Out of Word.")

    pasted = " Soft\u00adhyphens,\u00a0spaces\u200b and\x0blines"
    script.press("End")
    script.evaluate(PASTE, pasted)
    expect(script).to_have_value("Out of Word." + cleaned(pasted))
    expect(note).to_contain_text("was taken out of the pasted text")
    expect(script).to_be_visible()
    script.press("Control+z")
    expect(script).to_have_value("Out of Word.")

    script.fill("See www.example.com")
    expect(library.locator("#script-advice")).to_contain_text("www.example.com A web address", timeout=SOON)


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_form_empty_filled_and_refused(library: Page, width: int, troubles: list[str]) -> None:
    library.set_viewport_size({"width": width, "height": 900})
    open_form(library)
    assert in_both_schemes(library) == [], "empty"
    script_of(library).fill("See www.example.com, it is VERY GOOD.")
    pick(library, "avatar_id", 3)
    expect(library.locator("#script-advice li").first).to_be_visible(timeout=SOON)
    expect(state_of(library)).to_contain_text("Kept", timeout=SOON)
    if width < 960:
        library.get_by_role("button", name="Preview").click()
    assert in_both_schemes(library) == [], "filled"
    script_of(library).fill("")
    library.get_by_role("button", name="Make the video").click()
    expect(library.get_by_role("heading", name="The video was not ordered yet")).to_be_visible()
    assert in_both_schemes(library) == [], "refused"
    assert library.evaluate("document.documentElement.scrollWidth") <= width
    troubles.clear()  # Chromium reports the page's 422 on the console
