"""What became of a call, for whoever counts or logs them."""

from collections.abc import Callable
from dataclasses import dataclass

from jogg.errors import JoggError

STORAGE = "storage"  # stands for the path of what isn't asked of the API


@dataclass(frozen=True)
class Call:
    """One call that has ended: `method`, and the `path` without the ids in it ("/v2/avatar_video/{id}").

    `rid` is Jogg's request id, "" where it told none. `error` is None where the call went well.
    """

    method: str
    path: str
    rid: str = ""
    error: JoggError | None = None


Observer = Callable[[Call], None]


def nobody(call: Call) -> None:
    """Hears of calls where nobody wants to."""
