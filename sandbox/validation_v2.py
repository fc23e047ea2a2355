"""Checks of what a client sent to v2, as strict as those of v1, which they are built on."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Request

from sandbox.assets import Assets
from sandbox.catalog import ASPECT_RATIOS, Catalog
from sandbox.envelope import parameter_refused
from sandbox.kinds import Kind, extension_of
from sandbox.validation import (
    Fields,
    check_agreement,
    check_choices,
    check_required,
    check_types,
    checked_kind,
    json_fields,
)

UPLOAD_TYPES: dict[str, type] = {"filename": str, "content_type": str, "file_size": int}
CREATE_TYPES: dict[str, type] = {
    "avatar": dict,
    "voice": dict,
    "aspect_ratio": str,
    "screen_style": int,
    "caption": bool,
    "video_name": str,
}
CREATE_REQUIRED = ("avatar", "voice", "aspect_ratio", "screen_style", "caption")
CREATE_CHOICES: dict[str, Sequence[object]] = {"aspect_ratio": ASPECT_RATIOS, "screen_style": (1, 2, 3)}
AVATAR_TYPES: dict[str, type] = {"avatar_id": int, "avatar_type": int}
VOICE_TYPES: dict[str, type] = {"type": str, "script": str, "audio_url": str, "voice_id": str}
# What each type of voice speaks.
SPOKEN = {"script": "script", "audio": "audio_url"}


def upload_request(request: Request) -> tuple[str, Kind, str, int | None]:
    """The filename to upload, its kind, its content type and its size where one is declared. Raises `Refusal`."""
    fields: dict[str, Any] = json_fields(request, UPLOAD_TYPES)
    check_required(fields, ["filename", "content_type"])
    kind = checked_kind(fields["filename"])
    fitting = kind.types[extension_of(fields["filename"])]
    if fields["content_type"] != fitting:
        raise parameter_refused(f"content_type: must be {fitting} for this filename.")
    size = fields.get("file_size")
    if size is not None and not 1 <= size <= kind.max_bytes:
        raise parameter_refused(f"file_size: must be from 1 to {kind.max_bytes} for {kind.name} files.")
    return fields["filename"], kind, fitting, size


def create_request(request: Request, catalog: Catalog, assets: Assets) -> Fields:
    """The request for a talking-avatar video as received, in full agreement with itself. Raises `Refusal`."""
    fields: dict[str, Any] = json_fields(request, CREATE_TYPES)
    check_required(fields, CREATE_REQUIRED)
    check_choices(fields, CREATE_CHOICES)
    _check_avatar(fields["avatar"])
    _check_voice(fields["voice"])
    check_agreement(flattened(fields), catalog, assets, urlsplit(request.host_url).hostname or "")
    return fields


def flattened(request: dict[str, Any]) -> Fields:
    """A checked v2 request in v1's words."""
    spoken = {name: value for name, value in request["voice"].items() if name != "type"}
    named = {"video_name": request["video_name"]} if "video_name" in request else {}
    return {
        **request["avatar"],
        **spoken,
        **named,
        "aspect_ratio": ASPECT_RATIOS.index(request["aspect_ratio"]),
        "screen_style": request["screen_style"],
        "caption": request["caption"],
    }


def _check_avatar(avatar: Fields) -> None:
    check_types(avatar, AVATAR_TYPES, "avatar.")
    check_required(avatar, list(AVATAR_TYPES), "avatar.")
    check_choices(avatar, {"avatar_type": (0, 1)}, "avatar.")


def _check_voice(voice: Fields) -> None:
    check_types(voice, VOICE_TYPES, "voice.")
    check_required(voice, ["type"], "voice.")
    check_choices(voice, {"type": list(SPOKEN)}, "voice.")
    for spoken_by, name in SPOKEN.items():
        if spoken_by == voice["type"]:
            check_required(voice, [name], "voice.")
        elif name in voice:
            raise parameter_refused(f"voice.{name}: must not be given with the type {voice['type']}.")
