"""Reading tables as spreadsheets write them, and as people have called the columns."""

import codecs

import pytest

from videos.batches import table
from videos.batches.columns import column_of
from videos.batches.table import Unreadable, decode, read

GREETING = [{"name": "Hello", "script": "Good morning."}]


@pytest.mark.parametrize(
    "text",
    [
        "name,script\nHello,Good morning.",
        "name;script\r\nHello;Good morning.\r\n",
        "name\tscript\rHello\tGood morning.",
        "\ufeffName,Script\nHello,Good morning.",
        "sep=;\r\nname;script\r\nHello;Good morning.",
        "\n\nTITLE , Text \n Hello , Good morning. \n\n,\n",
        '"name","script"\n"Hello","Good morning."',
        "script,name\nGood morning.,Hello",
        "name,notes,script\nHello,,Good morning.",
    ],
)
def test_reads_what_spreadsheets_write(text: str) -> None:
    assert [dict(row) for row in read(text).rows] == GREETING


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,script\nA,Grüße".encode(), "Grüße"),
        ("name,script\nA,Grüße".encode("utf-8-sig"), "Grüße"),
        ("name,script\nA,Grüße €".encode("cp1252"), "Grüße €"),
        ("name,script\nA,Grüße".encode("utf-16"), "Grüße"),
        (codecs.BOM_UTF16_BE + "name,script\nA,Grüße".encode("utf-16-be"), "Grüße"),
        ("name,script\nA,Grüße".encode("utf-16-le"), "Grüße"),
        ("name,script\nA,Grüße".encode("utf-16-be"), "Grüße"),
    ],
)
def test_knows_the_encoding(content: bytes, said: str) -> None:
    assert read(decode(content)).rows == [{"name": "A", "script": said}]


@pytest.mark.parametrize("content", [b"PK\x03\x04anything", b"\xd0\xcf\x11\xe0anything"])
def test_says_how_to_save_a_workbook(content: bytes) -> None:
    with pytest.raises(Unreadable, match="Save it as CSV"):
        decode(content)


def test_commas_in_scripts_dont_make_columns() -> None:
    text = "name;script\nA;Hello, you, there, and you, too\nB;One, two, three, four, five"
    assert [row["script"] for row in read(text).rows] == [
        "Hello, you, there, and you, too",
        "One, two, three, four, five",
    ]


def test_one_column_of_scripts_is_a_table() -> None:
    assert read("script\nHello, you.\nAnd you; too.").rows == [{"script": "Hello, you."}, {"script": "And you; too."}]


def test_a_script_of_several_lines_is_one_cell() -> None:
    assert read('name,script\nA,"One.\r\nTwo, ""three""."').rows == [{"name": "A", "script": 'One.\nTwo, "three".'}]


def test_pasted_cells_may_begin_with_a_quotation_mark() -> None:
    assert read('name\tscript\nA\t"Hello" is what she said').rows == [
        {"name": "A", "script": '"Hello" is what she said'}
    ]


def test_what_stands_beyond_the_last_column_is_kept() -> None:
    (row,) = read("name,script\nA,Hello, and welcome, all").rows
    assert row == {"name": "A", "script": "Hello", "beyond": "and welcome | all"}


def test_columns_that_mean_nothing_are_named() -> None:
    assert read("script,Owner,Due\nHello,Eve,May").unused == ["Owner", "Due"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing in the table."),
        (" \n ,, \n", "There is nothing in the table."),
        ("name,script", "no row below"),
        ("Hello,Good morning.\nB,C", "It says: Hello, Good morning."),
        ("script,text\nA,B", "Two columns are called “script”"),
        ('name,script\nA,"Never closed\nB,C', "opened near line 2"),
        ('name,script\nA,"Closed" too early', "opened near line 2"),
        ("script\n" + "Hello.\n" * 501, "501 rows"),
        ("script\n" + "x" * table.LARGEST_TABLE, "larger than 1 MB"),
    ],
)
def test_says_why_a_table_cant_be_read(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(text)


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(read("script\n" + "Hello.\n" * 500).rows) == 500


def test_no_text_and_too_much_are_refused_before_they_are_read() -> None:
    for content in (b"\x00\x01\x02\x00\x00\x00", b"\x81\x8d\x8f\x90"):
        with pytest.raises(Unreadable, match="isn't a table of text"):
            decode(content)
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        decode(b"x" * (table.LARGEST_TABLE + 1))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Script", "script"), ("TEXT:", "script"), ("Aspect-Ratio", "ratio"), ("aspect_ratio", "ratio"),
        ("  shape ", "ratio"), ("Background", "style"), ("Subtitles", "captions"), ("Vídeo", "name"),
        ("Recording", "audio"), ("Speaker", "avatar"), ("voice id", "voice"), ("Notes", ""), ("", ""),
    ],
)  # fmt: skip
def test_headings_are_known_whatever_their_case_accents_and_words(heading: str, column: str) -> None:
    assert column_of(heading) == column


def test_a_script_may_be_as_long_as_the_table() -> None:
    script = "word " * 40_000
    assert read(f"script\n{script}").rows == [{"script": script.strip()}]


def test_a_long_text_that_is_no_table_is_told_so() -> None:
    with pytest.raises(Unreadable, match="The first line has to name the columns"):
        read("word " * 40_000)
