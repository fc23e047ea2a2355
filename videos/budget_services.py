"""Setting budgets."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from jogg_dashboard import claims
from videos import budgets, tasks
from videos.models import Budget


def set_limits(limits: Iterable[tuple[User | None, int | None]]) -> None:
    """Set credits a month for people, for all together where there is no person; None takes a limit away.

    What waited for a budget is looked at again.
    """
    with transaction.atomic():
        list(Budget.objects.order_by("pk").select_for_update())  # as submits lock them: neither waits for the other
        for owner, credits in limits:
            _set_limit(owner, credits)
        _wake_waiting()


def _set_limit(owner: User | None, credits: int | None) -> None:
    if credits is None:
        Budget.objects.filter(owner=owner).delete()
    else:
        Budget.objects.update_or_create(owner=owner, defaults={"credits": credits})


def _wake_waiting() -> None:
    waiting = claims.free(budgets.waiting())
    videos = list(waiting.order_by("created_at").only("pk"))
    claims.update_all(waiting, due_at=None)
    for video in videos:
        tasks.enqueue(video)
