"""The v1 dialect: paths, bodies and field names, as in Jogg's openapi-v1.yaml and as observed (Q…).

Everything is read leniently and written strictly: only fields v1 knows are sent, and none empty.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from jogg import errors
from jogg.results import Avatar, Created, JobState, Project, SignedUpload, VideoRequest, Voice
from jogg.transport import Transport

UPLOAD_CONTENT_TYPE = "application/octet-stream"
ASPECT_RATIOS = {"portrait": 0, "landscape": 1, "square": 2}
RATIO_NAMES = {number: name for name, number in ASPECT_RATIOS.items()}
STATES = {
    1: JobState.WAITING,
    2: JobState.WAITING,
    3: JobState.PROCESSING,
    4: JobState.SUCCEEDED,
    5: JobState.FAILED,
    99: JobState.DELETED,
}
WEB = ("https://", "http://")
VOICES_PER_PAGE = 100
MOST_PAGES = 50

Item = TypeVar("Item")


class V1:
    """Speaks v1 over a transport. The methods are those of `jogg.Client`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sign(self, filename: str) -> SignedUpload:
        envelope = self._transport.post("/v1/upload/asset", {"filename": filename})
        data = _data(envelope)
        return SignedUpload(
            sign_url=_url(data, "sign_url", envelope),
            hosted_url=_url(data, "asset_id", envelope),
            rid=_rid(envelope),
        )

    def create_body(self, request: VideoRequest) -> dict[str, Any]:
        if not (request.avatar_id.isascii() and request.avatar_id.isdigit()):
            raise errors.BadParameter("Jogg's v1 knows avatars by number; this one has none.", code="40000")
        body: dict[str, Any] = {
            "avatar_id": int(request.avatar_id),
            "avatar_type": request.avatar_type,
            "aspect_ratio": ASPECT_RATIOS[request.aspect_ratio],
            "screen_style": request.screen_style,
            "caption": request.caption,
        }
        said = {
            "script": request.script,
            "audio_url": request.audio_url,
            "voice_id": request.voice_id,
            "video_name": request.name,
        }
        return body | {field: value for field, value in said.items() if value}

    def create(self, body: dict[str, Any]) -> Created:
        envelope = self._transport.post_once("/v1/create_video_from_talking_avatar", body)
        return Created(job_id=_text(_data(envelope), "project_id", envelope), rid=_rid(envelope))

    def project(self, job_id: str) -> Project:
        envelope = self._transport.get("/v1/project", {"project_id": job_id})
        data = _data(envelope)
        raw = data.get("status_code", data.get("status"))
        return Project(
            job_id=job_id,
            state=STATES.get(_number(raw), JobState.UNRECOGNISED),
            raw_status=str(data.get("status_desc") or raw or ""),
            video_url=_link(data.get("video_url")),
            cover_url=_link(data.get("cover_url")),
            duration=_seconds(data.get("video_duration")),
            failure=_failure(data),
            rid=_rid(envelope),
        )

    def avatars(self) -> list[Avatar]:
        return self._avatars("/v1/avatars", 0)

    def custom_avatars(self) -> list[Avatar]:
        return self._avatars("/v1/avatars/custom", 1)

    def photo_avatars(self) -> list[Avatar]:
        return self._avatars("/v1/avatars/photo_avatars", 1)

    def custom_voices(self) -> list[Voice]:
        answer = self._transport.get("/v1/voices/custom")
        return _each_once(
            [_voice(item, custom=True) for item in _items(answer, "voices")], lambda voice: voice.voice_id
        )

    def voices(self) -> list[Voice]:
        """Walk the pages until one brings nothing new (Q11: pages may repeat, or hold everything at once)."""
        found: list[Voice] = []
        for page in range(1, MOST_PAGES + 1):
            answer = self._transport.get("/v1/voices", {"page": page, "page_size": VOICES_PER_PAGE})
            known = len(found)
            found = _each_once(
                [*found, *(_voice(item, custom=False) for item in _items(answer, "voices"))],
                lambda voice: voice.voice_id,
            )
            if len(found) == known:
                break
        return found

    def _avatars(self, path: str, avatar_type: int) -> list[Avatar]:
        items = _items(self._transport.get(path), "avatars")
        return _each_once([_avatar(item, avatar_type) for item in items], lambda avatar: avatar.avatar_id)


def _avatar(item: dict[str, Any], avatar_type: int) -> Avatar:
    return Avatar(
        avatar_id=str(item.get("avatar_id") or item.get("id") or ""),  # Q12
        avatar_type=avatar_type,
        name=str(item.get("name") or "").strip(),
        cover_url=_link(item.get("cover_url")),
        aspect_ratio=_ratio(item.get("aspect_ratio")),
        style=str(item.get("style") or ""),
        gender=str(item.get("gender") or ""),
        age=str(item.get("age") or ""),
        ready=_ready(item.get("avatar_status", item.get("status"))),
    )


def _voice(item: dict[str, Any], *, custom: bool) -> Voice:
    return Voice(
        voice_id=str(item.get("voice_id") or ""),
        name=str(item.get("name") or "").strip(),
        sample_url=_link(item.get("audition_url") or item.get("audio_url")),  # Q12
        language=str(item.get("language") or ""),
        gender=str(item.get("gender") or ""),
        age=str(item.get("age") or ""),
        custom=custom,
    )


def _each_once(items: list[Item], key: Callable[[Item], Any]) -> list[Item]:
    """The items in their order, of each key the first (Q11)."""
    first: dict[Any, Item] = {}
    for item in items:
        first.setdefault(key(item), item)
    return list(first.values())


def _ready(status: Any) -> bool:
    """Only own avatars have a status: 1 is ready (photo avatars), or a word that says so (custom ones, Q12)."""
    return status is None or status == 1 or str(status).lower() in ("1", "1 success", "success", "completed", "ready")


def _ratio(value: Any) -> str:
    return value if value in ASPECT_RATIOS else RATIO_NAMES.get(value, "") if type(value) is int else ""


def _data(envelope: dict[str, Any]) -> dict[str, Any]:
    data = envelope.get("data")
    if not isinstance(data, dict):
        raise errors.AnswerUnreadable("Jogg's answer lacks its data.", code="0", rid=_rid(envelope))
    return data


def _items(envelope: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """A list, wherever the answer has it; an empty one may be null, or data itself be empty."""
    data = envelope.get("data") or []
    items = data.get(name) if isinstance(data, dict) else data
    if not isinstance(items or [], list):
        raise errors.AnswerUnreadable(f"Jogg's answer lacks its {name}.", code="0", rid=_rid(envelope))
    return [item for item in items or [] if isinstance(item, dict)]


def _text(data: dict[str, Any], field: str, envelope: dict[str, Any]) -> str:
    """A field that must be there; ids are opaque and kept as text (Q13)."""
    value = data.get(field)
    if value is None or isinstance(value, bool | dict | list) or not str(value).strip():
        raise errors.AnswerUnreadable(f"Jogg's answer lacks {field}.", code="0", rid=_rid(envelope))
    return str(value)


def _url(data: dict[str, Any], field: str, envelope: dict[str, Any]) -> str:
    """A field that must be a link; another scheme than http(s) would end up in a page as one."""
    value = _text(data, field, envelope)
    if not value.startswith(WEB):
        raise errors.AnswerUnreadable(f"Jogg's {field} isn't a link.", code="0", rid=_rid(envelope))
    return value


def _number(value: Any) -> int | None:
    if type(value) is int:
        return value
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None


def _link(value: Any) -> str:
    """A link that may be missing."""
    return value if isinstance(value, str) and value.startswith(WEB) else ""


def _seconds(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else None


def _failure(data: dict[str, Any]) -> str:
    """The reason of a failure from wherever it is (Q3); the envelope's `msg` never is one."""
    error = data.get("error")
    said = error.get("message") if isinstance(error, dict) else error
    return str(said or data.get("err_msg") or "").strip()


def _rid(envelope: dict[str, Any]) -> str:
    return str(envelope.get("rid") or "")
