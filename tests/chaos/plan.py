"""What a run of the randomised test consists of. Everything that is drawn comes from its seed."""

import os
import random
import secrets
from dataclasses import dataclass

SEED_VARIABLE = "CHAOS_SEED"
PACED_PART = 5  # one video in so many is ordered from a paced dashboard
PACED_POSTS, PACED_WINDOW = 50, 1  # POSTs in so many seconds


@dataclass(frozen=True)
class Plan:
    """One round: so many videos, ordered from a dashboard with so many workers.

    `posts` is how many POSTs the dashboard makes in a second, as its pacing says, 0 for as many as it
    can. Something is killed each time that some submits were made, `submits_between_kills` at least and
    at most. What isn't decided `settle_within` seconds after the end of all faults is judged as it stands.
    The seed decides what is asked for, which faults there may be and what a person does; what they
    hit depends on the machine's pace, too.
    """

    seed: int
    submits: int
    workers: int = 2
    posts: int = 0
    submits_between_kills: tuple[int, int] = (5, 25)
    settle_within: float = 240

    def chance(self, *about: object) -> random.Random:
        """The draws about one matter, the same in each run of this seed whatever else is drawn."""
        return random.Random(repr((self.seed, self.posts, *about)))

    @property
    def environment(self) -> dict[str, str]:
        """What the dashboard's processes are started with."""
        return {"JOGG_POSTS_PER_MINUTE": str(self.posts), "JOGG_POSTS_WINDOW": str(PACED_WINDOW)}


def rounds(seed: int, submits: int, workers: int) -> list[Plan]:
    """The whole run: most of it at full speed, the rest paced."""
    paced = submits // PACED_PART
    return [Plan(seed, submits - paced, workers), Plan(seed, paced, workers, posts=PACED_POSTS)]


def seed_of_this_run() -> int:
    """The environment's, to have a run again, else another one each time."""
    return int(os.environ.get(SEED_VARIABLE) or secrets.randbelow(2**32))
