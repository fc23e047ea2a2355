"""Writing a made-up library down in few statements, and taking it away again."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from random import Random
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone

from jogg_dashboard.evidence import Source
from jogg_dashboard.folding import fold
from uploads import search
from uploads.models import Asset, AssetEntry, SearchText, Tag
from uploads.seeding import stored, wording
from uploads.seeding.rows import Maker

MANY = 2000  # assets in one transaction: whoever else writes waits a moment only
AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)
MADE_UP = "Made up by `manage.py seed_library`, to try out a large library."


def seed(*, owner: AbstractBaseUser, count: int, seed: int) -> Iterator[int]:
    """Add so many made-up assets to a person's library; gives the number written so far after each portion."""
    maker, random = Maker(owner, seed, stored.write(), timezone.now()), Random(seed)
    tags = _tags(owner)
    _make_room()
    for start in range(0, count, MANY):
        numbers = range(start, min(start + MANY, count))
        assets = [maker.make(number, count) for number in numbers]
        _write(assets, [_folded(wording.tags(random)) for _ in assets], tags)
        yield numbers.stop
    analyse()


def remove(*, owner: AbstractBaseUser) -> Iterator[int]:
    """Take a person's made-up assets away; gives the number gone so far after each portion."""
    seeded, gone = Asset.objects.filter(owner=owner, file__startswith=stored.FOLDER), 0
    while keys := list(seeded.values_list("pk", flat=True)[:MANY]):
        with transaction.atomic():
            Asset.objects.filter(pk__in=keys).delete()
        gone += len(keys)
        yield gone
    Tag.objects.filter(owner=owner, name__in=wording.TAGS, assets=None).delete()
    if not Asset.objects.filter(file__startswith=stored.FOLDER).exists():
        stored.remove()
    analyse()


def analyse() -> None:
    """Have the database count anew what it plans its queries by."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_room() -> None:
    """Let SQLite keep the indexes in memory, which grow all over with each row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-256000")


def _tags(owner: AbstractBaseUser) -> dict[str, Tag]:
    Tag.objects.bulk_create(
        [Tag(owner=owner, name=name, folded=fold(name)) for name in wording.TAGS], ignore_conflicts=True
    )
    return {tag.folded: tag for tag in Tag.objects.filter(owner=owner)}


def _folded(names: list[str]) -> list[str]:
    return sorted(map(fold, names))


@transaction.atomic
def _write(assets: list[Asset], named: list[list[str]], tags: dict[str, Tag]) -> None:
    through = Asset.tags.through
    chosen = [(asset, [tags[word] for word in words]) for asset, words in zip(assets, named, strict=True)]
    entry = {"source": Source.PERSON, "sentence": MADE_UP}
    _insert(assets)
    _insert([through(asset_id=asset.pk, tag_id=tag.pk) for asset, theirs in chosen for tag in theirs])
    _insert([SearchText(asset_id=asset.pk, text=search.text_of(asset, theirs)) for asset, theirs in chosen])
    _insert([AssetEntry(row_id=asset.pk, state=asset.status, **entry) for asset in assets])


def _insert(rows: list[models.Model]) -> None:
    """Insert new rows of one model; `bulk_create` takes three times as long, as it compiles each value."""
    if not rows:
        return
    serial = rows[0]._meta.auto_field  # the key that the database counts by itself, if the model's is one
    fields = [field for field in rows[0]._meta.concrete_fields if not (field.generated or field is serial)]
    database = transaction.get_connection()
    table = database.ops.quote_name(rows[0]._meta.db_table)
    columns = ", ".join(database.ops.quote_name(field.column) for field in fields)
    read = [_reader(field, database) for field in fields]
    values = [[value_of(row) for value_of in read] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})", values)


def _reader(field: models.Field, database: Any) -> Callable[[models.Model], Any]:
    """What gives a field's value as the database takes it; most need no conversion, and that saves half the time."""
    if isinstance(field, AS_IT_IS):
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), database)
