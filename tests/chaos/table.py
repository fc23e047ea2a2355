"""What a round came to, as a table to print."""

from collections import Counter
from dataclasses import dataclass

from tests.chaos.evidence import Evidence, states
from tests.chaos.judging import Offence
from tests.chaos.plan import Plan

KILLED = "No answer of Jogg's arrived before the dashboard was stopped"


@dataclass(frozen=True)
class Round:
    """A round that is over: `faults` and `kills` by name, `took` in seconds."""

    plan: Plan
    evidence: Evidence
    faults: Counter[str]
    kills: Counter[str]
    offences: list[Offence]
    took: float

    @property
    def duplicates(self) -> int:
        """Jobs beyond one for each record and one for each time a person asked for it again."""
        again, jobs = self.evidence.decisions.again, Counter(job["request"]["video_name"] for job in self.evidence.jobs)
        return sum(max(0, jobs[video["name"]] - 1 - again[video["id"]]) for video in self.evidence.videos)


def table(played: Round) -> str:
    lines = _lines(played)
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{width}}  {value:>6}" for name, value in lines)


def _lines(played: Round) -> list[tuple[str, object]]:
    plan, evidence = played.plan, played.evidence
    unknown = {entry["row_id"] for entry in evidence.entries if entry["state"] == "outcome_unknown"}
    return [
        ("seed", plan.seed),
        ("workers", plan.workers),
        ("POSTs a second", plan.posts or "any"),
        ("forms", len(evidence.orders)),
        ("  clicked twice", sum(order.form.is_clicked_twice for order in evidence.orders)),
        ("records", len(evidence.videos)),
        *_each(states(evidence)),
        ("submits", len(evidence.submits)),
        ("  orders the sandbox saw", len(evidence.creates)),
        ("jobs at the sandbox", len(evidence.jobs)),
        ("unknown outcomes", len(unknown)),
        ("  by a kill", sum(entry["sentence"].startswith(KILLED) for entry in evidence.entries)),
        *_each(evidence.decisions.done, "a person: "),
        ("faults met", played.faults.total()),
        *_each(played.faults),
        ("kills", played.kills.total()),
        *_each(played.kills),
        ("duplicates", played.duplicates),
        ("offences", len(played.offences)),
        ("seconds", round(played.took)),
    ]


def _each(counted: Counter[str], before: str = "") -> list[tuple[str, object]]:
    return [(f"  {before}{name}", count) for name, count in sorted(counted.items()) if count]


def findings(played: Round) -> str:
    """What is wrong, with all that is known of each record; "" for nothing."""
    evidence = played.evidence
    records = {video["name"]: evidence.of(video) for video in evidence.videos}
    lines = []
    for name, sentence in played.offences:
        lines.append(f"{name or 'The whole'}: {sentence}")
        if name in records:
            lines.append(records[name].told())
    return "\n".join(lines)
