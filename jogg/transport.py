"""HTTP: sessions, timeouts, and every way an exchange can fail put into our errors."""

import json
import math
import threading
from http.cookiejar import DefaultCookiePolicy
from typing import Any, BinaryIO, NoReturn

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError
from urllib3.util import Retry

from jogg import errors

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
TIMEOUTS = (CONNECT_TIMEOUT, READ_TIMEOUT)
# While a body is sent, urllib3 applies the first of the two to each piece: on a slow line a piece takes its time.
PUT_TIMEOUTS = (60.0, 90.0)
PUT_PIECE = 64 * 1024
PIECE = 1 << 20
DEFAULT_RATE_LIMIT_WAIT = 60.0
LONGEST_WAIT = 3600.0

# GETs only: with POST allowed, one slow answer was sent three times.
REPEAT_GETS = Retry(
    total=3, allowed_methods={"GET"}, status_forcelist={502, 503, 504}, backoff_factor=0.3, backoff_jitter=0.3,
    raise_on_status=False, redirect=False, respect_retry_after_header=False,
)  # fmt: skip

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


class Adapter(HTTPAdapter):
    """Repeats GETs, and writes bodies in larger pieces than http.client's 16 kB."""

    def __init__(self) -> None:
        super().__init__(max_retries=REPEAT_GETS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, blocksize=PUT_PIECE)


class Transport:
    """Calls the API with the key, and PUTs to the storage host with nothing of the kind.

    Sessions are kept per thread, so that a worker's connections stay warm.
    """

    def __init__(self, base_url: str, api_key: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._of_thread = threading.local()

    def get(self, path: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the envelope of a GET; repeated on passing faults."""
        return self._call(self._api(), "GET", path, params=params)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the envelope of a POST; made once."""
        return self._call(self._api(), "POST", path, json=body)

    def post_once(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the envelope of a POST that costs credits.

        Made on a connection of its own: one kept alive may turn out closed only after the request
        was written, and then nobody knows what became of it.
        """
        with _session() as session:
            return self._call(session, "POST", path, json=body)

    def put(self, url: str, file: BinaryIO, content_type: str) -> None:
        """PUT a file's bytes to a signed URL, streamed with Content-Length.

        `file` is anything `requests` can measure and read in pieces. Raises `StorageRefused` for an
        answer that isn't 2xx, or whose envelope says so.
        """
        try:
            answer = self._storage().put(
                url, data=file, headers={"Content-Type": content_type}, timeout=PUT_TIMEOUTS, allow_redirects=False
            )
        except requests.RequestException as error:
            _raise_exchange_error(error)
        if not 200 <= answer.status_code < 300:
            raise errors.StorageRefused(
                f"Jogg's storage refused the file (HTTP {answer.status_code}).", code=str(answer.status_code)
            )
        _check_put_envelope(answer)

    def fetch(self, url: str, into: BinaryIO, limit: int) -> str:
        """Stream what a hosted URL serves into a file, without the key; return its content type.

        Raises `StorageRefused` where it isn't served (yet), is larger than `limit` bytes or ends early.
        """
        try:
            with self._storage().get(
                url, stream=True, timeout=TIMEOUTS, headers={"Accept-Encoding": "identity"}
            ) as answer:
                if answer.status_code != 200:
                    raise errors.StorageRefused(
                        f"The file isn't served (HTTP {answer.status_code}).", code=str(answer.status_code)
                    )
                _copy(answer, into, limit)
                return answer.headers.get("Content-Type", "")
        except requests.RequestException as error:
            _raise_exchange_error(error)

    def _api(self) -> requests.Session:
        if not hasattr(self._of_thread, "api"):
            self._of_thread.api = _session()
        return self._of_thread.api

    def _storage(self) -> requests.Session:
        if not hasattr(self._of_thread, "storage"):
            self._of_thread.storage = _session()
        return self._of_thread.storage

    def _call(self, session: requests.Session, method: str, path: str, **parts: Any) -> dict[str, Any]:
        headers = {"x-api-key": self._api_key, "Accept": "application/json"}
        try:
            answer = session.request(
                method, self._base_url + path, headers=headers, timeout=TIMEOUTS, allow_redirects=False, **parts
            )
        except requests.RequestException as error:
            _raise_exchange_error(error)
        return _opened(answer)


def _copy(answer: requests.Response, into: BinaryIO, limit: int) -> None:
    received = 0
    for piece in answer.iter_content(PIECE):
        received += len(piece)
        if received > limit:
            raise errors.StorageRefused(f"The file is larger than {limit} bytes.")
        into.write(piece)
    promised = answer.headers.get("Content-Length", "")
    if promised.isdecimal() and received != int(promised):
        raise errors.StorageRefused("The file ended early.")


def _session() -> requests.Session:
    """A session that sends what it is told to and nothing else: no cookies, nothing from a netrc file."""
    session = requests.Session()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.auth = lambda request: request
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    return session


def _opened(answer: requests.Response) -> dict[str, Any]:
    """Return the envelope if it says success (`code` 0), else raise what it says."""
    envelope = _envelope(answer)
    code, rid = _code(envelope), str(envelope.get("rid") or "")
    if code == 429 or answer.status_code == 429:
        wait = _retry_after(answer, envelope)
        raise errors.RateLimited(f"Jogg asks to wait {wait:.0f} s.", code="429", rid=rid, retry_after=wait)
    if answer.status_code >= 500:
        raise errors.ServerFailed(
            f"Jogg's server failed (HTTP {answer.status_code}).", code=str(code or answer.status_code), rid=rid
        )
    if code is None or (code == 0 and not answer.ok):
        raise errors.AnswerUnreadable(
            f"Jogg's answer can't be understood (HTTP {answer.status_code}).", code=str(answer.status_code), rid=rid
        )
    if code != 0:
        raise REFUSALS.get(code, errors.Refused)(_sentence(code, envelope), code=str(code), rid=rid)
    return envelope


def _envelope(answer: requests.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except requests.exceptions.JSONDecodeError:
        return {}
    return content if isinstance(content, dict) else {}


def _code(envelope: dict[str, Any]) -> int | None:
    """The envelope's code; None where there is none that is a number (True and False aren't)."""
    code = envelope.get("code")
    return code if type(code) is int else None


def _sentence(code: int, envelope: dict[str, Any]) -> str:
    said = str(envelope.get("msg") or "").strip()
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
        except (TypeError, ValueError):
            continue
        if math.isfinite(wait):
            return min(max(wait, 1.0), LONGEST_WAIT)
    return DEFAULT_RATE_LIMIT_WAIT


def _check_put_envelope(answer: requests.Response) -> None:
    """A PUT is answered with an envelope or with nothing; an envelope may still say no."""
    try:
        code = _code(json.loads(answer.text)) if answer.text.startswith("{") else 0
    except ValueError:
        return
    if code:
        raise errors.StorageRefused("Jogg's storage refused the file.", code=str(code))


def _raise_exchange_error(error: requests.RequestException) -> NoReturn:
    """Tell a connection that never came about from an answer that never came back."""
    reason = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError | NameResolutionError):
        raise errors.ConnectionFailed("Jogg can't be reached.") from error
    if isinstance(error, requests.Timeout):
        raise errors.AnswerLost("Jogg didn't answer in time.") from error
    raise errors.AnswerLost("The connection to Jogg broke before its answer came.") from error
