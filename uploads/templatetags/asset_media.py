"""What a page says of an asset as a medium: findings, conversions, measures."""

from django import template

from uploads import findings as known
from uploads import offers
from uploads.models import Asset, Conversion

register = template.Library()

NO_WAVE = [0.0] * 100


@register.filter
def findings(asset: Asset) -> list[known.Finding]:
    return known.findings(asset)


@register.filter
def blocking(asset: Asset) -> known.Finding | None:
    return known.blocking(asset)


@register.filter
def offered(asset: Asset) -> str:
    return offers.offered(asset)


@register.filter
def latest_conversion(asset: Asset) -> Conversion | None:
    return offers.latest(asset)


@register.filter
def format_name(content_type: str) -> str:
    """A content type as people call it: MP3."""
    return offers.name_in(content_type)


@register.filter
def codec_name(codec: str) -> str:
    return known.codec_name(codec)


@register.filter
def wave_of(asset: Asset) -> list[float]:
    """The loudness curve, flat where none is known."""
    return asset.waveform or NO_WAVE


@register.filter
def decibels(value: float) -> str:
    """One decimal, and a minus rather than a hyphen: −14.5."""
    return f"{value:.1f}".replace("-", "\N{MINUS SIGN}")


@register.filter
def kilohertz(rate: int) -> str:
    """A rate in Hz as people know it: 44.1 kHz."""
    return f"{rate / 1000:g}\N{NO-BREAK SPACE}kHz"


@register.filter
def channel_words(channels: int) -> str:
    return {1: "Mono", 2: "Stereo"}.get(channels, f"{channels} channels")


@register.filter
def times(number: int, factor: int) -> int:
    return number * factor
