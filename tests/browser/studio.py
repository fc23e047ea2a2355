"""Videos for the studio's pages: ordered without the form, or written into the database."""

from tests.stack import Person, Stack
from tests.waiting import wait_for

SCRIPT = "Welcome to our spring offer! From today every course costs half the price."  # some five seconds
CHOICES = {
    "script": SCRIPT, "avatar_id": "81", "avatar_type": "0", "voice_id": "en-US-EmilySandbox",
    "aspect_ratio": "square", "screen_style": "1",
}  # fmt: skip
SETTING = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from videos.models import Video
now = timezone.now()
earlier, later = now - timedelta(seconds=100), now + timedelta(hours=1)
demo = User.objects.get(username="demo")
def make(name, **fields):
    return Video.objects.create(owner=demo, name=name, script="Good morning.", avatar_id="83", **fields)
"""


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


def change(stack: Stack, lines: str) -> None:
    """Change videos behind the pages' backs, as the worker does."""
    stack.run(SETTING + lines)
