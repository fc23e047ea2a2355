"""Whether a WebM file holds only sound, as what a browser records does, told by its leading bytes.

The format is EBML: elements of an id, a size and content, some of which hold further elements.
https://www.rfc-editor.org/rfc/rfc8794 and https://www.rfc-editor.org/rfc/rfc9559
"""

from collections.abc import Iterator

START = b"\x1aE\xdf\xa3"
DOC_TYPE_WEBM = b"\x42\x82\x84webm"
SEGMENT, TRACKS, TRACK, CODEC, CLUSTER = 0x18538067, 0x1654AE6B, 0xAE, 0x86, 0x1F43B675
SOUND = (b"A_OPUS", b"A_VORBIS")


def is_webm(leading: bytes) -> bool:
    return leading.startswith(START) and DOC_TYPE_WEBM in leading


def holds_only_sound(leading: bytes) -> bool:
    """Whether there are tracks, all of them of sound; False where they lie beyond the leading bytes."""
    codecs = list(_codecs(leading))
    return bool(codecs) and all(codec.startswith(SOUND) for codec in codecs)


def _codecs(data: bytes) -> Iterator[bytes]:
    for element, content, is_whole in _elements(data):
        if element == TRACKS and not is_whole:
            return  # a track of pictures may follow
        if element in (SEGMENT, TRACKS, TRACK):
            yield from _codecs(content)
        elif element == CODEC:
            yield content
        elif element == CLUSTER:
            return


def _elements(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Ids and contents, and whether the data holds all of the content."""
    at = 0
    while at < len(data):
        id_length = _length(data[at])
        size_at = at + id_length
        if id_length > 4 or size_at >= len(data):
            return
        size_length = _length(data[size_at])
        start = size_at + size_length
        if size_length > 8 or start > len(data):
            return
        element, at = int.from_bytes(data[at:size_at], "big"), start + _size(data[size_at:start])
        yield element, data[start:at], at <= len(data)


def _length(first: int) -> int:
    """How many bytes a number has is the count of its leading zero bits, and one."""
    return 9 - first.bit_length()


def _size(data: bytes) -> int:
    """A size of ones alone is unknown: the element goes on to the end, and beyond any data."""
    mask = (1 << 7 * len(data)) - 1
    return int.from_bytes(data, "big") & mask
