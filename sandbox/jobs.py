"""Videos that were asked for: their rows, the threads that render them, and their status by age."""

import json
import logging
import math
import sqlite3
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.assets import Assets
from sandbox.catalog import Catalog
from sandbox.copying import SameResult
from sandbox.database import Database
from sandbox.envelope import NO_CREDIT, Refusal
from sandbox.options import Options
from sandbox.rendering import Order, render, seconds_of
from sandbox.sound import UnreadableSound
from sandbox.validation_v2 import flattened

START, WAITING, PROCESSING = (1, "start"), (2, "waiting"), (3, "processing")
SUCCESS, FAILED = (4, "success"), (5, "failed")
V1, V2 = "v1", "v2"
# As observed, not as documented (completed, failed).
V2_WORDS = {START: "pending", WAITING: "pending", PROCESSING: "processing", SUCCESS: "success", FAILED: "fail"}
CREDIT_SECONDS = 120
TO_ANNOUNCE = "FROM job WHERE NOT is_announced AND outcome != ''"
ID_PREFIXES = {V1: "", V2: "video_"}
WORKERS = 2

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One video. `outcome` is empty until rendering ended, then `ready` or `failed`.

    `request` is what was received, in the words of its `version`. Times are in seconds since 1970,
    `duration` is in seconds.
    """

    id: str
    title: str
    request: dict[str, object]
    created_at: float
    outcome: str
    duration: float
    error: str
    version: str
    credits: int
    is_announced: bool = False

    @property
    def fields(self) -> dict[str, object]:
        """The request in v1's words."""
        return self.request if self.version == V1 else flattened(self.request)

    @property
    def video_filename(self) -> str:
        return "video.webm" if self.request["screen_style"] == 3 else "video.mp4"

    @property
    def whole_seconds(self) -> int:
        """The length as Jogg tells it."""
        return max(1, round(self.duration))

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

    def status_word(self, render_seconds: float) -> str:
        """The status in the words of the job's version."""
        status = self.status(render_seconds)
        return status[1] if self.version == V1 else V2_WORDS[status]


class Jobs:
    """All videos; results are in `results` of `options.data`, one directory a job.

    `decided` is set when an outcome is written, though it may not show yet.
    """

    def __init__(
        self, database: Database, options: Options, assets: Assets, catalog: Catalog, decided: threading.Event
    ) -> None:
        self._database = database
        self._directory = options.data / "results"
        self._assets = assets
        self._catalog = catalog
        self._credits = options.credits
        self._make = SameResult().render if options.same_result else render
        self._paying = threading.Lock()
        self._decided = decided
        self._pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="render")
        self._render_seconds = options.render_seconds

    def submit(self, version: str, request: dict[str, object]) -> str:
        """Pay for a video and start it, from a checked request; its id. Raises `Refusal` for want of credits."""
        job_id = ID_PREFIXES[version] + uuid.uuid4().hex
        title = str(request.get("video_name") or "Talking avatar video")
        job = Job(job_id, title, request, time.time(), outcome="", duration=0, error="", version=version, credits=0)
        credits = math.ceil(seconds_of(self._order(job)) / CREDIT_SECONDS)
        with self._paying:
            if credits > self.credits_left():
                raise Refusal(NO_CREDIT, "There are not enough credits.")
            self._database.write(
                "INSERT INTO job (id, version, title, request, created_at, credits) VALUES (?, ?, ?, ?, ?, ?)",
                (job_id, version, title, json.dumps(request), job.created_at, credits),
            )
        self._pool.submit(self._render, job_id)
        return job_id

    def credits_left(self) -> int:
        """What all jobs so far have left; those that failed have cost theirs, too."""
        row = self._database.row("SELECT COALESCE(SUM(credits), 0) AS spent FROM job")
        return max(0, self._credits - row["spent"]) if row else self._credits

    def find(self, job_id: str, version: str) -> Job | None:
        """The job; None for one that was ordered through another version."""
        job = self._found(job_id)
        return job if job and job.version == version else None

    def fail(self, job_id: str, error: str) -> None:
        """Let a video end as failed, whatever becomes of its rendering."""
        self._database.write("UPDATE job SET outcome = 'failed', duration = 0, error = ? WHERE id = ?", (error, job_id))
        self._decided.set()

    def all(self) -> list[Job]:
        """Every job, oldest first."""
        return [_job(row) for row in self._database.rows("SELECT * FROM job ORDER BY created_at, rowid")]

    def to_announce(self) -> list[Job]:
        """Those whose outcome shows and was not announced yet, oldest first."""
        youngest = time.time() - self._render_seconds
        found = self._database.rows(f"SELECT * {TO_ANNOUNCE} AND created_at <= ? ORDER BY created_at", (youngest,))
        return [_job(row) for row in found]

    def next_outcome_at(self) -> float | None:
        """When the next outcome will show that is decided already; None where there is none."""
        row = self._database.row(f"SELECT MIN(created_at) AS oldest {TO_ANNOUNCE}")
        return row["oldest"] + self._render_seconds if row and row["oldest"] is not None else None

    def resume(self) -> None:
        """Render what an earlier process left undone."""
        for row in self._database.rows("SELECT id FROM job WHERE outcome = '' ORDER BY created_at"):
            self._pool.submit(self._render, row["id"])

    def result_path(self, job_id: str, filename: str) -> Path | None:
        """A result's file; None before the job's success."""
        job = self._found(job_id)
        if job is None or job.status(self._render_seconds) != SUCCESS:
            return None
        return self._directory / job_id / filename

    def _found(self, job_id: str) -> Job | None:
        row = self._database.row("SELECT * FROM job WHERE id = ?", (job_id,))
        return _job(row) if row else None

    def _render(self, job_id: str) -> None:
        job = self._found(job_id)
        if job is None:
            return
        outcome, duration, error = "failed", 0.0, ""
        try:
            outcome, duration = "ready", self._make(self._order(job), self._directory / job_id)
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
        self._decided.set()

    def _order(self, job: Job) -> Order:
        fields = job.fields
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


def _job(row: sqlite3.Row) -> Job:
    return Job(**{**row, "request": json.loads(row["request"])})
