"""The browser tests' ground: the real processes, and a page on which nothing may go wrong."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.browser import chromium
from tests.browser.signing_in import sign_in
from tests.stack import Stack, running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | chromium.launch_options()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The dashboard in demo mode, its videos ready within a second."""
    yield from running(tmp_path_factory.mktemp("stack"), render_seconds=1)


@pytest.fixture
def without_worker(stack: Stack) -> Iterator[None]:
    """The worker is away until the test starts it; the next test has one, whatever became of this."""
    stack.kill("worker")
    yield
    if not stack.is_running("worker"):
        stack.start_process("worker")


@pytest.fixture
def browser_context_args(browser_context_args: dict, stack: Stack) -> dict:
    return browser_context_args | {"base_url": stack.url, "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong on the page. A test that provokes an error takes it out again."""
    return []


@pytest.fixture
def page(context: BrowserContext, stack: Stack, troubles: list[str]) -> Iterator[Page]:
    """A page; errors in its scripts, on its console, or requests to another host fail the test."""
    home = urlsplit(stack.url).netloc

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text}")

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != home:
            troubles.append(f"request to {request.url}")

    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", note_message)
    page.on("request", note_request)
    yield page
    assert troubles == []


@pytest.fixture
def library(page: Page, stack: Stack) -> Page:
    """The library of somebody who has just signed in."""
    sign_in(page.context, stack)
    page.goto("/uploads/")
    return page
