"""Sound as an array: read from files, written to MP3, measured."""

from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

# Samples per second, mono, 16 bit: what every Sound here is.
RATE = 48000
FORMATS = "mp3,wav,mov,mp4,m4a"

Sound = NDArray[np.int16]


class UnreadableSound(Exception):
    """A sound file that can't be played; the sentence is for people."""


def read_sound(path: Path) -> Sound:
    """The sound of an MP3, WAV or M4A file. Raises `UnreadableSound`."""
    try:
        # Without the list, a playlist in disguise would make FFmpeg open other files.
        with av.open(str(path), options={"format_whitelist": FORMATS}) as container:
            pieces = _decoded(container)
    except FFmpegError as error:
        raise UnreadableSound("The audio file could not be read.") from error
    if not pieces:
        raise UnreadableSound("The audio file holds no sound.")
    return np.concatenate(pieces)


def length_of_file(path: Path) -> float | None:
    """Seconds by the file's own headers, without decoding it; None where they don't tell."""
    try:
        with av.open(str(path), options={"format_whitelist": FORMATS}) as container:
            return container.duration / av.time_base if container.duration else None
    except FFmpegError:
        return None


def _decoded(container: av.container.InputContainer) -> list[Sound]:
    if not container.streams.audio:
        return []
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    frames = [resampled for frame in container.decode(audio=0) for resampled in resampler.resample(frame)]
    frames += resampler.resample(None)
    return [frame.to_ndarray()[0] for frame in frames]


def write_mp3(sound: Sound, path: Path) -> None:
    """`sound` as an MP3 of 64 kbit/s."""
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = 64_000
        for frame in audio_frames(sound):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def audio_frames(sound: Sound, size: int = RATE) -> list[av.AudioFrame]:
    """`sound` in frames of `size` samples with their times."""
    frames = []
    for start in range(0, len(sound), size):
        frame = av.AudioFrame.from_ndarray(sound[np.newaxis, start : start + size], format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = start
        frames.append(frame)
    return frames


def loudness(sound: Sound, per_second: int) -> NDArray[np.float64]:
    """How loud each of `per_second` slices of a second is, from 0 (silent) to 1 (loud for this sound)."""
    size = RATE // per_second
    padded = np.pad(sound, (0, -len(sound) % size)).astype(np.float32).reshape(-1, size)
    power = np.sqrt((padded**2).mean(axis=1))
    loud = max(float(np.percentile(power, 95)), 100.0)
    return np.clip(power / loud, 0.0, 1.0)
