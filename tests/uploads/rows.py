"""Assets as rows, for what needs no upload."""

import hashlib
import subprocess
import sys
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from jogg_dashboard import claims
from tests import media
from uploads import housekeeping, media_types
from uploads.models import Asset


def stored_asset(owner: User, content: bytes = b"", name: str = "voice.mp3", **fields: Any) -> Asset:
    """An asset as it is right after its upload, before any worker saw it."""
    content = content or media.mp3(1)
    content_type = media_types.recognise(name, content)
    asset = Asset(
        owner=owner, kind=media_types.kind_of(content_type), original_name=name, size=len(content),
        content_type=content_type, sha256=hashlib.sha256(content).hexdigest(), **fields,
    )  # fmt: skip
    asset.file.save(name, ContentFile(content), save=False)
    asset.save(force_insert=True)
    return asset


def hosted_asset(owner: User, **fields: Any) -> Asset:
    """One that has reached Jogg and was looked into."""
    now = timezone.now()
    told = {"status": "hosted", "hosted_url": "https://h/1.mp3", "hosted_at": now, "probed_at": now}
    return stored_asset(owner, **told | fields)


def trashed(asset: Asset) -> Asset:
    """The asset as it is after its deletion."""
    housekeeping.delete(Asset.objects.filter(pk=asset.pk))
    asset.refresh_from_db()
    return asset


def dead_worker() -> str:
    """The name of a worker on this computer that was killed."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{claims.HOST}:{process.pid}:0badcafe"


def claimed(by: str, minutes: float = 3) -> dict[str, Any]:
    """The fields of a row that a worker has claimed, for so long from now on."""
    return {"claimed_by": by, "claimed_until": timezone.now() + timedelta(minutes=minutes), "attempts": 1}
