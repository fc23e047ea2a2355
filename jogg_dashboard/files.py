"""Serving stored files to their owner: streamed, with Range, and never as anything but media."""

from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from werkzeug.http import parse_range_header

PIECE = 256 * 1024


def serve(
    request: HttpRequest, file: File, *, content_type: str, name: str, attachment: bool = False
) -> HttpResponse | StreamingHttpResponse:
    """Answer with a file, or with the part of it that a Range header asks for (206, or 416 if there is none).

    `name` is what a download is called. The policy keeps a browser from running what a file may hide.
    """
    response = _partial(request, file) or FileResponse(file.open("rb"))
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(attachment, name)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    return response


def _partial(request: HttpRequest, file: File) -> HttpResponse | StreamingHttpResponse | None:
    """The part asked for; None where the whole file is (no Range, several ranges, or one that can't be read)."""
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    size = file.size
    if asked.ranges[0][0] < -size:  # the last so many bytes of a shorter file are all of it
        return None
    span = asked.range_for_length(size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = span
    response = StreamingHttpResponse(_pieces(file.open("rb"), start, end), status=206)
    response["Content-Length"] = str(end - start)
    response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece
