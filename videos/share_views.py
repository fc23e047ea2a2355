"""The links of one's own video: making one, switching it off and on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from videos import sharing
from videos.access import video_for
from videos.models import ShareLink, Video
from videos.share_forms import ShareForm


@require_POST
def share(request: UserRequest, video_id: UUID) -> HttpResponse:
    video, form = video_for(request, video_id), ShareForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose from the list for how long the link works.")
        return _shown(request, video)
    try:
        sharing.share(video, days=form.cleaned_data["days"] or None)
        messages.success(request, "The link is ready. Copy it and send it on.")
    except sharing.NotShared as refusal:
        messages.error(request, str(refusal))
    return _shown(request, video)


@require_POST
def switch_off(request: UserRequest, video_id: UUID, pk: int) -> HttpResponse:
    link = _link(request, video_id, pk)
    sharing.switch_off(link)
    messages.success(request, render_to_string("videos/_switched_off.html", {"link": link}, request))
    return _shown(request, link.video)


@require_POST
def switch_on(request: UserRequest, video_id: UUID, pk: int) -> HttpResponse:
    link = _link(request, video_id, pk)
    sharing.switch_on(link)
    return _shown(request, link.video)


def _link(request: UserRequest, video_id: UUID, pk: int) -> ShareLink:
    return get_object_or_404(ShareLink, pk=pk, video=video_for(request, video_id))


def _shown(request: UserRequest, video: Video) -> HttpResponse:
    """The links as they are now: in their place, or on the video's page."""
    if request.htmx:
        return render_fragment(request, "videos/_share_news.html", {"video": video})
    return redirect(f"{video.get_absolute_url()}#share-links-{video.pk}")
