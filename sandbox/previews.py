"""Pictures of avatars and samples of voices: made when first asked for, then kept on disk."""

import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from sandbox.catalog import Avatar, Voice
from sandbox.portraits import save_portrait
from sandbox.speech import save_sample


class Previews:
    """Files below `directory`, which can be deleted at any time, and shared by several sandboxes."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        # One at a time: a page of portraits asked for at once is drawn sooner one after the other.
        self._lock = threading.Lock()
        directory.mkdir(parents=True, exist_ok=True)

    def portrait(self, avatar: Avatar) -> Path:
        """A JPEG of the avatar, in its own aspect ratio."""
        return self._made(f"{avatar.avatar_id}.jpg", lambda path: save_portrait(avatar, path))

    def sample(self, voice: Voice) -> Path:
        """An MP3 of a few seconds."""
        return self._made(f"{voice.voice_id}.mp3", lambda path: save_sample(voice, path))

    def _made(self, filename: str, make: Callable[[Path], None]) -> Path:
        path = self._directory / filename
        with self._lock:
            if not path.exists():
                temporary = path.with_name(f"{uuid.uuid4().hex}{path.suffix}")
                make(temporary)
                temporary.replace(path)
        return path
