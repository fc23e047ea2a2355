"""What the words in a cell mean, where there are few things it can mean."""

import re

from jogg_dashboard.folding import fold
from videos.models import AspectRatio, ScreenStyle

RATIOS = {
    AspectRatio.PORTRAIT: ("portrait", "vertical", "tall", "upright", "portrait 9:16"),
    AspectRatio.LANDSCAPE: ("landscape", "horizontal", "wide", "landscape 16:9"),
    AspectRatio.SQUARE: ("square", "quadratic", "square 1:1"),
}
SHAPES = {(9, 16): AspectRatio.PORTRAIT, (16, 9): AspectRatio.LANDSCAPE, (1, 1): AspectRatio.SQUARE}
STYLES = {
    ScreenStyle.BACKGROUND: ("background", "with background", "with its background", "its own", "normal", "1"),
    ScreenStyle.GREEN: ("green", "green screen", "greenscreen", "chroma", "chroma key", "2"),
    ScreenStyle.TRANSPARENT: ("transparent", "transparent (webm)", "webm", "alpha", "no background", "3"),
}
# Spreadsheets write what is true and false in the language of who uses them.
YES = "yes y true on 1 x with ja wahr oui vrai si verdadero vero sim"
NO = "no n false off 0 - without none nein falsch non faux falso nao"

RATIO_WORDS = {fold(word): ratio for ratio, words in RATIOS.items() for word in words}
STYLE_WORDS = {fold(word): style for style, words in STYLES.items() for word in words}
ANSWERS = dict.fromkeys(YES.split(), True) | dict.fromkeys(NO.split(), False)
# 9:16, also as spreadsheets make times of it: 09:16:00, 9:16 AM, and 4:09 PM of 16:9.
NUMBERS = re.compile(r"(\d{1,2})\s*[:/x×]\s*(\d{1,2})(?::00)?\s*(am|pm)?")


def ratio_of(text: str) -> AspectRatio | None:
    """Portrait, 9:16 and the like; None where it is no shape."""
    folded = fold(text)
    if folded in RATIO_WORDS:
        return RATIO_WORDS[folded]
    numbers = NUMBERS.fullmatch(folded)
    if numbers is None:
        return None
    width, height = int(numbers[1]), int(numbers[2])
    return SHAPES.get((width + 12 if numbers[3] == "pm" and width < 12 else width, height))


def style_of(text: str) -> ScreenStyle | None:
    """Background, green screen, transparent; None where it is none of them."""
    return STYLE_WORDS.get(fold(text))


def answer_of(text: str) -> bool | None:
    """Yes or no; None where it is neither."""
    return ANSWERS.get(fold(text))
