"""The way in: one client, whatever the dialect."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from jogg.calls import Observer, nobody
from jogg.endpoints import Endpoints
from jogg.results import Account, Answer, Avatar, Created, Endpoint, Project, SignedUpload, VideoRequest, Voice
from jogg.transport import Transport
from jogg.v1 import V1
from jogg.v2 import V2

DIALECTS: dict[str, type[V1] | type[V2]] = {"v1": V1, "v2": V2}


class Client:
    """Talks to one Jogg account. Safe to share between threads; every call may raise `JoggError`.

    `base_url` is scheme and host (`https://api.jogg.ai`), without the version, which is v1 or v2.
    `video_events` are the names under which a video's success and failure are delivered. `observer` is told of
    each call that has ended.
    """

    def __init__(self, base_url: str, api_key: str, version: str = "v1", observer: Observer = nobody) -> None:
        if version not in DIALECTS:
            raise ValueError(f"Jogg's API has no version {version!r}; there are {', '.join(DIALECTS)}.")
        self.version = version
        self._transport = Transport(base_url, api_key, observer)
        self._dialect = DIALECTS[version](self._transport)
        self._endpoints = Endpoints(self._transport, self._dialect.root)
        self.video_events: tuple[str, ...] = self._dialect.video_events

    def sign(self, filename: str, content_type: str, size: int) -> SignedUpload:
        """Ask for a signed URL for a file of this name, MIME type and size in bytes (`POST …/upload/asset`)."""
        return self._dialect.sign(filename, content_type, size)

    def put(self, signed: SignedUpload, file: BinaryIO) -> Answer:
        """PUT the file's bytes, streamed, with Content-Length, as the type signed for and without the API key."""
        return self._transport.put(signed.sign_url, file, signed.content_type)

    def fetch(self, url: str, into: BinaryIO, limit: int) -> str:
        """Stream a hosted file of at most `limit` bytes into `into`; return its content type."""
        return self._transport.fetch(url, into, limit)

    def size_of(self, url: str) -> int | None:
        """Return the size in bytes of a hosted file without reading it; None where its host doesn't tell."""
        return self._transport.size_of(url)

    def create_body(self, request: VideoRequest) -> dict[str, Any]:
        """Return the exact body `create` will send, so that it can be written down first."""
        return self._dialect.create_body(request)

    def create(self, body: dict[str, Any]) -> Created:
        """Create a video: this costs credits, and Jogg has no idempotency key (Q4). Never repeated here.

        An error whose `not_accepted` is False means that the outcome is unknown.
        """
        return self._dialect.create(body)

    def project(self, job_id: str) -> Project:
        """Return how far a video is (v1's `project`, v2's `avatar_video`)."""
        return self._dialect.project(job_id)

    def avatars(self) -> list[Avatar]:
        """Return Jogg's avatars, each once, from all pages."""
        return self._dialect.avatars()

    def avatars_with(self, trait: str, value: str) -> list[Avatar]:
        """Return Jogg's avatars that have a trait of `AVATAR_TRAITS`; all of them where Jogg passes the filter over."""
        return self._dialect.avatars_with(trait, value)

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

    def whoami(self) -> Account | None:
        """Return whose key it is; None on v1, which can't be asked."""
        return self._dialect.whoami()

    def remaining_quota(self) -> float | None:
        """Return the credits that Jogg says are left; None on v1 and where unsaid.

        To be shown only: it stayed at 0 while real videos were made (Q6).
        """
        return self._dialect.remaining_quota()

    def endpoints(self) -> list[Endpoint]:
        """Return where Jogg delivers events (`GET …/endpoints`)."""
        return self._endpoints.all()

    def add_endpoint(self, url: str, events: Sequence[str]) -> Endpoint:
        """Have these events delivered to a URL (`POST …/endpoint`). A lost answer may leave an endpoint behind."""
        return self._endpoints.add(url, events)

    def update_endpoint(self, endpoint_id: str, url: str, events: Sequence[str]) -> Endpoint:
        """Give an endpoint this URL and these events, and enable it (`PUT …/endpoint/{id}`)."""
        return self._endpoints.update(endpoint_id, url, events)

    def remove_endpoint(self, endpoint_id: str) -> None:
        """Stop all deliveries to an endpoint (`DELETE …/endpoint/{id}`)."""
        self._endpoints.remove(endpoint_id)

    def events(self) -> list[str]:
        """Return the names of the events that Jogg delivers (`GET …/events`)."""
        return self._endpoints.events()
