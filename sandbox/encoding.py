"""Pictures and sound into video files: H.264 with AAC in MP4, VP9 with alpha and Opus in WebM."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from sandbox.animation import FRAMES_PER_SECOND, KEPT_FRAMES, Pose, Stage
from sandbox.sound import RATE, Sound, audio_frames

MP4_OPTIONS = {"preset": "veryfast", "crf": "23", "threads": "2"}
# auto-alt-ref must be off: with it, libvpx refuses alpha.
WEBM_OPTIONS = {"deadline": "realtime", "cpu-used": "8", "crf": "32", "auto-alt-ref": "0", "threads": "2"}


def write_mp4(path: Path, stage: Stage, poses: Iterator[Pose], sound: Sound) -> None:
    """An MP4 that can be played while it is still being loaded."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FRAMES_PER_SECOND, options=MP4_OPTIONS)
        video.pix_fmt = "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="mono")
        audio.bit_rate = 128_000
        _write(container, video, audio, stage, poses, sound)


def write_webm(path: Path, stage: Stage, poses: Iterator[Pose], sound: Sound) -> None:
    """A WebM with a transparent background."""
    with av.open(str(path), "w", format="webm") as container:
        video = container.add_stream("libvpx-vp9", rate=FRAMES_PER_SECOND, options=WEBM_OPTIONS)
        video.pix_fmt = "yuva420p"
        video.bit_rate = 0
        video.metadata["alpha_mode"] = "1"
        audio = container.add_stream("libopus", rate=RATE, layout="mono")
        audio.bit_rate = 96_000
        _write(container, video, audio, stage, poses, sound)


def _write(
    container: av.container.OutputContainer,
    video: av.VideoStream,
    audio: av.AudioStream,
    stage: Stage,
    poses: Iterator[Pose],
    sound: Sound,
) -> None:
    """Picture and sound in turns, a second at a time, as players want them."""
    video.width, video.height = stage.size
    video.codec_context.time_base = Fraction(1, FRAMES_PER_SECOND)
    seconds = iter(audio_frames(sound))
    frame_of = _converter(stage, str(video.pix_fmt))
    for number, pose in enumerate(poses):
        if number % FRAMES_PER_SECOND == 0:
            container.mux(audio.encode(next(seconds)))
        frame = frame_of(pose)
        frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
        container.mux(video.encode(frame))
    container.mux(video.encode(None))
    container.mux(audio.encode(None))


def _converter(stage: Stage, pixel_format: str) -> Callable[[Pose], av.VideoFrame]:
    """Draws and converts poses; poses seen lately are not drawn again."""

    @lru_cache(maxsize=KEPT_FRAMES)
    def converted(pose: Pose) -> av.VideoFrame:
        picture = np.asarray(stage.draw(pose))
        return av.VideoFrame.from_ndarray(picture, format="rgba").reformat(format=pixel_format)

    return converted
