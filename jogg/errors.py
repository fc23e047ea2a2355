"""One tree of errors. Each carries a sentence for a person and what Jogg's support asks for."""

from typing import ClassVar

from jogg.results import Answer


class JoggError(Exception):
    """Something between us and Jogg went wrong.

    `sentence` says it to a person; `code` is Jogg's (or the HTTP status where there is none) and
    `rid` its request id, both "" where the answer had none. `not_accepted` is True only where it
    is proven that Jogg took nothing (and no credit), `passing` where a later try may go well, after
    `retry_after` seconds at the earliest. `answer` is what Jogg answered, None where nothing came.
    """

    not_accepted: ClassVar[bool] = False
    passing: ClassVar[bool] = False
    retry_after: float = 0.0

    def __init__(self, sentence: str, *, code: str = "", answer: Answer | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.rid = answer.rid if answer else ""
        self.answer = answer

    @property
    def http_status(self) -> int | None:
        return self.answer.http_status if self.answer else None


class ConnectionFailed(JoggError):
    """No connection came about, so nothing was sent."""

    not_accepted = True
    passing = True


class AnswerLost(JoggError):
    """The request was sent, at least in part, and no whole answer came back."""

    passing = True


class AnswerUnreadable(JoggError):
    """An answer came that isn't Jogg's envelope, or lacks what it must have."""

    passing = True


class ServerFailed(JoggError):
    """HTTP 5xx, or Jogg's own 50000: what became of the request is unknown."""

    passing = True


class StorageRefused(JoggError):
    """The storage host didn't take the PUT. A new signed URL may help."""

    passing = True


class Refused(JoggError):
    """Jogg answered with a `code` other than 0."""


class BadKey(Refused):
    not_accepted = True


class NoCredit(Refused):
    not_accepted = True


class NoPermission(Refused):
    not_accepted = True


class BadParameter(Refused):
    not_accepted = True


class NotFound(Refused):
    """10104. Isn't among the codes known to prove that a create call took nothing."""


class RateLimited(Refused):
    """More than 20 POSTs a minute. `retry_after` is the wait in seconds that Jogg asks for."""

    not_accepted = True
    passing = True

    def __init__(self, sentence: str, *, code: str = "", answer: Answer | None = None, retry_after: float) -> None:
        super().__init__(sentence, code=code, answer=answer)
        self.retry_after = retry_after
