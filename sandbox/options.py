"""What the command line sets."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Times in seconds, `upload_rate` in bytes per second (0: unlimited)."""

    data: Path
    render_seconds: float
    upload_rate: float
    sign_seconds: float
    credits: int
