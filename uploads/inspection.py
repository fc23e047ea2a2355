"""Looking into an uploaded file, in a process of its own: `python -m uploads.inspection TYPE PATH PICTURE FRAMES`.

It limits itself, prints one JSON object and writes the picture, a WebP of at most 640 px, and of a
video the frames, a WebP strip.

The object has, as far as the kind has them: `width`, `height` (pixels, as shown), `duration`
(seconds), `is_animated`, `has_transparency`, `codec`, `frame_rate` (a second), `frame_count`
(in the strip), `audio_codec`, `sample_rate` (Hz), `channels`, `loudness` (LUFS), `peak` (dBFS),
`clipped` (seconds) and `waveform` (100 values 0..1); or `error`, a sentence.
"""

import json
import sys
from pathlib import Path
from typing import Any

from uploads.decoding import clips, pictures, sound
from uploads.decoding.confinement import IMAGE_FORMATS, UNREADABLE, confine, open_media

CPU_SECONDS = 120
LARGEST_PICTURE = 32 * 1024**2  # bytes


def main(content_type: str, path: str, picture: str, frames: str) -> None:
    confine(cpu_seconds=CPU_SECONDS, largest_file=LARGEST_PICTURE)
    try:
        found = inspect(content_type, path, Path(picture), Path(frames))
    except UNREADABLE:
        found = {"error": "The file can't be read. It may be damaged."}
    print(json.dumps(found, allow_nan=False))


def inspect(content_type: str, path: str, picture: Path, frames: Path) -> dict[str, Any]:
    """Return what the file shows, having written its picture and its frames."""
    if content_type in IMAGE_FORMATS:
        return pictures.look_at(content_type, path, picture)
    with open_media(content_type, path) as media:
        if content_type.startswith("audio/"):
            return sound.look_at(media)
        return clips.look_at(media, picture, frames)


if __name__ == "__main__":
    main(*sys.argv[1:])
