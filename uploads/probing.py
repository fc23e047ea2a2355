"""Having a file looked into, and writing down what was seen. Runs in the worker."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from jogg_dashboard.local_copy import local_path
from uploads import child_process
from uploads.models import Asset, Shape

TIMEOUT = 180  # seconds
UNREADABLE = "The file can't be looked into here."
FRAMES_NAME = "frames.webp"
SQUARE_WITHIN = 0.02
MEASURES = {
    "width": None, "height": None, "duration": None, "is_animated": False, "has_transparency": False,
    "codec": "", "audio_codec": "", "frame_rate": None, "sample_rate": None, "channels": None,
    "loudness": None, "peak": None, "clipped": None, "frame_count": 0, "waveform": [],
}  # fmt: skip


def probe(asset_id: UUID) -> None:
    """Look into one asset that hasn't been looked into yet. Doing so twice does no harm: the first to end has told."""
    asset = Asset.objects.unprobed().filter(pk=asset_id).first()
    if asset is None:
        return
    earlier = {name for name in (asset.picture.name, asset.frames.name) if asset.owns(name)}
    with tempfile.TemporaryDirectory(dir=settings.UPLOAD_DIR) as folder:
        changes = _changes(asset, Path(folder) / "picture.webp")
    now, made = timezone.now(), {changes["picture"], changes["frames"]}
    is_told = Asset.objects.filter(pk=asset.pk, probed_at=None).update(probed_at=now, updated_at=now, **changes)
    # Two who look at once may have got the same name, as a bucket can't reserve one.
    named = set(Asset.objects.filter(pk=asset.pk).values_list("picture", "frames").first() or ())
    for name in (earlier if is_told else made) - named - {""}:
        asset.picture.storage.delete(name)


def shape(width: int | None, height: int | None) -> str:
    """Return one of `Shape`, or "" for what has no width; square is what is nearly so."""
    if not width or not height:
        return ""
    if abs(width - height) <= SQUARE_WITHIN * max(width, height):
        return Shape.SQUARE
    return Shape.PORTRAIT if height > width else Shape.LANDSCAPE


def look_into(path: str, content_type: str, picture: Path) -> dict[str, Any]:
    """Return what `uploads.inspection` says of a file, and have its picture written, and beside it its frames.

    `error` where it says nothing.
    """
    frames = picture.with_name(FRAMES_NAME)
    arguments = [content_type, path, str(picture), str(frames)]
    return child_process.run("uploads.inspection", *arguments, timeout=TIMEOUT) or {"error": UNREADABLE}


def _changes(asset: Asset, picture: Path) -> dict[str, Any]:
    """Return what is to be written down, having stored the pictures that were made."""
    with local_path(asset.file) as path:
        found = look_into(path, asset.content_type, picture)
    return {
        "probe_error": found.get("error", ""),
        **{name: found.get(name, nothing) for name, nothing in MEASURES.items()},
        "shape": shape(found.get("width"), found.get("height")),
        "picture": _keep(asset.picture, picture),
        "frames": _keep(asset.frames, picture.with_name(FRAMES_NAME)),
    }


def _keep(field: FieldFile, picture: Path) -> str:
    """Store a picture, if it was made; return its name there."""
    if not picture.exists():
        return ""
    with picture.open("rb") as file:
        field.save(picture.name, File(file), save=False)
    return field.name
