"""What the list of videos shows for a query string: search, filters, order, numbers; and in how many queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.videos.rows import queued_video
from videos import housekeeping
from videos.browsing import SORTS, Browsing
from videos.models import Batch, Video

MOST_QUERIES = 8


def named(owner: User, name: str, **fields: Any) -> Video:
    """A draft of this name, or what the fields make of it."""
    return queued_video(owner, **{"name": name, "status": "draft", "script": ""} | fields)


def shown(user: User, query: str = "") -> list[str]:
    return [video.name for video in Browsing(QueryDict(query), user).sorted_rows()]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Café offer", "Spring OFFER", "Winter"]),
        ("q=offer", ["Café offer", "Spring OFFER"]),
        ("q=OFFER+spring", ["Spring OFFER"]),
        ("q=caf%C3%A9", ["Café offer"]),
        ("q=good+morning", ["Winter"]),
        ("q=summer", []),
        ("q=100%25", []),
        ("q=%00offer", ["Café offer", "Spring OFFER"]),
    ],
)
def test_every_word_must_occur_somewhere(member: User, query: str, names: list[str]) -> None:
    for name in ("Café offer", "Spring OFFER"):
        named(member, name)
    named(member, "Winter", script="Good\nmorning.")
    assert sorted(shown(member, query)) == names


def test_is_found_by_the_note_and_tags_it_has_now(member: User) -> None:
    video = named(member, "one")
    housekeeping.describe(video, name="one", tags=["Größe"], note="for the fair")
    assert shown(member, "q=grosse+fair") == ["one"]
    housekeeping.tag(Video.objects.all(), "autumn")
    assert shown(member, "q=autumn") == ["one"]
    housekeeping.untag(Video.objects.all(), "grosse")
    assert shown(member, "q=grosse") == []
    housekeeping.describe(video, name="two", tags=[], note="")
    assert (shown(member, "q=one"), shown(member, "q=autumn"), shown(member, "q=two")) == ([], [], ["two"])


def test_shows_ones_own_and_nothing_deleted(member: User, stranger: User) -> None:
    named(member, "mine")
    named(stranger, "theirs")
    named(member, "gone", deleted_at=timezone.now())
    for query in ("", "owner=stranger", "owner=everybody"):
        assert shown(member, query) == ["mine"]


def test_staff_may_see_another_persons_or_everybodys(member: User, stranger: User) -> None:
    named(member, "mine")
    named(stranger, "theirs")
    member.is_staff = True
    assert shown(member) == ["mine"]
    assert shown(member, "owner=stranger") == ["theirs"]
    assert sorted(shown(member, "owner=everybody")) == ["mine", "theirs"]


FILTERED = [
    ("state=running", {"queued", "at Jogg", "fetching", "checking"}),
    ("state=ready", {"ready"}),
    ("state=needs", {"failed", "refused", "unknown", "deleted there", "not fetched"}),
    ("state=drafts", {"draft"}),
    ("ratio=portrait", {"draft"}),
    ("avatar=0-83", {"queued", "at Jogg", "fetching", "checking", "failed", "refused", "unknown", "deleted there",
                     "not fetched", "draft", "elsewhere"}),
    ("avatar=1-7", {"ready"}),
    ("state=ready&avatar=1-7", {"ready"}),
    ("state=ready&ratio=portrait", set()),
]  # fmt: skip
EVERY = {"elsewhere", *FILTERED[0][1], *FILTERED[1][1], *FILTERED[2][1], *FILTERED[3][1]}


@pytest.fixture
def assorted(member: User) -> User:
    """Somebody with a video for each filter."""
    now = timezone.now()
    named(member, "queued", status="queued")
    named(member, "at Jogg", status="processing")
    named(member, "fetching", status="succeeded")
    named(member, "checking", status="outcome_unknown", attach_id="7")
    named(member, "elsewhere", status="processing", destination="https://other.example")
    named(member, "ready", status="succeeded", kept_at=now, file="videos/1/file.mp4", avatar_id="7", avatar_type=1)
    named(member, "failed", status="failed")
    named(member, "refused", status="rejected")
    named(member, "unknown", status="outcome_unknown")
    named(member, "deleted there", status="deleted")
    named(member, "not fetched", status="succeeded", keep_given_up=True)
    named(member, "draft", aspect_ratio="portrait")
    return member


@pytest.mark.parametrize(("query", "names"), [*FILTERED, ("state=nonsense&avatar=9-9&batch=x", EVERY)])
def test_a_filter_leaves_what_fits(assorted: User, query: str, names: set[str]) -> None:
    assert set(shown(assorted, query)) == names


def test_under_way_means_what_a_card_means_by_it(assorted: User) -> None:
    assert {video.name for video in Video.objects.all() if video.is_running} == FILTERED[0][1]


def test_the_number_beside_a_choice_is_how_many_it_would_leave(assorted: User) -> None:
    for query, names in FILTERED[:7]:
        facet, _, value = query.partition("=")
        total, numbers = Browsing(QueryDict("q=e"), assorted).counts()
        assert numbers[facet][value] == len(shown(assorted, f"{query}&q=e")), query
        assert numbers[facet][""] == total == len(shown(assorted, "q=e"))
        assert names


def test_those_of_a_batch_are_found_by_it(member: User, stranger: User) -> None:
    batch = Batch.objects.create(owner=member, name="Spring")
    unnamed = Batch.objects.create(owner=member, created_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    Batch.objects.create(owner=member, name="Without videos")
    theirs = Batch.objects.create(owner=stranger, name="Theirs")
    named(member, "one", batch=batch)
    named(member, "two", batch=unnamed)
    named(stranger, "three", batch=theirs)
    browsing = Browsing(QueryDict(f"batch={batch.pk}"), member)
    assert shown(member, f"batch={batch.pk}") == ["one"]
    (facet,) = [facet for facet in browsing.offered if facet.name == "batch"]
    assert [option.label for option in facet.options] == ["Spring", "Batch of 2026-03-02 09:00"]
    assert [chip.label for chip in browsing.chips] == ["Spring"]


def test_all_chosen_tags_must_be_there(member: User) -> None:
    housekeeping.describe(named(member, "one"), name="one", tags=["spring"], note="")
    housekeeping.describe(named(member, "both"), name="both", tags=["spring", "offer"], note="")
    keys = {tag.name: tag.pk for tag in Browsing(QueryDict(""), member).all_tags}
    assert list(keys) == ["offer", "spring"]
    assert set(shown(member, f"tag={keys['spring']}")) == {"one", "both"}
    assert shown(member, f"tag={keys['spring']}&tag={keys['offer']}") == ["both"]
    assert Browsing(QueryDict(""), member).tag_counts() == {keys["spring"]: 2, keys["offer"]: 1}


def test_a_date_range_holds_its_last_day(member: User) -> None:
    for day, name in enumerate(["first", "second", "third"], start=1):
        named(member, name, created_at=datetime(2026, 3, day, 23, 59, tzinfo=UTC))
    assert shown(member, "since=2026-03-02&until=2026-03-02") == ["second"]


@pytest.mark.parametrize("sort", SORTS)
def test_page_by_page_everything_is_shown_once_in_its_order(member: User, sort: str) -> None:
    now = timezone.now()
    for number in range(7):  # two of each value, so that the id decides, too
        created = now - timedelta(hours=number // 2)
        named(member, f"name {number // 2}", created_at=created, duration=number // 2 or None)
    seen, after = [], ""
    while True:
        query = QueryDict(mutable=True)
        query.update({"sort": sort, "after": after})
        browsing = Browsing(query, member)
        rows = list(browsing.sorted_rows()[:3])
        if not rows:
            break
        seen += rows
        after = str(browsing.order.cursor_of(rows[-1]))
    values = [getattr(video, SORTS[sort][1].column) for video in seen]
    assert len({video.pk for video in seen}) == len(seen) == 7
    assert values == sorted(values, reverse=SORTS[sort][1].is_descending)


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def fill(owner: User, count: int) -> None:
    """So many videos of all kinds, with tags, batches, and waits that say what is usual."""
    batch = Batch.objects.create(owner=owner, name="Spring")
    for number in range(count):
        now = timezone.now()
        times = {"submitted_at": now - timedelta(minutes=2), "finished_at": now, "kept_at": now}
        named(owner, f"{number} done", status="succeeded", avatar_name=f"A{number}", batch=batch, **times)
        named(owner, f"{number} at Jogg", status="processing", avatar_id=str(number), submitted_at=now)
    housekeeping.tag(Video.objects.filter(owner=owner, name__contains="done"), "spring")


def queries(visitor: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get(path).status_code == 200, path
    return len(captured)


def views(owner: User) -> list[str]:
    tag = owner.tags.first()
    batch = owner.batches.first()
    narrowed = ["q=done", "state=running", "ratio=square", "avatar=0-1", f"batch={batch.pk}", f"tag={tag.pk}"]
    return ["", *narrowed, "&".join(narrowed), "since=2024-01-01", *(f"sort={sort}" for sort in SORTS), "look=rows"]


@pytest.mark.parametrize("staff", [False, True])
def test_no_view_takes_more_than_eight_queries(visitor: Client, member: User, staff: bool) -> None:
    User.objects.filter(pk=member.pk).update(is_staff=staff)
    fill(member, 4)
    asked = [f"/videos/?{view}" for view in views(member)]
    asked += [f"{path}&owner=everybody" for path in asked] if staff else []
    counted = {path: queries(visitor, path) for path in asked}
    assert {path: count for path, count in counted.items() if count > MOST_QUERIES} == {}


@pytest.mark.parametrize("path", ["/videos/", "/videos/?q=done", "/videos/counts/", "/videos/trash/"])
def test_more_videos_take_no_more_queries(visitor: Client, member: User, path: str) -> None:
    counted = []
    for _ in range(2):
        fill(member, 4)
        if "trash" in path:
            Video.objects.update(deleted_at=timezone.now())
        counted.append(queries(visitor, path))
    assert counted[0] == counted[1] <= MOST_QUERIES
