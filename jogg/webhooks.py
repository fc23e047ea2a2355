"""What Jogg delivers: verify the raw body first, then parse it."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

from jogg.errors import AnswerUnreadable
from jogg.reading import failure, first_id, link, raw_status, seconds
from jogg.redaction import redact
from jogg.results import JobState
from jogg.strict_json import parsed
from jogg.v1 import V1
from jogg.v2 import V2

DONE = dict(zip((*V1.video_events, *V2.video_events), (JobState.SUCCEEDED, JobState.FAILED) * 2, strict=True))


@dataclass(frozen=True)
class WebhookEvent:
    """One event about one video; it may come twice, with the same `event_id`.

    `state` is what the event's name says, `UNRECOGNISED` for all but the finished and failed videos
    of avatars. `job_id` is Jogg's handle. `duration` in seconds; "" or None where unsaid. `payload`
    is the whole body, with its secrets taken out.
    """

    event_id: str
    name: str
    state: JobState
    job_id: str
    video_url: str
    cover_url: str
    duration: float | None
    failure: str
    raw_status: str
    payload: dict[str, Any] = field(repr=False)


def sign(body: bytes, secret: str) -> str:
    """Return the signature of a raw body: hex HMAC-SHA256 with the endpoint's secret."""
    return hmac.new(_bytes(secret), body, hashlib.sha256).hexdigest()


def verify(body: bytes, signature: str | None, secret: str) -> bool:
    """Tell whether the signature is that of the raw body, in either case of its hex; never without a secret."""
    if not secret or not signature:
        return False
    return hmac.compare_digest(_bytes(signature.strip().lower()), _bytes(sign(body, secret)))


def parse(body: bytes, event_header: str = "") -> WebhookEvent:
    """Read a raw body, whose name may be in `X-Webhook-Event` only, which no signature covers.

    Raises `AnswerUnreadable` for what isn't a JSON object or has no name.
    """
    said = _object(body)
    told = redact(said)
    name = next((name for name in _names(said, event_header) if name), "")
    if not name:
        raise AnswerUnreadable("Jogg's event has no name.")
    # By the name and never by data.status, which may be missing (Q2).
    state = DONE.get(name.lower(), JobState.UNRECOGNISED)
    about, told_about = _data(said), _data(told)
    return WebhookEvent(
        event_id=first_id(said, "event_id", "id") or hashlib.sha256(body).hexdigest(),
        name=name,
        state=state,
        job_id=first_id(about, "project_id", "video_id", "id"),  # Q2: project_id on v2 too
        video_url=link(about.get("video_url")),
        cover_url=link(about.get("cover_url")),
        duration=seconds(about),
        failure=failure(told_about, failed=state == JobState.FAILED),
        raw_status=raw_status(told_about),
        payload=told,
    )


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = parsed(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise AnswerUnreadable("Jogg's event isn't a JSON object.")
    return said


def _names(said: dict[str, Any], event_header: str) -> list[str]:
    names = [said.get(name) for name in ("event", "event_type", "type")]
    return [name.strip() for name in (*names, event_header) if isinstance(name, str)]


def _data(said: dict[str, Any]) -> dict[str, Any]:
    """What the event is about; where there is no data, the body itself."""
    data = said.get("data")
    return data if isinstance(data, dict) and data else said
