"""Takes: the videos of one script or recording, compared, and one of them marked as the final one."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Prefetch

from jogg_dashboard import claims
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.templatetags.ui import clock
from videos.models import Status, Submit, SubmitState, Video

MOST_SHOWN = 4  # side by side
CREDITS = {
    SubmitState.BOOKED: "estimated",
    SubmitState.UNCERTAIN: "estimated; whether they were taken is not known",
}
FINAL, NOT_FINAL = "Marked as the final take.", "It isn't the final take any more."


@dataclass(frozen=True)
class Cell:
    """What a take has of something. `differs` says whether the first take has something else."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Row:
    """One setting or result of every take that is shown."""

    label: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return any(cell.differs for cell in self.cells)


def takes_of(video: Video) -> list[Video]:
    """All takes of what a video says, the oldest first, with what a comparison needs and a `title` of its own each."""
    submits = Prefetch("submits", Submit.objects.exclude(state=SubmitState.RELEASED))
    found = list(Video.objects.takes_of(video).prefetch_related(submits))
    _tell_apart(found)
    return found


def shown(takes: list[Video], asked: Iterable[str], first: Video) -> list[Video]:
    """Those that are compared: the ones asked for, else this one and the newest others that can be played.

    Never more than fit side by side.
    """
    keys = set(asked)
    chosen = [take for take in takes if str(take.pk) in keys]
    if not chosen:
        others = [take for take in reversed(takes) if take.file and take.pk != first.pk]
        wanted = {first.pk, *(take.pk for take in others[: MOST_SHOWN - 1])}
        chosen = [take for take in takes if take.pk in wanted]
    return chosen[:MOST_SHOWN]


def comparison(takes: list[Video]) -> list[Row]:
    """What the takes were made of and what they became; where one isn't as the first, it is marked."""
    return [_row(label, [read(take) for take in takes]) for label, read in COMPARED.items()]


def mark_final(video: Video) -> Video | None:
    """Mark a video as the final one of its takes; return the one that was before, if there was one."""
    try:
        return _mark_final(video)
    except IntegrityError:  # another take was marked in the same moment: the later word counts
        return _mark_final(video)


def unmark_final(video: Video) -> None:
    """Take the mark off again."""
    marked = Video.objects.filter(pk=video.pk, is_final=True)
    claims.update(marked, Entry(Source.PERSON, NOT_FINAL), is_final=False)


def _mark_final(video: Video) -> Video | None:
    takes = Video.objects.filter(owner=video.owner, take_key=video.take_key).exclude(take_key="")
    unmarked = takes.filter(pk=video.pk, is_final=False).exclude(status=Status.DRAFT)
    with transaction.atomic():
        others = takes.filter(is_final=True).exclude(pk=video.pk)
        before = others.first()
        claims.update_all(others, Entry(Source.PERSON, NOT_FINAL), is_final=False)
        claims.update(unmarked, Entry(Source.PERSON, FINAL), is_final=True)
    return before


def _tell_apart(takes: list[Video]) -> None:
    """Give each a `title`: its name, with its number where others have the same, as those without a name do."""
    names = Counter(take.display_name for take in takes)
    for number, take in enumerate(takes, 1):
        take.title = take.display_name if names[take.display_name] == 1 else f"{number}. {take.display_name}"


def _row(label: str, texts: list[str]) -> Row:
    return Row(label, [Cell(text, text != texts[0]) for text in texts])


def _credits(video: Video) -> str:
    """The sum of what its submits may have cost; of a sum the least certain part tells how sure it is."""
    submits = list(video.submits.all())
    words = [CREDITS[state] for state in (SubmitState.UNCERTAIN, SubmitState.BOOKED) if state in _states(submits)]
    return f"{sum(submit.credits for submit in submits)}" + (f" ({words[0]})" if words else "")


def _states(submits: list[Submit]) -> set[str]:
    return {submit.state for submit in submits}


COMPARED: dict[str, Callable[[Video], str]] = {
    "Avatar": lambda video: video.avatar_name or video.avatar_id,
    "Voice": lambda video: video.voice_name or video.voice_id or ("Its recording" if video.audio_id else "None"),
    "Shape": lambda video: video.get_aspect_ratio_display(),
    "Background": lambda video: video.get_screen_style_display(),
    "Captions": lambda video: "On" if video.caption else "Off",
    "Length": lambda video: clock(video.length) or "Not known",
    "Credits": _credits,
    "State": lambda video: video.get_status_display(),
}
