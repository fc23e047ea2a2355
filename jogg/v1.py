"""The v1 dialect: paths, bodies and field names, as in Jogg's openapi-v1.yaml and as observed (Q…).

Everything is read leniently and written strictly: only fields v1 knows are sent, and none empty.
"""

from typing import Any

from jogg import errors, paging, reading
from jogg.results import Account, Avatar, Created, Project, SignedUpload, VideoRequest, Voice
from jogg.transport import Transport

UPLOAD_CONTENT_TYPE = "application/octet-stream"


class V1:
    """Speaks v1 over a transport. The methods are those of `jogg.Client`."""

    root = "/v1"
    video_events = ("generated_video_success", "generated_video_failed")

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sign(self, filename: str, content_type: str, size: int) -> SignedUpload:
        """v1 isn't told type and size, and signs every file for the same type."""
        reply = self._transport.post("/v1/upload/asset", {"filename": filename})
        return reading.signed_upload(reply, "asset_id", UPLOAD_CONTENT_TYPE)

    def create_body(self, request: VideoRequest) -> dict[str, Any]:
        if not (request.avatar_id.isascii() and request.avatar_id.isdigit()):
            raise errors.BadParameter("Jogg's v1 knows avatars by number; this one has none.", code="40000")
        body: dict[str, Any] = {
            "avatar_id": int(request.avatar_id),
            "avatar_type": request.avatar_type,
            "aspect_ratio": reading.ASPECT_RATIOS[request.aspect_ratio],
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
        reply = self._transport.post_once("/v1/create_video_from_talking_avatar", body)
        return reading.created(reply, "project_id", "video_id")

    def project(self, job_id: str) -> Project:
        return reading.project(self._transport.get("/v1/project", {"project_id": job_id}), job_id)

    def avatars(self) -> list[Avatar]:
        return paging.avatars(self._transport, "/v1/avatars", 0, paged=False)

    def avatars_with(self, trait: str, value: str) -> list[Avatar]:
        return paging.avatars(self._transport, "/v1/avatars", 0, paged=False, traits={trait: value})

    def custom_avatars(self) -> list[Avatar]:
        return paging.avatars(self._transport, "/v1/avatars/custom", 1, paged=False)

    def photo_avatars(self) -> list[Avatar]:
        return paging.avatars(self._transport, "/v1/avatars/photo_avatars", 1, paged=False, photo=True)

    def voices(self) -> list[Voice]:
        return paging.voices(self._transport, "/v1/voices", custom=False, paged=True)

    def custom_voices(self) -> list[Voice]:
        return paging.voices(self._transport, "/v1/voices/custom", custom=True, paged=False)

    def whoami(self) -> Account | None:
        return None

    def remaining_quota(self) -> float | None:
        return None
