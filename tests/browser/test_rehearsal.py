"""What a person sees when Jogg misbehaves."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_videos import open_form
from tests.stack import Stack

SOON = 30_000  # milliseconds


@pytest.fixture
def rehearsal(library: Page, stack: Stack) -> Iterator[Page]:
    """The rehearsal page, once there are avatars to make a video with; nothing stays armed."""
    open_form(library)
    library.get_by_role("link", name="Rehearsal").click()
    yield library
    stack.sandbox.clear_faults()


def test_a_lost_answer_is_rehearsed_and_nothing_claimed_about_it(
    rehearsal: Page, stack: Stack, troubles: list[str]
) -> None:
    creates = {"method": "POST", "path": "/v1/create_video_from_talking_avatar"}
    before = len(stack.sandbox.journal(**creates))

    rehearsal.get_by_role("button", name="Rehearse it: the answer is lost").click()

    rehearsal.wait_for_url(re.compile(r"/videos/[0-9a-f-]{36}/"))
    expect(rehearsal.get_by_role("heading", name="Rehearsal: the answer is lost")).to_be_visible()
    unknown = rehearsal.get_by_role("heading", name="We don't know whether Jogg accepted this")
    expect(unknown).to_be_visible(timeout=SOON)
    assert len(stack.sandbox.journal(**creates)) == before + 1, "a lost answer must not order a second video"

    rehearsal.get_by_role("button", name="Submit again").click()
    expect(rehearsal.get_by_text("Say that you know it may be charged twice")).to_be_visible()
    expect(rehearsal.get_by_label("I know that it may be charged twice")).to_be_focused()
    troubles.clear()  # Chromium reports the page's 422 on the console

    rehearsal.get_by_role("link", name="Rehearsal").click()
    expect(rehearsal.get_by_text("Nothing. The sandbox behaves.")).to_be_visible()


def test_a_fault_is_switched_off_with_the_keyboard_alone(rehearsal: Page, stack: Stack) -> None:
    stack.sandbox.arm("http_error", on="create", times=2)
    rehearsal.reload()
    expect(rehearsal.get_by_text("2 times more")).to_be_visible()

    rehearsal.get_by_role("button", name="Switch off: HTTP error").focus()
    rehearsal.keyboard.press("Enter")

    expect(rehearsal.get_by_text("Nothing. The sandbox behaves.")).to_be_visible()
    assert stack.sandbox.faults() == []


def test_a_link_to_something_else_is_noticed_and_replaced_before_anything_is_called_verified(
    rehearsal: Page,
) -> None:
    rehearsal.get_by_role("button", name="Rehearse it: the file's link serves something else").click()

    rehearsal.wait_for_url(re.compile(r"/uploads/[0-9a-f-]{36}/"))
    expect(rehearsal.get_by_text(re.compile(r"^Verified .*, every byte$"))).to_be_visible(timeout=SOON)
    rehearsal.get_by_role("button", name="Close this notice").first.click()
    rehearsal.get_by_role("heading", name="What happened").click()
    expect(rehearsal.get_by_text("serves other bytes than those kept here")).to_be_visible()
    expect(rehearsal.get_by_text("Its new link takes the place of the one before.")).to_be_visible()

    rehearsal.get_by_role("button", name="Check every byte now").click()

    expect(rehearsal.get_by_text("Asked to compare every byte")).to_be_visible(timeout=SOON)
    expect(rehearsal.get_by_role("button", name="Check every byte now")).to_be_enabled(timeout=SOON)
