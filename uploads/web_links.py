"""Links to files elsewhere: which can be fetched, how they are shown, and where share pages hide the file."""

from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

LONGEST = 4000
NOT_A_LINK = "This is not a link. It has to begin with https:// or http:// and name a site."
HAS_PASSWORD = "Leave the user name and password out of the link: it would be kept here in plain text."


class BadLink(Exception):
    """A link that can't be fetched; the message is the sentence for the person."""


def checked(url: str) -> str:
    """Return the link without spaces around it, else raise `BadLink`."""
    url = url.strip()
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST:
        raise BadLink(NOT_A_LINK)
    if parts.username is not None or parts.password is not None:
        raise BadLink(HAS_PASSWORD)
    return url


def without_query(url: str) -> str:
    """Host and path of a link: what may be shown of it, as a query or a user name may be secret."""
    parts = _split(url)
    if parts is None:
        return ""
    return parts.netloc.rpartition("@")[2] + parts.path


def address_without_query(url: str) -> str:
    """A whole address that leads to the same place, apart from what may be secret."""
    parts = _split(url)
    return f"{parts.scheme}://{without_query(url)}" if parts else ""


def file_name(url: str) -> str:
    """The last part of a link's path, as a file may be called; "" where it has none."""
    parts = _split(url)
    return PurePosixPath(unquote(parts.path)).name if parts else ""


def direct(url: str) -> str:
    """Return where a share page of Dropbox or Google Drive keeps the file itself, and any other link as it is."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "dropbox.com":
        return _with_query(parts, dl="1")
    path = parts.path.split("/")
    if host == "drive.google.com" and path[:3] == ["", "file", "d"] and len(path) > 3:
        return f"https://drive.google.com/uc?{urlencode({'export': 'download', 'id': path[3]})}"
    return url


def _with_query(parts: SplitResult, **values: str) -> str:
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
    return parts._replace(query=urlencode(query)).geturl()


def _split(url: str) -> SplitResult | None:
    """The parts of a link; None where it can't be one."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts
