"""Every fault that can be asked for: its name, what Jogg does, where it can happen, and what can be set."""

from dataclasses import dataclass, field
from types import NoneType

API = ("sign", "create", "status", "avatars", "voices")
OPERATIONS = ("sign", "put", "create", "status", "avatars", "voices", "fetch")
GROUPS = {"any": OPERATIONS, "post": ("sign", "create"), "get": ("status", "avatars", "voices", "fetch")}
WEBHOOK = "webhook"

TYPE_WORDS = {
    (str,): "a string",
    (bool,): "true or false",
    (int,): "a whole number",
    (int, float): "a number",
    (str, int): "a string or a whole number",
    (int, NoneType): "a whole number or null",
}


@dataclass(frozen=True)
class Parameter:
    """What can be set about a fault. `lowest` and `highest` bound numbers, both allowed themselves."""

    default: str | int | float | bool | None
    types: tuple[type, ...]
    choices: tuple[str | int, ...] = ()
    lowest: float | None = None
    highest: float | None = None

    def described(self) -> dict[str, object]:
        """`{"default"}`, with `choices`, `minimum` and `maximum` where there are any."""
        bounds = {"choices": list(self.choices) or None, "minimum": self.lowest, "maximum": self.highest}
        return {"default": self.default} | {name: bound for name, bound in bounds.items() if bound is not None}

    def check(self, name: str, value: object) -> None:
        """Raises `ValueError` with a sentence for a value that can't be set."""
        # Not isinstance: True is an int to Python.
        if type(value) not in self.types:
            raise ValueError(f"{name}: must be {TYPE_WORDS[self.types]}.")
        if self.choices and value not in self.choices:
            raise ValueError(f"{name}: must be one of {', '.join(map(str, self.choices))}.")
        if not self._is_within_bounds(value):
            raise ValueError(f"{name}: must be from {self.lowest} to {self.highest}.")

    def _is_within_bounds(self, value: object) -> bool:
        if self.lowest is None or self.highest is None or not isinstance(value, int | float):
            return True
        # Not-a-number, which JSON may hold in Python, is within none.
        return self.lowest <= value <= self.highest


@dataclass(frozen=True)
class FaultKind:
    """One fault. `what` says what Jogg does, in a sentence.

    `is_carried_out` tells whether what was asked is done all the same, where no parameter
    `carried_out` says it; `reads_body` whether the request's body is read before that.
    """

    name: str
    title: str
    what: str
    operations: tuple[str, ...] = OPERATIONS
    parameters: dict[str, Parameter] = field(default_factory=dict)
    is_carried_out: bool = True
    reads_body: bool = True

    @property
    def default_on(self) -> str:
        """Where it happens unless said otherwise."""
        return self.operations[0] if len(self.operations) == 1 else "any"

    def happens_on(self, on: str) -> tuple[str, ...]:
        """The operations that `on`, one or a group of them, means for this fault; none where it can't happen there."""
        return tuple(name for name in GROUPS.get(on, (on,)) if name in self.operations)

    def described(self) -> dict[str, object]:
        return {
            "fault": self.name,
            "title": self.title,
            "what": self.what,
            "operations": list(self.operations),
            "parameters": {name: parameter.described() for name, parameter in self.parameters.items()},
        }


def carried_out(default: bool) -> dict[str, Parameter]:
    return {"carried_out": Parameter(default, (bool,))}


def seconds(default: int) -> dict[str, Parameter]:
    return {"seconds": Parameter(default, (int, float), lowest=0, highest=3600)}


def status(default: int) -> dict[str, Parameter]:
    return {"status": Parameter(default, (int,), lowest=400, highest=599)}


def choice(*choices: str | int) -> Parameter:
    """One of these, the first unless said otherwise."""
    return Parameter(choices[0], (type(choices[0]),), choices)


KINDS = {
    kind.name: kind
    for kind in (
        FaultKind(
            "drop_before",
            "Connection reset before the request is read",
            "The connection is reset before the request's body is read, and nothing is done.",
            is_carried_out=False,
            reads_body=False,
        ),
        FaultKind(
            "drop_after",
            "Connection reset, nothing done",
            "The request is read whole, but the connection is reset and nothing is done.",
            is_carried_out=False,
        ),
        FaultKind(
            "drop_answer",
            "Answer lost",
            "What was asked is done, but the connection is reset before the answer: a job exists, its id is lost.",
        ),
        FaultKind(
            "slow",
            "Late answer",
            "What was asked is done at once, but the answer comes late.",
            parameters=seconds(5),
        ),
        FaultKind(
            "http_error",
            "HTTP error",
            "The answer is an HTTP error with a page of a server in between, without Jogg's envelope.",
            parameters=status(500) | carried_out(False),
        ),
        FaultKind(
            "system_error",
            "System error",
            "The answer is HTTP 200 with Jogg's code 50000.",
            ("sign", "put", "create", "status", "avatars", "voices"),
            carried_out(False),
        ),
        FaultKind(
            "refuse",
            "Refusal",
            "The request is refused under HTTP 200: no credit, bad key, no permission, not found or a bad parameter.",
            API,
            {"code": choice(18020, 10104, 10105, 18025, 40000)},
            is_carried_out=False,
        ),
        FaultKind(
            "rate_limit",
            "Too many requests",
            "The request is refused for its pace, and the wait is told at one of four places or not at all.",
            API,
            seconds(5)
            | {
                "told": choice("header", "retryAfter", "retry_after", "data", "nowhere"),
                "as": choice("status", "code", "both"),
            },
            is_carried_out=False,
        ),
        FaultKind(
            "garbled",
            "Answer that is no JSON",
            "The answer is HTTP 200 with a web page instead of what was asked for.",
            parameters=carried_out(True),
        ),
        FaultKind(
            "half_answer",
            "Half an answer",
            "The answer announces its whole length, but the connection is closed after half of it.",
            parameters=carried_out(True),
        ),
        FaultKind(
            "no_id",
            "Answer without its id",
            "A job is made or a file announced, but the answer lacks the id or the URLs.",
            ("sign", "create"),
        ),
        FaultKind(
            "status_word",
            "Unknown status",
            "A video's status is a word that Jogg's documents don't know.",
            ("status",),
            {"word": Parameter("reticulating", (str, int))},
        ),
        FaultKind(
            "no_url",
            "Success without a URL",
            "A video has succeeded, but the URLs of the video and its cover are still empty.",
            ("status",),
        ),
        FaultKind(
            "late_file",
            "File not served yet",
            "A video has succeeded, but its file is still answered with 404.",
            ("fetch",),
            is_carried_out=False,
        ),
        FaultKind(
            "late_link",
            "Hosted link late",
            "A file is taken, but for some seconds its link is answered with 404.",
            ("put",),
            seconds(20),
        ),
        FaultKind(
            "link_gone",
            "Hosted link gone",
            "From now on the link of an uploaded file is answered with an HTTP error.",
            ("fetch",),
            {"status": choice(404, 403, 410)},
            is_carried_out=False,
        ),
        FaultKind(
            "other_file",
            "Hosted link to another file",
            "From now on the link of an uploaded file serves other bytes, or fewer, or more.",
            ("fetch",),
            {"how": choice("altered", "truncated", "longer")},
        ),
        FaultKind(
            "fail_job",
            "Failed video",
            "The next video fails, and the reason stands at one of three places or nowhere.",
            ("create",),
            {
                "message": Parameter("The avatar could not be rendered.", (str,)),
                "where": choice("error.message", "error", "err_msg", "nowhere"),
            },
        ),
        FaultKind(
            "expired_sign",
            "Expired signed URL",
            "The signed URL is already expired when it is handed out, and its PUT is refused with 403.",
            ("sign",),
        ),
        FaultKind(
            "storage_error",
            "Storage refuses a file",
            "The storage host refuses a PUT with an HTTP error, without reading it and without an envelope.",
            ("put",),
            status(503),
            is_carried_out=False,
            reads_body=False,
        ),
        FaultKind(
            "repeat_pages",
            "List without pages",
            "A list ignores page and page_size, comes whole, and repeats its first two items at the end.",
            ("avatars", "voices"),
        ),
        FaultKind("webhook_twice", "Event sent twice", "An event is delivered twice with the same id.", (WEBHOOK,)),
        FaultKind("webhook_unsigned", "Event without signature", "An event comes without a signature.", (WEBHOOK,)),
        FaultKind(
            "webhook_wrong_signature",
            "Event with a wrong signature",
            "An event comes with a signature that another secret made.",
            (WEBHOOK,),
        ),
        FaultKind("webhook_lost", "Event lost", "An event is never delivered.", (WEBHOOK,)),
        FaultKind(
            "webhook_unknown_id",
            "Event of an unknown video",
            "An event is about a video that nobody ordered here.",
            (WEBHOOK,),
        ),
    )
}
