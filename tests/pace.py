"""Time and pace, for tests that don't wait."""

from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from jogg_dashboard import claims, pacing
from jogg_dashboard.models import Pace, Post, Turn
from jogg_dashboard.pacing import Permit, Priority


def forget_pace() -> None:
    """As if nobody had POSTed for long, and no limit of Jogg's were in force."""
    for model in (Pace, Post, Turn):
        model.objects.all().delete()


def exhaust_pace(settings: Any) -> None:
    """As if the only POST of this minute had just been made."""
    settings.JOGG_POSTS_PER_MINUTE = 1
    with pacing.ask("another", Priority.CREATE, timezone.now()):
        pass


def claim_while_it_asks(monkeypatch: pytest.MonkeyPatch, row: Model) -> None:
    """Let another worker take the row between being read and asking for its turn."""
    ask = pacing.ask

    def claim_and_ask(*asked: Any) -> Permit:
        claimed_until = timezone.now() + claims.LEASE
        type(row).objects.filter(pk=row.pk).update(claimed_by="elsewhere:1:0badcafe", claimed_until=claimed_until)
        return ask(*asked)

    monkeypatch.setattr(pacing, "ask", claim_and_ask)
