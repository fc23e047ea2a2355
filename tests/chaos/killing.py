"""Ending processes at random moments, as a power cut or the kernel does."""

from collections import Counter
from threading import Event

from tests.chaos.plan import Plan
from tests.stack import Stack

WEB = 0.15
ALL_WORKERS = 0.2
LOOK_EVERY = 0.05  # seconds
LONGEST_DELAY, LONGEST_ABSENCE = 0.3, 1.5  # seconds
SUBMITS = "SELECT COUNT(*) AS made FROM videos_submit"


def kill_at_random(stack: Stack, plan: Plan, over: Event) -> Counter[str]:
    """Kill the web server or workers and start them again, until it is over; how often each was killed.

    A kill comes some submits after the last one, and then at any moment: as often on a slow machine as on a fast one.
    """
    chance, kills = plan.chance("kills"), Counter()
    while _wait_for_submits(stack, chance.randint(*plan.submits_between_kills), over):
        over.wait(chance.uniform(0, LONGEST_DELAY))
        victims = _victims(chance.random(), chance.randint(1, plan.workers), plan)
        for victim in victims:
            stack.kill(*victim)
            kills[victim[0]] += 1
        over.wait(chance.uniform(0, LONGEST_ABSENCE))
        for victim in victims:
            stack.start_process(*victim)
    return kills


def _wait_for_submits(stack: Stack, more: int, over: Event) -> bool:
    """Whether so many more were made before it was over."""
    enough = _made(stack) + more
    while not over.wait(LOOK_EVERY):
        if _made(stack) >= enough:
            return True
    return False


def _made(stack: Stack) -> int:
    return stack.rows(SUBMITS)[0]["made"]


def _victims(draw: float, number: int, plan: Plan) -> list[tuple[str, int]]:
    if draw < WEB:
        return [("web", 1)]
    if draw < WEB + ALL_WORKERS:
        return [("worker", each) for each in range(1, plan.workers + 1)]
    return [("worker", number)]
