"""What a person does about unknown outcomes, having looked at the jobs that the sandbox really has."""

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from tests.chaos.ordering import persistently
from tests.chaos.plan import Plan
from tests.stack import Person, Stack, seconds

LOOK_EVERY = 1.0  # seconds
LOOKED_AT_AFTER = 3.0  # seconds: what a killed worker had sent has arrived by then
UNKNOWN = """
    SELECT id, name, submit_number, updated_at FROM videos_video
    WHERE status = 'outcome_unknown' AND (attach_id = '' OR attach_error != '')
"""
ALL_UNKNOWN = "SELECT id, updated_at FROM videos_video WHERE status = 'outcome_unknown'"
KNOWN_JOBS = """
    SELECT job_id, video_id FROM videos_submit WHERE job_id != ''
    UNION SELECT job_id, id FROM videos_video WHERE job_id != ''
"""
LEAVE, ATTACH, ATTACH_WRONG, NOT_CREATED, AGAIN = "left", "attached", "attached wrongly", "not created", "again"
# What is done, and how often of a hundred times, by what there is at the sandbox.
WITH_ITS_JOBS = {ATTACH: 45, ATTACH_WRONG: 15, AGAIN: 15, LEAVE: 25}
WITH_NO_JOB = {NOT_CREATED: 30, ATTACH_WRONG: 20, AGAIN: 25, LEAVE: 25}


@dataclass
class Decisions:
    """What was done: `again` by video, `wrong` as pairs of a video and a project that isn't its."""

    done: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)


class Decider:
    """A person who goes through the unknown outcomes again and again."""

    def __init__(self, stack: Stack, person: Person, plan: Plan) -> None:
        self._stack, self._person, self._plan = stack, person, plan
        self._seen: set[tuple[str, str]] = set()
        self.decisions = Decisions()

    def decide_until(self, over: Event) -> Decisions:
        while not over.wait(LOOK_EVERY):
            self._look()
        return self.decisions

    @property
    def is_done(self) -> bool:
        """Whether every outcome that is unknown now is left so."""
        return all((row["id"], row["updated_at"]) in self._seen for row in self._stack.rows(ALL_UNKNOWN))

    def _look(self) -> None:
        # As it stands now: one that was left is left for good, one whose project was refused is new.
        ripe = time.time() - LOOKED_AT_AFTER
        unknown = [row for row in self._stack.rows(UNKNOWN) if seconds(row["updated_at"]) < ripe]
        new = [row for row in unknown if (row["id"], row["updated_at"]) not in self._seen]
        self._seen |= {(row["id"], row["updated_at"]) for row in new}
        for row in new:
            self._decide(row)

    def _decide(self, row: dict[str, Any]) -> None:
        chance = self._plan.chance("decision", row["name"], self._times_seen(row))
        known = {job["job_id"]: job["video_id"] for job in self._stack.rows(KNOWN_JOBS)}
        its = [job["id"] for job in self._stack.sandbox.jobs() if job["request"]["video_name"] == row["name"]]
        ways = WITH_ITS_JOBS if its else WITH_NO_JOB
        what = chance.choices(list(ways), list(ways.values()))[0]
        self.decisions.done[what] += 1
        if what == ATTACH:
            self._say(row, "attach", project_id=chance.choice(its))
        elif what == ATTACH_WRONG:
            others = [job for job, video in known.items() if video != row["id"]]
            self._attach_wrongly(row, chance.choice([*others[-1:], f"{chance.getrandbits(128):032x}"]))
        elif what == NOT_CREATED:
            self._say(row, "not-created")
        elif what == AGAIN:
            self._submit_again(row, clicks=chance.choice([1, 2]))

    def _attach_wrongly(self, row: dict[str, Any], project_id: str) -> None:
        self.decisions.wrong.append((row["id"], project_id))
        self._say(row, "attach", project_id=project_id)

    def _submit_again(self, row: dict[str, Any], clicks: int) -> None:
        self.decisions.again[row["id"]] += 1
        for _ in range(clicks):
            self._say(row, "submit-again", after=str(row["submit_number"]), sure="on")

    def _say(self, row: dict[str, Any], what: str, **fields: str) -> None:
        path = f"/videos/{uuid.UUID(row['id'])}/{what}/"
        persistently(lambda: self._person.submit(path, fields))

    def _times_seen(self, row: dict[str, Any]) -> int:
        return sum(video == row["id"] for video, _ in self._seen)
