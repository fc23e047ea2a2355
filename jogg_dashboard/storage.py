"""Files on disk that survive a power cut once they are said to be here."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Syncs the folders that a new file was put into: a synced file in a folder that isn't can be lost."""

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(name, content)
        folder = Path(self.path(saved)).parent
        for path in (folder, folder.parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return saved
