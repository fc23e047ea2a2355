"""Reading a table of videos: a CSV file as spreadsheets write it, or cells pasted from one."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from jogg_dashboard.sizes import MB
from videos.batches.columns import BEYOND, LABELS, SPEECH, column_of

MOST_ROWS = 500
LARGEST_TABLE = MB
DELIMITERS = ("\t", ";", ",")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
BLANK_BEGINNING = re.compile(r"\A[\s;,]*[\r\n]")
NAMED_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line
csv.field_size_limit(LARGEST_TABLE)  # a cell may be as long as the table; the module's own limit is an error
QUOTES_OPEN = "A quotation mark is opened near line {} and never closed properly. Mend it, and try again."

WORKBOOK = "This is a workbook. Save it as CSV (File, Save as, “CSV UTF-8”), or copy its cells and paste them here."
NO_TEXT = "This file isn't a table of text. Save it as CSV, or copy its cells and paste them here."
TOO_LARGE = "The table is larger than 1 MB. Split it into several."
TOO_MANY = "The table has {} rows, and a batch takes 500 at most. Split it into several."
EMPTY = "There is nothing in the table."
NO_ROWS = "The table names its columns, but there is no row below them."
NO_SPEECH = "The first line has to name the columns, and one of them has to be “script” or “audio”. It says: {}."
TWICE = "Two columns are called “{}”. Give one of them another name."


class Unreadable(Exception):
    """The table can't be read; the message is the sentence that says why, and what to do."""


@dataclass(frozen=True)
class Table:
    """What was read. `rows` hold each row's cells by column, `unused` the headings nothing is known of."""

    rows: list[dict[str, str]]
    unused: list[str] = field(default_factory=list)


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16, or the encoding of older Windows programs."""
    if content.startswith(WORKBOOKS):
        raise Unreadable(WORKBOOK)
    if len(content) > LARGEST_TABLE:
        raise Unreadable(TOO_LARGE)
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(NO_TEXT)


def read(text: str) -> Table:
    """Read a table whose first line names its columns; raises `Unreadable`."""
    if len(text.encode()) > LARGEST_TABLE:
        raise Unreadable(TOO_LARGE)
    records = _records(text.removeprefix("\ufeff"))
    if not records:
        raise Unreadable(EMPTY)
    headings, *lines = records
    columns = [column_of(heading) for heading in headings]
    _check_columns(headings, columns)
    if not lines:
        raise Unreadable(NO_ROWS)
    if len(lines) > MOST_ROWS:
        raise Unreadable(TOO_MANY.format(len(lines)))
    unused = [heading for heading, column in zip(headings, columns, strict=True) if heading and not column]
    return Table([_row(columns, line) for line in lines], unused)


def _encodings(content: bytes) -> list[str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if b"\0" not in content:
        return ["utf-8-sig", "cp1252"]
    return ["utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"]


def _records(text: str) -> list[list[str]]:
    """The lines that hold anything, the first one the headings; their cells without white space around."""
    named = NAMED_DELIMITER.match(text)
    text = BLANK_BEGINNING.sub("", text[named.end() :] if named else text)
    delimiter = named[1] if named else _delimiter(text)
    try:
        return list(_parsed(text, delimiter))
    except csv.Error as error:
        if delimiter != "\t":
            raise Unreadable(str(error)) from error
        return list(_parsed(text, delimiter, csv.QUOTE_NONE))  # Docs and Sheets put quotes round few cells only


def _delimiter(text: str) -> str:
    """What the headings are apart by: guessing by the rows, as csv.Sniffer does, is led astray by commas in scripts."""

    def known(delimiter: str) -> tuple[int, int]:
        headings = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        return sum(column_of(heading) != "" for heading in headings), len(headings)

    return max(DELIMITERS, key=known)


def _parsed(text: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    began = 1
    try:
        for record in reader:
            cells = [cell.strip().replace("\r\n", "\n").replace("\r", "\n") for cell in record]
            if any(cells):
                yield cells
            began = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(QUOTES_OPEN.format(began)) from error


def _check_columns(headings: list[str], columns: list[str]) -> None:
    if not set(SPEECH) & set(columns):
        said = ", ".join(filter(None, headings)).rstrip(".")
        raise Unreadable(NO_SPEECH.format(f"{said[:200]}…" if len(said) > 200 else said))
    for column, count in Counter(filter(None, columns)).items():
        if count > 1:
            raise Unreadable(TWICE.format(LABELS[column].lower()))


def _row(columns: list[str], line: list[str]) -> dict[str, str]:
    """A row's cells. What stands beyond the last heading is kept: it is part of something."""
    row = {column: cell for column, cell in zip(columns, line, strict=False) if column}
    beyond = " | ".join(filter(None, line[len(columns) :]))
    return row | {BEYOND: beyond} if beyond else row
