"""Fetching a file from a link: each redirect is checked anew, and nothing an answer says of itself is relied on."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import requests
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import HTTPError
from werkzeug.http import parse_options_header

from uploads import web_links
from uploads.addresses import GuardedAdapter
from uploads.deadlines import Deadline
from uploads.web_links import BadLink

MOST_REDIRECTS = 5
TIMEOUTS = (10.0, 30.0)  # seconds to connect, and for each piece
WHOLE = 600.0  # seconds for everything
SILENCE = 120.0  # seconds without any of the file; well below a claim's lease, which each piece renews
PIECE = 256 * 1024
LONGEST_NAME = 200
NAMELESS = "imported file"

PRIVATE = (
    "This link leads into a private network, and nothing is fetched from there. Upload the file instead, or ask "
    "whoever runs this dashboard to allow that host."
)
TOO_MANY_REDIRECTS = "This link leads on and on to other links. Use the one that the file itself is at."
LEADS_ASTRAY = "This link leads on to an address that can't be fetched. Use the one that the file itself is at."
TOO_SLOW = "The file was not whole after 10 minutes. Download it in your browser and upload it here."
SILENT = "Nothing of the file came for 2 minutes. Download it in your browser and upload it here."
PASSING = {
    HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}  # fmt: skip


class NotFetched(Exception):
    """What went wrong; the message is the sentence for the person, `passing` says that another try may go well."""

    def __init__(self, sentence: str, *, passing: bool = False) -> None:
        super().__init__(sentence)
        self.passing = passing


def fetch(url: str, write: Callable[[bytes], object], *, within: float = WHOLE, silence: float = SILENCE) -> str:
    """Hand what a link serves to `write`, piece by piece, and return what the file is called.

    `within` counts seconds, and so does `silence`, the longest time between two pieces or before the first,
    redirects included. Raises `NotFetched`; what `write` raises ends the transfer and goes on up.
    """
    with Deadline(within, silence) as deadline:
        try:
            return _fetch(url, write, deadline)
        except NotFetched:
            _check_time(deadline)
            raise


def _fetch(url: str, write: Callable[[bytes], object], deadline: Deadline) -> str:
    with _session(deadline) as session, _open(session, web_links.direct(url), deadline) as response:
        for piece in _pieces(response, deadline):
            write(piece)
        return _name(response)


def _session(deadline: Deadline) -> HTTPSession:
    """No proxies and no passwords from the environment, no redirects by itself, guarded addresses."""
    config = Config(
        ip_filter_enable=False,  # by our stricter adapter instead
        ip_filter_allow_loopback_ips=False,
        never_redirect=True,
        default_timeout=TIMEOUTS,
        user_agent_override="Jogg-Dashboard",
    )
    session = HTTPSession(config)
    session.trust_env = False
    session.mount("http://", GuardedAdapter(is_https_proto=False, deadline=deadline))
    session.mount("https://", GuardedAdapter(is_https_proto=True, deadline=deadline))
    return session


@contextmanager
def _open(session: HTTPSession, url: str, deadline: Deadline) -> Iterator[requests.Response]:
    """The answer at the end of the redirects."""
    for _ in range(MOST_REDIRECTS + 1):
        response = _ask(session, url)
        with response:
            if not response.is_redirect:
                _check_status(response)
                yield response
                return
            url = _next_link(url, response)
        _check_time(deadline)
    raise NotFetched(TOO_MANY_REDIRECTS)


def _ask(session: HTTPSession, url: str) -> requests.Response:
    with _told(url):
        return session.get(url, stream=True, headers={"Accept-Encoding": "identity"})


def _pieces(response: requests.Response, deadline: Deadline) -> Iterator[bytes]:
    """The body as it comes. What is cut off by the deadline may look like an end."""
    while piece := _read(response):
        _check_time(deadline)
        deadline.heard()
        yield piece
    _check_time(deadline)


def _read(response: requests.Response) -> bytes:
    with _told(response.url):
        return response.raw.read1(PIECE, decode_content=False)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Failures as sentences. None of them quotes the link, as its query may be secret."""
    host = urlsplit(url).hostname
    try:
        yield
    except InvalidIPAddress:
        raise NotFetched(PRIVATE) from None
    except requests.exceptions.SSLError:
        raise NotFetched(f"The certificate of {host} is not valid, so nothing is fetched from there.") from None
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
        raise NotFetched(web_links.NOT_A_LINK) from None
    except ValueError:  # requests reads a redirect's link, even of those that it isn't to follow
        raise NotFetched(LEADS_ASTRAY) from None
    except socket.gaierror:
        raise NotFetched(f"No site called {host} can be found. Check the link.", passing=True) from None
    except requests.exceptions.ConnectTimeout:
        raise NotFetched(f"{host} does not answer.", passing=True) from None
    except (requests.RequestException, HTTPError, OSError):
        raise NotFetched(f"The connection to {host} broke before the file was here.", passing=True) from None


def _check_status(response: requests.Response) -> None:
    host, status = urlsplit(response.url).hostname, response.status_code
    if status == HTTPStatus.OK:
        return
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise NotFetched(f"{host} does not let everybody fetch this file ({status}). Use a link that needs no sign-in.")
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise NotFetched(f"There is no file at this link ({status}). It may have moved or expired.")
    raise NotFetched(f"{host} does not hand the file out now (it says {status}).", passing=status in PASSING)


def _next_link(url: str, response: requests.Response) -> str:
    try:
        return web_links.checked(urljoin(url, response.headers["Location"]))
    except (BadLink, ValueError):
        raise NotFetched(LEADS_ASTRAY) from None


def _check_time(deadline: Deadline) -> None:
    if deadline.is_over:
        raise NotFetched(TOO_SLOW) from None
    if deadline.is_silent:
        raise NotFetched(SILENT, passing=True) from None


def _name(response: requests.Response) -> str:
    """What the answer calls the file, else the end of its link; without folders and what no name should hold."""
    told = parse_options_header(response.headers.get("Content-Disposition"))[1].get("filename", "")
    return clean_name(told) or clean_name(web_links.file_name(response.url)) or NAMELESS


def clean_name(name: str) -> str:
    """The last part of a name as it may be shown and kept, "" where nothing is left of it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable())
    stem, dot, ending = re.sub(r"\s+", " ", printable).strip(" .").rpartition(".")
    return f"{stem[: max(0, LONGEST_NAME - len(dot + ending))]}{dot}{ending}"[:LONGEST_NAME]
