"""The few real files that made-up assets share: one for each type, with its picture and frames.

They lie in a folder of their own, so that purging an asset, which removes what is in the asset's
folder, leaves them to the others.
"""

import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO

import av
import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from uploads import services
from uploads.media_types import EXTENSIONS, kind_of

FOLDER = "assets/seeded/"
TILES, TILE = 10, (160, 90)
RATE, SECONDS = 16000, 1
FRAMES = 12


@dataclass(frozen=True)
class Stored:
    """One file in storage: names there, size in bytes; `picture` and `frames` are "" where its kind has none."""

    content_type: str
    file: str
    size: int
    sha256: str
    picture: str
    frames: str

    @property
    def kind(self) -> str:
        return kind_of(self.content_type)

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.content_type]


def write() -> list[Stored]:
    """Put the files that aren't there yet into storage; return them all."""
    picture, frames = FOLDER + "picture.webp", FOLDER + "frames.webp"
    _kept(picture, _picture)
    _kept(frames, _frames)
    shown = {"image": (picture, ""), "video": (picture, frames), "audio": ("", "")}
    written = []
    for content_type, make in CONTENTS.items():
        name = f"{FOLDER}file.{EXTENSIONS[content_type]}"
        content = _kept(name, make)
        digest = sha256(content).hexdigest()
        written.append(Stored(content_type, name, len(content), digest, *shown[kind_of(content_type)]))
    return written


def remove() -> None:
    """Take the files away again, once nothing names them."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            default_storage.delete(FOLDER + name)


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    """What the file of this name holds; it is made where it isn't there."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(make()))
    with default_storage.open(name) as file:
        return file.read()


def _portrait() -> Image.Image:
    return Image.open(services.SAMPLES / "portrait.jpg").convert("RGB")


def _encoded(image_format: str) -> bytes:
    file = BytesIO()
    ImageOps.contain(_portrait(), (320, 320)).save(file, image_format)
    return file.getvalue()


def _picture() -> bytes:
    file = BytesIO()
    ImageOps.contain(_portrait(), (640, 640)).save(file, "WEBP", quality=82)
    return file.getvalue()


def _frames() -> bytes:
    """Ten frames side by side, each a little further to the right."""
    strip, portrait = Image.new("RGB", (TILE[0] * TILES, TILE[1])), _portrait()
    for number in range(TILES):
        strip.paste(ImageOps.fit(portrait, TILE, centering=(number / TILES, 0.3)), (number * TILE[0], 0))
    file = BytesIO()
    strip.save(file, "WEBP", quality=70)
    return file.getvalue()


def _clip(container: str, codec: str) -> bytes:
    """Half a second of the sample photo, which grows lighter."""
    file, photo = BytesIO(), np.asarray(ImageOps.fit(_portrait(), (320, 180)))
    with av.open(file, "w", format=container) as output:
        # Several threads of libvpx' take far longer over so little: they wait for one another at full speed.
        stream = output.add_stream(codec, rate=2 * FRAMES, options={"threads": "1"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(FRAMES):
            lighter = np.clip(photo.astype(int) + number, 0, 255).astype(np.uint8)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(lighter)))
        output.mux(stream.encode(None))
    return file.getvalue()


def _tone() -> bytes:
    file = BytesIO()
    times = np.arange(RATE * SECONDS) / RATE
    with wave.open(file, "wb") as output:
        output.setnchannels(1)
        output.setsampwidth(2)
        output.setframerate(RATE)
        output.writeframes((np.sin(2 * np.pi * 330 * times) * 12000).astype("<i2").tobytes())
    return file.getvalue()


CONTENTS: dict[str, Callable[[], bytes]] = {
    "image/jpeg": (services.SAMPLES / "portrait.jpg").read_bytes,
    "image/png": partial(_encoded, "PNG"),
    "image/webp": partial(_encoded, "WEBP"),
    "video/mp4": partial(_clip, "mp4", "libx264"),
    "video/webm": partial(_clip, "webm", "libvpx"),
    "audio/mpeg": (services.SAMPLES / "welcome-voice.mp3").read_bytes,
    "audio/wav": _tone,
}
