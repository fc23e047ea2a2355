"""The way in: one client, whatever the dialect."""

from typing import Any, BinaryIO

from jogg.results import Avatar, Created, Project, SignedUpload, VideoRequest, Voice
from jogg.transport import Transport
from jogg.v1 import UPLOAD_CONTENT_TYPE, V1


class Client:
    """Talks to one Jogg account. Safe to share between threads; every call may raise `JoggError`.

    `base_url` is scheme and host (`https://api.jogg.ai`), without the version.
    """

    def __init__(self, base_url: str, api_key: str) -> None:
        self._transport = Transport(base_url, api_key)
        self._dialect = V1(self._transport)

    def sign(self, filename: str) -> SignedUpload:
        """Ask for a signed URL for a file of this name (`POST /v1/upload/asset`)."""
        return self._dialect.sign(filename)

    def put(self, signed: SignedUpload, file: BinaryIO) -> None:
        """PUT the file's bytes, streamed, with Content-Length and without the API key."""
        self._transport.put(signed.sign_url, file, UPLOAD_CONTENT_TYPE)

    def fetch(self, url: str, into: BinaryIO, limit: int) -> str:
        """Stream a hosted file of at most `limit` bytes into `into`; return its content type."""
        return self._transport.fetch(url, into, limit)

    def create_body(self, request: VideoRequest) -> dict[str, Any]:
        """Return the exact body `create` will send, so that it can be written down first."""
        return self._dialect.create_body(request)

    def create(self, body: dict[str, Any]) -> Created:
        """Create a video: this costs credits, and Jogg has no idempotency key (Q4). Never repeated here.

        An error whose `not_accepted` is False means that the outcome is unknown.
        """
        return self._dialect.create(body)

    def project(self, job_id: str) -> Project:
        """Return how far a video is (`GET /v1/project`)."""
        return self._dialect.project(job_id)

    def avatars(self) -> list[Avatar]:
        """Return Jogg's avatars, each once."""
        return self._dialect.avatars()

    def custom_avatars(self) -> list[Avatar]:
        """Return one's own avatars, each once, the unfinished ones too."""
        return self._dialect.custom_avatars()

    def photo_avatars(self) -> list[Avatar]:
        """Return one's own avatars made of photos, each once, the unfinished ones too."""
        return self._dialect.photo_avatars()

    def voices(self) -> list[Voice]:
        """Return the library's voices, each once, from all pages."""
        return self._dialect.voices()

    def custom_voices(self) -> list[Voice]:
        """Return one's own voices, each once."""
        return self._dialect.custom_voices()
