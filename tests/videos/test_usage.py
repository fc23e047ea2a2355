"""Usage: what was made and what it cost, added up, and never more said than is known."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.videos.rows import queued_video
from videos import charts
from videos.models import Submit, Video
from videos.periods import Period, period_of
from videos.templatetags.usage import wait_in_words
from videos.usage import Figures, Line, Usage, bunched

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
WEEK = Period("7", date(2026, 11, 19), TODAY)


@pytest.fixture
def boss(transactional_db: None) -> User:
    return User.objects.create_user("boss", password="a good password", is_staff=True)


def made(
    owner: User, credits: int = 1, state: str = "confirmed", at: datetime = NOON, wait: float = 60, **fields: Any
) -> Submit:
    """A submit at a time, and the video it became, ready after `wait` seconds unless `fields` say otherwise."""
    told = {"status": "succeeded", "submitted_at": at, "finished_at": at + timedelta(seconds=wait)}
    video = queued_video(owner, **told | fields)
    return Submit.objects.create(video=video, number=1, body={}, body_hash="", credits=credits, state=state, made_at=at)


def asked(query: str) -> tuple[str, date, date]:
    period = period_of(QueryDict(query), TODAY)
    return period.key, period.first, period.last


@pytest.mark.parametrize(
    ("query", "key", "first", "last"),
    [
        ("", "30", "2026-10-27", "2026-11-25"),
        ("period=7", "7", "2026-11-19", "2026-11-25"),
        ("period=90", "90", "2026-08-28", "2026-11-25"),
        ("period=month", "month", "2026-11-01", "2026-11-25"),
        ("period=last-month", "last-month", "2026-10-01", "2026-10-31"),
        ("period=nonsense", "30", "2026-10-27", "2026-11-25"),
        ("since=2026-11-03&until=2026-11-05", "", "2026-11-03", "2026-11-05"),
        ("since=2026-11-05&until=2026-11-03", "", "2026-11-03", "2026-11-05"),
        ("since=2026-11-03", "", "2026-11-03", "2026-11-25"),
        ("until=2026-11-03", "", "2026-10-05", "2026-11-03"),
        ("since=2026-12-24&until=2027-01-01", "", "2026-11-25", "2026-11-25"),
        ("since=2019-01-01", "", "2024-11-25", "2026-11-25"),
        ("since=2026-02-30&until=gestern", "30", "2026-10-27", "2026-11-25"),
        ("since=0001-01-01", "30", "2026-10-27", "2026-11-25"),
    ],
)
def test_reads_the_days_a_link_asks_for(query: str, key: str, first: str, last: str) -> None:
    assert asked(query) == (key, date.fromisoformat(first), date.fromisoformat(last))


def test_credits_stand_in_the_states_of_the_ledger_on_the_day_of_their_submit(member: User) -> None:
    for state, credits in [("confirmed", 1), ("booked", 2), ("uncertain", 4), ("released", 8)]:
        made(member, credits, state, at=NOON - timedelta(days=1))
    made(member, 16)
    made(member, 32, at=NOON - timedelta(days=7))
    days = Usage(WEEK, member).by_day()
    assert [line.figures.spent for line in days] == [0, 0, 0, 0, 0, 7, 16]
    yesterday = days[5].figures
    assert (yesterday.confirmed, yesterday.booked, yesterday.uncertain, yesterday.released) == (1, 2, 4, 8)
    assert (yesterday.videos, days[5].day) == (4, date(2026, 11, 24))


def test_a_day_is_the_servers_day(member: User) -> None:
    made(member, at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC))
    with timezone.override("Pacific/Auckland"):
        days = Usage(WEEK, member).by_day()
    assert [line.day.day for line in days if line.figures.videos] == [25]


def test_success_is_of_what_jogg_decided_and_the_rest_is_named(member: User) -> None:
    for status in ("succeeded", "succeeded", "succeeded", "failed", "rejected", "processing", "outcome_unknown"):
        made(member, status=status)
    usage = Usage(WEEK, member)
    total = usage.total(usage.by_day())
    assert (total.videos, total.ready, total.decided, total.success) == (7, 3, 4, 75.0)
    assert (total.failed, total.refused, total.under_way, total.unknown) == (1, 1, 1, 1)
    assert Figures(refused=2).success is None


def test_a_video_submitted_twice_is_one_video_and_two_costs(member: User) -> None:
    first = made(member, state="uncertain", at=NOON - timedelta(days=1))
    Submit.objects.create(video=first.video, number=2, body={}, body_hash="", credits=1, made_at=NOON)
    days = Usage(WEEK, member).by_day()
    assert [(line.figures.videos, line.figures.spent) for line in days[5:]] == [(1, 1), (0, 1)]


@pytest.mark.parametrize(
    ("waits", "median"),
    [([], None), ([50], 50), ([20, 100], 60), ([300, 10, 40], 40), ([10, 20, 40, 1000], 30), ([5, 1, 4, 2, 3], 3)],
)
def test_the_median_wait_is_the_middle_one(member: User, waits: list[int], median: int | None) -> None:
    for wait in waits:
        made(member, wait=wait)
    made(member, status="failed", wait=9999)
    usage = Usage(WEEK, member)
    assert usage.total(usage.by_day()).wait == (None if median is None else timedelta(seconds=median))


def test_each_avatar_and_voice_has_its_own_median_and_name(member: User) -> None:
    for wait, avatar in [(10, "1"), (30, "1"), (90, "2")]:
        made(member, wait=wait, avatar_id=avatar, avatar_name=f"Avatar {avatar}", voice_id="v", voice_name="Emily")
    made(member, 5, avatar_id="3", voice_id="", wait=7)
    usage = Usage(WEEK, member)
    avatars = [(line.name, line.figures.videos, line.figures.wait.total_seconds()) for line in usage.by_avatar()]
    assert avatars == [("3", 1, 7), ("Avatar 1", 2, 20), ("Avatar 2", 1, 90)]
    assert [line.name for line in usage.by_voice()] == ["Recordings, without a voice", "Emily"]


def test_avatars_of_one_id_and_two_kinds_are_two(member: User) -> None:
    for kind in (0, 1):
        made(member, avatar_id="1", avatar_type=kind)
    assert len(Usage(WEEK, member).by_avatar()) == 2


def test_what_another_jogg_made_isnt_counted(member: User) -> None:
    made(member)
    Video.objects.update(destination="https://another.example")
    assert Usage(WEEK, member).by_avatar() == []


def test_a_person_sees_their_own_and_staff_choose(client: Client, member: User, stranger: User, boss: User) -> None:
    made(member, 2, at=timezone.now())
    made(stranger, 4, at=timezone.now())
    client.force_login(member)
    for query in ("", "?person=stranger", "?person="):
        assert client.get(f"/videos/usage/{query}").context["total"].spent == 2
        assert 'id="usage-people"' not in client.get(f"/videos/usage/{query}").content.decode()
    client.force_login(boss)
    assert client.get("/videos/usage/").context["total"].spent == 6
    assert client.get("/videos/usage/?person=stranger").context["total"].spent == 4
    assert client.get("/videos/usage/?person=nobody").status_code == 404
    assert 'id="usage-people"' in client.get("/videos/usage/").content.decode()


def test_without_anything_in_those_days_the_page_says_so(client: Client, member: User) -> None:
    client.force_login(member)
    page = client.get("/videos/usage/?since=2026-11-01&until=2026-11-02")
    assert page.status_code == 200
    assert "Nothing was submitted in these days" in page.content.decode()


def test_credits_are_called_a_limit_only_while_some_are_not_confirmed(client: Client, member: User) -> None:
    client.force_login(member)
    made(member, at=timezone.now())
    assert "<dt>Credits</dt>" in client.get("/videos/usage/").content.decode()
    made(member, state="booked", at=timezone.now())
    assert "<dt>Credits, at most</dt>" in client.get("/videos/usage/").content.decode()


def test_the_page_takes_as_many_queries_for_many_as_for_one(client: Client, boss: User, member: User) -> None:
    client.force_login(boss)
    made(member, at=timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/videos/usage/?period=90")
    for number in range(30):
        owner = User.objects.create(username=f"person {number}")
        made(owner, at=timezone.now() - timedelta(days=number), avatar_id=str(number), voice_id=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get("/videos/usage/?period=90")
    assert len(many) == len(few) <= 20


def test_the_csv_holds_the_pages_figures(client: Client, member: User) -> None:
    made(member, 2, at=timezone.now(), wait=61, avatar_name="=HYPERLINK(1)", voice_name="Emily")
    client.force_login(member)
    answer = client.get("/videos/usage.csv?period=7")
    today = timezone.localdate()
    assert answer["Content-Disposition"].endswith(f'-{today}.csv"')
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["by"] for row in rows] == ["all", *["day"] * 7, "avatar", "voice"]
    assert rows[0] | {"credits_confirmed": "2", "median_wait_seconds": "61.0", "videos": "1"} == rows[0]
    assert (rows[7]["name"], rows[7]["ready"]) == (str(today), "1")
    assert rows[8]["name"] == "'=HYPERLINK(1)"


def test_the_csv_of_staff_names_people(client: Client, member: User, boss: User) -> None:
    made(member, at=timezone.now())
    client.force_login(boss)
    assert b"\r\nperson,member,1,1," in b"".join(client.get("/videos/usage.csv").streaming_content)
    assert b"person,member" not in b"".join(client.get("/videos/usage.csv?person=boss").streaming_content)


def test_many_days_are_shown_by_weeks(member: User) -> None:
    days = [Line("", Figures(videos=1, booked=2), TODAY + timedelta(days=number)) for number in range(93)]
    weeks = bunched(days)
    assert [(week.figures.videos, week.figures.booked) for week in weeks] == [(7, 14)] * 13 + [(2, 4)]
    assert (weeks[0].last - weeks[0].day).days == 6
    assert bunched(days[:92]) == days[:92]


def test_columns_stand_on_each_other_under_a_round_top() -> None:
    chart = charts.columns([Line("", Figures(confirmed=3, uncertain=9), TODAY), Line("", Figures(), TODAY)])
    assert (chart.top, chart.half, chart.width) == (20, "10", "20.00")
    parts = [(part.state, part.y, part.height) for part in chart.bars[0].parts]
    assert parts == [("confirmed", "85.00", "15.00"), ("uncertain", "40.00", "45.00")]
    assert chart.bars[1].parts == []


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (3, 4), (10, 10), (11, 20), (99, 100), (420, 600)])
def test_a_scale_ends_at_a_round_number(value: int, top: int) -> None:
    assert charts.ceiling(value) == top


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (42, "42 s"), (60, "1 min"), (100, "1 min 40 s"), (3600, "1 h"), (7500, "2 h 5 min")],
)
def test_waits_are_said_in_words(seconds: float, words: str) -> None:
    assert wait_in_words(timedelta(seconds=seconds)).replace("\xa0", " ") == words
