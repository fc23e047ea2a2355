"""Sifting a list of avatars or voices: what fits a search, a shelf and filters, page by page.

The lists have some hundred rows. They are read whole and sifted here, which takes one query for each instead of
one for every filter, and finds names without case and accents.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jogg_dashboard.folding import fold
from videos.models import AspectRatio

PAGE_SIZE = 48
MOST_DIGITS = 4  # of a number of rows in a link

Asked = Mapping[str, str]


@dataclass(frozen=True)
class Filter:
    """One select above a picker; `choices` are (value, label) of what there is to choose from."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Shelf:
    """One part of what is offered. `none` says why it may be empty, `order` the keys it is ordered by."""

    value: str
    label: str
    none: str
    holds: Callable[[Any], bool]
    order: Sequence[str] = ()


@dataclass(frozen=True)
class Offered:
    """Everything that a picker could show. `traits` are the fields to filter by, with their labels.

    `prefix` begins the names of its filters. `first` counts, by trait and value, what comes before other values.
    `is_copying` while the pictures or sounds of new ones may still be on their way.
    """

    rows: Sequence[Any]
    shelves: Sequence[Shelf]
    traits: Mapping[str, str]
    prefix: str = ""
    first: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_copying: bool = False


@dataclass(frozen=True)
class Picked:
    """One page of what fits, `total` in all.

    `kept` is the key of the chosen one where it doesn't fit or comes later: then it stands before the others.
    `more` is the number of rows before the next page, 0 on the last one; `shown` that up to this page's end.
    `none` says why nothing fits. `is_narrowed` where a search or filter leaves something out, `is_incomplete`
    while pictures or sounds of this page are still on their way.
    """

    rows: list[Any]
    total: int
    shown: int
    more: int
    kept: str
    shelves: Sequence[Shelf]
    shelf: str
    filters: list[Filter]
    q: str
    is_narrowed: bool
    none: str
    is_incomplete: bool

    @property
    def longer(self) -> int:
        """The number of rows with another page below this one."""
        return self.more + PAGE_SIZE


def asked_with(prefix: str, query: Mapping[str, str]) -> dict[str, str]:
    """What a picker is asked, of a query that names it with a prefix."""
    return {name.removeprefix(prefix): value for name, value in query.items() if name.startswith(prefix)}


def pick(offered: Offered, asked: Asked, chosen: str = "") -> Picked:
    """What fits: `q`, `shelf`, the traits; of it the first `shown`, or with `after` the page behind so many.

    `chosen` is the key of the one that is chosen, which the first page always has. `kept` says which one stands
    there before the others, so that no later page brings it again.
    """
    shelf = next((each for each in offered.shelves if each.value == asked.get("shelf")), offered.shelves[0])
    held = _ordered([row for row in offered.rows if shelf.holds(row)], shelf.order)
    fitting = list(_fitting(held, offered.traits, asked))
    begin, end = _bounds(asked)
    kept = asked.get("kept", "") if begin else _kept(offered.rows, fitting[:end], chosen)
    others = [row for row in fitting if row.key != kept]
    first = [row for row in offered.rows if row.key == kept and not begin]
    return Picked(
        rows=[*first, *others[begin:end]],
        total=len(fitting),
        shown=min(end, len(others)),
        more=end if len(others) > end else 0,
        kept=kept,
        shelves=offered.shelves,
        shelf=shelf.value,
        filters=_filters(offered, asked),
        q=asked.get("q", ""),
        is_narrowed=any(asked.get(name) for name in ("q", "shelf", *offered.traits)),
        none=offered.shelves[0].none if held else shelf.none,
        is_incomplete=offered.is_copying and any(row.lacks_copy for row in others[begin:end]),
    )


def _ordered(rows: list[Any], order: Sequence[str]) -> list[Any]:
    places = {key: place for place, key in enumerate(order)}
    return sorted(rows, key=lambda row: places.get(row.key, len(places))) if order else rows


def _fitting(rows: list[Any], traits: Mapping[str, str], asked: Asked) -> Iterator[Any]:
    wanted = {trait: asked[trait] for trait in traits if asked.get(trait)}
    words = fold(asked.get("q", "")).split()
    for row in rows:
        if all(getattr(row, trait) == value for trait, value in wanted.items()):
            name = fold(row.name) if words else ""
            if all(word in name for word in words):
                yield row


def _bounds(asked: Asked) -> tuple[int, int]:
    """The numbers of the first row, and of the one behind the last."""
    after = _number(asked.get("after", ""))
    return after, after + PAGE_SIZE if after else max(_number(asked.get("shown", "")), PAGE_SIZE)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def _kept(rows: Sequence[Any], shown: list[Any], chosen: str) -> str:
    """The chosen one's key if it is offered, but not shown anyway."""
    is_shown = any(row.key == chosen for row in shown)
    return chosen if not is_shown and any(row.key == chosen for row in rows) else ""


def _filters(offered: Offered, asked: Asked) -> list[Filter]:
    """A select for each trait that tells the rows apart, or is asked for."""
    found = [
        Filter(f"{offered.prefix}{trait}", label, asked.get(trait, ""), _choices(offered, trait))
        for trait, label in offered.traits.items()
    ]
    return [each for each in found if len(each.choices) > 1 or each.value]


def _choices(offered: Offered, trait: str) -> list[tuple[str, str]]:
    values = {getattr(row, trait) for row in offered.rows} - {""}
    first = offered.first.get(trait, {})
    labelled = [(value, _label(value)) for value in values]
    return sorted(labelled, key=lambda choice: (-first.get(choice[0], 0), choice[1]))


def _label(value: str) -> str:
    """Jogg's word in words: young_adult is "Young adult"."""
    ratios = dict(AspectRatio.choices)
    return ratios.get(value) or value.replace("_", " ").replace("-", " ").capitalize()
