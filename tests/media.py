"""Real files to upload, made here."""

import struct
from functools import cache
from io import BytesIO

import av
import numpy as np
from PIL import Image

RATE = 44100
ONE_THREAD = {"threads": "1"}  # libvpx' own, one for each core, wait for one another at full speed


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
def animation(frames: int = 3) -> bytes:
    """A GIF whose first frame is red and whose others are not."""
    file = BytesIO()
    images = [Image.new("RGB", (60, 40), (220 if number == 0 else 0, 10 * number, 0)) for number in range(frames)]
    images[0].save(file, "GIF", save_all=True, append_images=images[1:], duration=100)
    return file.getvalue()


@cache
def heic(width: int = 128, height: int = 96) -> bytes:
    """A photo as phones take it: one H.265 frame, red on the left and blue on the right, as an HEIF item."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2] = (220, 20, 20)
    picture[:, width // 2 :] = (20, 20, 220)
    coded = BytesIO()
    with av.open(coded, "w", format="mp4") as output:
        stream = output.add_stream(
            "libx265", rate=1, options={"x265-params": "log-level=none:bframes=0:pools=none:frame-threads=1"}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        shown = av.VideoFrame.from_ndarray(picture)
        shown.pts = 0
        output.mux(stream.encode(shown))
        output.mux(stream.encode(None))
    with av.open(BytesIO(coded.getvalue())) as media:
        frame = bytes(next(media.demux(video=0)))
    at = coded.getvalue().index(b"hvcC") - 4
    config = coded.getvalue()[at : at + int.from_bytes(coded.getvalue()[at : at + 4], "big")]
    return _heif(frame, config, width, height)


def _heif(frame: bytes, config: bytes, width: int, height: int) -> bytes:
    """The boxes of ISO/IEC 23008-12 round one coded picture."""
    start = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")

    def meta(offset: int) -> bytes:
        extent = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, offset, len(frame))
        item = _full_box(b"infe", struct.pack(">HH4sB", 1, 0, b"hvc1", 0), version=2)
        properties = _box(b"ipco", config, _full_box(b"ispe", struct.pack(">II", width, height)))
        links = _full_box(b"ipma", struct.pack(">IHBBB", 1, 1, 2, 0x81, 2))
        return _full_box(
            b"meta",
            _full_box(b"hdlr", struct.pack(">I4s12xx", 0, b"pict")),
            _full_box(b"pitm", struct.pack(">H", 1)),
            _full_box(b"iloc", extent),
            _full_box(b"iinf", struct.pack(">H", 1), item),
            _box(b"iprp", properties, links),
        )

    return start + meta(len(start) + len(meta(0)) + 8) + _box(b"mdat", frame)


def _box(name: bytes, *content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, content)), name) + b"".join(content)


def _full_box(name: bytes, *content: bytes, version: int = 0) -> bytes:
    return _box(name, bytes([version, 0, 0, 0]), *content)


@cache
def browser_recording(seconds: float = 2) -> bytes:
    """Opus in WebM, as browsers record."""
    return _sound("webm", "libopus", seconds, rate=48000)


def waves(samples: np.ndarray) -> bytes:
    """A WAV of samples -1..1; what is beyond them is cut off."""
    file = BytesIO()
    with av.open(file, "w", format="wav") as output:
        stream = output.add_stream("pcm_s16le", rate=RATE, layout="mono")
        output.mux(stream.encode(_frame(np.clip(samples, -1, 1), RATE)))
        output.mux(stream.encode(None))
    return file.getvalue()


def tone(seconds: float = 1, volume: float = 0.5) -> np.ndarray:
    """Samples of an even tone; a volume over 1 is cut off in `waves`."""
    return volume * np.sin(2 * np.pi * 330 * np.arange(int(RATE * seconds)) / RATE)


@cache
def clip(container: str, codec: str, seconds: float = 1, rotation: int = 0, sound: str = "", rate: int = RATE) -> bytes:
    """A video of 160 × 96, red at its upper left, to be shown turned; with a tone where `sound` names a codec."""
    file = BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=25, options=ONE_THREAD)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        picture = np.full((96, 160, 3), 40, np.uint8)
        picture[:48, :80] = (230, 30, 30)
        voice = output.add_stream(sound, rate=rate, layout="mono") if sound else None
        for _ in range(round(25 * seconds)):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        output.mux(stream.encode(None))
        if voice:
            output.mux(voice.encode(_frame(np.sin(np.arange(int(rate * seconds)) / 20) * 0.5, rate)))
            output.mux(voice.encode(None))
    return file.getvalue()


def _frame(samples: np.ndarray, rate: int) -> av.AudioFrame:
    whole = (samples * 32767).astype(np.int16)[np.newaxis]
    frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
    frame.sample_rate = rate
    return frame


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


def apart(content: bytes, name: str) -> bytes:
    """The same file with a name in it, at a place where players expect one, so that it equals no other."""
    tail = name.encode()
    if content[4:8] == b"ftyp":
        tail = (len(tail) + 8).to_bytes(4, "big") + b"free" + tail
    elif content.startswith(b"ID3"):
        tail = b"TAG" + tail[:125].ljust(125, b"\0")
    return content + tail


def _sound(container: str, codec: str, seconds: float, rate: int = RATE) -> bytes:
    """A tone that swells and fades."""
    file = BytesIO()
    times = np.arange(int(rate * seconds)) / rate
    tone = np.sin(2 * np.pi * 330 * times) * np.sin(np.pi * times / seconds) ** 2
    frame = av.AudioFrame.from_ndarray((tone * 20000).astype(np.int16)[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = rate
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout="mono")
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return file.getvalue()


def _clip(container: str, codec: str, seconds: float, width: int, height: int) -> bytes:
    """A square that moves."""
    file = BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=25, options=ONE_THREAD)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(round(25 * seconds)):
            picture = np.full((height, width, 3), 40, np.uint8)
            picture[20:60, number : number + 40] = (230, 120, 40)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        output.mux(stream.encode(None))
    return file.getvalue()
