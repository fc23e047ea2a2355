"""Videos: a poster, a strip of frames to skim through, and what their streams tell."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.frame import VideoFrame
from PIL import Image

from uploads.decoding import sound
from uploads.decoding.pictures import write_small

FRAMES = 8
FRAME_SIZE = (256, 192)
# Frames lie between the pictures that a video can be entered at; going on from there costs time.
PIXELS_DECODED = 100_000_000
OF_SOUND_ALONE = {"duration", "waveform"}


def look_at(media: av.container.InputContainer, picture: Path, frames: Path) -> dict[str, Any]:
    if not media.streams.video:
        return {"error": "The file holds no pictures, so it can't be used as a video."}
    stream = media.streams.video[0]
    duration = _duration(media)
    image = _upright(_early_frame(media, duration))
    width, height = image.size
    write_small(image, picture)
    return {
        "width": width,
        "height": height,
        "duration": duration,
        "codec": stream.codec_context.codec.canonical_name,
        "frame_rate": _in_seconds(stream.average_rate),
        "frame_count": _write_frames(media, duration, frames),
        **_hear(media),
    }


def _duration(media: av.container.InputContainer) -> float | None:
    """In seconds; what a browser recorded says its length nowhere, so its packets are read."""
    if media.duration:
        return media.duration / av.time_base
    ends = [packet.pts * packet.time_base for packet in media.demux(video=0) if packet.pts is not None]
    media.seek(0)
    return float(max(ends)) if ends and max(ends) > 0 else None


def _in_seconds(rate: Fraction | None) -> float | None:
    return round(float(rate), 3) if rate else None


def _early_frame(media: av.container.InputContainer, duration: float | None) -> VideoFrame:
    """A frame a little after the start, where many clips are still black."""
    if duration and duration > 2:
        media.seek(int(min(1.0, duration / 10) * av.time_base))
    return next(media.decode(video=0))


def _upright(frame: VideoFrame) -> Image.Image:
    image = frame.to_image()
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _write_frames(media: av.container.InputContainer, duration: float | None, frames: Path) -> int:
    """Write frames spread over the whole length side by side into one WebP; return how many."""
    if not duration:
        return 0
    try:
        images = [_small(_frame_at(media, duration * (number + 0.5) / FRAMES)) for number in range(FRAMES)]
    except (av.FFmpegError, StopIteration):
        return 0  # some files can only be read from their start
    width, height = images[0].size
    strip = Image.new("RGB", (width * FRAMES, height))
    for number, image in enumerate(images):
        strip.paste(image, (number * width, 0))
    strip.save(frames, "WEBP", quality=70)
    return FRAMES


def _frame_at(media: av.container.InputContainer, seconds: float) -> VideoFrame:
    """The frame shown at this time, or one before it where it is too far from where decoding can begin."""
    media.seek(int(seconds * av.time_base))
    decoded = media.decode(video=0)
    frame = next(decoded)
    start = (media.start_time or 0) / av.time_base
    for _ in range(PIXELS_DECODED // (frame.width * frame.height)):
        if frame.time is None or frame.time - start >= seconds:
            break
        frame = next(decoded, frame)
    return frame


def _small(frame: VideoFrame) -> Image.Image:
    """Shrunk before it becomes an image, which for a large frame is the quicker way."""
    is_sideways = frame.rotation % 180 != 0
    box = FRAME_SIZE[::-1] if is_sideways else FRAME_SIZE
    scale = min(box[0] / frame.width, box[1] / frame.height)
    size = {"width": max(2, round(frame.width * scale)), "height": max(2, round(frame.height * scale))}
    image = frame.reformat(**size, format="rgb24").to_image()
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _hear(media: av.container.InputContainer) -> dict[str, Any]:
    """What is known of the video's sound; a sound that can't be decoded is there all the same."""
    if not media.streams.audio:
        return {"audio_codec": ""}
    try:
        media.seek(0)
        heard = sound.measure(media)
    except av.FFmpegError:
        return {"audio_codec": sound.codec_of(media.streams.audio[0])}
    return {name: value for name, value in heard.items() if name not in OF_SOUND_ALONE}
