"""Django's secret key, made once for an installation."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def read_or_create(path: Path) -> str:
    """Return the key kept in `path`; at the first call write a new one, readable by its owner only."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # where another process was quicker, its key is the one
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
