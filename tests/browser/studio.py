"""Finished videos for the studio's pages, ordered without the form."""

from tests.stack import Person, Stack
from tests.waiting import wait_for

SCRIPT = "Welcome to our spring offer! From today every course costs half the price."  # some five seconds
CHOICES = {
    "script": SCRIPT, "avatar_id": "81", "avatar_type": "0", "voice_id": "en-US-EmilySandbox",
    "aspect_ratio": "square", "screen_style": "1",
}  # fmt: skip


def order(person: Person, **choices: str) -> str:
    """Order a video; its page's path."""
    answer = person.submit("/videos/new/", CHOICES | choices)
    assert answer.ok, answer.text
    return "/" + answer.url.split("/", 3)[3]


def kept(stack: Stack, *names: str) -> list[dict]:
    """The rows of the videos of these names, once they all are kept."""

    def look() -> list[dict]:
        rows = [row for row in stack.videos() if row["name"] in names]
        return rows if all(row["kept_at"] for row in rows) else []

    return wait_for(look, f"{', '.join(names)} to be kept", 60)
