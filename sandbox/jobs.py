"""Videos that were asked for: their rows, the threads that render them, and their status by age."""

import json
import logging
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.assets import Assets
from sandbox.catalog import Catalog
from sandbox.database import Database
from sandbox.rendering import Order, render
from sandbox.sound import UnreadableSound

START, WAITING, PROCESSING = (1, "start"), (2, "waiting"), (3, "processing")
SUCCESS, FAILED = (4, "success"), (5, "failed")
WORKERS = 2

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One video. `outcome` is empty until rendering ended, then `ready` or `failed`.

    Times are in seconds since 1970, `duration` is in seconds.
    """

    id: str
    title: str
    request: dict[str, object]
    created_at: float
    outcome: str
    duration: float
    error: str

    @property
    def video_filename(self) -> str:
        return "video.webm" if self.request["screen_style"] == 3 else "video.mp4"

    def status(self, render_seconds: float) -> tuple[int, str]:
        """Jogg's code and word. An outcome shows once the job is `render_seconds` old."""
        age = time.time() - self.created_at
        if age < render_seconds * 0.1:
            return START
        if age < render_seconds * 0.3:
            return WAITING
        if age < render_seconds or not self.outcome:
            return PROCESSING
        return SUCCESS if self.outcome == "ready" else FAILED


class Jobs:
    """All videos; results are below `directory`, one directory a job."""

    def __init__(
        self, database: Database, directory: Path, assets: Assets, catalog: Catalog, render_seconds: float
    ) -> None:
        self._database = database
        self._directory = directory
        self._assets = assets
        self._catalog = catalog
        self._pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="render")
        self._render_seconds = render_seconds

    def submit(self, fields: dict[str, object]) -> str:
        """Start a video from checked fields; its id."""
        job_id = uuid.uuid4().hex
        title = str(fields.get("video_name") or "Talking avatar video")
        self._database.write(
            "INSERT INTO job (id, title, request, created_at) VALUES (?, ?, ?, ?)",
            (job_id, title, json.dumps(fields), time.time()),
        )
        self._pool.submit(self._render, job_id)
        return job_id

    def find(self, job_id: str) -> Job | None:
        row = self._database.row("SELECT * FROM job WHERE id = ?", (job_id,))
        return Job(**{**row, "request": json.loads(row["request"])}) if row else None

    def fail(self, job_id: str, error: str) -> None:
        """Let a video end as failed, whatever becomes of its rendering."""
        self._database.write("UPDATE job SET outcome = 'failed', duration = 0, error = ? WHERE id = ?", (error, job_id))

    def resume(self) -> None:
        """Render what an earlier process left undone."""
        for row in self._database.rows("SELECT id FROM job WHERE outcome = '' ORDER BY created_at"):
            self._pool.submit(self._render, row["id"])

    def result_path(self, job_id: str, filename: str) -> Path | None:
        """A result's file; None before the job's success."""
        job = self.find(job_id)
        if job is None or job.status(self._render_seconds) != SUCCESS:
            return None
        return self._directory / job_id / filename

    def _render(self, job_id: str) -> None:
        job = self.find(job_id)
        if job is None:
            return
        outcome, duration, error = "failed", 0.0, ""
        try:
            outcome, duration = "ready", render(self._order(job), self._directory / job_id)
        except UnreadableSound as failure:
            outcome, error = "failed", str(failure)
        except Exception:
            # A job must end, whatever went wrong: its follower would wait for ever.
            logger.exception("Rendering %s failed", job_id)
            outcome, error = "failed", "The video could not be rendered."
        self._database.write(
            "UPDATE job SET outcome = ?, duration = ?, error = ? WHERE id = ? AND outcome = ''",
            (outcome, duration, error, job_id),
        )

    def _order(self, job: Job) -> Order:
        fields = job.request
        url = str(fields.get("audio_url", ""))
        asset = self._assets.find_by_url(url, urlsplit(url).hostname or "")
        avatar = self._catalog.avatar(int(str(fields["avatar_id"])))
        assert avatar is not None, "checked at submit"
        return Order(
            avatar=avatar,
            voice=self._catalog.voice(str(fields.get("voice_id", ""))),
            script=str(fields.get("script", "")),
            audio=asset.path if asset else None,
            aspect_ratio=int(str(fields["aspect_ratio"])),
            screen_style=int(str(fields["screen_style"])),
            has_captions=bool(fields["caption"]),
            video_filename=job.video_filename,
        )
