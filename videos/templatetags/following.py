"""What pages say of a video's wait, and the form that describes it."""

from typing import Any

from django import template
from django.forms import Form

from videos import waiting
from videos.description_forms import DescriptionForm
from videos.models import Video

register = template.Library()


@register.inclusion_tag("videos/_wait_words.html", takes_context=True)
def wait_words(context: template.Context, video: Video) -> dict[str, Any]:
    """How long Jogg has had a video, and how long is usual; nothing where Jogg doesn't have it."""
    if not waiting.is_at_jogg(video):
        return {}
    if not hasattr(video, "usual_wait"):  # a page of one video
        waiting.with_usual_waits([video], context["user"])
    seconds = int(waiting.seconds_so_far(video))
    return {"seconds": seconds, "so_far": exact_text(seconds), "usual": video.usual_wait}


@register.filter
def about(seconds: float) -> str:
    """A length as people would say it: 45 s, 2 min, 1 h 20 min."""
    if seconds < 90:
        return f"{max(5, round(seconds / 5) * 5)}\N{NO-BREAK SPACE}s"
    minutes = round(seconds / 60)
    return f"{minutes}\N{NO-BREAK SPACE}min" if minutes < 60 else exact_text(minutes * 60)


def exact_text(seconds: int) -> str:
    """A length to the second, above an hour to the minute; as in static/js/elapsed.js."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
    return " ".join(f"{number}\N{NO-BREAK SPACE}{unit}" for number, unit in parts if number) or "0\N{NO-BREAK SPACE}s"


@register.inclusion_tag("videos/_description_form.html", takes_context=True)
def description(context: template.Context, video: Video) -> dict[str, Any]:
    """Name, tags and note: the form as it was sent (`description_form`), else a fresh one."""
    form: Form = context.get("description_form") or DescriptionForm.of(video)
    return {"video": video, "form": form, "user": context["user"], "csrf_token": context.get("csrf_token")}
