"""The moving figure: which pose each frame shows, and a pose's picture, drawn once and used again."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sandbox.captions import Caption, draw_caption
from sandbox.faces import MOUTHS
from sandbox.portraits import Figure, paste_layer

FRAMES_PER_SECOND = 25
BOB_STEPS = 2  # up and down each, of `BOB_SHARE` of the picture's shorter side altogether
BOB_SHARE = 0.006
BLINK_EVERY = 3.4
BLINK_FRAMES = 4
KEPT_FRAMES = 60


@dataclass(frozen=True)
class Pose:
    """All that differs between frames. `caption` is the caption's number, None for none."""

    mouth: int
    eyes: int
    bob: int
    caption: int | None


def poses(loudness: NDArray[np.float64], captions: list[Caption]) -> Iterator[Pose]:
    """One pose a frame: the mouth follows the loudness (0 to 1 a frame), the rest its own rhythm."""
    mouth = 0.0
    for number, loud in enumerate(loudness):
        # A mouth closes more slowly than a sound ends.
        mouth = max(float(loud), mouth * 0.55)
        now = number / FRAMES_PER_SECOND
        yield Pose(
            mouth=min(MOUTHS - 1, round(mouth**0.8 * (MOUTHS - 1))) if mouth > 0.08 else 0,
            eyes=int(number % round(BLINK_EVERY * FRAMES_PER_SECOND) < BLINK_FRAMES and number > FRAMES_PER_SECOND),
            bob=round(BOB_STEPS * math.sin(now * 2.1) * math.sin(now * 0.9 + 0.6)),
            caption=_caption_at(captions, now),
        )


def _caption_at(captions: list[Caption], now: float) -> int | None:
    return next((n for n, caption in enumerate(captions) if caption.start <= now < caption.end), None)


class Stage:
    """A figure before a background, with its captions; draws poses."""

    def __init__(self, figure: Figure, background: Image.Image, captions: list[Caption]) -> None:
        self.captions = captions
        self._figure = figure
        self._background = background
        self._shown: tuple[int, Image.Image] | None = None
        self._bob = min(background.size) * BOB_SHARE / (2 * BOB_STEPS)

    @property
    def size(self) -> tuple[int, int]:
        return self._background.size

    def draw(self, pose: Pose) -> Image.Image:
        """The pose as an RGBA picture."""
        picture = self._still.copy()
        head, (left, top) = self._figure.head(pose.mouth, pose.eyes)
        paste_layer(picture, head, (left, top + round(pose.bob * self._bob)))
        if pose.caption is not None:
            picture.alpha_composite(self._caption(pose.caption))
        return picture

    def cover(self) -> Image.Image:
        """A smiling picture without captions, on white where the video is transparent."""
        picture = Image.new("RGBA", self.size, "white")
        picture.alpha_composite(self.draw(Pose(mouth=0, eyes=0, bob=0, caption=None)))
        return picture.convert("RGB")

    @cached_property
    def _still(self) -> Image.Image:
        picture = self._background.copy()
        picture.alpha_composite(self._figure.body)
        return picture

    def _caption(self, number: int) -> Image.Image:
        # One at a time: those of a long script would fill the memory.
        if self._shown is None or self._shown[0] != number:
            self._shown = (number, draw_caption(self.captions[number], self.size))
        return self._shown[1]
