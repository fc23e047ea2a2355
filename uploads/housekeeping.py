"""Keeping a library in order: names, tags, notes, the trash. Each takes assets of one person."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jogg_dashboard import claims
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.folding import fold
from uploads import search, tagging, tasks, tidying
from uploads.models import Asset
from uploads.models.asset import sort_name

DELETED = Entry(Source.PERSON, "Deleted; it can be put back for 30 days.")
RESTORED = Entry(Source.PERSON, "Put back.")


def describe(asset: Asset, *, name: str, tags: Iterable[str], note: str) -> Asset:
    """Give an asset a name ("" for the one it was uploaded with), tags and a note."""
    name = name or asset.original_name
    entry = Entry(Source.PERSON, f"Renamed from {asset.name} to {name}.") if name != asset.name else None
    with transaction.atomic():
        row = Asset.objects.filter(pk=asset.pk)
        claims.update(row, entry, name=name, sort_name=sort_name(name), note=note)
        asset.refresh_from_db()
        asset.tags.set(tagging.named(asset.owner_id, tags))
        tagging.forget_unused(asset.owner_id)
        search.index(asset)
    return asset


def tag(assets: QuerySet[Asset], name: str) -> int:
    """Give several assets a tag; return how many."""
    with transaction.atomic():
        chosen = list(assets.prefetch_related("tags"))
        for each in {asset.owner_id: asset for asset in chosen}.values():
            (wanted,) = tagging.named(each.owner_id, [name])
            wanted.assets.add(*[asset for asset in chosen if asset.owner_id == each.owner_id])
        _retagged(assets)
    return len(chosen)


def untag(assets: QuerySet[Asset], name: str) -> int:
    """Take a tag off several assets; return how many had it."""
    with transaction.atomic():
        tagged = Asset.tags.through.objects.filter(asset__in=assets, tag__folded=fold(name))
        keys = list(tagged.values_list("asset", flat=True))
        owners = set(assets.values_list("owner", flat=True))
        tagged.delete()
        _retagged(Asset.objects.filter(pk__in=keys))
        for owner in owners:
            tagging.forget_unused(owner)
    return len(keys)


def delete(assets: QuerySet[Asset]) -> int:
    """Take assets out of the library; for 30 days they can be restored. Return how many."""
    return claims.update_all(assets.filter(deleted_at=None), DELETED, deleted_at=timezone.now())


def restore(assets: QuerySet[Asset]) -> int:
    """Put deleted assets back and go on with what their deletion interrupted; return how many."""
    deleted = list(assets.exclude(deleted_at=None))
    claims.update_all(Asset.objects.filter(pk__in=[asset.pk for asset in deleted]), RESTORED, deleted_at=None)
    for asset in deleted:
        if asset.is_running:
            tasks.enqueue(asset)
    return len(deleted)


def purge(assets: QuerySet[Asset]) -> int:
    """Remove assets of the trash for good, their files with them; return how many."""
    return tidying.purge(assets.exclude(deleted_at=None))


def used_in(assets: QuerySet[Asset]) -> list[Asset]:
    """Those of the assets that videos use, each with its `videos` at hand."""
    used = assets.filter(videos__isnull=False).distinct()
    return list(used.prefetch_related("videos").order_by("sort_name"))


def _retagged(assets: QuerySet[Asset]) -> None:
    claims.update_all(assets)
    search.index_all(assets.prefetch_related("tags"))
