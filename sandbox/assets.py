"""Uploaded files: their names, their bytes on disk, and the signatures that let them in."""

import re
import time
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from sandbox.database import Database
from sandbox.kinds import KINDS, Kind, extension_of

CHUNK = 256 * 1024
UNTYPED = "application/octet-stream"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class PastSigner(TimestampSigner):
    """Signs as in 1970."""

    def get_timestamp(self) -> int:
        return 0


class BrokenOff(Exception):
    """The client went away before all bytes had come."""


@dataclass(frozen=True)
class Asset:
    """A file that was announced; its bytes may not have come yet.

    The PUT must be of `put_type` and have `declared_size` bytes, where it was announced with a size.
    """

    key: str
    filename: str
    kind: Kind
    path: Path
    put_type: str
    declared_size: int | None

    @property
    def has_arrived(self) -> bool:
        return self.path.is_file()

    @property
    def content_type(self) -> str:
        return self.kind.types[extension_of(self.filename)]


class Assets:
    """All uploaded files below `directory`; half-arrived ones are kept apart in `incoming`."""

    def __init__(self, database: Database, directory: Path, secret: str, sign_seconds: float) -> None:
        self._database = database
        self._directory = directory
        self._incoming = directory / "incoming"
        self._signer = URLSafeTimedSerializer(secret, salt="upload")
        self._past_signer = URLSafeTimedSerializer(secret, salt="upload", signer=PastSigner)
        self._sign_seconds = sign_seconds
        self._incoming.mkdir(parents=True, exist_ok=True)
        for leftover in self._incoming.iterdir():
            leftover.unlink()

    def announce(self, filename: str, kind: Kind, put_type: str = UNTYPED, declared_size: int | None = None) -> Asset:
        """A new asset under a safe form of `filename`."""
        key, name = uuid.uuid4().hex, safe_name(filename)
        self._database.write(
            "INSERT INTO asset (key, filename, kind, created_at, put_type, declared_size) VALUES (?, ?, ?, ?, ?, ?)",
            (key, name, kind.name, time.time(), put_type, declared_size),
        )
        return Asset(key, name, kind, self._path(key, name), put_type, declared_size)

    def find(self, key: str, filename: str) -> Asset | None:
        row = self._database.row("SELECT * FROM asset WHERE key = ? AND filename = ?", (key, filename))
        if row is None:
            return None
        return Asset(
            key, filename, KINDS[row["kind"]], self._path(key, filename), row["put_type"], row["declared_size"]
        )

    def find_by_url(self, url: str, host: str) -> Asset | None:
        """The asset that `url` is the hosted URL of, on this server (`host`, without port).

        The port isn't compared: after a restart the server may listen on another one.
        """
        parts = urlsplit(url)
        match = re.fullmatch(r"/hosted/([0-9a-f]{32})/([^/]+)", unquote(parts.path))
        if not match or parts.scheme != "http" or parts.hostname not in LOOPBACK | {host}:
            return None
        return self.find(match[1], match[2])

    def sign(self, asset: Asset) -> str:
        """A signature for one asset that ages."""
        return str(self._signer.dumps(asset.key))

    def expired(self, signature: str) -> str:
        """The same signature, of long ago. Raises `BadSignature` where it isn't one."""
        return str(self._past_signer.dumps(self._signer.loads(signature)))

    def allows(self, asset: Asset, signature: str) -> bool:
        """False where the signature is old, altered, or another asset's."""
        try:
            return bool(self._signer.loads(signature, max_age=int(self._sign_seconds)) == asset.key)
        except BadSignature:
            return False

    def receive(self, asset: Asset, read: Callable[[int], bytes], size: int, rate: float) -> None:
        """Write `size` bytes from `read` at `rate` bytes/s (0: unlimited); visible only when all are there.

        Raises `BrokenOff` where fewer come; an earlier upload of the asset then stays.
        """
        temporary = self._incoming / uuid.uuid4().hex
        try:
            _copy(temporary, read, size, rate)
            asset.path.parent.mkdir(exist_ok=True)
            temporary.replace(asset.path)
        finally:
            temporary.unlink(missing_ok=True)

    def _path(self, key: str, filename: str) -> Path:
        return self._directory / key / filename


def safe_name(filename: str) -> str:
    """ASCII letters, digits, `-`, `_` and the extension in lower case: `"Мой é.JPG"` → `"e.jpg"`."""
    stem, _, extension = filename.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:80]
    return f"{plain or 'file'}.{extension.lower()}"


def _copy(target: Path, read: Callable[[int], bytes], size: int, rate: float) -> None:
    began, left = time.monotonic(), size
    # A slow reader reads small pieces, so that the client sees an even pace.
    step = min(CHUNK, max(1024, int(rate / 10))) if rate else CHUNK
    with target.open("wb") as file:
        while left:
            data = _read(read, min(step, left))
            file.write(data)
            left -= len(data)
            if rate:
                time.sleep(max(0.0, began + (size - left) / rate - time.monotonic()))


def _read(read: Callable[[int], bytes], size: int) -> bytes:
    try:
        data = read(size)
    except OSError as error:
        raise BrokenOff from error
    if not data:
        raise BrokenOff
    return data
