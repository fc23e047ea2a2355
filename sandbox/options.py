"""What the command line sets."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Times in seconds, `upload_rate` in bytes per second (0: unlimited), `posts_per_minute` 0: not checked.

    `previews` is where pictures and samples are kept, `previews` of `data` where it is None;
    `pace_seconds` is how long the minute of `posts_per_minute` is.
    """

    data: Path
    previews: Path | None
    render_seconds: float
    upload_rate: float
    sign_seconds: float
    posts_per_minute: int
    pace_seconds: float
    credits: int
    same_result: bool
    webhook_retry_seconds: float
