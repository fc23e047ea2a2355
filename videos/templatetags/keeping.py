"""What a video's page shows of its links and takes, and what can be done with it again."""

from django import template
from django.conf import settings

from videos import again
from videos.models import ShareLink, Video
from videos.share_forms import ShareForm

register = template.Library()


@register.filter
def is_retriable(video: Video) -> bool:
    """Whether it came to nothing and is proven to have cost nothing."""
    return again.retriable().filter(pk=video.pk).exists()


@register.filter
def takes_count(video: Video) -> int:
    """How many takes there are of what it says, itself included."""
    return Video.objects.takes_of(video).count()


@register.simple_tag
def share_form(video: Video) -> ShareForm:
    """A fresh form of a new link to the video."""
    return ShareForm(video_id=video.pk)


@register.simple_tag(takes_context=True)
def address(context: template.Context, link: ShareLink) -> str:
    """A link in full, as it is sent to others: by the name the world knows this dashboard by, if one is set."""
    path = link.get_absolute_url()
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else context["request"].build_absolute_uri(path)
