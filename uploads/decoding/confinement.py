"""What a process that opens uploaded files may do, and how it opens them.

A file is opened by its path with one named format: a playlist or a concat file would fetch other
things.
"""

import os
import resource

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would count against the memory limit

import av
from PIL import Image

MOST_MEMORY = 4 * 1024**3
MOST_FILES = 64
MOST_PIXELS = 100_000_000
IMAGE_FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF", "image/heic": "HEIF",
}  # fmt: skip
MEDIA_FORMATS = {
    "video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska",
    "audio/mp4": "mov", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/webm": "matroska",
}  # fmt: skip
UNREADABLE = (OSError, ValueError, MemoryError, Image.DecompressionBombError, av.FFmpegError)


def confine(*, cpu_seconds: int, largest_file: int) -> None:
    """Limit this process for good; `largest_file` in bytes is the most it may write into one file."""
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: largest_file,
        resource.RLIMIT_NOFILE: MOST_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow raises at twice this


def open_media(content_type: str, path: str) -> av.container.InputContainer:
    demuxer = MEDIA_FORMATS[content_type]
    return av.open(path, format=demuxer, options={"format_whitelist": demuxer, "protocol_whitelist": "file"})
