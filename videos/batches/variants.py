"""Variants: one video's script with several avatars, voices and shapes, as the rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils.datastructures import MultiValueDict

from videos.batches import meaning
from videos.batches.naming import Offer
from videos.estimates import credits_for, length_of
from videos.models import AspectRatio, Avatar, ScreenStyle, Video, Voice

MOST_VARIANTS = 50
MOST_DIGITS = 18  # of a key
STYLE_WORDS = {ScreenStyle.BACKGROUND: "background", ScreenStyle.GREEN: "green", ScreenStyle.TRANSPARENT: "transparent"}
LONGEST_NAME = Video._meta.get_field("name").max_length


@dataclass(frozen=True)
class Picks:
    """What is to be varied. Where nothing of a kind is picked, the video's own is kept."""

    avatars: list[Avatar]
    voices: list[Voice]
    ratios: list[str]

    @property
    def count(self) -> int:
        return max(1, len(self.avatars)) * max(1, len(self.voices)) * max(1, len(self.ratios))

    @property
    def is_any(self) -> bool:
        return self.count > 1


def first_picks(source: Video) -> Picks:
    """What the page starts with: everything as the video has it."""
    avatar = Avatar.objects.filter(avatar_type=source.avatar_type, avatar_id=source.avatar_id)
    voice = Voice.objects.filter(voice_id=source.voice_id)
    return Picks(list(avatar), list(voice) if source.script else [], [source.aspect_ratio])


def picks_of(data: MultiValueDict[str, str], source: Video) -> Picks:
    """What is ticked on the page; a recording has its own voice."""
    avatars = Avatar.objects.filter(pk__in=_keys(data.getlist("avatar")), ready=True).matching()
    voices = Voice.objects.filter(pk__in=_keys(data.getlist("voice"))).matching()
    ratios = [ratio for ratio in AspectRatio.values if ratio in data.getlist("ratio")]
    return Picks(list(avatars), list(voices) if source.script else [], ratios)


def credits_for_each(source: Video) -> int:
    """The estimate for one variant, at the pace of the video's own voice."""
    return credits_for(length_of(source))


def rows(source: Video, picks: Picks) -> list[dict[str, Any]]:
    """A row for each combination, named by what sets it apart."""
    avatars = [_cell(avatar, meaning.avatars().offers, meaning.avatars().label) for avatar in picks.avatars]
    voices = [_cell(voice, meaning.voices().offers, meaning.voices().label) for voice in picks.voices]
    own = _own_cells(source)
    combined = product(avatars or [own["avatar"]], voices or [own["voice"]], picks.ratios or [own["ratio"]])
    return [
        own | {"name": _name(source, picks, avatar, voice, ratio), "avatar": avatar, "voice": voice, "ratio": ratio}
        for avatar, voice, ratio in combined
    ]


def shown(offered: Any, picked: Sequence[Any], asked: Mapping[str, str], most: int) -> tuple[list[Any], int]:
    """What a list of choices shows of what fits a search, led by what is picked, and how many fit."""
    fitting = offered.matching(q=asked.get("q", "").strip())
    others = fitting.exclude(pk__in=[row.pk for row in picked])
    return [*picked, *others[:most]], fitting.count()


def _own_cells(source: Video) -> dict[str, Any]:
    avatar = Avatar.objects.filter(avatar_type=source.avatar_type, avatar_id=source.avatar_id).first()
    voice = Voice.objects.filter(voice_id=source.voice_id).first() if source.voice_id else None
    avatars, voices = meaning.avatars(), meaning.voices()
    return {
        "script": source.script,
        "audio": str(source.audio_id) if source.audio_id else "",
        "avatar": _cell(avatar, avatars.offers, avatars.label) if avatar else _gone(source),
        "voice": _cell(voice, voices.offers, voices.label) if voice else source.voice_id,
        "ratio": source.aspect_ratio,
        "style": STYLE_WORDS[ScreenStyle(source.screen_style)],
        "captions": "yes" if source.caption else "no",
    }


def _gone(source: Video) -> str:
    """Words for an avatar that isn't offered any more; its number alone may be another one's, too."""
    return source.avatar_id and f"{source.avatar_name or 'Avatar'} ({source.avatar_id}, no longer offered)"


def _cell(chosen: Any, offers: list[Offer], label: Any) -> str:
    return next((label(offer) for offer in offers if offer.value == chosen), str(chosen))


def _name(source: Video, picks: Picks, avatar: str, voice: str, ratio: str) -> str:
    """The video's name, and of avatar, voice and shape those that vary."""
    varied = zip((picks.avatars, picks.voices, picks.ratios), (avatar, voice, ratio), strict=True)
    apart = " · ".join(word for several, word in varied if len(several) > 1)
    name = source.display_name[: max(0, LONGEST_NAME - len(apart) - 3)]
    return f"{name} · {apart}"[:LONGEST_NAME] if apart else name


def _keys(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS]
