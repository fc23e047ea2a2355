"""What is known of an asset before a credit is spent on it: what Jogg refuses, and what will sound bad."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from uploads import media_types, offers
from uploads.media_types import Kind
from uploads.models import Asset

SILENT_PEAK = -50.0  # dBFS; a quiet room is louder
MOST_CLIPPED = 0.2  # seconds
CODEC_NAMES = {
    "h264": "H.264", "hevc": "H.265", "vp8": "VP8", "vp9": "VP9", "av1": "AV1", "mpeg4": "MPEG-4",
    "prores": "ProRes", "mjpeg": "Motion JPEG", "aac": "AAC", "mp3": "MP3", "opus": "Opus", "vorbis": "Vorbis",
}  # fmt: skip


class Level(models.TextChoices):
    """Whether Jogg refuses it, or takes it although it will not be good."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True)
class Finding:
    """`sentence` says what is wrong and what to do; `fix` is the content type whose conversion mends it, or ""."""

    code: str
    level: Level
    sentence: str
    fix: str = ""


def findings(asset: Asset) -> list[Finding]:
    """What is to be known of an asset, as far as looking into it told; the worst first."""
    found = [*_untaken(asset), *_unread(asset), *_too_long(asset), *_codec(asset), *_sound(asset)]
    return sorted(found, key=lambda finding: finding.level != Level.BLOCKS)


def blocking(asset: Asset) -> Finding | None:
    """The first finding for which Jogg refuses the asset."""
    return next((finding for finding in findings(asset) if finding.level == Level.BLOCKS), None)


def codec_name(codec: str) -> str:
    return CODEC_NAMES.get(codec, "PCM" if codec.startswith("pcm_") else codec)


def _untaken(asset: Asset) -> Iterator[Finding]:
    if media_types.is_taken(asset.content_type):
        return
    what = {"image/heic": "HEIC photos", "audio/webm": "recordings in WebM"}[asset.content_type]
    wanted = {Kind.IMAGE: "JPG", Kind.AUDIO: "MP3"}[Kind(asset.kind)]
    todo = "Save it as {} on your device and upload that." if asset.probe_error else "Convert it to {}, and use that."
    yield Finding("not_taken", Level.BLOCKS, f"Jogg doesn't take {what}. {todo.format(wanted)}", offers.offered(asset))


def _unread(asset: Asset) -> Iterator[Finding]:
    if asset.probe_error:
        can_be_sent = " It can be sent to Jogg all the same." if media_types.is_taken(asset.content_type) else ""
        yield Finding("unreadable", Level.WARNS, f"{asset.probe_error}{can_be_sent}")


def _too_long(asset: Asset) -> Iterator[Finding]:
    most = media_types.LIMITS[Kind(asset.kind)].max_seconds
    if most and asset.duration and asset.duration > most:
        what = "video" if asset.kind == Kind.VIDEO else "recording"
        sentence = f"This {what} is longer than the {most // 60} minutes Jogg takes. Cut it, and upload the parts."
        yield Finding("too_long", Level.BLOCKS, sentence)


def _codec(asset: Asset) -> Iterator[Finding]:
    if asset.kind != Kind.VIDEO or not asset.codec or asset.codec in offers.TAKEN_CODECS:
        return
    stored = f"Its pictures are stored as {codec_name(asset.codec)}, and Jogg takes H.264 and H.265."
    yield Finding("codec", Level.BLOCKS, f"{stored} Convert it to MP4, and use that.", offers.offered(asset))


def _sound(asset: Asset) -> Iterator[Finding]:
    if asset.kind == Kind.VIDEO and asset.codec and not asset.audio_codec:
        yield Finding(
            "no_sound", Level.BLOCKS,
            "This video has no sound, and Jogg refuses it without. Record it again with the microphone on, "
            "or add sound to it before you upload it.",
        )  # fmt: skip
    elif asset.peak is not None and asset.peak <= SILENT_PEAK:
        yield Finding(
            "silence", Level.BLOCKS,
            "There is nothing to hear in it. Check that the right microphone is chosen and not muted, "
            "and record it again.",
        )  # fmt: skip
    elif asset.clipped is not None and asset.clipped >= MOST_CLIPPED:
        yield Finding(
            "clipping", Level.WARNS,
            f"For {asset.clipped:.1f} s its sound is too loud and cut off, so it crackles there. "
            "It can be used as it is; to mend it, turn the microphone down and record it again.",
        )  # fmt: skip
