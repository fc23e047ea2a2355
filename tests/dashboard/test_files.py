"""Serving files: the whole, a part, and what can't be had."""

from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.test import RequestFactory

from jogg_dashboard import files
from uploads.models import Asset

CONTENT = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def stored() -> FieldFile:
    name = default_storage.save("files-test.bin", ContentFile(CONTENT))
    return FieldFile(Asset(), Asset._meta.get_field("file"), name)


def serve(
    stored: FieldFile, asked: str | None = None, *, name: str = "a.mp4", attachment: bool = False
) -> HttpResponse:
    headers = {"Range": asked} if asked else {}
    request = RequestFactory().get("/", headers=headers)
    return files.serve(request, stored, content_type="video/mp4", name=name, attachment=attachment)


def body(response: HttpResponse) -> bytes:
    with closing(response):
        return b"".join(response)


def test_serves_the_whole_file_and_says_that_parts_can_be_had(stored: FieldFile) -> None:
    response = serve(stored)
    assert (response.status_code, response["Content-Length"]) == (200, str(len(CONTENT)))
    assert (response["Accept-Ranges"], response["Content-Type"]) == ("bytes", "video/mp4")
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-199", 100, 200),
        ("bytes=1000-", 1000, 1024),
        ("bytes=0-", 0, 1024),
        ("bytes=-24", 1000, 1024),
        ("bytes=1023-1023", 1023, 1024),
        ("bytes=1000-99999", 1000, 1024),
        ("bytes=-1024", 0, 1024),
    ],
)
@pytest.mark.parametrize("piece", [256 * 1024, 7])
def test_serves_the_part_asked_for(
    stored: FieldFile, asked: str, start: int, end: int, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", piece)
    response = serve(stored, asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/1024"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == CONTENT[start:end]


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000"])
def test_a_part_beyond_the_end_cant_be_had(stored: FieldFile, asked: str) -> None:
    response = serve(stored, asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */1024")
    assert body(response) == b""


def test_the_last_bytes_of_a_shorter_file_are_all_of_it(stored: FieldFile) -> None:
    assert body(serve(stored, "bytes=-1025")) == CONTENT


@pytest.mark.parametrize("asked", ["bytes=0-9,20-29", "lines=1-2", "nonsense", "bytes=", "bytes=9-5", "bytes=a-b"])
def test_several_parts_or_nonsense_get_the_whole(stored: FieldFile, asked: str) -> None:
    response = serve(stored, asked)
    assert response.status_code == 200
    assert body(response) == CONTENT


def asks(stored: FieldFile, **headers: str) -> HttpResponse:
    """Serve it to a request with these headers; `if_range` is If-Range."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return files.serve(RequestFactory().get("/", headers=named), stored, content_type="video/mp4", name="a.mp4")


def etag_of(stored: FieldFile) -> str:
    with closing(serve(stored)) as response:
        return response["ETag"]


def test_a_part_is_served_only_of_the_file_whose_other_parts_one_has(stored: FieldFile) -> None:
    etag = etag_of(stored)
    answer = asks(stored, range="bytes=5-9", if_range=etag)
    assert (answer.status_code, body(answer)) == (206, CONTENT[5:10])
    for other in ('"another"', f"W/{etag}", "Wed, 21 Oct 2026 07:28:00 GMT"):
        answer = asks(stored, range="bytes=5-9", if_range=other)
        assert (answer.status_code, body(answer)) == (200, CONTENT)


def test_a_question_for_the_head_alone_is_about_the_whole(stored: FieldFile) -> None:
    request = RequestFactory().head("/", headers={"Range": "bytes=0-9"})
    with closing(files.serve(request, stored, content_type="video/mp4", name="a.mp4")) as answer:
        assert (answer.status_code, answer["Content-Length"]) == (200, str(len(CONTENT)))


def test_who_has_the_file_isnt_sent_it_again(stored: FieldFile) -> None:
    answer = asks(stored, if_none_match=etag_of(stored))
    assert (answer.status_code, body(answer)) == (304, b"")
    answer = asks(stored, if_none_match='"another"')
    assert (answer.status_code, body(answer)) == (200, CONTENT)


def test_another_file_has_another_etag(stored: FieldFile) -> None:
    name = default_storage.save("files-test.bin", ContentFile(CONTENT))
    assert etag_of(FieldFile(Asset(), Asset._meta.get_field("file"), name)) != etag_of(stored)


@pytest.mark.parametrize("asked", [None, "bytes=0-9", "bytes=5000-"])
def test_every_answer_keeps_the_browser_from_running_it(stored: FieldFile, asked: str | None) -> None:
    response = serve(stored, asked)
    policy = response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert response["Content-Type"] == "video/mp4"
    response.close()


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.mp4", 'attachment; filename="a.mp4"'),
        ('"quoted".mp4', 'attachment; filename="\\"quoted\\".mp4"'),
        ("日本.mp4", "attachment; filename*=utf-8''%E6%97%A5%E6%9C%AC.mp4"),
    ],
)
def test_a_download_has_its_name(stored: FieldFile, name: str, header: str) -> None:
    response = serve(stored, name=name, attachment=True)
    assert response["Content-Disposition"] == header
    response.close()


def test_a_name_of_several_lines_adds_no_header(stored: FieldFile) -> None:
    response = serve(stored, name="a\r\nX-Evil: 1.mp4", attachment=True)
    assert "\r" not in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]
    assert "X-Evil" not in response.headers
    response.close()
