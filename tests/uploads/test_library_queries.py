"""What the library asks of the database: few queries, however many rows, and each begins at an index."""

import re
from collections import deque
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.videos.rows import queued_video
from uploads.browsing import FACETS, SORTS, Browsing
from uploads.models import Asset, Conversion
from uploads.seeding import library
from uploads.views import LAST_DELETED

MOST_QUERIES = 8
SEARCHES = ["q=zanzibar", "q=campaign", "q=ca", "q=campaign+zanzibar", "q=nothing+of+the+kind"]
CHOICES = [f"{facet.name}={option.value}" for facet in FACETS for option in facet.options]
SORTED = [f"sort={sort}" for sort in SORTS]


def fill(owner: User, count: int) -> None:
    """So many made-up assets, some with a video or a conversion."""
    deque(library.seed(owner=owner, count=count, seed=1), maxlen=0)
    assets = list(Asset.objects.filter(owner=owner))
    for asset in assets[::3]:
        queued_video(owner, audio=asset)
    Conversion.objects.bulk_create(Conversion(source=asset, content_type="audio/mpeg") for asset in assets[::2])


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def queries(visitor: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get(path).status_code == 200, path
    return len(captured)


def paths(owner: User) -> list[str]:
    """The library as it opens, deep in it, searched, filtered and sorted."""
    tags = [f"tag={tag.pk}" for tag in owner.tags.all()[:3]]
    dated = ["since=2024-01-01&until=2025-12-31"]
    deep = [f"sort={sort}&after={order.cursor_of(Asset.objects.first())}" for sort, (_, order) in SORTS.items()]
    together = ["&".join(["q=campaign", "kind=audio", "status=hosted", "use=unused", "sort=size", *tags, *dated])]
    views = ["", *SEARCHES, *CHOICES, *SORTED, *tags, *dated, *together, "look=tiles"]
    return [f"/uploads/?{view.replace('+', '%2B')}" for view in deep] + [f"/uploads/?{view}" for view in views]


def test_no_view_of_the_library_takes_more_than_eight_queries(visitor: Client, member: User) -> None:
    fill(member, 40)
    counted = {path: queries(visitor, path) for path in paths(member)}
    assert {path: count for path, count in counted.items() if count > MOST_QUERIES} == {}


def test_nor_does_one_of_other_peoples_libraries(visitor: Client, member: User, stranger: User) -> None:
    User.objects.filter(pk=member.pk).update(is_staff=True)
    fill(stranger, 40)
    asked = [f"{path}&owner={owner}" for path in paths(stranger) for owner in ("everybody", "stranger")]
    counted = {path: queries(visitor, path) for path in asked}
    assert {path: count for path, count in counted.items() if count > MOST_QUERIES} == {}


@pytest.mark.parametrize("path", ["/uploads/", "/uploads/?q=campaign", "/uploads/?look=tiles", "/uploads/counts/"])
def test_more_rows_take_no_more_queries(visitor: Client, member: User, path: str) -> None:
    fill(member, 6)
    few = queries(visitor, path)
    fill(member, 40)
    assert queries(visitor, path) == few


def test_more_rows_in_the_trash_take_no_more_queries(visitor: Client, member: User) -> None:
    counted = []
    for count in (6, 40):
        fill(member, count)
        Asset.objects.for_user(member).update(deleted_at=timezone.now())
        counted.append(queries(visitor, "/uploads/trash/"))
    assert counted[0] == counted[1] <= MOST_QUERIES


def plan(rows: QuerySet[Any]) -> str:
    """How the database goes about it, where it has a choice of indexes that a small table wouldn't need."""
    sql, values = rows.query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        else:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
            cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(str(line[-1]) for line in cursor.fetchall())


def is_sorted(plan: str) -> bool:
    """Whether rows are put into order, and so all of them are read first."""
    return "TEMP B-TREE FOR ORDER BY" in plan or "Sort Key" in plan


def page(user: User, query: str) -> QuerySet[Asset]:
    return Browsing(QueryDict(query), user).sorted_rows().with_row_facts()[:25]


@pytest.mark.parametrize("query", ["", *SORTED, *(f"{choice}&sort=name" for choice in ("kind=audio", "shape=square"))])
def test_rows_are_read_in_their_order(member: User, query: str) -> None:
    fill(member, 40)
    library.analyse()
    found = plan(page(member, query))
    assert not is_sorted(found), found
    assert "USING INDEX asset_" in found or "Index Scan using asset_" in found, found


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_deep_in_begins_at_its_cursor(member: User, sort: str) -> None:
    fill(member, 40)
    library.analyse()
    order = SORTS[sort][1]
    cursor = str(order.cursor_of(Asset.objects.for_user(member)[20])).replace("+", "%2B")
    found = plan(page(member, f"sort={sort}&after={cursor}"))
    assert not is_sorted(found), found
    assert re.search(rf"(USING INDEX|Index Cond:) .*\b{order.column}\)?(::text)? ?[<>]", found), found


def test_of_many_hits_only_a_page_is_read(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uploads.search.MOST_PICKED", 5)
    fill(member, 40)
    library.analyse()
    found = plan(page(member, "q=campaign"))
    assert not is_sorted(found), found


def test_the_trash_is_read_in_its_order(member: User) -> None:
    fill(member, 40)
    found = plan(LAST_DELETED.sort(Asset.objects.filter(owner=member, deleted_at__isnull=False))[:25])
    assert not is_sorted(found), found


def test_a_row_that_is_put_into_order_would_be_noticed(member: User) -> None:
    fill(member, 40)
    assert is_sorted(plan(Asset.objects.for_user(member).order_by("note")[:25]))
