"""How long a video will be, and what it will cost, before it is made."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from uploads.models import Asset
from videos.models import Status, Video, VideoQuerySet, Voice

CREDIT_SECONDS = 120  # Jogg takes 1 credit for each started 2 minutes
WORDS_PER_SECOND = 2.5  # 150 words a minute
SIGNS_PER_WORD = 2  # in scripts without spaces: two characters last as long as a word
LEARNT_FROM = 20  # finished videos of a voice

# Thai, Lao, Khmer, kana, Chinese characters.
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Spelt out, as a browser's \s is another one.
SPACE = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WORD = re.compile(rf"[{UNSPACED}]|[^{SPACE}{UNSPACED}]+")
SIGN = re.compile(rf"[{UNSPACED}]")


def credits_for(seconds: float) -> int:
    """The credits of a video of this length: 1 for each started 2 minutes, so never less than 1."""
    return max(1, math.ceil(seconds / CREDIT_SECONDS))


def words_per_second(voice_id: str) -> float:
    """A voice's pace as its finished videos showed it, else that of the others of its language, else 150 a minute."""
    language = Voice.objects.filter(voice_id=voice_id).exclude(language="").values("language")[:1]
    kin = Voice.objects.filter(language__in=language).values("voice_id")
    return _learnt(voice_id=voice_id) or _learnt(voice_id__in=kin) or WORDS_PER_SECOND


def length_of(video: Video, pace: Callable[[str], float] = words_per_second) -> float:
    """The seconds a video is expected to last: as its recording, else its script at the voice's pace.

    0 where nothing is known, as of a recording that couldn't be read. `pace` gives a voice's words a
    second; whoever asks for many videos at once hands one over that remembers.
    """
    if video.audio is not None:
        return video.audio.duration or 0.0
    words = words_in(video.script)
    return words / pace(video.voice_id) if words else 0.0


def words_in(script: str) -> float:
    """How many words a script has; characters of scripts without spaces count as half a word."""
    found = WORD.findall(script)
    signs = sum(SIGN.fullmatch(word) is not None for word in found)
    return len(found) - signs + signs / SIGNS_PER_WORD


def spoken() -> VideoQuerySet:
    """The finished videos that show how fast their voices speak."""
    return Video.objects.filter(status=Status.SUCCEEDED, duration__gt=0, audio=None).exclude(script="")


def pace_of(scripts: Iterable[tuple[str, float]]) -> float | None:
    """The words a second of scripts that took so many seconds, None where there is none."""
    paces = [words_in(script) / duration for script, duration in scripts]
    return median(paces) if paces else None


def _learnt(**voices: object) -> float | None:
    return pace_of(spoken().filter(**voices).order_by("-finished_at").values_list("script", "duration")[:LEARNT_FROM])


@dataclass(frozen=True)
class Estimate:
    """What a form says of a video before it is ordered: whole seconds, and credits."""

    seconds: int
    credits: int


def estimate(*, script: str, audio: Asset | None, voice_id: str) -> Estimate | None:
    """What a form's choices will come to, None where that isn't known yet."""
    seconds = length_of(Video(script=script, audio=audio, voice_id=voice_id))
    return Estimate(max(1, math.floor(seconds + 0.5)), credits_for(seconds)) if seconds else None
