"""What people do with batches."""

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from jogg_dashboard import claims, evidence, pacing
from jogg_dashboard.evidence import Entry, Source
from videos import budgets, tasks
from videos.batches.checking import Row, Sheet, check
from videos.models import Batch, Status, Video, turn_of

ORDERED = Entry(Source.FORM, "Ordered in a batch.")
PAUSED = Entry(Source.PERSON, "Its batch was paused: it isn't submitted until that goes on.")
RESUMED = Entry(Source.PERSON, "Its batch goes on.")
NOTHING_GOOD = "No row can be ordered: each is left out or has something to mend."
CHANGED = (
    "The table isn't what the page showed when you pressed the button, as something in it has changed. "
    "Here it is as it is now. If it is right, press the button once more."
)
Rows = list[dict[str, Any]]


class NotOrdered(Exception):
    """Nothing was ordered; the message is the sentence that says why, `sheet` is how the table is now."""

    def __init__(self, sheet: Sheet, sentence: str) -> None:
        super().__init__(sentence)
        self.sheet = sheet


def begin(*, owner: AbstractBaseUser, form_token: uuid.UUID | None, rows: Rows, **fields: Any) -> Batch:
    """Write down a table to be looked at before anything is ordered; a form sent twice gives the one record.

    Sent again with other rows (after Back) it makes a second one: a table costs nothing.
    """
    batch = Batch(owner=owner, rows=rows, form_token=form_token or uuid.uuid4(), **fields)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        before = Batch.objects.filter(owner=owner, form_token=form_token, rows=rows).first()
        return before or begin(owner=owner, form_token=None, rows=rows, **fields)
    return batch


def change(batch: Batch, *, rows: dict[int, dict[str, Any]], **fields: Any) -> Batch:
    """Keep what was typed: `rows` by their number from 1 on, `name`, `defaults`.

    What was confirmed or discarded stays as it is.
    """

    def edit(draft: Batch) -> None:
        for number, row in rows.items():
            if number <= len(draft.rows):
                draft.rows[number - 1] |= row
        for name, value in fields.items():
            setattr(draft, name, value)

    return _edit(batch, edit)


def confirm(batch: Batch, *, promise: str) -> Batch:
    """Order the rows without errors, all at once; a second time there is nothing left to order.

    `promise` is the digest of what the page showed (`Sheet.promise`); raises `NotOrdered` where that would be
    another order than the one now. Each video's form token follows from the batch's, so that no crash and no
    second worker can make a row two videos.
    """
    ordered: list[Video] = []

    def order(draft: Batch) -> None:
        sheet = check(draft)
        if obstacle := _obstacle(sheet, promise) or budgets.room_for(draft.owner, sheet.credits):
            raise NotOrdered(sheet, obstacle)
        draft.confirmed_at = timezone.now()
        for row in sheet.good:
            draft.rows[row.number - 1]["credits"] = row.credits
        ordered.extend(_order(draft, sheet.good))

    batch = _edit(batch, order)
    for video in ordered:
        tasks.enqueue(video)
    return batch


def take_up_rest(batch: Batch) -> Batch:
    """Begin a new table with the rows that weren't ordered; asked twice, it is the same one."""
    token = uuid.uuid5(batch.form_token, "rest")
    before = Batch.objects.filter(owner_id=batch.owner_id, form_token=token).first()
    if before:
        return before
    name = f"{batch.name}, the rest"[: Batch._meta.get_field("name").max_length] if batch.name else ""
    rest = [{column: cell for column, cell in row.items() if column != "left_out"} for row in batch.rest]
    kept = {"defaults": batch.defaults, "made_from": batch.made_from, "name": name}
    return begin(owner=batch.owner, form_token=token, rows=rest, **kept)


def pause(batch: Batch) -> Batch:
    """Submit none of its videos until it is resumed; what Jogg has already goes on."""
    running = Batch.objects.exclude(confirmed_at=None).filter(pk=batch.pk, paused_at=None)
    queued = Video.objects.filter(batch=batch, status=Status.QUEUED)
    with transaction.atomic():
        if running.update(paused_at=timezone.now(), updated_at=timezone.now()):
            claims.update_all(queued, PAUSED, is_paced=False, due_at=None)
    # After that, so that a worker that asks for a turn meanwhile finds it paused and leaves the line by itself.
    pacing.leave(*(turn_of(key) for key in queued.values_list("pk", flat=True)))
    batch.refresh_from_db()
    return batch


def resume(batch: Batch) -> Batch:
    """Go on submitting its videos."""
    paused = Batch.objects.filter(pk=batch.pk).paused()
    queued = Video.objects.filter(batch=batch, status=Status.QUEUED)
    with transaction.atomic():
        if paused.update(paused_at=None, updated_at=timezone.now()):
            claims.update_all(queued, RESUMED)
            for video in queued.order_by("batch_row"):
                tasks.enqueue(video)
    batch.refresh_from_db()
    return batch


def discard(batch: Batch) -> bool:
    """Put a draft away, for 30 days; says whether it was one."""
    drafts = Batch.objects.drafts().filter(pk=batch.pk)
    return bool(drafts.update(discarded_at=timezone.now(), updated_at=timezone.now()))


def restore(batch: Batch) -> bool:
    """Undo `discard`; says whether it was discarded."""
    discarded = Batch.objects.filter(pk=batch.pk, confirmed_at=None).exclude(discarded_at=None)
    return bool(discarded.update(discarded_at=None, updated_at=timezone.now()))


def _edit(batch: Batch, edit: Callable[[Batch], None]) -> Batch:
    """Change a draft under lock; one that was confirmed or discarded meanwhile is only read."""
    with transaction.atomic():
        draft = Batch.objects.select_for_update().get(pk=batch.pk)
        if draft.confirmed_at is None and draft.discarded_at is None:
            edit(draft)
            draft.save()
    return draft


def _obstacle(sheet: Sheet, promise: str) -> str:
    """Why a table can't be ordered as it is, "" where it can."""
    if not sheet.good:
        return NOTHING_GOOD
    return CHANGED if sheet.promise != promise else ""


def _order(batch: Batch, rows: Iterable[Row]) -> list[Video]:
    """The videos of these rows, written down in their order."""
    videos = [_video(batch, row) for row in rows]
    for video in videos:
        video.save(force_insert=True)
    evidence.note(Video, [video.pk for video in videos], ORDERED)
    return videos


def _video(batch: Batch, row: Row) -> Video:
    return Video(
        owner=batch.owner,
        batch=batch,
        batch_row=row.number,
        made_from=batch.made_from,
        form_token=uuid.uuid5(batch.form_token, f"row {row.number}"),
        created_at=batch.confirmed_at + timedelta(microseconds=row.number),  # they wait for their turns in this order
        **row.choices,
    )
