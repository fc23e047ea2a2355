"""Serving stored files: streamed, with Range, and never as anything but media."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from werkzeug.http import parse_range_header

PIECE = 256 * 1024


def serve(
    request: HttpRequest, file: FieldFile, *, content_type: str, name: str, attachment: bool = False
) -> HttpResponse | StreamingHttpResponse:
    """Answer with a file, or with the part of it that a Range header asks for (206, or 416 if there is none).

    Its ETag changes with it: 304 for who has it already, the whole for who has a part of an earlier one.
    `name` is what a download is called. The policy keeps a browser from running what a file may hide.
    A download may be left to the bucket; what a page shows is not, as its policy allows nothing from elsewhere.
    """
    if attachment and settings.S3_PRESIGNED:
        return _sent_on(file, content_type, name)
    opened = file.storage.open(file.name)
    etag = _etag(file, opened)
    response = get_conditional_response(request, etag=etag) or _partial(request, opened, etag) or FileResponse(opened)
    if not response.streaming:
        opened.close()
    response["ETag"] = etag
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(attachment, name)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    return response


def _sent_on(file: FieldFile, content_type: str, name: str) -> HttpResponse:
    """Send the browser to the bucket by a link of a few minutes, which nothing on the way keeps."""
    response = HttpResponseRedirect(file.storage.link(file.name, content_type=content_type, file_name=name))
    response["Cache-Control"] = "private, no-store"
    return response


def _etag(file: FieldFile, opened: File) -> str:
    """A strong one: a stored file is never changed, only replaced."""
    version = file.storage.version(opened)
    return f'"{hashlib.sha256(f"{file.name} {opened.size} {version}".encode()).hexdigest()[:32]}"'


def _partial(request: HttpRequest, file: File, etag: str) -> HttpResponse | StreamingHttpResponse | None:
    """The part asked for; None where the whole file is (no Range, several ranges, or one that can't be read).

    `If-Range` names the file that the other parts are of: where that isn't this one, the whole is sent. Parts
    are defined for GET alone.
    """
    asked = parse_range_header(request.headers.get("Range"))
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    size = file.size
    if asked.ranges[0][0] < -size:  # the last so many bytes of a shorter file are all of it
        return None
    span = asked.range_for_length(size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = span
    response = StreamingHttpResponse(Part(file, start, end), status=206)
    response["Content-Length"] = str(end - start)
    response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


class Part:
    """The bytes of an open file from `start` to before `end`, in pieces; the answer closes it, read or not."""

    def __init__(self, file: File, start: int, end: int) -> None:
        file.seek(start)
        self._file, self._left = file, end - start
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._file.read(min(PIECE, self._left))):
            self._left -= len(piece)
            yield piece
