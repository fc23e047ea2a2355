"""The history as CSV or JSON, in pieces: a hundred thousand rows take no more memory than five hundred."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jogg_dashboard.spreadsheets import BYTE_ORDER_MARK, line
from uploads import web_links
from uploads.models import Asset

ROWS_AT_A_TIME = 500
Names = dict[UUID, list[str]]

COLUMNS = [
    "id", "name", "original_name", "kind", "content_type", "size", "duration", "width", "height", "tags", "note",
    "origin", "source_url", "status", "hosted_url", "created_at", "sent_at", "hosted_at", "verified_at", "proof",
    "deleted_at", "sha256", "used_by",
]  # fmt: skip


def as_csv(assets: QuerySet[Asset]) -> Iterator[str]:
    """The assets as CSV with a header; several tags or videos in one field are separated by semicolons."""
    yield BYTE_ORDER_MARK + line(COLUMNS)
    for record in records(assets):
        yield line(record.values())


def as_json(assets: QuerySet[Asset]) -> Iterator[str]:
    """The assets as one JSON array, an object a line."""
    start = "[\n"
    for record in records(assets):
        yield start + json.dumps(record, ensure_ascii=False, default=datetime.isoformat)
        start = ",\n"
    yield "\n]\n" if start == ",\n" else "[]\n"


def records(assets: QuerySet[Asset]) -> Iterator[dict[str, Any]]:
    """One dict per asset, its keys being `COLUMNS`."""
    found = assets.defer("waveform").iterator(chunk_size=ROWS_AT_A_TIME)
    while some := list(islice(found, ROWS_AT_A_TIME)):
        related = {"tags": _tags(some), "used_by": _videos(some)}
        for asset in some:
            yield {column: _value(asset, column, related) for column in COLUMNS}


def _tags(assets: list[Asset]) -> Names:
    """By hand, as `prefetch_related` leaves cycles behind, which pile up between two collections of garbage."""
    pairs = Asset.tags.through.objects.filter(asset__in=assets).order_by("tag__folded")
    return _grouped(pairs.values_list("asset_id", "tag__name"))


def _videos(assets: list[Asset]) -> Names:
    videos = Asset.videos.rel.related_model.objects.filter(audio__in=assets).order_by("created_at")
    return _grouped((video.audio_id, str(video)) for video in videos)


def _grouped(pairs: Iterable[tuple[UUID, str]]) -> Names:
    names: Names = defaultdict(list)
    for key, name in pairs:
        names[key].append(name)
    return names


def _value(asset: Asset, column: str, related: dict[str, Names]) -> Any:
    if column in related:
        return related[column].get(asset.pk, [])
    if column == "source_url":
        return web_links.address_without_query(asset.source_url) if asset.source_url else ""
    return str(asset.id) if column == "id" else getattr(asset, column)
