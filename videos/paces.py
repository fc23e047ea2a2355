"""What a browser needs to estimate a script as `estimates` does, while it is being typed."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache as once
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from videos import estimates, script_text
from videos.models import Voice

REMEMBERED = 600  # seconds; a voice may have got another language since


def rules() -> dict[str, Any]:
    """The rule for words, the price, and what is cleaned out of pasted text; as JSON.

    The voices' paces come from `pacesUrl` once the form is there: nobody waits for them.
    """
    return {
        "space": estimates.SPACE,
        "unspaced": estimates.UNSPACED,
        "signsPerWord": estimates.SIGNS_PER_WORD,
        "creditSeconds": estimates.CREDIT_SECONDS,
        "whose": " of the sandbox" if settings.DEMO_MODE else "",
        "pace": estimates.WORDS_PER_SECOND,
        "pacesUrl": reverse("videos:paces"),
        "paces": {},
        "cleaned": {"spaces": script_text.SPACES, "nothing": script_text.NOTHING, "breaks": script_text.BREAKS},
    }


def paces() -> dict[str, float]:
    """The words a second of each voice of which, or of whose language, something was learnt.

    Of 5000 videos that takes 0.2 s, so it is remembered until another one is finished.
    """
    newest = estimates.spoken().order_by("-finished_at").values_list("pk", "updated_at").first()
    if newest is None:
        return {}
    pk, changed_at = newest
    return cache.get_or_set(f"paces-{pk}-{changed_at.timestamp()}", _learn, REMEMBERED)


def pace_of() -> Callable[[str], float]:
    """Return what `estimates.words_per_second` says, for whoever asks of many voices: all are read at the first."""
    known = once(paces)
    return lambda voice_id: known().get(voice_id, estimates.WORDS_PER_SECOND)


def _learn() -> dict[str, float]:
    language = Subquery(Voice.objects.filter(voice_id=OuterRef("voice_id")).values("language")[:1])
    finished = estimates.spoken().annotate(language=language)
    by_voice = _learnt(finished, "voice_id")
    by_language = _learnt(finished.exclude(language="").exclude(language=None), "language")
    known = {voice: by_language.get(spoken) for voice, spoken in Voice.objects.values_list("voice_id", "language")}
    return {voice: pace for voice, pace in (known | by_voice).items() if pace}


def _learnt(finished: Any, by: str) -> dict[str, float]:
    rank = Window(RowNumber(), partition_by=F(by), order_by=F("finished_at").desc())
    newest = finished.annotate(rank=rank).filter(rank__lte=estimates.LEARNT_FROM)
    scripts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, script, duration in newest.values_list(by, "script", "duration"):
        scripts[key].append((script, duration))
    return {key: pace for key, found in scripts.items() if (pace := estimates.pace_of(found))}
