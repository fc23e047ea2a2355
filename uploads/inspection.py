"""Looking into an uploaded file, in a process of its own: `python -m uploads.inspection TYPE PATH PICTURE`.

What people upload is not to be trusted, and the decoders are large C libraries. So this process
limits itself, opens the file by its path with one named format (a playlist or a concat file would
fetch other things), prints one JSON object and writes the picture, a WebP of at most 640 px.

The object has `width`, `height` (pixels, as shown), `duration` (seconds) and `waveform` (100
values 0..1) as far as the kind has them; or `error`, a sentence.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would count against the memory limit

import av
import numpy as np
from av.video.frame import VideoFrame
from PIL import Image, ImageOps

PICTURE_SIZE = (640, 640)
MOST_PIXELS = 100_000_000
WAVEFORM_VALUES = 100
SAMPLE_RATE = 8000
WINDOW = SAMPLE_RATE // 20
IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
MEDIA_FORMATS = {
    "video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska",
    "audio/mp4": "mov", "audio/mpeg": "mp3", "audio/wav": "wav",
}  # fmt: skip
LIMITS = {
    resource.RLIMIT_AS: 4 * 1024**3,
    resource.RLIMIT_CPU: 120,
    resource.RLIMIT_FSIZE: 32 * 1024**2,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}


def main(content_type: str, path: str, picture: str) -> None:
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    try:
        found = inspect(content_type, path, Path(picture))
    except (OSError, ValueError, MemoryError, Image.DecompressionBombError, av.FFmpegError):
        found = {"error": "The file can't be read. It may be damaged."}
    print(json.dumps(found))


def inspect(content_type: str, path: str, picture: Path) -> dict[str, Any]:
    """Return what the file shows, having written its picture."""
    if content_type in IMAGE_FORMATS:
        return _inspect_image(path, IMAGE_FORMATS[content_type], picture)
    demuxer = MEDIA_FORMATS[content_type]
    with av.open(path, format=demuxer, options={"format_whitelist": demuxer, "protocol_whitelist": "file"}) as media:
        if content_type.startswith("audio/"):
            return _inspect_audio(media)
        return _inspect_video(media, picture)


def _inspect_image(path: str, image_format: str, picture: Path) -> dict[str, Any]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow raises at twice this
    with Image.open(path, formats=[image_format]) as image:
        upright = ImageOps.exif_transpose(image)
        width, height = upright.size
        _write_picture(upright, picture)
    return {"width": width, "height": height}


def _inspect_video(media: av.container.InputContainer, picture: Path) -> dict[str, Any]:
    if not media.streams.video:
        return {"error": "The file holds no pictures, so it can't be used as a video."}
    duration = _duration(media)
    image = _upright(_early_frame(media, duration))
    width, height = image.size
    _write_picture(image, picture)
    return {"width": width, "height": height, "duration": duration}


def _early_frame(media: av.container.InputContainer, duration: float | None) -> VideoFrame:
    """A frame a little after the start, where many clips are still black."""
    if duration and duration > 2:
        media.seek(int(min(1.0, duration / 10) * av.time_base))
    return next(media.decode(video=0))


def _upright(frame: VideoFrame) -> Image.Image:
    image = frame.to_image()
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _write_picture(image: Image.Image, picture: Path) -> None:
    image.thumbnail(PICTURE_SIZE)
    image.convert("RGBA" if image.has_transparency_data else "RGB").save(picture, "WEBP", quality=82)


def _inspect_audio(media: av.container.InputContainer) -> dict[str, Any]:
    if not media.streams.audio:
        return {"error": "The file holds no sound."}
    levels, samples = _levels(media)
    return {"duration": samples / SAMPLE_RATE, "waveform": _waveform(levels)}


def _levels(media: av.container.InputContainer) -> tuple[np.ndarray, int]:
    """The loudness (RMS) of each twentieth of a second, and the number of samples."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    levels, rest, samples = [], np.empty(0, np.float32), 0
    for frame in media.decode(audio=0):
        for piece in resampler.resample(frame):
            rest = np.concatenate([rest, piece.to_ndarray()[0]])
            samples += piece.samples
        whole = len(rest) // WINDOW * WINDOW
        levels.append(np.sqrt((rest[:whole].reshape(-1, WINDOW) ** 2).mean(axis=1)))
        rest = rest[whole:]
    return np.concatenate(levels) if levels else np.empty(0), samples


def _waveform(levels: np.ndarray) -> list[float]:
    """Loudness over time as 100 values, the loudest being 1."""
    if not len(levels) or not levels.max() > 0:
        return [0.0] * WAVEFORM_VALUES
    edges = np.linspace(0, len(levels), WAVEFORM_VALUES + 1).astype(int)
    values = [levels[a : max(b, a + 1)].max() for a, b in zip(edges, edges[1:], strict=False) if a < len(levels)]
    return [round(float(value), 3) for value in np.array(values) / levels.max()]


def _duration(media: av.container.InputContainer) -> float | None:
    return media.duration / av.time_base if media.duration else None


if __name__ == "__main__":
    main(*sys.argv[1:])
