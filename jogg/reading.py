"""Reading the fields of Jogg's answers, leniently: both dialects vary their names and types (Q12)."""

import math
from datetime import UTC, datetime
from typing import Any

from jogg import errors
from jogg.answers import Reply
from jogg.results import Avatar, Created, JobState, Project, SignedUpload, Voice

ASPECT_RATIOS = {"portrait": 0, "landscape": 1, "square": 2}
RATIO_NAMES = {number: name for name, number in ASPECT_RATIOS.items()}
READY = ("1", "1 success", "success", "succeeded", "completed", "ready")
NO_REASONS = ("", "success", "ok")
WEB = ("https://", "http://")
LONGEST_ID = 200  # characters; what is longer is no id, and none that anybody could keep is cut from it
LONGEST_VIDEO = 7 * 24 * 3600  # seconds


def signed_upload(reply: Reply, hosted_url: str, content_type: str) -> SignedUpload:
    """`hosted_url` is the dialect's name for where the file will be served."""
    return SignedUpload(
        sign_url=_url(reply, "sign_url"),
        hosted_url=_url(reply, hosted_url),
        content_type=content_type,
        rid=reply.rid,
        answer=reply.answer,
    )


def created(reply: Reply, *names: str) -> Created:
    """The job's id from the first of these names that has one. Raises `AnswerUnreadable` where none has."""
    found = first_id(data(reply), *names)
    if not found:
        raise lacking(reply, names[0])
    return Created(job_id=found, rid=reply.rid, answer=reply.answer)


def project(reply: Reply, job_id: str) -> Project:
    said = data(reply)
    told = redacted_data(reply)
    state = job_state(said)
    return Project(
        job_id=job_id,
        state=state,
        raw_status=raw_status(told),
        video_url=link(said.get("video_url")),
        cover_url=link(said.get("cover_url")),
        duration=seconds(said),
        failure=failure(told, failed=state == JobState.FAILED),
        rid=reply.rid,
        created_at=moment(said.get("created_at")),
        answer=reply.answer,
    )


def avatar(item: dict[str, Any], avatar_type: int, *, photo: bool = False) -> Avatar:
    return Avatar(
        avatar_id=first_id(item, "avatar_id", "id"),  # Q12
        avatar_type=avatar_type,
        name=text(item, "name"),
        cover_url=link(item.get("cover_url")),
        aspect_ratio=_ratio(item.get("aspect_ratio")),
        style=text(item, "style"),
        gender=text(item, "gender"),
        age=text(item, "age"),
        ready=_is_ready(item.get("avatar_status"), item.get("status")),
        scene=text(item, "scene"),
        ethnicity=text(item, "ethnicity"),
        photo=photo,
    )


def voice(item: dict[str, Any], *, custom: bool) -> Voice:
    return Voice(
        voice_id=first_id(item, "voice_id"),
        name=text(item, "name"),
        sample_url=link(item.get("audition_url")) or link(item.get("audio_url")),  # Q12
        language=text(item, "language"),
        gender=text(item, "gender"),
        age=text(item, "age"),
        custom=custom,
        accent=text(item, "accent"),
        use_case=text(item, "use_case"),
    )


def data(reply: Reply) -> dict[str, Any]:
    """The envelope's data. Raises `AnswerUnreadable` where it is none."""
    said = reply.envelope.get("data")
    if not isinstance(said, dict):
        raise lacking(reply, "its data")
    return said


def redacted_data(reply: Reply) -> dict[str, Any]:
    """The data without its secrets: what is shown comes from here."""
    payload = reply.answer.payload
    told = payload.get("data") if isinstance(payload, dict) else None
    return told if isinstance(told, dict) else {}


def lacking(reply: Reply, what: str) -> errors.AnswerUnreadable:
    return errors.AnswerUnreadable(f"Jogg's answer lacks {what}.", code="0", answer=reply.answer)


def first_id(item: dict[str, Any], *names: str) -> str:
    """The first of these fields that has an id, which is opaque and kept as text (Q13); "" where none has."""
    found = (item.get(name) for name in names)
    said = (value for value in found if isinstance(value, str | int) and not isinstance(value, bool))
    ids = (str(value) for value in said if value)
    return next((one for one in ids if one.strip() and len(one) <= LONGEST_ID), "")


def text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def link(value: Any) -> str:
    """A link that may be missing; another scheme than http(s) would end up in a page as one."""
    return value if isinstance(value, str) and value.startswith(WEB) else ""


def number(value: Any) -> float | None:
    """A finite number, as such or as text; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def seconds(said: dict[str, Any]) -> float | None:
    """A video's length, which v1 calls `video_duration`; None where it is none, or longer than any video is."""
    found = [number(said.get(name)) for name in ("video_duration", "duration")]
    return next((length for length in found if length and 0 < length <= LONGEST_VIDEO), None)


def moment(value: Any) -> datetime | None:
    """An aware time in UTC from a Unix timestamp."""
    timestamp = number(value)
    if not timestamp or timestamp < 0:
        return None
    try:
        return datetime.fromtimestamp(timestamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def job_state(said: dict[str, Any]) -> JobState:
    """A known code counts most, then a known status; the description only where nothing else is said."""
    told = [said[name] for name in ("status_code", "status") if said.get(name) not in (None, "")]
    states = [JobState.read(word) for word in told or [said.get("status_desc")]]
    return next((state for state in states if state != JobState.UNRECOGNISED), JobState.UNRECOGNISED)


def raw_status(said: dict[str, Any]) -> str:
    """Jogg's own word for the state, else its number."""
    words = [said.get(name) for name in ("status_desc", "status", "status_code")]
    return next((str(word).strip() for word in words if word not in (None, "")), "")


def failure(said: dict[str, Any], *, failed: bool) -> str:
    """The reason of a failure from wherever it is (Q3); "" where it is nowhere.

    The envelope's `msg` never is one, and neither is a word of success.
    """
    error = said.get("error")
    reasons = [error.get("message") if isinstance(error, dict) else error, said.get("err_msg")]
    if failed:
        reasons += [said.get("fail_msg"), said.get("message")]
    texts = (reason.strip() for reason in reasons if isinstance(reason, str))
    return next((reason for reason in texts if reason.lower().rstrip(".!") not in NO_REASONS), "")


def _url(reply: Reply, name: str) -> str:
    """A field that must be a link."""
    found = link(data(reply).get(name))
    if not found:
        raise lacking(reply, name)
    return found


def _ratio(value: Any) -> str:
    """Both dialects say it by number or by word."""
    if isinstance(value, str):
        return value if value in ASPECT_RATIOS else ""
    return RATIO_NAMES.get(value, "") if type(value) is int else ""


def _is_ready(*statuses: Any) -> bool:
    """Only own avatars have a status: 1 is ready (photo avatars), or a word that says so (custom ones, Q12)."""
    said = [status for status in statuses if status is not None]
    return not said or str(said[0]).strip().lower() in READY
