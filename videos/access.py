"""Whose video is whose."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from jogg_dashboard.http import UserRequest
from videos.models import Video


def video_for(request: UserRequest, video_id: UUID) -> Video:
    """Return the video, to be changed, if it is this person's, else 404. It may be in the trash."""
    return get_object_or_404(Video.objects.for_user(request.user), pk=video_id)


def visible_video(request: UserRequest, video_id: UUID) -> Video:
    """Return the video, to be looked at, else 404; staff may look at everybody's."""
    if not request.user.is_staff:
        return video_for(request, video_id)
    videos = Video.objects.filter(purged_at=None).select_related("audio", "owner").with_portraits()
    return get_object_or_404(videos, pk=video_id)
