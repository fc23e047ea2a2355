"""What an asset can be converted into."""

from pathlib import PurePath

from uploads.media_types import EXTENSIONS
from uploads.models import Asset, Conversion

TARGETS = {
    "audio/wav": "audio/mpeg",
    "audio/mp4": "audio/mpeg",
    "audio/webm": "audio/mpeg",
    "video/quicktime": "video/mp4",
    "video/webm": "video/mp4",
    "image/heic": "image/jpeg",
    "image/png": "image/jpeg",
    "image/webp": "image/jpeg",
}
TAKEN_CODECS = {"h264", "hevc"}


def offered(asset: Asset) -> str:
    """The content type that this asset can be converted into, or ""; nothing is promised of a damaged file."""
    if asset.probed_at is None or asset.probe_error:
        return ""
    if asset.content_type == "video/mp4":
        return "video/mp4" if asset.codec and asset.codec not in TAKEN_CODECS else ""
    return TARGETS.get(asset.content_type, "")


def latest(asset: Asset) -> Conversion | None:
    """The newest conversion into what is offered; None where there is none, or its result was deleted."""
    target = offered(asset)
    made = [conversion for conversion in asset.conversions.all() if conversion.content_type == target]
    newest = max(made, key=lambda conversion: conversion.pk, default=None)
    return newest if newest and (newest.is_standing or newest.error) else None


def name_in(content_type: str) -> str:
    """What people call a format: MP3, JPG."""
    return EXTENSIONS[content_type].upper()


def renamed(name: str, content_type: str) -> str:
    """A name with the ending of another type."""
    stem, ending = PurePath(name).stem, PurePath(name).suffix.lower().lstrip(".")
    is_ending = ending in {*EXTENSIONS.values(), "jpeg", "heif"}
    return f"{stem if is_ending else name}.{EXTENSIONS[content_type]}"
