"""Faults that were asked for: armed, taken by the requests they fit, used up. They live in memory only."""

import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from types import NoneType

from sandbox.fault_kinds import GROUPS, KINDS, OPERATIONS, WEBHOOK, FaultKind, Parameter

COMMON = {
    "times": Parameter(1, (int,), lowest=0, highest=1_000_000),
    "probability": Parameter(1, (int, float), lowest=0, highest=1),
    "seed": Parameter(None, (int, NoneType)),
}


@dataclass
class Fault:
    """One armed fault. `on` is an operation or a group of them; `times_left` None means until cleared."""

    kind: FaultKind
    on: str
    times_left: int | None
    probability: float
    seed: int | None
    parameters: dict[str, object]
    hits: int = 0
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:8])

    def __post_init__(self) -> None:
        self._operations = self.kind.happens_on(self.on)
        self._chance = random.Random(self.seed)

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def is_carried_out(self) -> bool:
        """Whether what was asked is done all the same."""
        return bool(self.parameters.get("carried_out", self.kind.is_carried_out))

    def number(self, name: str) -> float:
        """A numeric parameter."""
        return float(str(self.parameters[name]))

    def is_armed_for(self, operation: str) -> bool:
        return self.times_left != 0 and operation in self._operations

    def happens(self) -> bool:
        """Draw, by its probability. A seed makes the draws the same in each run."""
        return self._chance.random() < self.probability

    def count(self, hits: int) -> None:
        """Count a hit; -1 takes one back."""
        self.hits += hits
        if self.times_left is not None:
            self.times_left -= hits

    def described(self) -> dict[str, object]:
        """For people and programs; the fault's own parameters stand beside the rest."""
        return {
            "id": self.id,
            "fault": self.name,
            "on": self.on,
            "times_left": self.times_left,
            "hits": self.hits,
            "probability": self.probability,
            "seed": self.seed,
        } | self.parameters


def read_fault(fields: object) -> Fault:
    """A fault from a request's JSON. Raises `ValueError` with a sentence for anything wrong."""
    if not isinstance(fields, dict):
        raise ValueError("The body must be a JSON object.")
    kind = _kind(fields.get("fault"))
    known = COMMON | kind.parameters
    for name in fields.keys() - known.keys() - {"fault", "on"}:
        raise ValueError(f"{name}: the fault {kind.name} has no such parameter.")
    values = {name: fields.get(name, parameter.default) for name, parameter in known.items()}
    for name, parameter in known.items():
        parameter.check(name, values[name])
    return Fault(
        kind=kind,
        on=_place(kind, fields.get("on", kind.default_on)),
        times_left=values["times"] or None,
        probability=values["probability"],
        seed=values["seed"],
        parameters={name: values[name] for name in kind.parameters},
    )


def _kind(name: object) -> FaultKind:
    if name is None:
        raise ValueError("fault: is required.")
    if not isinstance(name, str) or name not in KINDS:
        raise ValueError(f"fault: must be one of {', '.join(KINDS)}.")
    return KINDS[name]


def _place(kind: FaultKind, on: object) -> str:
    places = (*OPERATIONS, *GROUPS, WEBHOOK)
    if not isinstance(on, str) or on not in places:
        raise ValueError(f"on: must be one of {', '.join(places)}.")
    if not kind.happens_on(on):
        raise ValueError(f"on: {kind.name} can't happen on {on}; it can on {', '.join(kind.operations)}.")
    return on


class Faults:
    """All faults since the last clearing, in the order they were armed. Safe to share between threads."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def arm(self, fault: Fault) -> dict[str, object]:
        """Add a fault; its description as it stood before any request could take it."""
        with self._lock:
            self._faults.append(fault)
            return fault.described()

    def take(self, operation: str, suits: Callable[[Fault], bool] = lambda fault: True) -> Fault | None:
        """The first armed fault for this operation that `suits` and whose probability hits; a hit is counted."""
        with self._lock:
            for fault in self._faults:
                if fault.is_armed_for(operation) and suits(fault) and fault.happens():
                    fault.count(1)
                    return fault
        return None

    def give_back(self, fault: Fault) -> None:
        """Undo a hit that could have no effect."""
        with self._lock:
            fault.count(-1)

    def described(self) -> list[dict[str, object]]:
        """The armed ones and those used up."""
        with self._lock:
            return [fault.described() for fault in self._faults]

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def disarm(self, fault_id: str) -> bool:
        """Remove one fault; False where there is none of this id."""
        with self._lock:
            before = len(self._faults)
            self._faults = [fault for fault in self._faults if fault.id != fault_id]
            return len(self._faults) < before
