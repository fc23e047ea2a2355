"""What Jogg takes: kinds, types and limits, and how a file's leading bytes tell them.

Source of the limits: the table "Limits" of the API's notes; MB there is read as 1024 × 1024 bytes.
The browser gets the same limits as data, so they are written down here only. Some types that
Jogg doesn't take are received as well: they stay here until they are converted.
"""

from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from django.db import models

from jogg_dashboard.sizes import MB, size_text
from uploads import webm

LEADING_BYTES = 16 * 1024  # enough for a WebM file's tracks, as browsers write them

MP4_BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso8", b"mp41", b"mp42", b"avc1", b"dash",
              b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"mmp4", b"f4v ", b"XAVC", b"hvc1"}  # fmt: skip
M4A_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
HEIF_BRANDS = HEIC_BRANDS | {b"mif1", b"msf1"}


class Kind(models.TextChoices):
    IMAGE = "image", "photo"
    VIDEO = "video", "video"
    AUDIO = "audio", "audio"


@dataclass(frozen=True)
class Limit:
    """What holds for one kind. `max_bytes` counts bytes; `label` is the kind's plural in a sentence.

    `kept_types` are received too, but Jogg doesn't take them.
    """

    kind: str
    label: str
    types: tuple[str, ...]
    extensions: tuple[str, ...]
    names: str
    max_bytes: int
    max_text: str
    max_seconds: int | None = None
    kept_types: tuple[str, ...] = ()
    kept_extensions: tuple[str, ...] = ()
    kept_names: str = ""


LIMITS = {
    Kind.IMAGE: Limit(
        "image", "photos", ("image/jpeg", "image/png", "image/webp", "image/gif"),
        ("jpg", "jpeg", "png", "webp", "gif"), "JPG, PNG, WebP or GIF", 10 * MB, "10 MB",
        None, ("image/heic",), ("heic", "heif"), "HEIC",
    ),
    Kind.VIDEO: Limit(
        "video", "videos", ("video/mp4", "video/webm", "video/quicktime"),
        ("mp4", "webm", "mov"), "MP4, WebM or MOV", 100 * MB, "100 MB",
        5 * 60,
    ),
    Kind.AUDIO: Limit(
        "audio", "audio files", ("audio/mpeg", "audio/wav", "audio/mp4"),
        ("mp3", "wav", "m4a"), "MP3, WAV or M4A", 20 * MB, "20 MB",
        10 * 60, ("audio/webm",), ("webm", "weba"), "WebM",
    ),
}  # fmt: skip
LARGEST = max(limit.max_bytes for limit in LIMITS.values())
EXTENSIONS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif",
    "video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov",
    "audio/mpeg": "mp3", "audio/wav": "wav", "audio/mp4": "m4a",
    "image/heic": "heic", "audio/webm": "weba",
}  # fmt: skip


class NotTaken(Exception):
    """A file that Jogg wouldn't take; the message is the sentence for the person."""


def limits_for_browser() -> list[dict[str, Any]]:
    """The limits as plain data, one dict per kind."""
    return [asdict(limit) for limit in LIMITS.values()]


def kind_of(content_type: str) -> Kind:
    return next(kind for kind, limit in LIMITS.items() if content_type in limit.types + limit.kept_types)


def is_taken(content_type: str) -> bool:
    """Whether Jogg takes files of this type as they are."""
    return any(content_type in limit.types for limit in LIMITS.values())


def type_of_stored(name: str) -> str:
    """The content type of a file that we stored under the extension of its content."""
    extension = name.rpartition(".")[2]
    return next(content_type for content_type, ending in EXTENSIONS.items() if ending == extension)


def recognise(name: str, leading: bytes) -> str:
    """Return the content type that a file's first bytes show, else raise `NotTaken`.

    `name` decides only where the bytes leave it open (an MP4 container holding just sound).
    """
    if not leading:
        raise NotTaken(f"{name} is empty.")
    found = _container(leading) or _iso_media(name, leading)
    if not found:
        raise NotTaken(
            f"{name} is not a photo, video or audio file that Jogg takes "
            "(JPG, PNG, WebP, GIF; MP4, WebM, MOV; MP3, WAV, M4A)."
        )
    return found


def check_size(name: str, size: int, kind: Kind) -> None:
    """Raise `NotTaken` where a file of this kind has more bytes than Jogg takes."""
    limit = LIMITS[kind]
    if size > limit.max_bytes:
        raise NotTaken(f"{name} is {size_text(size, limit.max_bytes)}; {limit.label} may have up to {limit.max_text}.")


def _container(leading: bytes) -> str:
    if leading.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if leading.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if leading.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if leading.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(leading[8:12], "")
    if webm.is_webm(leading):
        return "audio/webm" if webm.holds_only_sound(leading) else "video/webm"
    if leading.startswith(b"ID3") or _is_mpeg_audio(leading):
        return "audio/mpeg"
    return ""


def _is_mpeg_audio(leading: bytes) -> bool:
    """Whether a layer III frame starts here: sync, layer, and a bit rate and sampling rate that exist."""
    return (
        len(leading) >= 4
        and leading[0] == 0xFF
        and leading[1] & 0xE6 == 0xE2
        and leading[1] & 0x18 != 0x08
        and leading[2] & 0xF0 not in (0x00, 0xF0)
        and leading[2] & 0x0C != 0x0C
    )


def _iso_media(name: str, leading: bytes) -> str:
    if leading[4:8] in (b"moov", b"wide", b"mdat") and leading[:2] == b"\0\0":  # QuickTime from before `ftyp`
        return "video/quicktime"
    if leading[4:8] != b"ftyp":
        return ""
    brands = _brands(leading)
    if brands[0] in M4A_BRANDS:
        return "audio/mp4"
    if brands[0] == b"qt  ":
        return "video/quicktime"
    if brands[0] in HEIF_BRANDS and HEIC_BRANDS.intersection(brands):
        return "image/heic"
    if not MP4_BRANDS.intersection(brands):
        return ""
    return "audio/mp4" if PurePath(name).suffix.lower() == ".m4a" else "video/mp4"


def _brands(leading: bytes) -> list[bytes]:
    """The major brand, then the compatible ones."""
    size = min(int.from_bytes(leading[:4], "big"), len(leading))
    return [leading[8:12], *(leading[at : at + 4] for at in range(16, size - 3, 4))]
