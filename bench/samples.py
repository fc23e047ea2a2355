"""Files to send: leading bytes that are recognised, then noise."""

import os
from pathlib import Path

MB = 1024 * 1024
GB = 1024 * MB
JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
MP4_HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42"
LARGEST_PHOTO = 10  # MB


def write_sample(folder: Path, megabytes: int) -> Path:
    """Return a file of exactly so many MB, a photo as far as photos may be that large, else a video."""
    is_photo = megabytes <= LARGEST_PHOTO
    path = folder / f"{megabytes}mb.{'jpg' if is_photo else 'mp4'}"
    noise = os.urandom(MB)
    with path.open("wb") as file:
        file.writelines(noise for _ in range(megabytes))
        file.seek(0)
        file.write(JPEG_HEAD if is_photo else MP4_HEAD)
    return path
