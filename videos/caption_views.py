"""Captions of a video whose script is known: as a file to save, and as a track of the player."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jogg_dashboard.http import UserRequest
from videos import captions
from videos.access import video_for
from videos.captions import Cue
from videos.models import Video


@require_safe
def srt(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    answer = HttpResponse(captions.srt(cues_of(video)), content_type="application/x-subrip; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(
        True, video.file_name("srt", video.avatar_name, video.aspect_ratio)
    )
    return answer


@require_safe
def vtt(request: UserRequest, video_id: UUID) -> HttpResponse:
    return track(video_for(request, video_id))


def track(video: Video) -> HttpResponse:
    """The captions as a player takes them."""
    return HttpResponse(captions.vtt(cues_of(video)), content_type="text/vtt; charset=utf-8")


def cues_of(video: Video) -> list[Cue]:
    """The video's captions; 404 where its script or its length isn't known."""
    if not (video.has_captions and (found := captions.cues(video.script, video.length or 0))):
        raise Http404("There are no captions of this video.")
    return found
