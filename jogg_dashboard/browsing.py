"""What a list shows: the search, filters and order that its query string asks for, and how many there are of each.

What a query string holds that means nothing is left out; so a mistyped link still shows the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, User
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.dateparse import parse_date

from jogg_dashboard.paging import Cursor, Order

EVERYBODY = "everybody"
LONGEST_SEARCH = 200
MOST_TAGS = 10
FIRST_YEAR, LAST_YEAR = 1970, 9000
LOOKS = ("rows", "tiles")


@dataclass(frozen=True)
class Option:
    """One choice of a filter. `condition` is what it asks of a row."""

    value: str
    label: str
    condition: Q


@dataclass(frozen=True)
class Facet:
    """A filter with a few choices; `name` is its name in the query string."""

    name: str
    label: str
    options: tuple[Option, ...]

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the view; `without` is the link that takes it away."""

    label: str
    without: str


@dataclass(frozen=True)
class Words:
    """What a page calls things: one of them, several, what a search looks in, and what the dates are of."""

    one: str
    several: str
    searched: str
    dated: str


class Browsing:
    """A person's view of a list, as a query string describes it.

    A list of its own names its URL (`home`) and the model's tags, and says what rows there are
    (`every_row`), which of them a search finds (`matching`) and what belongs to a tag (`tagged`).
    """

    home: ClassVar[str]
    words: ClassVar[Words]
    sorts: ClassVar[dict[str, tuple[str, Order]]]
    remembered: ClassVar[str]  # the cookie that holds the look

    def __init__(self, query: QueryDict, user: AbstractUser) -> None:
        self._query = query
        self.user = user
        self.search = query.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        self.since, self.until = _date(query.get("since")), _date(query.get("until"))
        self.sort = query.get("sort") if query.get("sort") in self.sorts else "newest"

    @property
    def offered(self) -> Sequence[Facet]:
        """The filters there are."""
        raise NotImplementedError

    def every_row(self) -> QuerySet[Any]:
        """Everybody's rows that are in no trash."""
        raise NotImplementedError

    def matching(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that the search finds."""
        raise NotImplementedError

    def tags_of(self, owner: User) -> list[Any]:
        """The tags a person has."""
        raise NotImplementedError

    def tagged(self, tag: Any) -> Q:
        """What a tag asks of a row."""
        raise NotImplementedError

    def tag_counts(self) -> dict[int, int]:
        """For each tag, how many of the rows shown have it."""
        raise NotImplementedError

    @cached_property
    def options(self) -> dict[str, Option | None]:
        """What is chosen in each facet."""
        return {facet.name: facet.option(self._query.get(facet.name, "")) for facet in self.offered}

    @property
    def order(self) -> Order:
        return self.sorts[self.sort][1]

    @property
    def cursor(self) -> Cursor | None:
        return self.order.cursor(self._query.get("after", ""))

    @cached_property
    def owner(self) -> User | None:
        """Whose rows are shown, None for everybody's; only staff may see others'."""
        asked = self._query.get("owner", "")
        if not self.user.is_staff or not asked:
            return self.user
        if asked == EVERYBODY:
            return None
        return next((owner for owner in self.owners if owner.username == asked), self.user)

    @cached_property
    def all_tags(self) -> list[Any]:
        """The tags there are to choose from."""
        return self.tags_of(self.owner) if self.owner else []

    @cached_property
    def tags(self) -> list[Any]:
        """The tags chosen; a row must have all of them."""
        asked = set(self._query.getlist("tag")[:MOST_TAGS])
        return [tag for tag in self.all_tags if str(tag.pk) in asked]

    @cached_property
    def owners(self) -> list[User]:
        """The people to choose from."""
        return list(User.objects.order_by("username")) if self.user.is_staff else []

    def with_owners(self, rows: list[Any]) -> list[Any]:
        """The same rows with their owners, who are known here already, instead of a query for each."""
        known = {owner.pk: owner for owner in [self.user, *self.owners]}
        for row in rows:
            if row.owner_id in known:
                row.owner = known[row.owner_id]
        return rows

    @property
    def facets(self) -> list[tuple[Facet, str]]:
        """Each facet with the value chosen in it, "" being none."""
        return [(facet, option.value if (option := self.options[facet.name]) else "") for facet in self.offered]

    @property
    def is_filtered(self) -> bool:
        """Whether something other than the search narrows it."""
        return bool(self.since or self.until or self.tags or any(self.options.values()))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.search) or self.is_filtered

    @property
    def chips(self) -> list[Chip]:
        """What narrows the view, each with the way back out."""
        chips = [Chip(f"“{self.search}”", self._without("q"))] if self.search else []
        chips += [Chip(option.label, self._without(name)) for name, option in self.options.items() if option]
        chips += [Chip(f"From {formats.date_format(self.since)}", self._without("since"))] if self.since else []
        chips += [Chip(f"To {formats.date_format(self.until)}", self._without("until"))] if self.until else []
        return chips + [Chip(tag.name, self._without("tag", str(tag.pk))) for tag in self.tags]

    def _without(self, name: str, value: str = "") -> str:
        """The query string without a parameter, or without one of its values."""
        query = self.parameters
        query.setlist(name, [kept for kept in query.getlist(name) if value and kept != value])
        return f"?{query.urlencode()}"

    @property
    def is_only_mine(self) -> bool:
        return self.owner == self.user

    @property
    def parameters(self) -> QueryDict:
        """The query string of this view without the page: only what means something, always in the same order."""
        asked = QueryDict(mutable=True)
        single = {"q": self.search, **{name: option.value for name, option in self.options.items() if option}}
        single |= {"since": self.since, "until": self.until}
        for name, value in single.items():
            if value:
                asked[name] = str(value)
        asked.setlist("tag", [str(tag.pk) for tag in self.tags])
        if not self.is_only_mine:
            asked["owner"] = self.owner.username if self.owner else EVERYBODY
        if self.sort != "newest":
            asked["sort"] = self.sort
        return asked

    def rows(self, *, leaving_out: str = "") -> QuerySet[Any]:
        """The rows asked for, in no order; `leaving_out` names a facet whose choice doesn't count."""
        rows = self.every_row()
        if self.owner:
            rows = rows.filter(owner=self.owner)
        conditions = [option.condition for name, option in self.options.items() if option and name != leaving_out]
        rows = rows.filter(*conditions, self._dates())
        for tag in self.tags:
            rows = rows.filter(self.tagged(tag))
        return self.matching(rows)

    def sorted_rows(self) -> QuerySet[Any]:
        """The rows of the page asked for and all that follow, in order."""
        return self.order.sort(self.rows(), self.cursor)

    def counts(self) -> tuple[int, dict[str, dict[str, int]]]:
        """How many rows are shown; and for each facet how many each choice would leave, "" being none.

        The choices in other facets stay as they are.
        """
        chosen = [facet for facet in self.offered if self.options[facet.name]]
        total, found = _count(self.rows(), [facet for facet in self.offered if facet not in chosen])
        for facet in chosen:
            found |= _count(self.rows(leaving_out=facet.name), [facet])[1]
        return total, found

    def numbers(self) -> tuple[int, list[tuple[str, str, int]]]:
        """How many rows are shown, and the number beside each choice, as (facet, value, number)."""
        total, found = self.counts()
        numbers = [
            (facet.name, value or "any", number)
            for facet in self.offered
            for value, number in found[facet.name].items()
        ]
        tags = self.tag_counts()
        return total, numbers + [("tag", str(tag.pk), tags.get(tag.pk, 0)) for tag in self.all_tags]

    def look(self, cookies: dict[str, str]) -> str:
        """Rows or tiles, as the link says, else as last time."""
        asked = self._query.get("look") or cookies.get(self.remembered, "")
        return asked if asked in LOOKS else self.usual_look

    usual_look: ClassVar[str] = LOOKS[0]

    def _dates(self) -> Q:
        condition = Q()
        if self.since:
            condition &= Q(created_at__gte=_start_of(self.since))
        if self.until:
            condition &= Q(created_at__lt=_start_of(self.until + timedelta(days=1)))
        return condition


def by_tag(tagged: QuerySet[Any]) -> dict[int, int]:
    """How many of these pairs of a row and a tag each tag is in."""
    return dict(tagged.values_list("tag").annotate(Count("pk")))


def _count(rows: QuerySet[Any], facets: Sequence[Facet]) -> tuple[int, dict[str, dict[str, int]]]:
    """Count the rows, and what each choice of these facets would leave of them, in one pass."""
    sums = {
        f"{facet.name}_{number}": Count("pk", filter=option.condition)
        for facet in facets
        for number, option in enumerate(facet.options)
    }
    found = rows.aggregate(total=Count("pk"), **sums)
    total = found["total"]
    each = {
        facet.name: {"": total}
        | {option.value: found[f"{facet.name}_{number}"] for number, option in enumerate(facet.options)}
        for facet in facets
    }
    return total, each


def _date(text: str | None) -> date | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
