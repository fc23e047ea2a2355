"""What is known of a made-up asset."""

import math
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from jogg_dashboard.destination import destination
from uploads.models import Asset, Origin, Proof, Shape, Status
from uploads.models.asset import sort_name
from uploads.seeding import wording
from uploads.seeding.stored import TILES, Stored

YEARS = timedelta(days=3 * 365)
KINDS = {"audio": 45, "image": 35, "video": 20}
STATUSES = {Status.HOSTED: 95, Status.FAILED: 3, Status.KEPT: 2}
PIXELS = {
    Shape.PORTRAIT: ((1080, 1920), (1200, 1600), (720, 1280)),
    Shape.LANDSCAPE: ((1920, 1080), (1280, 720), (1600, 1200)),
    Shape.SQUARE: ((1080, 1080), (512, 512)),
}
SIZES = {"audio": (40_000, 18_000_000), "image": (30_000, 9_000_000), "video": (400_000, 95_000_000)}
LENGTHS = {"audio": (2, 590), "video": (3, 295)}
CODECS = {
    "video/mp4": ("h264", "aac"), "video/webm": ("vp8", "opus"), "audio/mpeg": ("", "mp3"),
    "audio/wav": ("", "pcm_s16le"),
}  # fmt: skip
LOST = "Jogg's storage refused the file (HTTP 403)."
WAVEFORMS = 24


class Maker:
    """Makes up assets of one owner, always the same ones of a `seed`.

    Where a real account is used nothing made up says that it is at Jogg: it could end up in a paid video.
    """

    def __init__(self, owner: AbstractBaseUser, seed: int, stored: list[Stored], now: datetime) -> None:
        self._owner, self._random, self._now = owner, Random(seed), now
        self._stored = {kind: [one for one in stored if one.kind == kind] for kind in KINDS}
        self._waveforms = [_waveform(self._random) for _ in range(WAVEFORMS)]
        self._statuses = STATUSES if settings.DEMO_MODE else {Status.KEPT: 1}

    def make(self, number: int, of: int) -> Asset:
        """The so-manyth of so many, the newest first."""
        random = self._random
        stored = random.choice(self._stored[_one_of(random, KINDS)])
        status = _one_of(random, self._statuses)
        created_at = self._now - YEARS * ((number + random.random()) / of)
        named = _names(random, stored, created_at, wording.words(number, of))
        asset = Asset(
            owner=self._owner, kind=stored.kind, content_type=stored.content_type, origin=Origin.SAMPLE,
            file=stored.file, picture=stored.picture, frames=stored.frames, destination=destination(),
            created_at=created_at, probed_at=created_at, status=status, **named, **_looks(random, stored),
        )  # fmt: skip
        if stored.kind == "audio":
            asset.waveform = random.choice(self._waveforms)
        _TOLD[status](asset, stored, random)
        return asset


def _names(random: Random, stored: Stored, day: datetime, word: str) -> dict[str, str]:
    original = wording.original_name(random, stored.kind, day, stored.extension, word)
    name = wording.name(random, original)
    return {"original_name": original, "name": name, "sort_name": sort_name(name), "note": wording.note(random)}


def _looks(random: Random, stored: Stored) -> dict[str, Any]:
    """What looking into such a file would tell."""
    codec, audio_codec = CODECS.get(stored.content_type, ("", ""))
    told: dict[str, Any] = {"codec": codec, "audio_codec": audio_codec}
    if stored.kind != "audio":
        shape = random.choice(list(PIXELS))
        told["shape"], (told["width"], told["height"]) = shape, random.choice(PIXELS[shape])
    if stored.kind in LENGTHS:
        told["duration"] = round(_between(random, *LENGTHS[stored.kind]), 2)
    if stored.kind == "video":
        told |= {"frame_rate": random.choice((24.0, 25.0, 30.0)), "frame_count": TILES}
    if audio_codec:
        told |= {"sample_rate": random.choice((44100, 48000)), "channels": random.choice((1, 2)), "clipped": 0.0}
        told |= {"loudness": round(random.uniform(-30, -12), 1), "peak": round(random.uniform(-9, -0.5), 1)}
    return told


def _hosted(asset: Asset, stored: Stored, random: Random) -> None:
    """At Jogg, and found to be right there once: nobody is to fetch it again."""
    asset.size = asset.sent_bytes = int(_between(random, *SIZES[stored.kind]))
    asset.sha256 = sha256(random.randbytes(16)).hexdigest()
    asset.hosted_url = f"{settings.JOGG_API_URL}/assets/seeded/{asset.pk}.{stored.extension}"
    asset.sent_at = asset.hosted_at = asset.created_at + timedelta(seconds=random.uniform(1, 20))
    asset.verified_at, asset.proof = asset.hosted_at + timedelta(seconds=2), random.choice(list(Proof))


def _failed(asset: Asset, stored: Stored, random: Random) -> None:
    """Not at Jogg: this one may be tried again, so it says of its file what is so."""
    asset.size, asset.sha256 = stored.size, stored.sha256
    asset.attempts, asset.error, asset.error_code = 10, LOST, "403"


def _kept(asset: Asset, stored: Stored, random: Random) -> None:
    asset.size, asset.sha256 = int(_between(random, *SIZES[stored.kind])), sha256(random.randbytes(16)).hexdigest()


_TOLD = {Status.HOSTED: _hosted, Status.FAILED: _failed, Status.KEPT: _kept}


def _one_of(random: Random, weights: dict[Any, int]) -> Any:
    return random.choices(list(weights), list(weights.values()))[0]


def _between(random: Random, least: float, most: float) -> float:
    """Small values more often than large ones, as files are."""
    return least * (most / least) ** random.random()


def _waveform(random: Random) -> list[float]:
    pace = random.uniform(3, 9)
    return [round(abs(math.sin(at / pace)) * random.uniform(0.3, 1), 2) for at in range(100)]
