"""The v2 dialect: paths, bodies and field names, as in Jogg's openapi-v2.yaml and as observed (Q…).

Everything is read leniently and written strictly: only fields v2 knows are sent, and none empty.
"""

from typing import Any
from urllib.parse import quote

from jogg import errors, paging, reading
from jogg.answers import Reply
from jogg.results import Account, Avatar, Created, Project, SignedUpload, VideoRequest, Voice
from jogg.transport import Transport


class V2:
    """Speaks v2 over a transport. The methods are those of `jogg.Client`."""

    root = "/v2"
    video_events = ("generated_avatar_video_success", "generated_avatar_video_failed")

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sign(self, filename: str, content_type: str, size: int) -> SignedUpload:
        body = {"filename": filename, "content_type": content_type, "file_size": size}
        return reading.signed_upload(self._transport.post("/v2/upload/asset", body), "asset_url", content_type)

    def create_body(self, request: VideoRequest) -> dict[str, Any]:
        if not request.avatar_id:
            raise errors.BadParameter("A video needs an avatar.", code="40000")
        body: dict[str, Any] = {
            "avatar": {"avatar_id": _avatar_id(request.avatar_id), "avatar_type": request.avatar_type},
            "voice": _voice(request),
            "aspect_ratio": request.aspect_ratio,
            # v2's description labels them full screen, split screen, picture in picture; v1's meaning holds (Q10).
            "screen_style": request.screen_style,
            "caption": request.caption,
        }
        return body | ({"video_name": request.name} if request.name else {})

    def create(self, body: dict[str, Any]) -> Created:
        reply = self._transport.post_once("/v2/create_video_from_avatar", body)
        return reading.created(reply, "video_id", "project_id")  # Q2: webhooks call it project_id on v2 too

    def project(self, job_id: str) -> Project:
        return reading.project(self._project(job_id), job_id)

    def _project(self, job_id: str) -> Reply:
        path = "/v2/avatar_video/{id}"
        return self._transport.get(path.format(id=quote(job_id, safe="")), pattern=path)

    def avatars(self) -> list[Avatar]:
        return paging.avatars(self._transport, "/v2/avatars/public", 0, paged=True)

    def avatars_with(self, trait: str, value: str) -> list[Avatar]:
        return paging.avatars(self._transport, "/v2/avatars/public", 0, paged=True, traits={trait: value})

    def custom_avatars(self) -> list[Avatar]:
        return paging.avatars(self._transport, "/v2/avatars/custom", 1, paged=True)

    def photo_avatars(self) -> list[Avatar]:
        return paging.avatars(self._transport, "/v2/avatars/photo_avatars", 1, paged=True, photo=True)

    def voices(self) -> list[Voice]:
        return paging.voices(self._transport, "/v2/voices", custom=False, paged=True)

    def custom_voices(self) -> list[Voice]:
        """Its description knows no pages, though the answer may tell of more than came."""
        return paging.voices(self._transport, "/v2/voices/custom", custom=True, paged=False)

    def whoami(self) -> Account | None:
        said = reading.data(self._transport.get("/v2/user/whoami"))
        return Account(name=reading.text(said, "username"), email=reading.text(said, "email"))

    def remaining_quota(self) -> float | None:
        said = reading.data(self._transport.get("/v2/user/remaining_quota"))
        return reading.number(said.get("remaining_quota"))


def _avatar_id(avatar_id: str) -> int | str:
    """A number where it is one, as v2's description wants it; any other id goes as it came (Q13)."""
    return int(avatar_id) if avatar_id.isascii() and avatar_id.isdigit() else avatar_id


def _voice(request: VideoRequest) -> dict[str, Any]:
    """The spoken part. The description requires `voice_id` with a recording too; it goes where one was chosen."""
    said = {
        "type": "audio" if request.audio_url else "script",
        "audio_url": request.audio_url,
        "script": "" if request.audio_url else request.script,
        "voice_id": request.voice_id,
    }
    return {field: value for field, value in said.items() if value}
