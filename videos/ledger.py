"""What submits cost: booked before the call, confirmed or corrected by the result, released where nothing was taken.

Credits here are our count. What Jogg itself says is left (`Catalogue.remaining_quota`) stands beside
it and was seen to be wrong (Q6); nothing is decided by it.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from videos.estimates import credits_for
from videos.models import Submit, SubmitState, Video


@dataclass(frozen=True)
class Total:
    """Credits of all submits in one state, and how many submits those are."""

    credits: int = 0
    submits: int = 0


@dataclass(frozen=True)
class Totals:
    """A person's submits, by what is known of their cost. `spent` are the credits that may be gone at most."""

    booked: Total
    confirmed: Total
    uncertain: Total
    released: Total

    @property
    def spent(self) -> int:
        return self.booked.credits + self.confirmed.credits + self.uncertain.credits


def book(video: Video, body: dict[str, Any], credits: int) -> None:
    """Write down a submit that is about to be made; a retry of one that Jogg didn't take is the same one."""
    intent = {
        "body": body,
        "body_hash": body_hash(body),
        "credits": credits,
        "state": SubmitState.BOOKED,
        "made_at": timezone.now(),
        "settled_at": None,
    }
    Submit.objects.update_or_create(video=video, number=video.submit_number, defaults=intent)


def body_hash(body: dict[str, Any]) -> str:
    """SHA-256 of the body's canonical JSON, as 64 hex digits."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def uncertain(video: Video) -> Any:
    """The submits of a video of which nobody knows what became, the oldest first."""
    return Submit.objects.filter(video_id=video.pk, state=SubmitState.UNCERTAIN).order_by("number")


def release(video: Video) -> None:
    """The last submit was proven not to be taken: nothing was charged for it."""
    _last(video).update(state=SubmitState.RELEASED, settled_at=timezone.now())


def doubt(video: Video) -> None:
    """Whether the last submit, or the job that came of one, was charged, only Jogg knows."""
    _current(video).update(state=SubmitState.UNCERTAIN, settled_at=timezone.now())


def accept(video: Video, job_id: str, number: int) -> None:
    """Jogg has made a job of this submit: the estimate stands until the result is there."""
    submits = Submit.objects.filter(video_id=video.pk, number=number)
    submits.update(state=SubmitState.BOOKED, job_id=job_id, settled_at=None)


def confirm(video: Video, duration: float | None) -> None:
    """The result is there: its length in seconds says what it cost; without one the estimate stands."""
    if duration:
        known = {"state": SubmitState.CONFIRMED, "credits": credits_for(duration)}
        _current(video).update(settled_at=timezone.now(), **known)


def totals(submits: Any) -> Totals:
    """Add up a queryset of submits."""
    rows = submits.order_by().values("state").annotate(sum=Sum("credits"), count=Count("id"))
    by_state = {row["state"]: Total(row["sum"], row["count"]) for row in rows}
    return Totals(**{str(state): by_state.get(state, Total()) for state in SubmitState})


def _last(video: Video) -> Any:
    return Submit.objects.filter(video_id=video.pk, number=video.submit_number)


def _current(video: Video) -> Any:
    """The submit whose job the video is, else the last one."""
    return Submit.objects.filter(video_id=video.pk, job_id=video.job_id) if video.job_id else _last(video)
