"""Captions for a video whose script is known, timed by estimate: nobody tells when a word is spoken.

The script is cut into pieces that fit a screen, at sentences first, then at clauses, then between words. Each
gets a share of the video's length by what there is to say in it, and a pause after a sentence.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

WIDEST = 42  # columns of a line; a Chinese, Japanese or Korean sign takes two
MOST_LINES = 2
SENTENCE_PAUSE, CLAUSE_PAUSE = 2.5, 1.0  # in syllables
MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")  # pauses and the like, which are not spoken
SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*$|[。！？｡]+[」』”’）]*$")
CLAUSE_END = re.compile(r"[,;:–—]$|[、，；：]$")
# Signs that are written without spaces between words; a line may end after each.
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
OPENING = "(\\[“‘（「『【《〈"
TOKEN = re.compile(rf"[{OPENING}]*[{UNSPACED}][^\w\s{OPENING}]*|[^\s{UNSPACED}]+")
VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœаеёиоуыэюяєіїαεηιουωάέήίόύώ]+", re.IGNORECASE)


@dataclass(frozen=True)
class Cue:
    """What is shown from `start` to `end`, in seconds: one or two lines."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Token:
    """A word, or a sign of a script without spaces, with the marks behind it. `gap` is what stands before it."""

    text: str
    gap: str

    @property
    def weight(self) -> float:
        """How long it takes to say, in syllables."""
        pause = SENTENCE_PAUSE if self.ends_sentence else CLAUSE_PAUSE if CLAUSE_END.search(self.text) else 0.0
        return _syllables(self.text) + pause

    @property
    def ends_sentence(self) -> bool:
        return SENTENCE_END.search(self.text) is not None


def cues(script: str, length: float) -> list[Cue]:
    """The captions of a script that is spoken in so many seconds, in order and without gaps; none for no words."""
    if not any(sign.isalnum() for sign in script):
        return []
    sentences = [sentence for line in MARKUP.sub(" ", script).splitlines() for sentence in _sentences(_tokens(line))]
    pieces = [piece for sentence in _joined(sentences) for piece in _pieces(sentence)]
    total = sum(token.weight for piece in pieces for token in piece)
    found, spent = [], 0.0
    for piece in pieces:
        start, spent = spent, spent + sum(token.weight for token in piece)
        found.append(Cue(length * start / total, length * spent / total, tuple(_lines(piece))))
    return found


def srt(found: list[Cue]) -> str:
    """As a SubRip file."""
    return "\n".join(
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{_text(cue)}\n"
        for number, cue in enumerate(found, 1)
    )


def vtt(found: list[Cue]) -> str:
    """As a WebVTT file, for a player's track."""
    note = "WEBVTT\n\nNOTE Timed by estimate from the script.\n"
    cued = [f"\n{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{_escaped(_text(cue))}\n" for cue in found]
    return note + "".join(cued)


def _tokens(line: str) -> list[Token]:
    """A line's words and signs; one that is too wide for a line of captions in parts."""
    found: list[Token] = []
    end = 0
    for match in TOKEN.finditer(line):
        gap = " " if match.start() > end or not found else ""
        found += [Token(part, gap if part is parts[0] else "") for parts in [_parts(match[0])] for part in parts]
        end = match.end()
    return found


def _parts(text: str) -> list[str]:
    if _width_of(text) <= WIDEST:
        return [text]
    return [text[at : at + WIDEST // 2] for at in range(0, len(text), WIDEST // 2)]


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        found[-1].append(token)
        if token.ends_sentence:
            found.append([])
    return [sentence for sentence in found if sentence]


def _joined(sentences: list[list[Token]]) -> list[list[Token]]:
    """Short sentences together, where they fit one line: each alone would flash by."""
    found: list[list[Token]] = []
    for sentence in sentences:
        if found and _width([*found[-1], *sentence]) <= WIDEST:
            found[-1] = [*found[-1], *sentence]
        else:
            found.append(sentence)
    return found


def _pieces(sentence: list[Token]) -> list[list[Token]]:
    """A sentence in pieces that fit a screen each, as even as they come: cut at a clause near the middle."""
    if _lines(sentence):
        return [sentence]
    at = _cut(sentence)
    return _pieces(sentence[:at]) + _pieces(sentence[at:])


def _cut(sentence: list[Token]) -> int:
    """Before which token it is best to cut; within a clause it counts as half a line further from the middle."""
    widths = list(accumulate(_width_of(token.gap + token.text) for token in sentence))

    def cost(at: int) -> float:
        within = 0 if CLAUSE_END.search(sentence[at - 1].text) else WIDEST / 2
        return abs(2 * widths[at - 1] - widths[-1]) + within

    return min(range(1, len(sentence)), key=cost)


def _lines(piece: list[Token]) -> list[str]:
    """The piece in one line, or in two of about the same length; none where it fits no screen."""
    if _width(piece) <= WIDEST:
        return [_join(piece)]
    if _width(piece) > MOST_LINES * WIDEST + 1:
        return []
    for at in sorted(range(1, len(piece)), key=lambda at: abs(_width(piece[:at]) - _width(piece[at:]))):
        if max(_width(piece[:at]), _width(piece[at:])) <= WIDEST:
            return [_join(piece[:at]), _join(piece[at:])]
    return []


def _join(tokens: list[Token]) -> str:
    return "".join(token.gap + token.text for token in tokens).strip()


def _width(tokens: list[Token]) -> int:
    return _width_of(_join(tokens))


def _width_of(text: str) -> int:
    """In columns; marks that stand above or below a sign take none."""
    return sum(0 if unicodedata.combining(sign) else 2 if _is_wide(sign) else 1 for sign in text)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _syllables(text: str) -> float:
    """About how many syllables: groups of vowels, signs of unspaced scripts, digits; never less than one."""
    signs = sum(1 for sign in text if re.match(f"[{UNSPACED}\uac00-\ud7a3]", sign))
    digits = sum(sign.isdigit() for sign in text)
    return max(1.0, len(VOWELS.findall(text)) + signs + 1.5 * digits)


def _text(cue: Cue) -> str:
    return "\n".join(cue.lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(seconds: float, mark: str) -> str:
    """As both formats have it: 00:01:05,250."""
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{milliseconds:03}"
