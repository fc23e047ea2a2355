"""How long the form of a new video takes with 630 avatars and 110 voices, beside 60 and 10: on SQLite."""

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.library import MOST_QUERIES, ROUNDS, WARM_UPS, Library, filled
from bench.table import Row, print_table

FEW, MANY = (60, 10), (630, 110)  # avatars and voices
FORM, SEARCH = "/videos/new/", "/videos/new/avatars/?q=avatar&gender=female"
FILL = """
from videos.models import Avatar, Voice
traits = [{{"gender": gender, "style": style, "scene": "news", "aspect_ratio": "portrait"}}
          for gender in ("female", "male") for style in ("social", "professional")]
Avatar.objects.bulk_create(
    Avatar(avatar_id=str(n), avatar_type=0, position=n, name=f"Avatar {{n}}", **traits[n % 4])
    for n in range({avatars}))
Voice.objects.bulk_create(Voice(voice_id=str(n), position=n, name=f"Voice {{n}}") for n in range({voices}))
"""


def measure(folder: Path) -> list[Row]:
    """The rows of the form's page and of a search in it."""
    with ExitStack() as ending:
        few, many = (ending.enter_context(_offering(size, folder)) for size in (FEW, MANY))
        for number in range(WARM_UPS + ROUNDS):
            for offering in (many, few):
                for path in (FORM, SEARCH):
                    offering.time(path) if number >= WARM_UPS else offering.ask(path)
        return [_row("the form", FORM, few, many), _row("a search in the gallery", SEARCH, few, many)]


def _offering(size: tuple[int, int], folder: Path) -> AbstractContextManager[Library]:
    avatars, voices = size
    code = FILL.format(avatars=avatars, voices=voices)
    return filled(0, folder / f"{avatars}-avatars", ["shell", "-c", code])


def _row(name: str, path: str, few: Library, many: Library) -> Row:
    """Only the number of queries is judged."""
    queries = many.ask(path)["queries"]
    verdict = "pass" if queries <= MOST_QUERIES else "fail"
    what = f"{MANY[0]} avatars and {MANY[1]} voices: {name} ({queries} queries)"
    return Row(what, many.median(path), few.median(path), "ms", f"with {FEW[0]} and {FEW[1]}", verdict)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="jogg-dashboard-bench-", ignore_cleanup_errors=True) as folder:
        print_table(measure(Path(folder)))
