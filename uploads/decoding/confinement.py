"""What a process that opens uploaded files may do, and how it opens them.

A file is opened by its path with one named format: a playlist or a concat file would fetch other
things.
"""

import os
import resource
import threading
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would count against the memory limit

import av
from PIL import Image

PARENT_LOOKED_FOR_EVERY = 1.0  # seconds
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
    """Limit this process for good, and its life to its parent's.

    `largest_file` in bytes is the most it may write into one file.
    """
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: largest_file,
        resource.RLIMIT_NOFILE: MOST_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    _end_with_parent()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow raises at twice this


def _end_with_parent() -> None:
    """End this process soon after the worker that wants its result, which starts over elsewhere if it was killed."""
    threading.Thread(target=_watch, args=[os.getppid()], daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_LOOKED_FOR_EVERY)
    os._exit(1)


def open_media(content_type: str, path: str) -> av.container.InputContainer:
    demuxer = MEDIA_FORMATS[content_type]
    return av.open(path, format=demuxer, options={"format_whitelist": demuxer, "protocol_whitelist": "file"})
