"""Real files to upload, made here."""

from functools import cache
from io import BytesIO

import av
import numpy as np
from PIL import Image

RATE = 44100


@cache
def jpeg(width: int = 320, height: int = 200, orientation: int = 1) -> bytes:
    """A photo, sideways by its EXIF orientation if asked for."""
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG", exif=exif)
    return file.getvalue()


@cache
def png(width: int = 64, height: int = 64) -> bytes:
    """A half transparent picture."""
    file = BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 60, 128)).save(file, "PNG")
    return file.getvalue()


@cache
def mp3(seconds: float = 2) -> bytes:
    return _sound("mp3", "libmp3lame", seconds)


@cache
def wav(seconds: float = 1) -> bytes:
    return _sound("wav", "pcm_s16le", seconds)


@cache
def m4a(seconds: float = 1) -> bytes:
    return _sound("ipod", "aac", seconds)


@cache
def mp4(seconds: float = 1, width: int = 160, height: int = 120) -> bytes:
    return _clip("mp4", "libx264", seconds, width, height)


@cache
def webm(seconds: float = 1, width: int = 160, height: int = 120) -> bytes:
    return _clip("webm", "libvpx", seconds, width, height)


@cache
def mov(seconds: float = 1, width: int = 160, height: int = 120) -> bytes:
    return _clip("mov", "libx264", seconds, width, height)


def _sound(container: str, codec: str, seconds: float) -> bytes:
    """A tone that swells and fades."""
    file = BytesIO()
    times = np.arange(int(RATE * seconds)) / RATE
    tone = np.sin(2 * np.pi * 330 * times) * np.sin(np.pi * times / seconds) ** 2
    frame = av.AudioFrame.from_ndarray((tone * 20000).astype(np.int16)[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = RATE
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=RATE, layout="mono")
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return file.getvalue()


def _clip(container: str, codec: str, seconds: float, width: int, height: int) -> bytes:
    """A square that moves."""
    file = BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(round(25 * seconds)):
            picture = np.full((height, width, 3), 40, np.uint8)
            picture[20:60, number : number + 40] = (230, 120, 40)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        output.mux(stream.encode(None))
    return file.getvalue()
