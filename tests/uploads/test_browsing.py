"""What the library shows for a query string: search, filters, order, numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from tests.uploads.rows import hosted_asset, stored_asset, trashed
from tests.videos.rows import queued_video
from uploads import housekeeping, search
from uploads.browsing import Browsing
from uploads.models import Asset, Tag


def named(owner: User, name: str, **fields: Any) -> Asset:
    """An asset that can be found by its name."""
    asset = hosted_asset(owner, name="voice.mp3", **fields)
    return housekeeping.describe(asset, name=name, tags=(), note="")


def shown(user: User, query: str = "") -> list[str]:
    return [asset.name for asset in Browsing(QueryDict(query), user).sorted_rows()]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Café offer", "Spring OFFER", "Winter"]),
        ("q=offer", ["Café offer", "Spring OFFER"]),
        ("q=OFFER+spring", ["Spring OFFER"]),
        ("q=cafe", ["Café offer"]),
        ("q=caf%C3%A9", ["Café offer"]),
        ("q=ffe", ["Café offer", "Spring OFFER"]),
        ("q=w", ["Winter"]),
        ("q=in+r", ["Spring OFFER", "Winter"]),
        ("q=summer", []),
        ("q=%22offer", []),
        ("q=100%25", []),
        ("q=_", []),
        ("q=%00offer", ["Café offer", "Spring OFFER"]),
        ("q=" + "x" * 500, []),
    ],
)
def test_every_word_must_occur_somewhere(member: User, query: str, names: list[str]) -> None:
    for name in ("Café offer", "Spring OFFER", "Winter"):
        named(member, name)
    assert sorted(shown(member, query)) == names


@pytest.mark.parametrize("most", [1, 500])
def test_many_hits_are_found_as_few_are(member: User, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Above a number of hits another way is gone; it must come to the same."""
    monkeypatch.setattr(search, "MOST_PICKED", most)
    for number in range(4):
        named(member, f"Campaign {number}", created_at=timezone.now() - timedelta(hours=number))
    named(member, "Other")
    assert shown(member, "q=campaign") == [f"Campaign {number}" for number in range(4)]
    assert shown(member, "q=campaign+2") == ["Campaign 2"]


def test_shows_ones_own_and_nothing_deleted(member: User, stranger: User) -> None:
    named(member, "mine")
    named(stranger, "theirs")
    trashed(named(member, "gone"))
    for query in ("", "q=e", "owner=stranger", "owner=everybody"):
        assert shown(member, query) in (["mine"], [name for name in ["mine"] if "q" in query])


def test_staff_may_see_another_persons_or_everybodys(member: User, stranger: User) -> None:
    named(member, "mine")
    named(stranger, "theirs")
    member.is_staff = True
    assert shown(member) == ["mine"]
    assert shown(member, "owner=stranger") == ["theirs"]
    assert sorted(shown(member, "owner=everybody")) == ["mine", "theirs"]
    assert shown(member, "owner=nobody") == ["mine"]


FILTERED = [
    ("kind=audio", {"short", "long", "failed", "waiting", "kept"}),
    ("kind=image", {"photo"}),
    ("status=hosted", {"short", "long", "photo"}),
    ("status=failed", {"failed"}),
    ("status=moving", {"waiting"}),
    ("status=kept", {"kept"}),
    ("length=short", {"short"}),
    ("length=longer", {"long"}),
    ("shape=portrait", {"photo"}),
    ("use=used", {"short"}),
    ("use=unused", {"long", "photo", "failed", "waiting", "kept"}),
    ("kind=audio&use=used&length=short", {"short"}),
    ("kind=image&use=used", set()),
    ("kind=nonsense&length=&status=%00", {"short", "long", "photo", "failed", "waiting", "kept"}),
]


@pytest.fixture
def assorted(member: User) -> User:
    """Somebody with an asset for each filter."""
    queued_video(member, audio=named(member, "short", duration=30))
    named(member, "long", duration=301)
    Asset.objects.filter(pk=named(member, "photo", width=9, height=16).pk).update(kind="image", shape="portrait")
    for name, status in {"failed": "failed", "waiting": "stored", "kept": "kept"}.items():
        housekeeping.describe(stored_asset(member, status=status), name=name, tags=(), note="")
    return member


@pytest.mark.parametrize(("query", "names"), FILTERED)
def test_a_filter_leaves_what_fits(assorted: User, query: str, names: set[str]) -> None:
    assert set(shown(assorted, query)) == names


def test_the_number_beside_a_choice_is_how_many_it_would_leave(assorted: User) -> None:
    for query, names in FILTERED[:11]:
        facet, _, value = query.partition("=")
        for others in ("", "&q=o", "&kind=audio"):
            if others.startswith(f"&{facet}="):
                continue
            total, numbers = Browsing(QueryDict(others.lstrip("&")), assorted).counts()
            assert numbers[facet][value] == len(shown(assorted, query + others)), query + others
            assert numbers[facet][""] == total == len(shown(assorted, others.lstrip("&")))
        assert names


def test_a_choice_doesnt_change_the_numbers_beside_its_alternatives(assorted: User) -> None:
    plain = Browsing(QueryDict(""), assorted).counts()[1]["kind"]
    total, numbers = Browsing(QueryDict("kind=image"), assorted).counts()
    assert numbers["kind"] == plain
    assert total == 1


def test_all_chosen_tags_must_be_there(member: User) -> None:
    one, both = named(member, "one"), named(member, "both")
    housekeeping.describe(one, name="one", tags=("spring",), note="")
    housekeeping.describe(both, name="both", tags=("spring", "offer"), note="")
    keys = {tag.name: tag.pk for tag in Tag.objects.all()}
    assert set(shown(member, f"tag={keys['spring']}")) == {"one", "both"}
    assert shown(member, f"tag={keys['spring']}&tag={keys['offer']}") == ["both"]
    browsing = Browsing(QueryDict(f"tag={keys['offer']}"), member)
    assert browsing.tag_counts() == {keys["spring"]: 1, keys["offer"]: 1}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("since=2026-03-02", {"second", "third"}),
        ("until=2026-03-02", {"first", "second"}),
        ("since=2026-03-02&until=2026-03-02", {"second"}),
        ("since=nonsense&until=2026-13-40", {"first", "second", "third"}),
        ("until=9999-12-31", {"first", "second", "third"}),
    ],
)
def test_a_date_range_holds_its_last_day(member: User, query: str, names: set[str]) -> None:
    for day, name in enumerate(["first", "second", "third"], start=1):
        named(member, name, created_at=datetime(2026, 3, day, 23, 59, tzinfo=UTC))
    assert set(shown(member, query)) == names


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("newest", ["b", "É", "a"]),
        ("name", ["a", "b", "É"]),
        ("size", ["É", "a", "b"]),
        ("length", ["a", "b", "É"]),
        ("nonsense", ["b", "É", "a"]),
    ],
)
def test_in_the_order_asked_for(member: User, sort: str, names: list[str]) -> None:
    now = timezone.now()
    named(member, "b", created_at=now, duration=2)
    named(member, "a", created_at=now - timedelta(hours=2), duration=3)
    named(member, "É", created_at=now - timedelta(hours=1))
    for name, size in {"b": 1, "a": 2, "É": 3}.items():
        Asset.objects.filter(name=name).update(size=size)
    assert shown(member, f"sort={sort}") == names


@pytest.mark.parametrize("sort", ["newest", "name", "size", "length"])
def test_page_by_page_everything_is_shown_once(member: User, sort: str) -> None:
    now = timezone.now()
    for number in range(7):  # two of each value, so that the id decides, too
        named(member, f"name {number // 2}", created_at=now - timedelta(hours=number // 2), duration=number // 2)
    seen, after = [], ""
    while True:
        query = QueryDict(mutable=True)
        query.update({"sort": sort, "after": after})
        browsing = Browsing(query, member)
        rows = list(browsing.sorted_rows()[:3])
        if not rows:
            break
        seen += [row.pk for row in rows]
        after = str(browsing.order.cursor_of(rows[-1]))
    assert len(seen) == len(set(seen)) == 7


def test_the_query_string_of_a_view_holds_what_means_something(member: User) -> None:
    query = "q=+spring+&kind=audio&shape=&status=nonsense&sort=newest&since=2026-03-02&after=x&tag=99&owner=stranger"
    assert Browsing(QueryDict(query), member).parameters.urlencode() == "q=spring&kind=audio&since=2026-03-02"


def test_each_chip_leads_to_the_view_without_it(member: User) -> None:
    browsing = Browsing(QueryDict("q=a+b&kind=audio&sort=name"), member)
    assert [(chip.label, chip.without) for chip in browsing.chips] == [
        ("“a b”", "?kind=audio&sort=name"),
        ("Recordings", "?q=a+b&sort=name"),
    ]
