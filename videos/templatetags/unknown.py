"""What helps to find out what an unknown outcome has become."""

from django import template
from django.db import models

from videos.models import Video, WebhookEvent

register = template.Library()

MOST_CANDIDATES = 10


@register.filter
def candidates(video: Video) -> models.QuerySet[WebhookEvent]:
    """Events about videos nobody here knows, which may be this one; the newest first."""
    return WebhookEvent.objects.may_be(video)[:MOST_CANDIDATES]
