"""The kinds of file Jogg takes, with their limits."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file: its content types by extension and its largest size in bytes."""

    name: str
    types: dict[str, str]
    max_bytes: int


IMAGE = Kind(
    "image",
    {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"},
    10 * MB,
)
VIDEO = Kind("video", {"mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"}, 100 * MB)
AUDIO = Kind("audio", {"mp3": "audio/mpeg", "wav": "audio/wav", "m4a": "audio/mp4"}, 20 * MB)

KINDS = {kind.name: kind for kind in (IMAGE, VIDEO, AUDIO)}


def extension_of(filename: str) -> str:
    """`"a.B.JPG"` → `"jpg"`; empty where there is none."""
    stem, dot, extension = filename.rpartition(".")
    return extension.lower() if dot and stem else ""


def kind_of(filename: str) -> Kind | None:
    """The kind by the filename's extension, None where Jogg takes no such file."""
    extension = extension_of(filename)
    return next((kind for kind in KINDS.values() if extension in kind.types), None)


def accepted_extensions() -> str:
    """For sentences: `jpg, jpeg, …`."""
    return ", ".join(extension for kind in KINDS.values() for extension in kind.types)
