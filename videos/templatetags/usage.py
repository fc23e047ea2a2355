"""How figures of usage are said."""

from datetime import timedelta

from django import template

register = template.Library()

SPACE = "\N{NO-BREAK SPACE}"


@register.filter
def wait_in_words(wait: timedelta | None) -> str:
    """A time in two units at most: 42 s, 1 min 40 s, 2 h 5 min; "" for none."""
    if wait is None:
        return ""
    seconds = round(wait.total_seconds())
    if seconds < 60:
        return f"{seconds}{SPACE}s"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    large, small = (f"{minutes}{SPACE}min", f"{seconds}{SPACE}s")
    if hours:
        large, small = (f"{hours}{SPACE}h", large)
    return large if small.startswith("0") else f"{large} {small}"
