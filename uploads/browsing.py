"""What the library shows: the search, filters and order that its query string asks for, and how many there are of each.

What a query string holds that means nothing is left out; so a mistyped link still shows the library.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser, User
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.dateparse import parse_date

from jogg_dashboard.paging import NEWEST, Cursor, Order, read_amount, read_count, read_text
from uploads import search
from uploads.media_types import Kind
from uploads.models import Asset, Shape, Status, Tag

EVERYBODY = "everybody"
LONGEST_SEARCH = 200
MOST_TAGS = 10
FIRST_YEAR, LAST_YEAR = 1970, 9000

SORTS = {
    "newest": ("Newest", NEWEST),
    "name": ("Name", Order("sort_name", read_text, is_descending=False)),
    "size": ("Largest", Order("size", read_count)),
    "length": ("Longest", Order("length", read_amount)),
}


@dataclass(frozen=True)
class Option:
    """One choice of a filter. `condition` is what it asks of an asset."""

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


def _used() -> QuerySet[Asset]:
    """The ids of what is in a video: a list to look into, as asking each row of a large library takes long."""
    return Asset.objects.filter(videos__isnull=False).values("pk")


def _moving() -> QuerySet[Asset]:
    """The ids of what is on its way, likewise: mostly few, and found at once by their status."""
    return Asset.objects.unfinished().values("pk")


FACETS = (
    Facet("kind", "Kind", (
        Option("image", "Photos", Q(kind=Kind.IMAGE)),
        Option("video", "Videos", Q(kind=Kind.VIDEO)),
        Option("audio", "Recordings", Q(kind=Kind.AUDIO)),
    )),
    Facet("status", "At Jogg", (
        Option("hosted", "Sent to Jogg", Q(status=Status.HOSTED)),
        Option("moving", "On its way", Q(pk__in=_moving())),
        Option("failed", "Needs you", Q(status=Status.FAILED)),
        Option("kept", "Kept here only", Q(status=Status.KEPT)),
    )),
    Facet("use", "Use", (
        Option("used", "Used in a video", Q(pk__in=_used())),
        Option("unused", "Not used yet", ~Q(pk__in=_used())),
    )),
    Facet("length", "Length", (
        Option("short", "Up to 30 s", Q(length__gt=0, length__lte=30)),
        Option("medium", "30 s to 2 min", Q(length__gt=30, length__lte=120)),
        Option("long", "2 to 5 min", Q(length__gt=120, length__lte=300)),
        Option("longer", "Over 5 min", Q(length__gt=300)),
    )),
    Facet("shape", "Shape", tuple(Option(value, label, Q(shape=value)) for value, label in Shape.choices)),
)  # fmt: skip


class Browsing:
    """A person's view of the library, as a query string describes it."""

    def __init__(self, query: QueryDict, user: AbstractUser) -> None:
        self._query = query
        self.user = user
        self.search = query.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        self.since, self.until = _date(query.get("since")), _date(query.get("until"))
        self.sort = query.get("sort") if query.get("sort") in SORTS else "newest"
        self.options = {facet.name: facet.option(query.get(facet.name, "")) for facet in FACETS}

    @property
    def order(self) -> Order:
        return SORTS[self.sort][1]

    @property
    def cursor(self) -> Cursor | None:
        return self.order.cursor(self._query.get("after", ""))

    @cached_property
    def owner(self) -> User | None:
        """Whose assets are shown, None for everybody's; only staff may see others'."""
        asked = self._query.get("owner", "")
        if not self.user.is_staff or not asked:
            return self.user
        if asked == EVERYBODY:
            return None
        return next((owner for owner in self.owners if owner.username == asked), self.user)

    @cached_property
    def all_tags(self) -> list[Tag]:
        """The tags there are to choose from."""
        return list(Tag.objects.filter(owner=self.owner) if self.owner else Tag.objects.none())

    @cached_property
    def tags(self) -> list[Tag]:
        """The tags chosen; an asset must have all of them."""
        asked = set(self._query.getlist("tag")[:MOST_TAGS])
        return [tag for tag in self.all_tags if str(tag.pk) in asked]

    @cached_property
    def owners(self) -> list[User]:
        """The people to choose from."""
        return list(User.objects.order_by("username")) if self.user.is_staff else []

    def with_owners(self, assets: list[Asset]) -> list[Asset]:
        """The same assets with their owners, who are known here already, instead of a query for each."""
        known = {owner.pk: owner for owner in [self.user, *self.owners]}
        for asset in assets:
            if asset.owner_id in known:
                asset.owner = known[asset.owner_id]
        return assets

    @property
    def facets(self) -> list[tuple[Facet, str]]:
        """Each facet with the value chosen in it, "" being none."""
        return [(facet, option.value if (option := self.options[facet.name]) else "") for facet in FACETS]

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

    def rows(self, *, leaving_out: str = "") -> QuerySet[Asset]:
        """The assets asked for, in no order; `leaving_out` names a facet whose choice doesn't count."""
        rows = Asset.objects.filter(deleted_at=None)
        if self.owner:
            rows = rows.filter(owner=self.owner)
        conditions = [option.condition for name, option in self.options.items() if option and name != leaving_out]
        rows = rows.filter(*conditions, self._dates())
        for tag in self.tags:
            rows = rows.filter(pk__in=Asset.tags.through.objects.filter(tag=tag).values("asset"))
        return search.matching(rows, self.search)

    def sorted_rows(self) -> QuerySet[Asset]:
        """The assets of the page asked for and all that follow, in order."""
        return self.order.sort(self.rows(), self.cursor)

    def counts(self) -> tuple[int, dict[str, dict[str, int]]]:
        """How many assets are shown; and for each facet how many each choice would leave, "" being none.

        The choices in other facets stay as they are.
        """
        chosen = [facet for facet in FACETS if self.options[facet.name]]
        total, found = _count(self.rows(), [facet for facet in FACETS if facet not in chosen])
        for facet in chosen:
            found |= _count(self.rows(leaving_out=facet.name), [facet])[1]
        return total, found

    def tag_counts(self) -> dict[int, int]:
        """For each tag, how many of the assets shown have it.

        Of a whole library it is all that have it but the deleted ones: those are few, and the others needn't be read.
        """
        tagged = Asset.tags.through.objects
        if self.owner is None or self.is_narrowed:
            return _by_tag(tagged.filter(asset__in=self.rows()))
        deleted = Asset.objects.filter(owner=self.owner, deleted_at__isnull=False)
        gone = _by_tag(tagged.filter(asset__in=deleted))
        every = _by_tag(tagged.filter(tag__in=self.all_tags))
        return {tag: number - gone.get(tag, 0) for tag, number in every.items()}

    def _dates(self) -> Q:
        condition = Q()
        if self.since:
            condition &= Q(created_at__gte=_start_of(self.since))
        if self.until:
            condition &= Q(created_at__lt=_start_of(self.until + timedelta(days=1)))
        return condition


def _by_tag(tagged: QuerySet[Any]) -> dict[int, int]:
    return dict(tagged.values_list("tag").annotate(Count("pk")))


def _count(rows: QuerySet[Asset], facets: list[Facet]) -> tuple[int, dict[str, dict[str, int]]]:
    """Count the rows, and what each choice of these facets would leave of them, in one pass."""
    sums = {
        f"{facet.name}_{option.value}": Count("pk", filter=option.condition)
        for facet in facets
        for option in facet.options
    }
    found = rows.aggregate(total=Count("pk"), **sums)
    total = found["total"]
    each = {
        facet.name: {"": total} | {option.value: found[f"{facet.name}_{option.value}"] for option in facet.options}
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
