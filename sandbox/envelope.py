"""The envelope that every answer of the API comes in, and the refusals."""

import uuid

from flask import Response, jsonify

BAD_KEY = 10105
NOT_FOUND = 10104
NO_CREDIT = 18020
TOO_FAST = 429
PARAMETER = 40000
SYSTEM = 50000


class Refusal(Exception):
    """A request the API turns down: `code` for programs, the sentence for people.

    Jogg answers most refusals with HTTP 200, hence the default of `http_status`. `retry_after`
    is the wait in seconds that is asked for, 0 for none.
    """

    def __init__(self, code: int, sentence: str, http_status: int = 200, retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.http_status = http_status
        self.retry_after = retry_after


def parameter_refused(sentence: str, http_status: int = 200) -> Refusal:
    """The refusal of a parameter; the sentence names it and says what is wrong."""
    return Refusal(PARAMETER, sentence, http_status)


def success(data: object = None) -> Response:
    """`data` in an envelope with code 0; an empty object for None."""
    return _envelope(0, "Success", {} if data is None else data)


def failure(refusal: Refusal) -> Response:
    """The refusal in an envelope, under its HTTP status."""
    data = {"retryAfter": refusal.retry_after} if refusal.retry_after else None
    response = _envelope(refusal.code, refusal.sentence, data)
    response.status_code = refusal.http_status
    if refusal.retry_after:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _envelope(code: int, sentence: str, data: object) -> Response:
    return jsonify(rid=uuid.uuid4().hex, code=code, msg=sentence, data=data)
