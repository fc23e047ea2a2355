"""Tags and filters for figures, times, fields and waveforms."""

import json
import math
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jogg_dashboard.claims import ClaimedRow
from jogg_dashboard.sizes import size_text

register = template.Library()

WAVEFORM_WIDTH, WAVEFORM_HEIGHT = 200, 48
MOST_ENTRIES = 100  # a night without Jogg makes some hundred
QUIETEST_BAR = 2


@register.filter(name="bytes")
def in_bytes(size: int) -> str:
    """A size in words: 3.2 MB."""
    return size_text(size)


@register.filter
def clock(seconds: float | None) -> str:
    """A length as minutes and seconds: 1:05."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """A time as an element that scripts may put into the reader's own time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    short = (
        local.strftime("%H:%M") if local.date() == timezone.localdate() else formats.date_format(local, "j M Y, H:i")
    )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), local.strftime("%Y-%m-%d %H:%M:%S %Z"), short
    )


@register.filter
def moment(at: datetime) -> SafeString:
    """A time to the second, as an element that scripts put into the reader's own time zone."""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" data-seconds>{}</time>', at.isoformat(), local.strftime("%Y-%m-%d %H:%M:%S")
    )


@register.filter
def remaining(until: datetime | None) -> SafeString | str:
    """How long it still takes: about 40 s, about 2 min. An element that scripts count down."""
    if until is None:
        return "any moment now"
    seconds = (until - timezone.now()).total_seconds()
    return format_html('<span data-until="{}">{}</span>', until.isoformat(), remaining_text(seconds))


def remaining_text(seconds: float) -> str:
    """In tens of seconds up to a minute and a half, then in minutes; as in static/js/countdown.js."""
    if seconds <= 0:
        return "any moment now"
    if seconds <= 90:
        return f"about {math.ceil(seconds / 10) * 10}\N{NO-BREAK SPACE}s"
    return f"about {math.ceil(seconds / 60)}\N{NO-BREAK SPACE}min"


@register.simple_tag
def exact_now() -> str:
    """This moment, as ISO 8601 with its zone."""
    return timezone.now().isoformat()


@register.filter
def pretty_json(value: Any) -> str:
    """Data as indented JSON; text as it is."""
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


@register.inclusion_tag("_field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """A form's field with its label, help and errors; Django ties them together for screen readers."""
    return {"field": bound, "hint": hint}


@register.inclusion_tag("_timeline.html")
def timeline(row: ClaimedRow) -> dict[str, Any]:
    """What became of a row, oldest first; of a very long timeline its end."""
    newest = list(row.timeline.order_by("-at", "-id")[:MOST_ENTRIES])
    return {"entries": newest[::-1], "total": row.timeline.count(), "id": row.pk}


@register.inclusion_tag("_waveform.html")
def waveform(values: list[float]) -> dict[str, Any]:
    """A loudness curve as bars of an SVG, 200 by 48 units."""
    step = WAVEFORM_WIDTH / max(len(values), 1)
    bars = []
    for number, value in enumerate(values):
        height = max(value * WAVEFORM_HEIGHT, QUIETEST_BAR)
        bars.append(
            {
                "x": f"{number * step:.2f}",
                "y": f"{(WAVEFORM_HEIGHT - height) / 2:.2f}",
                "width": f"{step * 0.6:.2f}",
                "height": f"{height:.2f}",
            }
        )
    return {"bars": bars}
