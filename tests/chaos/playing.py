"""One round, from its first form to the judgement."""

import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import Any

from tests.chaos.deciding import Decider, Decisions
from tests.chaos.evidence import CREATE, Evidence, gather
from tests.chaos.faults import arm_all, hits
from tests.chaos.judging import offences
from tests.chaos.killing import kill_at_random
from tests.chaos.ordering import PEOPLE, Order, order_all
from tests.chaos.plan import PACED_WINDOW, Plan
from tests.chaos.table import Round
from tests.stack import Person, Stack
from tests.waiting import wait_for
from tests.watching import Watch, meanwhile

LOOK_EVERY = 0.5  # seconds
LONGEST_SUBMITTING = 600.0  # seconds
WAKE_EVERY = 12.0  # seconds
UNSUBMITTED = "SELECT id FROM videos_video WHERE status IN ('queued', 'submitting')"
MOVING = """
    SELECT id FROM videos_video
    WHERE status NOT IN ('succeeded', 'failed', 'rejected', 'deleted', 'outcome_unknown')
    OR (status = 'succeeded' AND kept_at IS NULL AND NOT keep_given_up)
    OR (status = 'outcome_unknown' AND attach_id != '' AND attach_error = '')
"""


def play(plan: Plan, folder: Path) -> Round:
    """Order all videos while things go wrong, let everything come to rest, and judge it."""
    started = time.monotonic()
    stack = Stack(folder, plan.environment, workers=plan.workers, **_sandbox_options(plan)).start()
    try:
        evidence, faults, kills = _play(plan, stack)
    finally:
        stack.stop()
    return Round(plan, evidence, faults, kills, offences(evidence), time.monotonic() - started)


def _sandbox_options(plan: Plan) -> dict[str, Any]:
    """Credits for all, and the limit that the dashboard is to keep."""
    return {
        "render_seconds": 0.5, "same_result": True, "credits": 10 * plan.submits,
        "posts_per_minute": plan.posts, "pace_seconds": PACED_WINDOW,
    }  # fmt: skip


def _play(plan: Plan, stack: Stack) -> tuple[Evidence, Counter[str], Counter[str]]:
    watch = Watch(stack.sandbox, CREATE)
    with ExitStack() as people, meanwhile(watch.look, every=LOOK_EVERY):
        customers = [people.enter_context(stack.sign_in()) for _ in range(PEOPLE)]
        decider = Decider(stack, people.enter_context(stack.sign_in()), plan)
        arm_all(stack.sandbox, plan)
        orders, kills, decisions = _trouble(plan, stack, customers, decider)
        faults = hits(stack.sandbox)
        _settle(plan, stack)
    return gather(stack, orders, decisions, watch), faults, kills


def _trouble(
    plan: Plan, stack: Stack, customers: list[Person], decider: Decider
) -> tuple[list[Order], Counter[str], Decisions]:
    """Everything at once, until the last video is submitted and each unknown outcome was looked at."""
    over = Event()
    with ThreadPoolExecutor(2) as pool:
        kills: Future[Counter[str]] = pool.submit(kill_at_random, stack, plan, over)
        decisions: Future[Decisions] = pool.submit(decider.decide_until, over)

        def is_calm() -> bool:
            for helper in (kills, decisions):
                if helper.done():
                    helper.result()  # raises what ended it too early
            return not stack.rows(UNSUBMITTED) and decider.is_done

        try:
            orders = order_all(customers, plan)
            wait_for(is_calm, "all videos to be submitted", LONGEST_SUBMITTING)
        finally:
            over.set()
    return orders, kills.result(), decisions.result()


def _settle(plan: Plan, stack: Stack) -> None:
    """Without faults, wait until nothing moves any more. A worker that starts finds what others have left."""
    stack.sandbox.clear_faults()
    deadline = time.monotonic() + plan.settle_within
    workers = cycle(range(1, plan.workers + 1))
    while stack.rows(MOVING) and time.monotonic() < deadline:
        number = next(workers)
        stack.kill("worker", number)
        stack.start_process("worker", number)
        _rest(stack, min(deadline, time.monotonic() + WAKE_EVERY))


def _rest(stack: Stack, until: float) -> None:
    while stack.rows(MOVING) and time.monotonic() < until:
        time.sleep(LOOK_EVERY)
