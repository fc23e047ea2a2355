"""Batches: the list, the form of a new table, the table until it is confirmed, and how far it is afterwards."""

import csv
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from jogg_dashboard.pacing import posts_per_window
from jogg_dashboard.paging import NEWEST, page
from videos.batches import meaning, services
from videos.batches.checking import Sheet, check
from videos.batches.columns import LABELS
from videos.batches.forms import TableForm, rows_of, shared_of
from videos.batches.progress import credits_of, progress_of, time_to_submit
from videos.models import Avatar, AvatarType, Batch, Video, Voice

EXAMPLE = "Good morning! This is our spring offer."
MOST_UNFINISHED = 100
MOST_OFFERED = 500  # recordings in a cell's list
# Rows are asked for by the time of their last change; one that was committed late must not be missed.
OVERLAP = timedelta(seconds=10)


def batch_for(request: UserRequest, batch_id: UUID) -> Batch:
    """Return the batch if it is this person's, else 404."""
    return get_object_or_404(Batch.objects.for_user(request.user).select_related("owner", "made_from"), pk=batch_id)


@require_safe
def show_list(request: UserRequest) -> HttpResponse:
    before = NEWEST.cursor(request.GET.get("before", ""))
    mine = Batch.objects.for_user(request.user)
    done, older = page(mine.done().newest(before))
    drafts = [] if before else list(mine.drafts().newest()[:MOST_UNFINISHED])
    under_way = [] if before else list(mine.under_way().newest()[:MOST_UNFINISHED])
    progress = progress_of([*under_way, *done])
    context = {
        "drafts": drafts,
        "under_way": [(batch, progress[batch.pk]) for batch in under_way],
        "done": [(batch, progress[batch.pk]) for batch in done],
        "older": older and f"{reverse('videos:batches')}?before={older}",
        "is_first_page": before is None,
    }
    return render(request, "videos/batches/batch_list.html", context)


@require_safe
def show_new(request: UserRequest) -> HttpResponse:
    return render(request, "videos/batches/batch_form.html", {"form": TableForm(), "columns": LABELS.values()})


@require_POST
def create(request: UserRequest) -> HttpResponse:
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"form": form, "columns": LABELS.values()}
        return render(request, "videos/batches/batch_form.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    token, name = form.cleaned_data["token"], form.cleaned_data["name"]
    batch = services.begin(owner=request.user, form_token=token, rows=form.read.rows, name=name)
    if form.read.unused:
        messages.info(request, f"Not used, as nothing is known about such a column: {', '.join(form.read.unused)}.")
    return redirect(batch)


new = by_method(GET=show_new, POST=create)


@require_safe
def template(request: UserRequest) -> HttpResponse:
    """A table to begin with, by an avatar and a voice that there are."""
    avatar = Avatar.objects.filter(avatar_type=AvatarType.JOGG, ready=True).matching().first()
    voice = Voice.objects.filter(custom=False).matching().first()
    who = [avatar.name if avatar else "", voice.name if voice else ""]
    # Excel takes a file without the mark for one of its own encoding.
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="videos.csv"'
    writer = csv.writer(answer)
    writer.writerow(LABELS.keys())
    writer.writerow(["Spring offer", EXAMPLE, "", *who, "portrait", "background", "yes"])
    writer.writerow(["Spring offer, wide", EXAMPLE, "", *who, "landscape", "green", "no"])
    return answer


@require_safe
def show(request: UserRequest, batch_id: UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    if batch.confirmed_at:
        return render(request, "videos/batches/batch_detail.html", _followed(batch))
    if batch.discarded_at:
        return render(request, "videos/batches/batch_discarded.html", {"batch": batch})
    return render(request, "videos/batches/batch_sheet.html", _sheet_context(request, batch, check(batch)))


@require_POST
def check_again(request: UserRequest, batch_id: UUID) -> HttpResponse:
    batch = _keep(request, batch_for(request, batch_id))
    if not request.htmx or batch.confirmed_at or batch.discarded_at:
        return redirect(batch)
    return render_fragment(request, "videos/batches/_sheet.html", _sheet_context(request, batch, check(batch)))


batch = by_method(GET=show, POST=check_again)


@require_POST
def check_row(request: UserRequest, batch_id: UUID, number: int) -> HttpResponse:
    """The row that was changed, the sum, and what the change has made of other rows."""
    before = batch_for(request, batch_id)
    shown = check(before).rows
    batch = services.change(before, rows={key: row for key, row in rows_of(request.POST).items() if key == number})
    if batch.confirmed_at or batch.discarded_at or not 0 < number <= len(batch.rows):
        return redirect(batch)
    sheet = check(batch)
    others = [row for row, old in zip(sheet.rows, shown, strict=True) if row != old and row.number != number]
    context = {"batch": batch, "sheet": sheet, "row": sheet.rows[number - 1], "others": others, **_pace(sheet)}
    return render_fragment(request, "videos/batches/_checked.html", context)


@require_POST
def confirm(request: UserRequest, batch_id: UUID) -> HttpResponse:
    batch = _keep(request, batch_for(request, batch_id))
    try:
        return redirect(services.confirm(batch, promise=request.POST.get("promise", "")))
    except services.NotOrdered as reason:
        context = _sheet_context(request, batch, reason.sheet) | {"obstacle": str(reason)}
        return render(request, "videos/batches/batch_sheet.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
def updates(request: UserRequest, batch_id: UUID) -> HttpResponse:
    """How far it is, and the rows that have changed since the page was told last."""
    context = _followed(batch_for(request, batch_id))
    since = _moment(request.GET.get("since", ""))
    changed = context["videos"] if since is None else context["videos"].filter(updated_at__gte=since)
    return render_fragment(request, "videos/batches/_updates.html", context | {"videos": changed})


@require_POST
def pause(request: UserRequest, batch_id: UUID) -> HttpResponse:
    return redirect(services.pause(batch_for(request, batch_id)))


@require_POST
def resume(request: UserRequest, batch_id: UUID) -> HttpResponse:
    return redirect(services.resume(batch_for(request, batch_id)))


@require_POST
def discard(request: UserRequest, batch_id: UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    if services.discard(batch):
        messages.success(request, render_to_string("videos/batches/_discarded.html", {"batch": batch}, request))
    return redirect("videos:batches")


@require_POST
def restore(request: UserRequest, batch_id: UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    services.restore(batch)
    return redirect(batch)


@require_POST
def take_up_rest(request: UserRequest, batch_id: UUID) -> HttpResponse:
    batch = batch_for(request, batch_id)
    return redirect(services.take_up_rest(batch) if batch.confirmed_at else batch)


def _keep(request: UserRequest, batch: Batch) -> Batch:
    """Keep what the page of a table holds before anything else is done."""
    return services.change(batch, rows=rows_of(request.POST), **shared_of(request.POST))


def _sheet_context(request: UserRequest, batch: Batch, sheet: Sheet) -> dict[str, Any]:
    lists = {
        "avatar": meaning.avatars().labels(),
        "voice": meaning.voices().labels(),
        "audio": meaning.recordings(request.user).labels()[:MOST_OFFERED],
        "ratio": ["portrait", "landscape", "square"],
        "style": ["background", "green", "transparent"],
        "captions": ["yes", "no"],
    }
    return {"batch": batch, "sheet": sheet, "lists": lists, "labels": LABELS, **_pace(sheet)}


def _pace(sheet: Sheet) -> dict[str, Any]:
    return {"minutes": sheet.seconds / 60, "per_minute": posts_per_window()}


def _followed(batch: Batch) -> dict[str, Any]:
    """What the page of a confirmed batch shows. `since` is read before the rows are."""
    since, wait = timezone.now() - OVERLAP, time_to_submit(batch)
    return {
        "batch": batch,
        "since": since.isoformat(),
        "progress": progress_of([batch])[batch.pk],
        "credits": credits_of(batch),
        "submitted_at": timezone.now() + wait,
        "is_long": bool(wait),
        "per_minute": posts_per_window(),
        "videos": Video.objects.for_user(batch.owner).filter(batch=batch).order_by("batch_row"),
    }


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
