"""Scripts from files: what is read, and what is refused in a sentence."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.videos.documents import docx, zipped
from videos import script_files
from videos.models import Video
from videos.script_files import NotReadable, read_script
from videos.script_text import cleaned, without_markdown

JSON = {"Accept": "application/json"}
MARKDOWN = """---
title: Spring
---
# Our *spring* offer

**Good morning!** Read [the flyer](https://a.example), it's `free`.
![a picture](p.png)
<!-- not aloud -->
* one
- [x] two
1. three

> quoted
***
A snake_case_word stays, 2 * 3 * 4 too, and \\*this\\*.
"""
SPOKEN = """Our spring offer

Good morning! Read the flyer, it's free.

one
two
1. three

quoted
A snake_case_word stays, 2 * 3 * 4 too, and *this*."""


def read(name: str, content: bytes) -> str:
    return read_script(BytesIO(content), name=name, size=len(content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(NotReadable) as caught:
        read(name, content)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_the_encodings_that_there_are(encoding: str) -> None:
    assert read("hello.TXT", "Grüße – “hi”\r\nTwo".encode(encoding)) == "Grüße – “hi”\nTwo"


def test_markdown_leaves_its_words() -> None:
    assert read("script.md", MARKDOWN.encode()) == SPOKEN


def test_an_underline_of_equals_signs_is_no_word() -> None:
    assert without_markdown("Title\n=====\n\nText") == "Title\n\nText"


def test_a_word_document_is_read_paragraph_by_paragraph() -> None:
    text = "<w:p><w:r><w:t>Good</w:t></w:r><w:r><w:t xml:space='preserve'> morning\u00a0all.</w:t></w:r></w:p>"
    more = "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p><w:p/>"
    gone = "<w:p><w:del><w:r><w:delText>Gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    twice = (
        "<w:p><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:t>Box</w:t></mc:Choice>"
        "<mc:Fallback><w:p><w:t>Box</w:t></w:p></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read("a.docx", docx(text + more + gone + twice)) == "Good morning all.\nOne two\nthree\n\n\nBox"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF", "a.pdf can't be taken. A script comes from a text file"),
        ("a.txt", b"", "a.txt holds no words."),
        ("a.txt", b" \n", "a.txt holds no words."),
        ("a.txt", bytes(range(256)), "a.txt isn't text that can be read here."),
        ("a.txt", b"\xff\xfea", "a.txt isn't text that can be read here."),
        ("a.txt", b"a" * (1024**2 + 1), "a.txt is 1,048,577 bytes; a script's file may have up to 1 MB."),
        ("a.txt", b"a" * 100_001, "a.txt holds more than 100,000 characters"),
        ("a.docx", b"no zip", "a.docx can't be read as a Word document."),
        ("a.docx", zipped({"other.xml": b"<a/>"}), "a.docx can't be read as a Word document."),
        ("a.docx", zipped({"word/document.xml": b"<a><b></a>"}), "a.docx can't be read as a Word document."),
        ("a.docx", docx("<w:p/>"), "a.docx holds no words."),
        ("a.docx", docx("<w:t>aaaaaaaaaa</w:t>" * 10_001), "a.docx holds more than 100,000 characters"),
    ],
)  # fmt: skip
def test_what_cant_be_read_is_told(name: str, content: bytes, sentence: str) -> None:
    assert refusal(name, content).startswith(sentence)


def test_a_bomb_is_refused_before_it_fills_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_files, "LARGEST_XML", 1024**2)
    bomb = docx("<w:p/>" * 1024**2)
    assert len(bomb) < 50_000
    assert "more than a script can have" in refusal("bomb.docx", bomb)


def test_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'
    assert "can't be read as a Word document" in refusal("a.docx", zipped({"word/document.xml": laughs}))


def test_a_document_under_a_password_is_refused() -> None:
    locked = bytearray(docx("<w:p><w:t>Hi</w:t></w:p>"))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.rindex(start) + flags] |= 1
    assert "can't be read as a Word document" in refusal("a.docx", bytes(locked))


def test_another_packing_is_refused() -> None:
    packed = zipped({"word/document.xml": b"<a/>"}, zipfile.ZIP_BZIP2)
    assert "can't be read as a Word document" in refusal("a.docx", packed)


def test_cleaning_leaves_what_is_heard() -> None:
    heard = "“Smart” – ‘quotes’… pause — नमस्ते क्\u200dष می\u200cخواهم"
    assert cleaned(heard) == heard
    assert cleaned("a\u00a0b\u00adc\u200bd\ufeff\x0be\r\nf\u2028g") == "a bcd\ne\nf\ng"


def test_the_view_answers_with_the_words_or_the_reason(client: Client, member: User) -> None:
    client.force_login(member)
    good = SimpleUploadedFile("hello.docx", docx("<w:p><w:t>Hello there.</w:t></w:p>"))
    answer = client.post("/videos/script/", {"script_file": good}, headers=JSON)
    assert answer.json() == {"text": "Hello there.", "told": "hello.docx was read in."}
    answer = client.post("/videos/script/", {"script_file": SimpleUploadedFile("a.exe", b"MZ")}, headers=JSON)
    assert (answer.status_code, answer.json()["error"][:21]) == (422, "a.exe can't be taken.")
    assert client.post("/videos/script/", headers=JSON).status_code == 422


def test_without_scripts_the_words_are_added_to_what_is_typed(client: Client, member: User) -> None:
    client.force_login(member)
    sent = {"script_file": SimpleUploadedFile("a.txt", b"From a file."), "script": "Typed.", "aspect_ratio": "square"}
    answer = client.post("/videos/script/", sent, follow=True)
    draft = Video.objects.get()
    assert (draft.status, draft.script, draft.aspect_ratio) == ("draft", "Typed.\n\nFrom a file.", "square")
    assert "From a file." in answer.content.decode()
    sent["script_file"] = SimpleUploadedFile("a.exe", b"MZ")
    assert "a.exe can&#x27;t be taken." in client.post("/videos/script/", sent, follow=True).content.decode()
