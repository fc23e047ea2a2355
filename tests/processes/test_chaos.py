"""A short run of `python -m tests.chaos`. A failure prints its seed: `CHAOS_SEED=<seed>` draws the same again."""

from pathlib import Path

from tests.chaos.plan import SEED_VARIABLE, Plan, seed_of_this_run
from tests.chaos.playing import play
from tests.chaos.table import findings, table

SUBMITS = 120


def test_nothing_is_charged_twice_or_forgotten_whatever_goes_wrong(tmp_path: Path) -> None:
    plan = Plan(seed_of_this_run(), SUBMITS)
    print(f"{SEED_VARIABLE}={plan.seed}")
    played = play(plan, tmp_path)
    print(table(played))
    assert not played.offences, findings(played)
    assert played.duplicates == 0
    # It isn't passed for want of trouble.
    assert played.kills["worker"]
    assert played.faults["drop_answer on create"] + played.faults["http_error on create"]
    assert "outcome_unknown" in {entry["state"] for entry in played.evidence.entries}
