"""Whether a video plays."""

from playwright.sync_api import Locator

from tests.waiting import wait_for


def expect_playing(video: Locator) -> None:
    """Start it, without sound, and see its time advance."""
    video.evaluate("(video) => { video.muted = true; return video.play(); }")
    wait_for(lambda: video.evaluate("(video) => video.currentTime") > 0.3, "the video's time to advance")
