"""The history as CSV and JSON."""

import csv
import json
import tracemalloc
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import media
from tests.uploads.rows import hosted_asset, stored_asset
from tests.videos.rows import queued_video
from uploads import exporting, search
from uploads.models import Asset, Tag

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def csv_of(client: Client) -> list[dict[str, str]]:
    answer = client.get("/uploads/export.csv")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def json_of(client: Client) -> list[dict[str, Any]]:
    return json.loads(b"".join(client.get("/uploads/export.json").streaming_content))


@pytest.fixture
def reader(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def full_asset(owner: User) -> Asset:
    asset = hosted_asset(
        owner, name="voice.mp3", note="Zweite Fassung", origin="url", created_at=NOON, hosted_at=NOON, duration=2.5,
        source_url="https://files.example/voice.mp3?token=secret", verified_at=NOON, proof="sha256", deleted_at=NOON,
    )  # fmt: skip
    asset.tags.add(*(Tag.objects.create(owner=owner, name=name, folded=name) for name in ("intro", "spring")))
    queued_video(owner, name="Welcome", audio=asset)
    return asset


def test_every_column_is_filled(reader: Client, member: User) -> None:
    asset = full_asset(member)
    expected = {
        "id": str(asset.pk), "name": "voice.mp3", "original_name": "voice.mp3", "kind": "audio",
        "content_type": "audio/mpeg", "size": asset.size, "duration": 2.5, "width": None, "height": None,
        "tags": ["intro", "spring"], "note": "Zweite Fassung", "origin": "url",
        "source_url": "https://files.example/voice.mp3", "status": "hosted", "hosted_url": "https://h/1.mp3",
        "created_at": "2026-03-01T12:00:00+00:00", "sent_at": None, "hosted_at": "2026-03-01T12:00:00+00:00",
        "verified_at": "2026-03-01T12:00:00+00:00", "proof": "sha256", "deleted_at": "2026-03-01T12:00:00+00:00",
        "sha256": asset.sha256, "used_by": ["Welcome"],
    }  # fmt: skip
    assert json_of(reader) == [expected]
    flat = expected | {"tags": "intro; spring", "used_by": "Welcome"}
    assert csv_of(reader) == [{name: "" if value is None else str(value) for name, value in flat.items()}]
    assert list(expected) == exporting.COLUMNS


def test_the_newest_comes_first_and_nothing_of_others(reader: Client, member: User, stranger: User) -> None:
    for name in ("first.mp3", "second.mp3"):
        stored_asset(member, name=name)
    stored_asset(stranger, name="theirs.mp3")
    assert [row["name"] for row in csv_of(reader)] == ["second.mp3", "first.mp3"]
    assert [row["name"] for row in json_of(reader)] == ["second.mp3", "first.mp3"]


def test_an_empty_history_is_still_well_formed(reader: Client) -> None:
    assert json_of(reader) == []
    assert csv_of(reader) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_field_becomes_a_formula(reader: Client, member: User, start: str) -> None:
    stored_asset(member, name="a.mp3", note=f"{start}HYPERLINK(1)")
    assert csv_of(reader)[0]["note"] == f"'{start}HYPERLINK(1)"
    assert json_of(reader)[0]["note"] == f"{start}HYPERLINK(1)"


def test_quotes_and_line_breaks_survive(reader: Client, member: User) -> None:
    note = 'He said "no", twice;\nthen yes.'
    stored_asset(member, name="a.mp3", note=note)
    assert csv_of(reader)[0]["note"] == note


def test_it_is_a_file_to_be_kept_by_nobody_in_between(reader: Client) -> None:
    for ending, content_type in (("csv", "text/csv; charset=utf-8"), ("json", "application/json")):
        answer = reader.get(f"/uploads/export.{ending}")
        assert answer["Content-Type"] == content_type
        assert answer["Content-Disposition"].startswith('attachment; filename="jogg-uploads-')
        assert answer["Content-Disposition"].endswith(f'.{ending}"')
        assert answer["Cache-Control"] == "private, no-store"
        answer.close()


def test_many_rows_take_few_queries_and_no_more_memory(
    member: User, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the rows: three queries for each piece, and the same memory at its highest."""
    monkeypatch.setattr(exporting, "ROWS_AT_A_TIME", 100)

    def add(count: int) -> None:
        Asset.objects.bulk_create(
            Asset(owner=member, kind="audio", original_name="a.mp3", name="a.mp3", size=1, note="n" * 200)
            for _ in range(count)
        )

    def highest() -> int:
        tracemalloc.start()
        for _ in exporting.as_csv(Asset.objects.filter(owner=member).newest()):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    add(200)
    few = highest()
    with django_assert_num_queries(1 + 2 * 2):
        list(exporting.as_csv(Asset.objects.filter(owner=member).newest()))
    add(1800)
    assert highest() < few * 1.5


def test_with_the_librarys_query_string_it_is_what_the_library_shows(reader: Client, member: User) -> None:
    for name, fields in (("b-voice.mp3", {}), ("a-voice.mp3", {}), ("gone-voice.mp3", {"deleted_at": NOON})):
        search.index(stored_asset(member, name=name, **fields))
    search.index(stored_asset(member, content=media.jpeg(), name="voice.jpg"))

    def names(query: str) -> list[str]:
        return [row["name"] for row in json.loads(reader.get(f"/uploads/export.json?{query}").getvalue())]

    assert names("q=voice&kind=audio&sort=name") == ["a-voice.mp3", "b-voice.mp3"]
    assert names("kind=image") == ["voice.jpg"]
    assert names("q=nothing+of+that+name") == []
    assert names("sort=name") == ["a-voice.mp3", "b-voice.mp3", "gone-voice.mp3", "voice.jpg"]


def test_only_staff_exports_what_others_have(reader: Client, member: User, stranger: User) -> None:
    stored_asset(stranger, name="theirs.mp3")
    url = f"/uploads/export.json?owner={stranger.username}"
    assert json.loads(reader.get(url).getvalue()) == []
    User.objects.filter(pk=member.pk).update(is_staff=True)
    assert [row["name"] for row in json.loads(reader.get(url).getvalue())] == ["theirs.mp3"]
