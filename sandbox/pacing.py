"""When each word of a script is spoken."""

import re
import unicodedata
from dataclasses import dataclass

WORD_SECONDS = 0.4  # 150 words a minute
CHARACTER_SECONDS = 0.22  # for scripts written without spaces
SHORTEST_SECONDS = 2.0

# Scripts without spaces: Thai, Lao, Khmer, kana, Chinese characters. Each character is a beat.
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
LONGEST_TOKEN = 28  # what fits into a caption's line
TOKEN = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]{{1,{LONGEST_TOKEN}}}|\s+")
VOWELS = "aeiouy"


@dataclass(frozen=True)
class Word:
    """A piece of script as written, spoken from `start` to `end` (seconds), in `beats` syllables."""

    text: str
    start: float
    end: float
    beats: int
    is_spaced: bool
    ends_phrase: bool


def timed_words(script: str) -> list[Word]:
    """The script's words in step with its speech; at least `SHORTEST_SECONDS` together."""
    tokens = [token for token in TOKEN.findall(script) if not token.isspace()] or ["…"]
    weights = [_weight(token) for token in tokens]
    scale = max(SHORTEST_SECONDS, _natural_seconds(tokens)) / sum(speech + pause for speech, pause in weights)
    words, now = [], 0.0
    for token, (speech, pause) in zip(tokens, weights, strict=True):
        end = now + speech * scale
        words.append(Word(token, now, end, _beats(token), not _is_unspaced(token), pause >= 1))
        now = end + pause * scale
    return words


def length_of(words: list[Word]) -> float:
    """The seconds a script takes, a breath at its end included."""
    return max(SHORTEST_SECONDS, words[-1].end + 0.3)


def _natural_seconds(tokens: list[str]) -> float:
    return sum(CHARACTER_SECONDS if _is_unspaced(token) else WORD_SECONDS for token in tokens)


def _weight(token: str) -> tuple[float, float]:
    """Shares of time: for speaking the token, and for the pause after it."""
    pause = 1.2 if re.search(r"[.!?…。！？]\W*$", token) else 0.5 if re.search(r"[,;:、，—–-]$", token) else 0.0
    return 0.6 + 0.45 * _beats(token), pause


def _beats(token: str) -> int:
    """Syllables: groups of vowels, or half the letters of an alphabet whose vowels aren't known here."""
    plain = unicodedata.normalize("NFKD", token.lower())
    groups = len(re.findall(rf"[{VOWELS}]+", plain))
    return min(8, max(1, groups or sum(c.isalpha() for c in plain) // 2))


def _is_unspaced(token: str) -> bool:
    return re.match(rf"[{UNSPACED}]", token) is not None
