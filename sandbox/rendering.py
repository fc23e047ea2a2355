"""From an order to files: the avatar speaks, as MP4 or as WebM with a transparent background."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

from sandbox.animation import FRAMES_PER_SECOND, Stage, poses
from sandbox.captions import Caption, captions_of, font_for
from sandbox.catalog import Avatar, Voice
from sandbox.encoding import write_mp4, write_webm
from sandbox.pacing import Word, length_of, timed_words
from sandbox.portraits import Figure
from sandbox.sound import RATE, length_of_file, loudness, read_sound
from sandbox.speech import speak, timbre_of

# By Jogg's aspect_ratio: 9:16, 16:9, 1:1. Both sides of all are multiples of 16.
VIDEO_SIZES = ((720, 1280), (1280, 720), (960, 960))
# Two VP9 pictures a frame, colour and alpha, are slow: transparent videos are smaller.
WEBM_SIZES = ((432, 768), (768, 432), (576, 576))
GREEN = "#00b140"
COVER = "cover.jpg"


@dataclass(frozen=True)
class Order:
    """What to render. Either `audio` is a file to speak, or `script` is spoken by `voice`."""

    avatar: Avatar
    voice: Voice | None
    script: str
    audio: Path | None
    aspect_ratio: int
    screen_style: int
    has_captions: bool
    video_filename: str

    @property
    def is_transparent(self) -> bool:
        return self.screen_style == 3

    @property
    def size(self) -> tuple[int, int]:
        return (WEBM_SIZES if self.is_transparent else VIDEO_SIZES)[self.aspect_ratio]


def render(order: Order, directory: Path) -> float:
    """Write the video and its cover into `directory`; the video's length in seconds.

    Raises `sandbox.sound.UnreadableSound` for an audio file that can't be played.
    """
    words = [] if order.audio else timed_words(order.script)
    sound = read_sound(order.audio) if order.audio else speak(words, timbre_of(order.voice))
    stage = Stage(_figure(order.avatar, order.size), _background(order), _captions(order, words))
    directory.mkdir(parents=True, exist_ok=True)
    temporary = directory / f"{uuid.uuid4().hex}.part"
    try:
        write = write_webm if order.is_transparent else write_mp4
        write(temporary, stage, poses(loudness(sound, FRAMES_PER_SECOND), stage.captions), sound)
        stage.cover().save(directory / COVER, quality=88)
        temporary.replace(directory / order.video_filename)
    finally:
        temporary.unlink(missing_ok=True)
    return len(sound) / RATE


def seconds_of(order: Order) -> float:
    """The length the video will have, above 0, without rendering it; 1 s where the audio file doesn't tell."""
    return length_of_file(order.audio) or 1.0 if order.audio else length_of(timed_words(order.script))


@lru_cache(maxsize=2)
def _figure(avatar: Avatar, size: tuple[int, int]) -> Figure:
    """The figures last shown are kept: one avatar often speaks several times. Each takes 32 MB at most."""
    return Figure(avatar, size)


def _background(order: Order) -> Image.Image:
    if order.is_transparent:
        return Image.new("RGBA", order.size)
    if order.screen_style == 2:
        return Image.new("RGBA", order.size, GREEN)
    return _figure(order.avatar, order.size).scene.convert("RGBA")


def _captions(order: Order, words: list[Word]) -> list[Caption]:
    """None for uploaded audio, whose words aren't known here."""
    if not order.has_captions or not words:
        return []
    font = font_for(order.script, max(18, round(min(order.size) / 17)))
    return captions_of(words, round(order.size[0] * 0.84), font)
