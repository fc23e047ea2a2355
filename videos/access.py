"""Whose video is whose."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from jogg_dashboard.http import UserRequest
from videos.models import Video


def video_for(request: UserRequest, video_id: UUID) -> Video:
    """Return the video if it is this person's, else 404."""
    return get_object_or_404(Video.objects.for_user(request.user), pk=video_id)
