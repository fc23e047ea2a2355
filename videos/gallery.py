"""The pickers of the form: which avatars and voices a set of filters shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from videos.models import AspectRatio, Avatar, AvatarType, Catalogue, Voice

MOST_SHOWN = 720  # images load lazily, so all of Jogg's 630 avatars fit
COPYING = timedelta(minutes=5)
AVATAR_FILTERS = {"aspect_ratio": "Shape", "style": "Style", "gender": "Gender", "age": "Age"}
VOICE_FILTERS = {"language": "Language", "gender": "Gender", "age": "Age"}


@dataclass(frozen=True)
class Filter:
    """One select above a picker; `choices` are (value, label) of what there is to choose from."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Avatars:
    """What the gallery shows of `total` that fit; `is_incomplete` while portraits are still being copied."""

    avatars: list[Avatar]
    total: int
    filters: list[Filter]
    is_incomplete: bool


@dataclass(frozen=True)
class Voices:
    """What the list shows of `total` that fit; `is_incomplete` while samples are still being copied."""

    voices: list[Voice]
    total: int
    filters: list[Filter]
    is_incomplete: bool


def avatars(asked: Mapping[str, str], chosen: str = "") -> Avatars:
    """The avatars that fit what is asked (`avatar_type`, `q` and the filters); the chosen one is always among them."""
    own = asked.get("avatar_type") == str(AvatarType.OWN)
    offered = Avatar.objects.filter(avatar_type=AvatarType.OWN if own else AvatarType.JOGG)
    shown, total = _shown(offered, asked, AVATAR_FILTERS, {"avatar_id": chosen})
    incomplete = any(avatar.cover_url and not avatar.portrait for avatar in shown) and _is_just_read()
    return Avatars(shown, total, _filters(offered, asked, AVATAR_FILTERS), incomplete)


def voices(asked: Mapping[str, str], chosen: str = "") -> Voices:
    """The voices that fit what is asked (`q` and the filters); the chosen one is always among them."""
    shown, total = _shown(Voice.objects.all(), asked, VOICE_FILTERS, {"voice_id": chosen})
    incomplete = any(voice.audition_url and not voice.sample for voice in shown) and _is_just_read()
    return Voices(shown, total, _filters(Voice.objects.all(), asked, VOICE_FILTERS), incomplete)


def _is_just_read() -> bool:
    """Whether the worker may still be copying; what it couldn't copy by then won't come soon."""
    return Catalogue.objects.filter(refreshed_at__gt=timezone.now() - COPYING).exists()


def _shown(
    offered: Any, asked: Mapping[str, str], traits: Mapping[str, str], chosen: dict[str, str]
) -> tuple[list[Any], int]:
    """The first that fit, led by the chosen one if it isn't among them, and how many fit."""
    fitting = offered.matching(q=asked.get("q", "").strip(), **{trait: asked.get(trait, "") for trait in traits})
    shown = list(fitting[:MOST_SHOWN])
    kept = offered.filter(**chosen).exclude(pk__in=[row.pk for row in shown])
    return [*kept, *shown], fitting.count()


def _filters(offered: models.QuerySet[Any], asked: Mapping[str, str], labels: Mapping[str, str]) -> list[Filter]:
    return [Filter(name, label, asked.get(name, ""), _choices(offered, name)) for name, label in labels.items()]


def _choices(offered: models.QuerySet[Any], trait: str) -> list[tuple[str, str]]:
    values = offered.exclude(**{trait: ""}).order_by(trait).values_list(trait, flat=True).distinct()
    return [(value, _label(value)) for value in values]


def _label(value: str) -> str:
    """Jogg's word in words: young_adult is "Young adult"."""
    ratios = dict(AspectRatio.choices)
    return ratios.get(value) or value.replace("_", " ").replace("-", " ").capitalize()
