"""Having a file looked into, and writing down what was seen. Runs in the worker."""

import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.utils import timezone

from uploads.models import Asset

logger = logging.getLogger(__name__)

TIMEOUT = 180  # seconds
UNREADABLE = {"error": "The file can't be looked into here; it is sent to Jogg all the same."}


def probe(asset_id: UUID) -> None:
    """Look into one asset that hasn't been looked into yet. Doing so twice does no harm."""
    asset = Asset.objects.unprobed().filter(pk=asset_id).first()
    if asset is None:
        return
    with tempfile.TemporaryDirectory(dir=settings.UPLOAD_DIR) as folder:
        picture = Path(folder) / "picture.webp"
        found = look_into(asset.file.path, asset.content_type, picture)
        changes = {
            "probe_error": found.get("error", ""),
            "width": found.get("width"),
            "height": found.get("height"),
            "duration": found.get("duration"),
            "waveform": found.get("waveform", []),
            "picture": _keep(asset, picture),
        }
    now = timezone.now()
    Asset.objects.filter(pk=asset.pk).update(probed_at=now, updated_at=now, **changes)


def look_into(path: str, content_type: str, picture: Path) -> dict[str, Any]:
    """Return what `uploads.inspection` says of a file, and have its picture written; `error` where it says nothing."""
    command = [sys.executable, "-m", "uploads.inspection", content_type, path, str(picture)]
    try:
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        logger.warning("%s can't be looked into: %s", path, error)
        return UNREADABLE


def _keep(asset: Asset, picture: Path) -> str:
    """Store the picture, if one was made; return its name there."""
    if not picture.exists():
        return ""
    with picture.open("rb") as file:
        asset.picture.save("picture.webp", File(file), save=False)
    return asset.picture.name
