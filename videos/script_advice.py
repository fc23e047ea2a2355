"""What a voice could misread in a script. It is pointed out, with what to do; nothing is changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from videos.estimates import words_in, words_per_second

MOST_QUOTED = 3
LONGEST_QUOTE = 40
LONGEST_RECORDING = 600  # seconds
SHOUTED = 2  # from so many words in capitals on it is no longer a name

EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
ADDRESS = re.compile(
    r"(?i:https?://|www\.)[^\s<>\"”“]*[^\s<>\"”“.,;:!?)\]]"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|ai|app|dev|info|shop|de|at|ch|fr|it|es|nl|uk|eu)\b"
    r"(?:/[^\s<>\"”“]*[\w/])?"
)
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a-\u23ff]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?)*)"
)
TAGGED = re.compile(r"(?<![\w&/@#])[#@]\w*[^\W\d]\w*")
LONG_NUMBER = re.compile(r"(?<![\w.,])\+?\d[\d \u00a0/-]{5,}\d(?![\w.,]*\w)")
LETTERS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Advice:
    """`pieces` are what it is about, as they stand in the script; `sentence` says what to do."""

    pieces: list[str]
    sentence: str


def advise(script: str, voice_id: str = "") -> list[Advice]:
    """What to look at before a script is spoken; nothing for most."""
    return [*_too_long(script, voice_id), *_misreadable(script)]


def _too_long(script: str, voice_id: str) -> list[Advice]:
    seconds = words_in(script) / words_per_second(voice_id) if script.strip() else 0
    if seconds <= LONGEST_RECORDING:
        return []
    return [
        Advice(
            [],
            f"It takes about {round(seconds / 60)} minutes to say. Jogg takes recordings of up to 10 minutes; whether "
            "it takes longer scripts is not known. Two shorter videos are the safe way.",
        )
    ]


def _misreadable(script: str) -> list[Advice]:
    advice, rest = [], script
    for find, sentence in CHECKS:
        found = find(rest)
        for piece in found:  # what is told once is not told again as something else
            rest = rest.replace(piece, " ")
        if found:
            advice.append(Advice(_quoted(found), sentence))
    return advice


def _quoted(found: list[str]) -> list[str]:
    pieces = list(dict.fromkeys(found))
    shown = [f"{piece[:LONGEST_QUOTE]}…" if len(piece) > LONGEST_QUOTE else piece for piece in pieces[:MOST_QUOTED]]
    return shown if len(pieces) <= MOST_QUOTED else [*shown, f"{len(pieces) - MOST_QUOTED} more"]


def _all(pattern: re.Pattern[str]) -> Callable[[str], list[str]]:
    return lambda text: [match.group() for match in pattern.finditer(text)]


def _shouted(text: str) -> list[str]:
    words = [word for word in LETTERS.findall(text) if word.isupper()]
    return words if len(words) >= SHOUTED else []


CHECKS: list[tuple[Callable[[str], list[str]], str]] = [
    (_all(EMAIL), "An e-mail address: write it as it should be heard, such as “info at example dot com”."),
    (_all(ADDRESS), "A web address: write it as it should be heard, such as “example dot com”."),
    (_all(TAGGED), "A tag or a name with a sign before it: write it as it should be heard."),
    (_all(LONG_NUMBER), "A long number: write it in groups or words, as it should be heard."),
    (_all(EMOJI), "A picture sign: a voice may skip it or read out its name. Take it out if it isn't to be heard."),
    (_shouted, "Words in capitals: a voice may spell them letter by letter. Write them small if they are words."),
]
