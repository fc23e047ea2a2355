"""What a look into a fetched video says about it, in sentences. Runs in the worker."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jogg_dashboard.sizes import size_text
from jogg_dashboard.templatetags.ui import clock
from uploads import child_process

TIMEOUT = 180  # seconds
SILENT = "It has no sound."
UNSEEN = "It could not be looked into here, so whether it plays to its end is not known."


@dataclass(frozen=True)
class Checked:
    """What is known of a file: `size` in bytes, `length` in seconds, None where it couldn't be looked into.

    `problem` is a sentence for its owner, "" where nothing is wrong. `is_damaged` says that the file isn't
    whole, so that fetching it again may help. `told` says what was checked, for the timeline.
    """

    size: int
    length: float | None
    problem: str = ""
    is_damaged: bool = False
    told: str = ""

    def columns(self) -> dict[str, Any]:
        """What a video's row keeps of it."""
        return {"kept_size": self.size, "kept_length": self.length, "kept_problem": self.problem}


def check(path: str, content_type: str, promised: float | None) -> Checked:
    """Look into a video file; `promised` is its length in seconds as Jogg says it, None where it doesn't."""
    size = Path(path).stat().st_size
    found = child_process.run("videos.playback", content_type, path, timeout=TIMEOUT)
    if not found:
        return Checked(size, None, told=f"{size_text(size)}. {UNSEEN}")
    if error := found.get("error"):
        return Checked(size, 0.0, error, is_damaged=True, told=f"{size_text(size)}. {error}")
    damage = _damage(found, promised)
    problem = damage or ("" if found["has_sound"] else SILENT)
    return Checked(size, found["length"], problem, bool(damage), _told(size, found, promised, problem))


def _damage(found: dict[str, Any], promised: float | None) -> str:
    """In which way the file isn't whole, "" where it is."""
    length = found["length"]
    for whole, teller in ((found["announced"], "the file says"), (promised, "Jogg says")):
        if whole and length < whole - _tolerance(whole):
            return f"It breaks off after {clock(length)}, while {teller} that it is {clock(whole)} long."
    if not found["starts"]:
        return "Its beginning can't be played."
    return "" if found["ends"] else "Its last second can't be played."


def _tolerance(seconds: float) -> float:
    """By how much two lengths may differ: they are rounded, and counted with or without a last picture."""
    return max(1.5, seconds * 0.03)


def _told(size: int, found: dict[str, Any], promised: float | None, problem: str) -> str:
    length = f"{clock(found['length'])} long"
    if promised:
        differs = abs(found["length"] - promised) > _tolerance(promised)
        length += f", while Jogg says {clock(promised)}" if differs else ", as Jogg says"
    if problem:
        return f"{size_text(size)}, {length}. {problem}"
    return f"{size_text(size)}, {length}. Its first and its last second were played as a check, pictures and sound."
