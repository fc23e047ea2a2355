"""What an HTTP answer of Jogg's says: a success with its envelope, or one of our errors."""

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

import requests

from jogg import errors
from jogg.redaction import redact
from jogg.results import Answer
from jogg.strict_json import parsed, storable

DEFAULT_RATE_LIMIT_WAIT = 60.0
LONGEST_WAIT = 3600.0
LONGEST_TEXT = 2000  # characters
# A storage host may quote a signature; what is shorter than this is none.
SHORTEST_SIGNATURE = 8

REFUSALS: dict[int, type[errors.JoggError]] = {
    10104: errors.NotFound,
    10105: errors.BadKey,
    18020: errors.NoCredit,
    18025: errors.NoPermission,
    40000: errors.BadParameter,
    50000: errors.ServerFailed,
}
SENTENCES = {
    10104: "Jogg doesn't find what was asked for.",
    10105: "Jogg refuses the API key.",
    18020: "The Jogg account has no credit left.",
    18025: "The Jogg account's plan doesn't allow this.",
    50000: "Jogg reports an error of its own.",
}


@dataclass(frozen=True)
class Reply:
    """A success of Jogg's: the envelope as it came, and the answer as it may be kept and shown."""

    envelope: dict[str, Any]
    answer: Answer

    @property
    def rid(self) -> str:
        return self.answer.rid


def opened(answer: requests.Response, api_key: str, *, bare: bool = False) -> Reply:
    """Return what came if it says success (`code` 0), else raise what it says.

    `bare` takes a 2xx answer without a `code` for a success too: v1's description shows answers
    that are a list, or an object without the envelope.
    """
    content = _json(answer.content)
    kept = _kept(answer.status_code, answer.content, api_key)
    envelope = content if isinstance(content, dict) else {"data": content}
    if not (bare and answer.status_code < 300 and _is_bare(content)):
        _check(answer, envelope, kept, api_key)
    return Reply(envelope, kept)


def check_put(answer: requests.Response, api_key: str) -> Answer:
    """Return what is kept of the answer to a PUT, which may have no envelope.

    Raises `StorageRefused` for one that isn't 2xx, or whose envelope says no.
    """
    content = _json(answer.content)
    code = _code(content) if isinstance(content, dict) else 0
    if not 200 <= answer.status_code < 300:
        sentence = f"Jogg's storage refused the file (HTTP {answer.status_code})."
        code = answer.status_code
    elif code:
        sentence = "Jogg's storage refused the file."
    else:
        sentence = ""
    kept = _kept(answer.status_code, answer.content, api_key, *_signing(answer))
    if not sentence:
        return kept
    raise errors.StorageRefused(sentence, code=str(code), answer=kept)


def check_fetch(answer: requests.Response, api_key: str) -> None:
    """Raise `StorageRefused` unless the file is served; reads no more than the beginning of what came instead."""
    if answer.status_code != requests.codes.ok:
        _refuse_fetch(answer, api_key)


def served_size(answer: requests.Response, api_key: str) -> int | None:
    """Return the size in bytes of a file of which one byte was asked for; None where the answer doesn't tell.

    Raises `StorageRefused` where it isn't served. A host may ignore the range, and an empty file has none.
    """
    if answer.status_code == requests.codes.ok:
        return promised_size(answer)
    if answer.status_code not in (requests.codes.partial_content, requests.codes.requested_range_not_satisfiable):
        _refuse_fetch(answer, api_key)
    total = answer.headers.get("Content-Range", "").rpartition("/")[2]
    return int(total) if total.isdecimal() and not _is_encoded(answer) else None


def promised_size(answer: requests.Response) -> int | None:
    """The size in bytes that an answer announces for its content; None where it is unsaid, or said of a packed form."""
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and not _is_encoded(answer) else None


def _is_encoded(answer: requests.Response) -> bool:
    """Whether what is sent is packed (gzip), though that wasn't asked for: its sizes aren't the file's."""
    return answer.headers.get("Content-Encoding", "identity").lower() != "identity"


def _refuse_fetch(answer: requests.Response, api_key: str) -> NoReturn:
    beginning = b""
    with suppress(requests.RequestException):
        beginning = next(answer.iter_content(LONGEST_TEXT), b"")
    raise errors.StorageRefused(
        f"The file isn't served (HTTP {answer.status_code}).",
        code=str(answer.status_code),
        answer=_kept(answer.status_code, beginning, api_key, *_signing(answer)),
    )


def head(answer: requests.Response) -> Answer:
    """An answer whose content isn't kept."""
    return Answer(answer.status_code)


def _json(content: bytes) -> Any:
    """The content if it is JSON, else None."""
    try:
        return parsed(content)
    except ValueError:
        return None


def _kept(status: int, content: bytes, *secrets: str) -> Answer:
    said = _json(content)
    envelope = said if isinstance(said, dict) else {}
    code = _code(envelope)
    # A text is cut after the secrets are out, as half a secret isn't found.
    text = storable(redact(content.decode(errors="replace"), *secrets))[:LONGEST_TEXT] if said is None else ""
    return Answer(
        http_status=status,
        code="" if code is None else str(code),
        rid=redact(str(envelope.get("rid") or ""), *secrets),
        payload=text if said is None else redact(said, *secrets),
    )


def _signing(answer: requests.Response) -> list[str]:
    """What of a signed URL may be quoted in the answer to it."""
    values = [value for _, value in parse_qsl(urlsplit(answer.request.url or "").query)]
    return [value for value in values if len(value) >= SHORTEST_SIGNATURE]


def _is_bare(content: Any) -> bool:
    return isinstance(content, list) or (isinstance(content, dict) and "code" not in content)


def _check(answer: requests.Response, envelope: dict[str, Any], kept: Answer, api_key: str) -> None:
    """Raise what the answer says, unless it says success."""
    code, status = _code(envelope), answer.status_code
    if code == 429 or status == 429:
        wait = _retry_after(answer, envelope)
        raise errors.RateLimited(f"Jogg asks to wait {wait:.0f} s.", code="429", answer=kept, retry_after=wait)
    if status >= 500:
        raise errors.ServerFailed(f"Jogg's server failed (HTTP {status}).", code=str(code or status), answer=kept)
    if code is None or (code == 0 and not answer.ok):
        sentence = f"Jogg's answer can't be understood (HTTP {status})."
        raise errors.AnswerUnreadable(sentence, code=str(status), answer=kept)
    if code != 0:
        sentence = _sentence(code, redact(str(envelope.get("msg") or ""), api_key).strip())
        raise REFUSALS.get(code, errors.Refused)(sentence, code=str(code), answer=kept)


def _code(envelope: dict[str, Any]) -> int | None:
    """The envelope's code; None where there is none that is a number (True and False aren't)."""
    code = envelope.get("code")
    return code if type(code) is int else None


def _sentence(code: int, said: str) -> str:
    known = SENTENCES.get(code, "Jogg refused the request.")
    return known if said.lower() in ("", "success", "ok") else f"{known.rstrip('.')}: {said}"


def _retry_after(answer: requests.Response, envelope: dict[str, Any]) -> float:
    """The wait in seconds from any of the four places it was seen in, else 60."""
    data = envelope.get("data")
    places = [
        answer.headers.get("Retry-After"),
        envelope.get("retryAfter"),
        envelope.get("retry_after"),
        data.get("retryAfter") if isinstance(data, dict) else None,
    ]
    for place in places:
        try:
            wait = float(place)
        except (TypeError, ValueError, OverflowError):
            continue
        if math.isfinite(wait):
            return min(max(wait, 1.0), LONGEST_WAIT)
    return DEFAULT_RATE_LIMIT_WAIT
