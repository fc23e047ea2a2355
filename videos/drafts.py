"""Drafts: forms that were begun. A form is one row from its first letter to the finished video, by its token."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from jogg_dashboard import claims, evidence
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.folding import fold
from videos.models import Avatar, Status, Video, Voice, sort_name, take_key

BEGUN = Entry(Source.FORM, "Kept as a draft.")
ORDERED = Entry(Source.FORM, "Ordered.")


class NoDraft(Exception):
    """The form is no draft any more: `video` is what it became, or the draft that was discarded."""

    def __init__(self, video: Video) -> None:
        super().__init__(video)
        self.video = video


def save(*, owner: AbstractBaseUser, form_token: UUID, **choices: Any) -> Video | None:
    """Keep what a form holds so far; return its draft, None where there is nothing in it to keep.

    `choices` are those of the form's fields that hold something valid; the others stay as they were kept before.
    Raises `NoDraft` where the form was sent or its draft discarded: what comes late changes nothing.
    """
    known = Video.objects.filter(owner=owner, form_token=form_token).first()
    if known is None:
        return _begin(owner, form_token, choices)
    _fill(known, choices)
    if not claims.update(_open(owner, form_token).filter(deleted_at=None), **_columns(known)):
        known.refresh_from_db()
        raise NoDraft(known)
    return known


def order(*, owner: AbstractBaseUser, form_token: UUID, **choices: Any) -> Video | None:
    """Make a queued video of this form's draft, by one conditional update; None where there is no such draft.

    A discarded one counts, too: who orders it wants it.
    """
    draft = _open(owner, form_token).first()
    if draft is None:
        return None
    _fill(draft, choices)
    now = timezone.now()
    begun = {"status": Status.QUEUED, "destination": destination(), "created_at": now, "deleted_at": None}
    if not claims.update(_open(owner, form_token), ORDERED, **_columns(draft), **begun):
        return None
    draft.refresh_from_db()
    return draft


def discard(draft: Video) -> None:
    """Put a draft into the trash."""
    claims.update(Video.objects.filter(pk=draft.pk, status=Status.DRAFT, deleted_at=None), deleted_at=timezone.now())


def restore(draft: Video) -> None:
    """Undo `discard`."""
    claims.update(Video.objects.filter(pk=draft.pk, status=Status.DRAFT, purged_at=None), deleted_at=None)


def name_choices(video: Video) -> None:
    """Note what the chosen avatar and voice are called now."""
    avatar = Avatar.objects.filter(avatar_type=video.avatar_type, avatar_id=video.avatar_id).first()
    voice = Voice.objects.filter(voice_id=video.voice_id).first()
    video.avatar_name, video.voice_name = avatar.name if avatar else "", voice.name if voice else ""


def _open(owner: AbstractBaseUser, form_token: UUID) -> Any:
    mine = Video.objects.filter(owner=owner, form_token=form_token)
    return mine.filter(status=Status.DRAFT, purged_at=None)


def _begin(owner: AbstractBaseUser, form_token: UUID, choices: dict[str, Any]) -> Video | None:
    draft = Video(owner=owner, form_token=form_token, status=Status.DRAFT)
    _fill(draft, choices)
    if not (draft.script.strip() or draft.name or draft.audio or draft.avatar_id or draft.voice_id):
        return None
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            evidence.note(Video, [draft.pk], BEGUN)
    except IntegrityError:
        if not Video.objects.filter(owner=owner, form_token=form_token).exists():
            return None  # another person's token is none
        return save(owner=owner, form_token=form_token, **choices)
    return draft


def _fill(draft: Video, choices: dict[str, Any]) -> None:
    for field, value in choices.items():
        setattr(draft, field, value)
    name_choices(draft)


def _columns(draft: Video) -> dict[str, Any]:
    """What the form's choices make of a row, for an update that `Video.save` has no part in."""
    tags = " ".join(draft.tags.values_list("name", flat=True))
    return {field: getattr(draft, field) for field in FILLED} | {
        "sort_name": sort_name(draft.display_name),
        "take_key": take_key(draft.script, draft.audio),
        "search_text": fold(f"{draft.display_name} {draft.script} {tags} {draft.note}"),
    }


FILLED = (
    "name", "script", "audio", "avatar_id", "avatar_type", "avatar_name", "voice_id", "voice_name", "aspect_ratio",
    "screen_style", "caption", "made_from",
)  # fmt: skip
