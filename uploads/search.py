"""Finding assets by their words: name, original name, tags and note, without case and accents.

Every word of a search must occur somewhere, parts of words included. Few hits are picked through the
trigram index and then ordered; where there are many, the rows are read in their order and tested until a page is
full, which is soon. Neither reads the whole library.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from jogg_dashboard.folding import fold
from uploads.models import Asset, SearchText, Tag

MOST_PICKED = 500
MOST_WORDS = 10
TRIGRAM = 3
PICKED_BY_SQLITE = "SELECT rowid FROM uploads_searchtext_trigrams WHERE uploads_searchtext_trigrams MATCH %s LIMIT %s"


def index(asset: Asset) -> None:
    """Write down the words by which an asset is found; to be called whenever they change."""
    SearchText.objects.update_or_create(asset=asset, defaults={"text": text_of(asset, asset.tags.all())})


def index_all(assets: Iterable[Asset]) -> None:
    """The same for several, whose tags were prefetched."""
    texts = [SearchText(asset=asset, text=text_of(asset, asset.tags.all())) for asset in assets]
    SearchText.objects.bulk_create(texts, update_conflicts=True, unique_fields=["asset"], update_fields=["text"])


def matching(rows: QuerySet[Any], search: str) -> QuerySet[Any]:
    """Return those of the assets in which every word of the search occurs."""
    words = words_of(search)
    if not words:
        return rows
    picked = _pick(words)
    if picked is None:
        return rows.filter(_holds(words, "search_text__text"))
    return rows.filter(pk__in=picked)


def words_of(search: str) -> list[str]:
    """What is looked for, folded."""
    return fold(search.replace("\0", " ")).split()[:MOST_WORDS]


def _pick(words: list[str]) -> list[UUID] | None:
    """The ids of everybody's assets with these words, None where they are many or the words too short for an index."""
    long = [word for word in words if len(word) >= TRIGRAM]
    if not long:
        return None
    texts = SearchText.objects.filter(_indexed(long) if connection.vendor == "sqlite" else _holds(long, "text"))
    found = list(texts.values_list("asset_id", "text")[: MOST_PICKED + 1])
    if len(found) > MOST_PICKED:
        return None
    return [key for key, text in found if all(word in text for word in words)]


def _indexed(words: list[str]) -> Q:
    """SQLite's index has to be asked in words of its own; PostgreSQL's is used by itself."""
    phrases = " ".join('"{}"'.format(word.replace('"', '""')) for word in words)
    return Q(pk__in=RawSQL(PICKED_BY_SQLITE, [phrases, MOST_PICKED + 1]))


def _holds(words: list[str], column: str) -> Q:
    return Q(*(Q(**{f"{column}__contains": word}) for word in words))


def text_of(asset: Asset, tags: Iterable[Tag]) -> str:
    """What an asset with these tags is found by."""
    return fold(" ".join([asset.name, asset.original_name, *(tag.name for tag in tags), asset.note]))
