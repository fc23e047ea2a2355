"""The block of a page that helps to end an unknown outcome."""

from typing import Any

from django import template

from videos.forms import AttachForm, SubmitAgainForm
from videos.models import Video, WebhookEvent

register = template.Library()

MOST_CANDIDATES = 10


@register.inclusion_tag("videos/_unknown_outcome.html", takes_context=True)
def unknown_outcome(context: template.Context, video: Video) -> dict[str, Any]:
    """What a person can say of it: forms as they were sent (`attach_form`, `again_form`), else fresh ones."""
    return {
        "video": video,
        "attach_form": context.get("attach_form") or _attach_form(video),
        "again_form": context.get("again_form") or SubmitAgainForm(initial={"after": video.submit_number}),
        "candidates": WebhookEvent.objects.may_be(video)[:MOST_CANDIDATES],
        **{name: context.get(name) for name in ("csrf_token", "demo_mode", "sandbox_url")},
    }


def _attach_form(video: Video) -> AttachForm:
    """With the id that was given, and why Jogg or we didn't take it."""
    if not video.attach_id:
        return AttachForm()
    form = AttachForm({"project_id": video.attach_id})
    if form.is_valid() and video.attach_error:
        form.add_error("project_id", video.attach_error)
    return form
