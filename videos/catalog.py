"""What Jogg offers: avatars and voices, kept in the database by the worker, so that no page waits for Jogg."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from PIL import Image

import jogg as api
from jogg import BadKey, JoggError, Refused
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import account, jogg
from jogg_dashboard.sizes import MB
from uploads.media_types import EXTENSIONS, LEADING_BYTES, Kind, NotTaken, kind_of, recognise
from videos.models import Avatar, AvatarType, Catalogue, Voice

logger = logging.getLogger(__name__)

FRESH = timedelta(minutes=50)
PORTRAIT_SIZE = (480, 480)
LARGEST_MEDIA = 20 * MB
MOST_PIXELS = 50_000_000
LONGEST_HOLDER = 200

Item = TypeVar("Item")


class BeingRead(Exception):
    """Another worker reads the lists right now, and does all that follows."""


def catalogue() -> Catalogue:
    """What is known about the lists of the account in use; an unsaved row where that is nothing yet."""
    return Catalogue.objects.filter(account=account()).first() or Catalogue(account=account())


def is_asked_for() -> bool:
    """Whether somebody waits for the lists to be read again."""
    return catalogue().asked_at is not None


def refresh_if_stale() -> datetime | None:
    """Read the lists again unless they are fresh; return when to try again where that failed just now."""
    row = catalogue()
    now = timezone.now()
    if row.asked_at and not row.due_at:
        return refresh()
    if (row.refreshed_at and now - row.refreshed_at < FRESH) or (row.due_at and now < row.due_at):
        return None
    return refresh()


def refresh() -> datetime | None:
    """Read the lists again; return when to try again where that failed. Raises `BeingRead`."""
    _forget_other_accounts()
    rows = Catalogue.objects.filter(account=account())
    Catalogue.objects.get_or_create(account=account())
    claims.release(rows)
    if not claims.take(rows):
        raise BeingRead
    try:
        return _refresh(rows.get())
    finally:
        claims.settle(rows)


def _refresh(row: Catalogue) -> datetime | None:
    try:
        avatars, voices, refusal = _read()
    except JoggError as error:
        return _record_failure(row, error)
    _read_account(row)
    with transaction.atomic():
        _replace_avatars(avatars)
        _replace_voices(voices)
        row.refreshed_at, row.error, row.own_error, row.failures, row.due_at = timezone.now(), "", refusal, 0, None
        row.asked_at = None
        row.save()
    logger.info("the catalogue holds %d avatars and %d voices", len(avatars), len(voices))
    return None


def learn_traits() -> None:
    """Learn the traits of Jogg's avatars that its lists are asked for by, but don't tell (`api.AVATAR_TRAITS`)."""
    for trait, values in api.AVATAR_TRAITS.items():
        for value in values:
            _learn(trait, value)


def without_portrait() -> models.QuerySet[Avatar]:
    """The avatars whose portrait hasn't been copied yet."""
    return Avatar.objects.filter(portrait="").exclude(cover_url="").order_by("position")


def without_sample() -> models.QuerySet[Voice]:
    """The voices whose sample hasn't been copied yet."""
    return Voice.objects.filter(sample="").exclude(audition_url="").order_by("position")


def copy_portrait(pk: int) -> None:
    """Copy one avatar's portrait, made smaller. What can't be had is tried again at the next refresh."""
    avatar = without_portrait().filter(pk=pk).first()
    if avatar and (content := _fetch(avatar.cover_url)):
        _keep_portrait(avatar, content)


def copy_sample(pk: int) -> None:
    """Copy one voice's sample. What can't be had is tried again at the next refresh."""
    voice = without_sample().filter(pk=pk).first()
    if voice and (content := _fetch(voice.audition_url)):
        _keep_sample(voice, content)


@transaction.atomic
def _forget_other_accounts() -> None:
    """Lists of another account count as never read."""
    if Catalogue.objects.exclude(account=account()).delete()[0]:
        _forget(Avatar.objects.all(), "portrait")
        _forget(Voice.objects.all(), "sample")


def _read() -> tuple[list[api.Avatar], list[api.Voice], str]:
    """Return the avatars, the voices, and why a list of one's own is missing: a plan may not have them all."""
    refusals: list[str] = []

    def own(read: Callable[[], list[Item]]) -> list[Item]:
        try:
            return read()
        except Refused as error:
            if error.passing or isinstance(error, BadKey):
                raise
            refusals.append(error.sentence)
            return []

    client = jogg()
    avatars = [*client.avatars(), *own(client.custom_avatars), *own(client.photo_avatars)]
    voices = [*own(client.custom_voices), *client.voices()]
    return avatars, voices, " ".join(dict.fromkeys(refusals))


def _learn(trait: str, value: str) -> None:
    """Note the trait on those that are listed for it. What isn't told stays as it was."""
    with _passing_over(f"which avatars are of {trait} {value}"):
        found = jogg().avatars_with(trait, value)
        offered = Avatar.objects.filter(avatar_type=AvatarType.JOGG)
        if len(found) < offered.count():  # else the filter was passed over, and the answer says nothing
            ids = [avatar.avatar_id for avatar in found]
            offered.filter(avatar_id__in=ids).exclude(**{trait: value}).update(**{trait: value})


def _read_account(row: Catalogue) -> None:
    """Note whose account it is and what Jogg says is left; v1 tells neither, and no list waits for them."""
    client = jogg()
    with _passing_over("whose account it is"):
        holder = client.whoami()
        row.holder = (holder.name or holder.email)[:LONGEST_HOLDER] if holder else ""
    with _passing_over("what is left"):
        row.remaining_quota = client.remaining_quota()
        row.quota_at = None if row.remaining_quota is None else timezone.now()


@contextmanager
def _passing_over(what: str) -> Iterator[None]:
    """What isn't told stays as it was."""
    try:
        yield
    except JoggError as error:
        logger.info("Jogg doesn't tell %s: %s", what, error.sentence)


def _record_failure(row: Catalogue, error: JoggError) -> datetime:
    logger.warning("the catalogue can't be read: %s", error.sentence)
    row.error, row.failures = error.sentence, row.failures + 1
    row.due_at, row.asked_at = timezone.now() + backoff.delay(row.failures, error.retry_after), None
    row.save()
    return row.due_at


def _replace_avatars(found: list[api.Avatar]) -> None:
    traits = ["name", "cover_url", "aspect_ratio", "style", "gender", "age", "ready", "photo"]
    rows = [
        Avatar(
            avatar_id=avatar.avatar_id,
            avatar_type=avatar.avatar_type,
            position=position,
            **{trait: getattr(avatar, trait) for trait in [*traits, *api.AVATAR_TRAITS]},
        )
        for position, avatar in enumerate(found)
        if 0 < len(avatar.avatar_id) <= Avatar._meta.get_field("avatar_id").max_length
    ]
    learnt = [trait for trait in api.AVATAR_TRAITS if any(getattr(avatar, trait) for avatar in found)]
    fields = [*traits, *learnt, "position"]
    _replace(Avatar, rows, ["avatar_type", "avatar_id"], fields, ("cover_url", "portrait"))


def _replace_voices(found: list[api.Voice]) -> None:
    traits = ["name", "language", "gender", "age", "accent", "use_case", "custom"]
    rows = [
        Voice(
            voice_id=voice.voice_id,
            position=position,
            audition_url=voice.sample_url,
            **{trait: getattr(voice, trait) for trait in traits},
        )
        for position, voice in enumerate(found)
        if voice.voice_id
    ]
    _replace(Voice, rows, ["voice_id"], [*traits, "position", "audition_url"], ("audition_url", "sample"))


def _replace(
    model: type[models.Model], rows: list[Any], key: list[str], fields: list[str], media: tuple[str, str]
) -> None:
    """Make the table hold these rows; a copy of media is kept as long as its URL stays the same."""
    url, copy = media
    _fit(rows)
    rows = list({tuple(getattr(row, field) for field in key): row for row in reversed(rows)}.values())[::-1]
    known = {tuple(old[:-2]): old[-2:] for old in model.objects.values_list(*key, url, copy)}
    for row in rows:
        old_url, old_copy = known.pop(tuple(getattr(row, field) for field in key), ("", ""))
        setattr(row, copy, old_copy if old_url == getattr(row, url) else "")
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=[*fields, copy])
    for gone in known:
        _forget(model.objects.filter(**dict(zip(key, gone, strict=True))), copy)


def _fit(rows: list[Any]) -> None:
    """Cut the words that are longer than their column: PostgreSQL would take none of the list."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(value := getattr(row, field.attname), str):
                setattr(row, field.attname, value[: field.max_length])


def _forget(rows: models.QuerySet[Any], copy: str) -> None:
    """Delete rows, then the files that were copied for them."""
    copies = [getattr(row, copy) for row in rows]
    rows.delete()
    transaction.on_commit(lambda: [stored.delete(save=False) for stored in copies if stored])


def _fetch(url: str) -> bytes | None:
    into = BytesIO()
    try:
        jogg().fetch(url, into, LARGEST_MEDIA)
    except JoggError as error:
        logger.info("a picture or sample can't be had: %s", error.sentence)
        return None
    return into.getvalue()


def _keep_portrait(avatar: Avatar, content: bytes) -> None:
    small = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            if image.width * image.height > MOST_PIXELS:
                return
            image.thumbnail(PORTRAIT_SIZE)
            image.convert("RGBA" if image.has_transparency_data else "RGB").save(small, "WEBP", quality=82)
    except (OSError, ValueError):
        logger.info("the portrait of avatar %s can't be read", avatar.avatar_id)
        return
    avatar.portrait.save(f"catalogue/avatars/{avatar.pk}.webp", ContentFile(small.getvalue()), save=False)
    Avatar.objects.filter(pk=avatar.pk).update(portrait=avatar.portrait.name)


def _keep_sample(voice: Voice, content: bytes) -> None:
    try:
        content_type = recognise("sample", content[:LEADING_BYTES])
    except NotTaken:
        content_type = ""
    if not content_type or kind_of(content_type) != Kind.AUDIO:
        logger.info("the sample of voice %s isn't a sound", voice.voice_id)
        return
    voice.sample.save(f"catalogue/voices/{voice.pk}.{EXTENSIONS[content_type]}", ContentFile(content), save=False)
    Voice.objects.filter(pk=voice.pk).update(sample=voice.sample.name)
