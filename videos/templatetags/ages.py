"""How long ago something was."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

UNITS = ((1440, "d"), (60, "h"), (1, "min"))  # and their minutes


@register.filter
def ago(moment: datetime) -> SafeString:
    """How long ago: 20 min ago. An element that scripts keep true while the page stays open."""
    seconds = (timezone.now() - moment).total_seconds()
    return format_html('<span data-since="{}">{}</span>', moment.isoformat(), ago_text(seconds))


def ago_text(seconds: float) -> str:
    """In whole minutes, hours or days; as in static/js/video/age.js."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "just now"
    count, unit = next((minutes // size, unit) for size, unit in UNITS if minutes >= size)
    return f"{count}\N{NO-BREAK SPACE}{unit} ago"
