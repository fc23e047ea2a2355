"""How long ago, in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from videos.templatetags.ages import ago, ago_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "just now"), (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"),
        (86399, "23 h ago"), (86400, "1 d ago"), (900000, "10 d ago"),
    ],
)  # fmt: skip
def test_tells_how_long_ago(seconds: float, text: str) -> None:
    assert ago_text(seconds).replace("\N{NO-BREAK SPACE}", " ") == text


def test_holds_the_moment_for_scripts() -> None:
    moment = timezone.now() - timedelta(minutes=20, seconds=1)
    assert ago(moment) == f'<span data-since="{moment.isoformat()}">20\N{NO-BREAK SPACE}min ago</span>'
