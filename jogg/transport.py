"""HTTP: sessions, timeouts, and every way an exchange can fail put into our errors."""

import threading
from collections.abc import Callable
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any, BinaryIO, NoReturn, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError
from urllib3.util import Retry

from jogg import answers, errors
from jogg.answers import Reply
from jogg.calls import STORAGE, Call, Observer, nobody
from jogg.results import Answer

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
TIMEOUTS = (CONNECT_TIMEOUT, READ_TIMEOUT)
# While a body is sent, urllib3 applies the first of the two to each piece: on a slow line a piece takes its time.
PUT_TIMEOUTS = (60.0, 90.0)
PUT_PIECE = 64 * 1024
PIECE = 1 << 20

Told = TypeVar("Told")

# GETs only: with POST allowed, one slow answer was sent three times.
REPEAT_GETS = Retry(
    total=3, allowed_methods={"GET"}, status_forcelist={502, 503, 504}, backoff_factor=0.3, backoff_jitter=0.3,
    raise_on_status=False, redirect=False, respect_retry_after_header=False,
)  # fmt: skip


class Adapter(HTTPAdapter):
    """Repeats GETs, and writes bodies in larger pieces than http.client's 16 kB."""

    def __init__(self) -> None:
        super().__init__(max_retries=REPEAT_GETS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, blocksize=PUT_PIECE)


class Transport:
    """Calls the API with the key, and PUTs to the storage host with nothing of the kind.

    Sessions are kept per thread, so that a worker's connections stay warm. `observer` hears of each call once it
    has ended, with all its repetitions.
    """

    def __init__(self, base_url: str, api_key: str, observer: Observer = nobody) -> None:
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._observer = observer
        self._of_thread = threading.local()

    def get(self, path: str, params: dict[str, Any] | None = None, *, pattern: str = "") -> Reply:
        """Return the answer to a GET; repeated on passing faults."""
        return self.call("GET", path, params=params, pattern=pattern)

    def post(self, path: str, body: dict[str, Any]) -> Reply:
        """Return the answer to a POST; made once."""
        return self.call("POST", path, body=body)

    def post_once(self, path: str, body: dict[str, Any]) -> Reply:
        """Return the answer to a POST that costs credits.

        Made on a connection of its own: one kept alive may turn out closed only after the request
        was written, and then nobody knows what became of it.
        """
        with _session() as session:
            return self._observed("POST", path, lambda: self._ask(session, "POST", path, json=body))

    def call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        bare: bool = False,
        pattern: str = "",
    ) -> Reply:
        """Return the answer to any call; only GETs are repeated. `bare` takes it without its envelope too.

        `pattern` is what the observer is told of a path that holds an id.
        """
        ask = partial(self._ask, self._api(), method, path, bare=bare, params=params, json=body)
        return self._observed(method, pattern or path, ask)

    def put(self, url: str, file: BinaryIO, content_type: str) -> Answer:
        """PUT a file's bytes to a signed URL, streamed with Content-Length; return the storage's answer.

        `file` is anything `requests` can measure and read in pieces. Raises `StorageRefused` for an
        answer that isn't 2xx, or whose envelope says so.
        """
        return self._observed("PUT", STORAGE, lambda: self._put(url, file, content_type))

    def fetch(self, url: str, into: BinaryIO, limit: int) -> str:
        """Stream what a hosted URL serves into a file, without the key; return its content type.

        Raises `StorageRefused` where it isn't served (yet), is larger than `limit` bytes or ends early.
        """
        return self._observed("GET", STORAGE, lambda: self._fetch(url, into, limit))

    def size_of(self, url: str) -> int | None:
        """Ask for one byte of what a hosted URL serves, without the key; return the whole's size in bytes.

        None where the answer doesn't tell it. Asked by GET, as Jogg will ask: storage hosts that sign links
        turn HEAD away. Raises `StorageRefused` where the file isn't served (yet).
        """
        return self._observed("GET", STORAGE, lambda: self._size_of(url))

    def _observed(self, method: str, path: str, call: Callable[[], Told]) -> Told:
        try:
            told = call()
        except errors.JoggError as error:
            self._observer(Call(method, path, error.rid, error))
            raise
        self._observer(Call(method, path, getattr(told, "rid", "")))
        return told

    def _put(self, url: str, file: BinaryIO, content_type: str) -> Answer:
        try:
            answer = self._storage().put(
                url, data=file, headers={"Content-Type": content_type}, timeout=PUT_TIMEOUTS, allow_redirects=False
            )
        except requests.RequestException as error:
            _raise_exchange_error(error)
        return answers.check_put(answer, self._api_key)

    def _fetch(self, url: str, into: BinaryIO, limit: int) -> str:
        try:
            with self._storage().get(
                url, stream=True, timeout=TIMEOUTS, headers={"Accept-Encoding": "identity"}
            ) as answer:
                answers.check_fetch(answer, self._api_key)
                _copy(answer, into, limit)
                return answer.headers.get("Content-Type", "")
        except requests.RequestException as error:
            _raise_exchange_error(error)

    def _size_of(self, url: str) -> int | None:
        headers = {"Accept-Encoding": "identity", "Range": "bytes=0-0"}
        try:
            with self._storage().get(url, stream=True, timeout=TIMEOUTS, headers=headers) as answer:
                return answers.served_size(answer, self._api_key)
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

    def _ask(self, session: requests.Session, method: str, path: str, *, bare: bool = False, **parts: Any) -> Reply:
        return answers.opened(self._exchange(session, method, path, **parts), self._api_key, bare=bare)

    def _exchange(self, session: requests.Session, method: str, path: str, **parts: Any) -> requests.Response:
        headers = {"x-api-key": self._api_key, "Accept": "application/json"}
        try:
            return session.request(
                method, self._base_url + path, headers=headers, timeout=TIMEOUTS, allow_redirects=False, **parts
            )
        except requests.RequestException as error:
            _raise_exchange_error(error)


def _copy(answer: requests.Response, into: BinaryIO, limit: int) -> None:
    received = 0
    for piece in answer.iter_content(PIECE):
        received += len(piece)
        if received > limit:
            raise errors.StorageRefused(f"The file is larger than {limit} bytes.", answer=answers.head(answer))
        into.write(piece)
    promised = answers.promised_size(answer)
    if promised is not None and received != promised:
        raise errors.StorageRefused("The file ended early.", answer=answers.head(answer))


def _session() -> requests.Session:
    """A session that sends what it is told to and nothing else: no cookies, nothing from a netrc file."""
    session = requests.Session()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.auth = lambda request: request
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    return session


def _raise_exchange_error(error: requests.RequestException) -> NoReturn:
    """Tell a connection that never came about from an answer that never came back."""
    reason = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError | NameResolutionError):
        raise errors.ConnectionFailed("Jogg can't be reached.") from error
    if isinstance(error, requests.Timeout):
        raise errors.AnswerLost("Jogg didn't answer in time.") from error
    raise errors.AnswerLost("The connection to Jogg broke before its answer came.") from error
