"""Keeping a form that isn't sent yet, discarding it, and getting it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from jogg_dashboard.http import UserRequest
from videos import drafts
from videos.drafts import NoDraft
from videos.forms import DraftForm
from videos.gallery import with_avatar_type
from videos.models import Status, Video

NOTHING_YET = "There is nothing to keep yet."
IN_TRASH = "This draft was discarded."
SENT = "This form was sent already."


@require_POST
def save(request: UserRequest) -> HttpResponse:
    """Keep a form. Scripts get JSON: `state` (saved, empty, sent, discarded), and what belongs to it."""
    form = DraftForm(with_avatar_type(request.POST), owner=request.user)
    try:
        draft = drafts.save(owner=request.user, **form.choices())
    except NoDraft as gone:
        return _answer(request, _gone(gone.video), gone.video)
    if draft is None:
        return _answer(request, {"state": "empty", "told": NOTHING_YET}, None)
    return _answer(request, _saved(draft, form.problems()), draft)


@require_POST
def discard(request: UserRequest, video_id: UUID) -> HttpResponse:
    draft = _draft_for(request, video_id)
    drafts.discard(draft)
    messages.success(request, render_to_string("videos/_draft_discarded.html", {"draft": draft}, request))
    return redirect("videos:new" if "anew" in request.POST else "videos:list")


@require_POST
def restore(request: UserRequest, video_id: UUID) -> HttpResponse:
    draft = _draft_for(request, video_id)
    drafts.restore(draft)
    return redirect(draft)


def _draft_for(request: UserRequest, video_id: UUID) -> Video:
    return get_object_or_404(Video, pk=video_id, owner=request.user, status=Status.DRAFT, purged_at=None)


def _saved(draft: Video, problems: list[str]) -> dict[str, Any]:
    told = " ".join(problems)
    return {
        "state": "saved",
        "told": f"Kept as a draft, apart from this: {told}" if told else "Kept as a draft.",
        "problems": told,
        "url": draft.get_absolute_url(),
        "discard_url": reverse("videos:discard_draft", args=[draft.pk]),
    }


def _gone(video: Video) -> dict[str, Any]:
    is_draft = video.status == Status.DRAFT
    return {"state": "discarded" if is_draft else "sent", "told": IN_TRASH if is_draft else SENT}


def _answer(request: UserRequest, told: dict[str, Any], draft: Video | None) -> HttpResponse:
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(told)
    messages.info(request, told["told"])
    return redirect(draft or "videos:new")
