"""Everything a round left behind: what was ordered, what the dashboard says, and what the sandbox saw."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.deciding import Decisions
from tests.chaos.ordering import Order
from tests.stack import Stack
from tests.watching import Watch

Row = dict[str, Any]
CREATE = "/v1/create_video_from_talking_avatar"


@dataclass(frozen=True)
class Evidence:
    """Rows are as the database has them, `jobs` and `creates` as the sandbox lists them, all oldest first.

    `creates` are the journal's entries of orders; `files` are the stored files that are there and not empty.
    """

    orders: list[Order]
    decisions: Decisions
    videos: list[Row]
    submits: list[Row]
    entries: list[Row]
    jobs: list[Row]
    creates: list[Row]
    files: set[str] = field(default_factory=set)

    def of(self, video: Row) -> "Record":
        return Record(
            video,
            submits=[submit for submit in self.submits if submit["video_id"] == video["id"]],
            entries=[entry for entry in self.entries if entry["row_id"] == video["id"]],
            jobs=[job for job in self.jobs if job["request"]["video_name"] == video["name"]],
            creates=[create for create in self.creates if create["name"] == video["name"]],
        )


@dataclass(frozen=True)
class Record:
    """One video, and what belongs to it."""

    video: Row
    submits: list[Row]
    entries: list[Row]
    jobs: list[Row]
    creates: list[Row]

    @property
    def submit_states(self) -> list[str]:
        return [submit["state"] for submit in self.submits]

    def told(self) -> str:
        """All that is known of it, for a person who looks for a mistake."""
        parts = [(self.video, ("id", "status", "submit_number", "job_id", "attach_id", "attach_error", "file"))]
        parts += [(submit, ("number", "state", "job_id", "made_at")) for submit in self.submits]
        parts += [(job, ("id", "status", "created_at")) for job in self.jobs]
        parts += [(create, ("time", "status", "code", "fault", "carried_out")) for create in self.creates]
        parts += [(entry, ("at", "state", "source", "sentence")) for entry in self.entries]
        return "\n".join(f"    {' · '.join(f'{name} {row[name]}' for name in names)}" for row, names in parts)


def gather(stack: Stack, orders: list[Order], decisions: Decisions, watch: Watch) -> Evidence:
    watch.look()
    videos = stack.videos()
    return Evidence(
        orders=orders,
        decisions=decisions,
        videos=videos,
        submits=stack.rows("SELECT * FROM videos_submit ORDER BY number"),
        entries=stack.rows("SELECT * FROM videos_videoentry ORDER BY id"),
        jobs=stack.sandbox.jobs(),
        creates=watch.posts,
        files={video["file"] for video in videos if video["file"] and stack.kept(video["file"])},
    )


def states(evidence: Evidence) -> Counter[str]:
    """How many videos are in each state."""
    return Counter(video["status"] for video in evidence.videos)
