"""The takes of a script side by side, and which of them is the final one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.http import UserRequest
from videos import takes
from videos.access import video_for
from videos.models import Video


@require_safe
def show_takes(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    found, asked = takes.takes_of(video), request.GET.getlist("take")
    shown = takes.shown(found, asked, video)
    context = {
        "video": video,
        "takes": found,
        "shown": shown,
        "comparison": takes.comparison(shown),
        "too_many": len(asked) > takes.MOST_SHOWN,
        "most_shown": takes.MOST_SHOWN,
    }
    return render(request, "videos/take_list.html", context)


@require_POST
def mark_final(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    context = {"video": video, "before": takes.mark_final(video), "shown": request.POST.getlist("take")}
    messages.success(request, render_to_string("videos/_final_marked.html", context, request))
    return _back(request, video)


@require_POST
def unmark_final(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    takes.unmark_final(video)
    return _back(request, video)


def _back(request: UserRequest, video: Video) -> HttpResponse:
    """To the takes, the same ones side by side as before."""
    query = urlencode({"take": request.POST.getlist("take")[: takes.MOST_SHOWN]}, doseq=True)
    page = reverse("videos:takes", args=[video.pk])
    return redirect(f"{page}?{query}" if query else page)
