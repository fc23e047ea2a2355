"""Recording a voice, with Chromium's own pretended microphone, which beeps."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser import chromium
from tests.browser.signing_in import sign_in
from tests.browser.test_accessibility import in_both_schemes
from tests.stack import Stack
from tests.waiting import wait_for

SOON = 20_000  # milliseconds
PRETENDED = "--use-fake-device-for-media-stream"
LEVEL = "(meter) => meter.value"


@pytest.fixture(scope="module")
def launched(browser_type: BrowserType) -> Callable[..., "contextmanager[Browser]"]:
    """A browser of one's own, started with these arguments besides."""

    @contextmanager
    def launch(*arguments: str) -> Iterator[Browser]:
        options = chromium.launch_options()
        options["args"] = [*options["args"], *arguments]
        browser = browser_type.launch(**options)
        yield browser
        browser.close()

    return launch


def signed_in(browser: Browser, stack: Stack, **options: object) -> Page:
    context = browser.new_context(base_url=stack.url, viewport={"width": 1280, "height": 900}, **options)
    sign_in(context, stack)
    page = context.new_page()
    page.goto("/uploads/")
    return page


@pytest.fixture(scope="module")
def with_microphone(launched: Callable) -> Iterator[Browser]:
    """A browser whose microphone works and is allowed."""
    with launched(PRETENDED, "--use-fake-ui-for-media-stream") as browser:
        yield browser


@pytest.fixture
def speaker(with_microphone: Browser, stack: Stack, troubles: list[str]) -> Iterator[Page]:
    """The library of somebody who has one."""
    page = signed_in(with_microphone, stack)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    with page.context:
        yield page
        assert troubles == []


class DialogParts:
    """The recorder's dialog, and what is pressed in it."""

    def __init__(self, page: Page) -> None:
        self.root = page.locator("#recorder")
        self.meter = self.root.locator("meter")
        self.time = self.root.locator("[data-record-time]")

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()

    def state(self, state: str, timeout: int = SOON) -> None:
        expect(self.root).to_have_attribute("data-state", state, timeout=timeout)

    def record(self) -> None:
        self.state("ready")
        self.press("Start recording")
        self.state("recording")


def open_recorder(page: Page) -> DialogParts:
    page.get_by_role("button", name="Record", exact=True).click()
    return DialogParts(page)


def test_a_voice_is_recorded_paused_listened_to_and_kept(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.record()
    wait_for(lambda: recorder.meter.evaluate(LEVEL) > 0.3, "the level to show a beep")
    expect(recorder.time).to_have_text("0:02", timeout=SOON)

    recorder.press("Pause")
    paused_at = recorder.time.text_content()
    speaker.wait_for_timeout(1200)  # time has to pass for it to be seen standing still
    assert recorder.time.text_content() == paused_at
    recorder.press("Go on")
    expect(recorder.time).to_have_text("0:03", timeout=SOON)
    recorder.press("Stop")

    player = recorder.root.locator("audio")
    player.evaluate("(audio) => { audio.muted = true; return audio.play(); }")
    wait_for(lambda: player.evaluate("(audio) => audio.currentTime") > 0.2, "the recording to play")
    recorder.root.get_by_label("Name").fill("Greeting")
    recorder.press("Keep")

    expect(recorder.root).to_be_hidden()
    row = speaker.locator("#assets > li").filter(has_text="Greeting").first
    expect(row.get_by_text("Received here")).to_be_visible(timeout=SOON)


def test_the_keyboard_alone_records(speaker: Page) -> None:
    speaker.get_by_role("button", name="Record", exact=True).press("Enter")
    recorder = DialogParts(speaker)
    expect(recorder.root.get_by_role("button", name="Start recording")).to_be_focused(timeout=SOON)
    speaker.keyboard.press("Enter")
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    speaker.keyboard.press("Enter")
    recorder.state("recorded")
    speaker.keyboard.press("Enter")
    expect(speaker.get_by_role("button", name="Record", exact=True)).to_be_focused()


def test_what_was_kept_is_known_as_a_recording(speaker: Page, stack: Stack) -> None:
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    recorder.press("Stop")
    recorder.root.get_by_label("Name").fill("Known")
    recorder.root.get_by_label("Name").press("Enter")

    row = wait_for(lambda: [row for row in stack.assets() if row["original_name"].startswith("Known.")], "the asset")[0]
    assert row["origin"] == "recording"
    assert stack.kept(row["file"])[:4] == b"\x1aE\xdf\xa3"
    made = f"SELECT * FROM uploads_asset WHERE source_id = '{row['id']}' AND status = 'hosted'"
    assert wait_for(lambda: stack.rows(made), "the MP3 made of it to reach Jogg")[0]["content_type"] == "audio/mpeg"
    expect(speaker.locator("#assets > li").filter(has_text="Known.mp3").first).to_be_visible(timeout=SOON)


def test_it_stops_by_itself_at_the_longest_that_is_taken(speaker: Page) -> None:
    speaker.locator("#recorder").evaluate("(dialog) => (dialog.dataset.longest = 2)")
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.root).to_contain_text("it stops by itself at 0:02")

    recorder.state("recorded")
    expect(recorder.root).to_contain_text("It stopped at 0:02")


def test_what_is_stopped_at_once_holds_nothing(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.state("ready")
    at_once = "for (const action of ['start', 'stop']) document.querySelector(`[data-record-action=${action}]`).click()"
    speaker.evaluate(at_once)
    expect(recorder.root).to_contain_text("It was stopped before anything was recorded.")
    recorder.state("ready")


def test_leaving_with_an_unkept_recording_asks(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    recorder.press("Stop")
    recorder.state("recorded")
    speaker.keyboard.press("Escape")
    question = speaker.locator("#confirm")
    expect(question).to_contain_text("Throw the recording away?")
    question.get_by_role("button", name="Go back").click()
    recorder.state("recorded")
    expect(recorder.root).to_be_visible()

    speaker.keyboard.press("Escape")
    question.get_by_role("button", name="Throw it away").click()

    expect(recorder.root).to_be_hidden()
    recorder = open_recorder(speaker)
    recorder.state("ready")
    recorder.press("Close")
    expect(recorder.root).to_be_hidden()


def test_leaving_the_page_with_an_unkept_recording_asks(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.record()
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)
        dialog.accept()

    speaker.on("dialog", answer)
    speaker.reload()
    assert asked == ["beforeunload"]


def test_recording_again_starts_anew(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    recorder.press("Stop")
    recorder.press("Record again")
    speaker.locator("#confirm").get_by_role("button", name="Throw it away").click()

    recorder.state("ready")
    expect(recorder.time).to_have_text("0:00")


def test_a_recording_survives_an_upload_that_fails(speaker: Page, troubles: list[str]) -> None:
    speaker.route("**/uploads/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    recorder.press("Stop")
    recorder.root.get_by_label("Name").fill("Survivor")
    recorder.press("Keep")
    row = speaker.locator("[data-upload-rows] li").filter(has_text="Survivor")
    with speaker.expect_download() as saving:
        row.get_by_role("link", name="Download the recording").click()
    assert saving.value.suggested_filename == "Survivor.webm"
    row.get_by_role("button", name="Remove this line").click()
    speaker.locator("#confirm").get_by_role("button", name="Go back").click()
    speaker.unroute("**/uploads/")

    row.get_by_role("button", name="Retry").click()

    arrived = speaker.locator("#assets > li").filter(has_text="Survivor")
    expect(arrived.get_by_text("Received here")).to_be_visible(timeout=SOON)
    expect(row).to_have_count(0)
    troubles.clear()  # the broken request shows on the console, as it should


def test_several_microphones_can_be_chosen_from(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.state("ready")
    choice = recorder.root.get_by_label("Microphone", exact=True)
    names = choice.locator("option").all_text_contents()
    assert len(names) > 1
    choice.select_option(index=1)
    recorder.state("ready")
    assert choice.evaluate("(select) => select.selectedIndex") == 1
    recorder.record()


def test_the_recorder_of_a_new_video_leaves_its_form_alone(speaker: Page) -> None:
    speaker.goto("/videos/new/")
    speaker.get_by_text("Recording", exact=True).click()
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    recorder.press("Stop")
    with speaker.expect_response(lambda answer: answer.request.method == "POST") as posted:
        recorder.root.get_by_label("Name").press("Enter")
    assert posted.value.url.endswith("/uploads/")
    assert posted.value.status == 201
    assert re.search(r"/videos/new/(\?draft=|$)", speaker.url)


def test_in_a_new_video_the_mp3_made_of_a_recording_is_chosen_by_itself(speaker: Page) -> None:
    speaker.goto("/videos/new/")
    speaker.get_by_text("Recording", exact=True).click()
    recorder = open_recorder(speaker)
    recorder.record()
    expect(recorder.time).to_have_text("0:01", timeout=SOON)
    recorder.press("Stop")
    recorder.root.get_by_label("Name").fill("Spoken here")
    recorder.press("Keep")
    expect(speaker.get_by_role("radio", name="Spoken here.mp3")).to_be_checked(timeout=SOON)


def test_a_microphone_that_is_refused_is_told(launched: Callable, stack: Stack) -> None:
    with launched(PRETENDED, "--use-fake-ui-for-media-stream=deny") as browser:
        recorder = open_recorder(signed_in(browser, stack))
        recorder.state("refused")
        expect(recorder.root).to_contain_text("The microphone is not allowed here.")
        recorder.press("Try again")
        recorder.state("refused")


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        ("NotFoundError", "missing", "No microphone was found."),
        ("NotReadableError", "busy", "The microphone can't be used now."),
    ],
)
def test_why_no_microphone_answers_is_told(speaker: Page, error: str, state: str, words: str) -> None:
    speaker.evaluate(
        "(name) => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name)))", error
    )
    recorder = open_recorder(speaker)
    recorder.state(state)
    expect(recorder.root).to_contain_text(words)


def test_an_address_without_https_is_told(launched: Callable, stack: Stack) -> None:
    with launched() as browser:
        page = signed_in(browser, stack)
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
        page.reload()
        recorder = open_recorder(page)
        recorder.state("insecure")
        expect(recorder.root).to_contain_text("Browsers allow recording only over https.")


def test_axe_finds_nothing_on_the_recorder(speaker: Page) -> None:
    recorder = open_recorder(speaker)
    recorder.state("ready")
    assert in_both_schemes(speaker) == []
    recorder.record()
    expect(recorder.time).to_have_text(re.compile("0:0[1-9]"), timeout=SOON)
    assert in_both_schemes(speaker) == []
    recorder.press("Stop")
    recorder.state("recorded")
    assert in_both_schemes(speaker) == []
