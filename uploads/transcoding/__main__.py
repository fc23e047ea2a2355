import json
import os
import sys
from pathlib import Path

from uploads.decoding.confinement import UNREADABLE, confine
from uploads.transcoding import clips, photos, sounds

CPU_SECONDS = 3600
BEHIND_OTHERS = 10  # as `nice` counts

MAKERS = {"image/jpeg": photos.write_jpeg, "audio/mpeg": sounds.write_mp3, "video/mp4": clips.write_mp4}


def main(content_type: str, path: str, new_type: str, new_path: str, most_bytes: str) -> None:
    """What may be written ends a byte above `most_bytes`: so ends the work on a file that becomes too large."""
    most = int(most_bytes)
    confine(cpu_seconds=CPU_SECONDS, largest_file=most + 1)
    os.nice(BEHIND_OTHERS)
    try:
        error = MAKERS[new_type](content_type, path, new_path, most)
    except UNREADABLE:
        error = "unreadable"
    if _size(Path(new_path)) > most:
        error = "too_large"
    print(json.dumps({"error": error} if error else {"made": new_type}))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
