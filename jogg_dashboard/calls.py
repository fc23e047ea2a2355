"""What became of the calls to Jogg: noted where they are made, added up for all processes in the database.

A call is noted in memory, as nothing may delay or fail what it brought. The worker writes it down with its
heartbeat, a command at its end; a killed process takes the counts of some seconds with it.
"""

import re
import threading
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from jogg import STORAGE, AnswerLost, AnswerUnreadable, BadKey, Call, ConnectionFailed, JoggError, ServerFailed
from jogg_dashboard import logs
from jogg_dashboard.models import ApiCalls, Contact

OK = "ok"
MOMENTS = {"answered_at", "failed_at", "key_accepted_at", "key_refused_at"}
NO_SENSE = (ConnectionFailed, AnswerLost, AnswerUnreadable, ServerFailed)  # nobody there, or not as it should be

_lock = threading.Lock()
_counts: Counter[tuple[str, str]] = Counter()
_heard: dict[str, Any] = {}


def observe(call: Call) -> None:
    """Note a call that has ended."""
    if call.rid:
        logs.bind(rid=call.rid)
    with _lock:
        _counts[f"{call.method} {call.path}", result_of(call.error)] += 1
        if call.path != STORAGE:
            _heard.update(_told_by(call.error, timezone.now()))


def result_of(error: JoggError | None) -> str:
    """A call's result in a word: "ok", or the kind of error as `rate_limited`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower() if error else OK


def note(account: str, **fields: Any) -> None:
    """Note something else that was learnt about an account."""
    contact, _ = Contact.objects.get_or_create(account=account)
    Contact.objects.filter(pk=contact.pk).update(**fields)


def write_down(account: str) -> None:
    """Add what was noted to what is known. What can't be written is kept for the next time."""
    with _lock:
        counts, heard = Counter(_counts), dict(_heard)
        _counts.clear()
        _heard.clear()
    if not counts:
        return
    try:
        with transaction.atomic():
            _add(counts)
            _tell(account, heard)
    except DatabaseError:
        with _lock:
            _counts.update(counts)
            _heard.update(heard | _heard)
        raise


def _told_by(error: JoggError | None, now: datetime) -> dict[str, Any]:
    """What a call tells of Jogg and of the key."""
    if error is None:
        return {"answered_at": now, "key_accepted_at": now}
    if isinstance(error, BadKey):
        return {"answered_at": now, "key_refused_at": now}
    if isinstance(error, NO_SENSE):
        return {"failed_at": now, "failure": error.sentence}
    return {"answered_at": now}


def _add(counts: Counter[tuple[str, str]]) -> None:
    """One after the other in the same order everywhere, or two workers could wait for each other."""
    today = timezone.now().date()
    rows = [ApiCalls(day=today, call=call, result=result) for call, result in sorted(counts)]
    ApiCalls.objects.bulk_create(rows, ignore_conflicts=True)
    for call, result in sorted(counts):
        row = ApiCalls.objects.filter(day=today, call=call, result=result)
        row.update(count=F("count") + counts[call, result])


def _tell(account: str, heard: dict[str, Any]) -> None:
    """Each time only forwards: another worker may have heard something later."""
    if not heard:
        return
    contact, _ = Contact.objects.get_or_create(account=account)
    for name in MOMENTS & heard.keys():
        changes = {name: heard[name]} | ({"failure": heard["failure"]} if name == "failed_at" else {})
        row = Contact.objects.filter(Q(**{name: None}) | Q(**{f"{name}__lt": heard[name]}), pk=contact.pk)
        row.update(**changes)
