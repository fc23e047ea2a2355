"""Which faults may be met, and how likely."""

from collections import Counter
from typing import Any

from tests.chaos.plan import Plan
from tests.sandbox_server import SandboxServer

# A create meets one of these in two of five cases, mostly one that leaves its outcome unknown.
ON_CREATE: list[tuple[str, float, dict[str, Any]]] = [
    ("drop_before", 0.02, {}),
    ("drop_after", 0.02, {}),
    ("drop_answer", 0.03, {}),
    ("slow", 0.08, {"seconds": 1.5}),
    ("http_error", 0.015, {"status": 500}),
    ("http_error", 0.02, {"status": 502, "carried_out": True}),
    ("http_error", 0.01, {"status": 404}),
    ("system_error", 0.015, {}),
    ("system_error", 0.015, {"carried_out": True}),
    *[("refuse", 0.012, {"code": code}) for code in (18020, 10104, 10105, 18025, 40000)],
    ("rate_limit", 0.01, {"seconds": 1, "told": "header", "as": "both"}),
    ("rate_limit", 0.01, {"seconds": 1, "told": "retryAfter", "as": "status"}),
    ("rate_limit", 0.01, {"seconds": 1, "told": "retry_after", "as": "code"}),
    ("rate_limit", 0.01, {"seconds": 1, "told": "data", "as": "both"}),
    ("garbled", 0.015, {}),
    ("garbled", 0.01, {"carried_out": False}),
    ("half_answer", 0.015, {}),
    ("half_answer", 0.01, {"carried_out": False}),
    ("no_id", 0.02, {}),
    *[("fail_job", 0.01, {"where": where}) for where in ("error.message", "error", "err_msg", "nowhere")],
]
ON_STATUS: list[tuple[str, float, dict[str, Any]]] = [
    ("http_error", 0.03, {"status": 500}),
    ("http_error", 0.03, {"status": 503}),
    ("drop_answer", 0.03, {}),
    ("status_word", 0.03, {}),
    ("status_word", 0.02, {"word": 42}),
    ("no_url", 0.05, {}),
    ("rate_limit", 0.02, {"seconds": 1}),
]
ON_FETCH: list[tuple[str, float, dict[str, Any]]] = [("late_file", 0.1, {}), ("drop_answer", 0.05, {})]
# A limit that names no wait is waited out for a minute: too long for a short run, and a paced one stands still.
UNTOLD = ("rate_limit", 0.01, {"told": "nowhere"})
ENOUGH_FOR_UNTOLD = 500
# Each of these makes a paced dashboard slower by a fourth for some time.
MOST_LIMITS_PACED = 1


def arm_all(sandbox: SandboxServer, plan: Plan) -> None:
    chance = plan.chance("faults")
    is_long = plan.submits >= ENOUGH_FOR_UNTOLD and not plan.posts
    for on, faults in {"create": ON_CREATE + [UNTOLD] * is_long, "status": ON_STATUS, "fetch": ON_FETCH}.items():
        for fault, probability, fields in faults:
            times = MOST_LIMITS_PACED if plan.posts and fault == "rate_limit" and on == "create" else 0
            sandbox.arm(fault, on=on, times=times, probability=probability, seed=chance.getrandbits(31), **fields)


def hits(sandbox: SandboxServer) -> Counter[str]:
    """How often each was met so far, by name and place."""
    met: Counter[str] = Counter()
    for fault in sandbox.faults():
        met[f"{fault['fault']} on {fault['on']}"] += fault["hits"]
    return met
