"""Scripts that come as files: plain text, Markdown and Word documents, read without trusting them."""

import codecs
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from jogg_dashboard.sizes import MB, size_text
from videos.script_text import cleaned, without_markdown

LARGEST_TEXT = MB
LARGEST_DOCUMENT = 20 * MB  # with its pictures
LARGEST_XML = 10 * MB  # unpacked; a long script's is a tenth of that
MOST_LETTERS = 100_000  # some two hours
PIECE = 64 * 1024
DOCUMENT = "word/document.xml"
WORD_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

NOT_A_SCRIPT = "A script comes from a text file (.txt), a Markdown file (.md) or a Word document (.docx)."
DAMAGED = "can't be read as a Word document. Open it in Word, save it as .docx, and try that one."
NOT_TEXT = "isn't text that can be read here. Save it as plain text with the encoding UTF-8."
TOO_LONG = f"holds more than {MOST_LETTERS:,} characters, more than a script can have here. Take a part of it."


class NotReadable(Exception):
    """The message is the sentence for the person."""


def read_script(file: IO[bytes], *, name: str, size: int) -> str:
    """Return the words of a file that is called `name` and has `size` bytes. Raises `NotReadable`."""
    ending = PurePath(name).suffix.lower()
    if ending not in READERS:
        raise NotReadable(f"{name} can't be taken. {NOT_A_SCRIPT}")
    read, largest = READERS[ending]
    if size > largest:
        raise NotReadable(f"{name} is {size_text(size, largest)}; a script's file may have up to {size_text(largest)}.")
    try:
        text = read(file)
    except NotReadable as reason:
        raise NotReadable(f"{name} {reason}") from None
    if not text:
        raise NotReadable(f"{name} holds no words.")
    return text


def _read_text(file: IO[bytes]) -> str:
    text = cleaned(_decoded(file.read())).strip()
    if len(text) > MOST_LETTERS:
        raise NotReadable(TOO_LONG)
    return text


def _read_markdown(file: IO[bytes]) -> str:
    return without_markdown(_read_text(file))


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 where the bytes say so, else UTF-8, else what Windows writes in the West."""
    marked = next((name for bom, name in BOMS.items() if content.startswith(bom)), "")
    for encoding in [marked] if marked else [_unmarked_utf16(content), "utf-8", "cp1252"]:
        try:
            text = content.decode(encoding) if encoding else ""
        except UnicodeDecodeError:
            continue
        if text and not any(letter < " " and letter not in "\t\n\v\f\r" for letter in text):
            return text
    if content.strip():
        raise NotReadable(NOT_TEXT)
    return ""


def _unmarked_utf16(content: bytes) -> str:
    """The byte order of UTF-16 without a mark, by where the zeros of its Latin letters are; "" for none."""
    start = content[:PIECE]
    if len(content) % 2 or b"\0" not in start:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _read_document(file: IO[bytes]) -> str:
    try:
        with ZipFile(file) as archive:
            return _words_of(archive, archive.getinfo(DOCUMENT))
    except (BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error, expat.ExpatError):
        raise NotReadable(DAMAGED) from None


def _words_of(archive: ZipFile, entry: ZipInfo) -> str:
    """Unpack piece by piece, so that a bomb is found when it has grown past the limit, whatever it says of itself."""
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise NotReadable(DAMAGED)
    words, unpacked = DocumentWords(), 0
    with archive.open(entry) as document:
        while piece := document.read(PIECE):
            unpacked += len(piece)
            if unpacked > LARGEST_XML:
                raise NotReadable(TOO_LONG)
            words.feed(piece)
    return words.text()


class DocumentWords:
    """What is to be read aloud of a document's XML: its paragraphs, without deleted words."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._letters = self._in_text = self._in_fallback = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._hear

    def feed(self, piece: bytes) -> None:
        self._parser.Parse(piece)

    def text(self) -> str:
        self._parser.Parse(b"", True)
        return cleaned("".join(self._parts)).strip()

    def _refuse(self, *declaration: object) -> None:
        """No document of Word's declares anything; entities are a way to do harm."""
        raise NotReadable(DAMAGED)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self._in_fallback += tag == "Fallback"
        if space in WORD_NAMESPACES:
            self._in_text += tag == "t"
            self._add(SIGNS.get(tag, ""))

    def _end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        self._in_fallback -= tag == "Fallback"
        if space in WORD_NAMESPACES:
            self._in_text -= tag == "t"
            self._add("\n" if tag == "p" else "")

    def _hear(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if text and not self._in_fallback:
            self._parts.append(text)
            self._letters += len(text)
            if self._letters > MOST_LETTERS:
                raise NotReadable(TOO_LONG)


READERS: dict[str, tuple[Callable[[IO[bytes]], str], int]] = {
    ".txt": (_read_text, LARGEST_TEXT),
    ".md": (_read_markdown, LARGEST_TEXT),
    ".markdown": (_read_markdown, LARGEST_TEXT),
    ".docx": (_read_document, LARGEST_DOCUMENT),
}
ENDINGS = tuple(READERS)
