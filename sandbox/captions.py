"""Captions: the script in short wrapped pieces, in step with its words."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from sandbox.pacing import Word

LINES = 2
FONTS = ("DejaVuSans-Bold.ttf", "arialbd.ttf", "Arial Bold.ttf", "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf")
WIDE_FONTS = (
    "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "PingFang.ttc", "msyh.ttc", "malgun.ttf",
    "NotoSansThai-Bold.ttf", "NotoSansDevanagari-Bold.ttf", "Arial Unicode.ttf",
)  # fmt: skip

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Caption:
    """A piece of script in a font, shown from `start` to `end` in seconds."""

    lines: tuple[str, ...]
    font: Font
    start: float
    end: float


def captions_of(words: list[Word], width: int, font: Font) -> list[Caption]:
    """Pieces of at most two lines that fit into `width` pixels; a new one begins with each sentence."""
    pieces: list[Caption] = []
    lines, began, last = [""], words[0].start, words[0]
    for word in words:
        fits = _joined(lines[-1], word)
        if lines[-1] and (last.ends_phrase or (font.getlength(fits) > width and len(lines) == LINES)):
            pieces.append(Caption(tuple(lines), font, began, word.start))
            lines, began = [word.text], word.start
        elif lines[-1] and font.getlength(fits) > width:
            lines.append(word.text)
        else:
            lines[-1] = fits
        last = word
    return [*pieces, Caption(tuple(lines), font, began, last.end + 0.3)]


def _joined(line: str, word: Word) -> str:
    return f"{line} {word.text}" if line and word.is_spaced else line + word.text


def draw_caption(caption: Caption, size: tuple[int, int]) -> Image.Image:
    """The caption as a transparent picture of a whole frame, in its lower third."""
    picture = Image.new("RGBA", size)
    draw = ImageDraw.Draw(picture)
    width, height = size
    line_height = caption.font.size * 1.3 if isinstance(caption.font, ImageFont.FreeTypeFont) else 14
    top = height * 0.82 - line_height * len(caption.lines) / 2
    outline = max(2, width // 240)
    for number, line in enumerate(caption.lines):
        place = (width / 2, top + (number + 0.5) * line_height)
        draw.text(place, line, "white", caption.font, "mm", stroke_width=outline, stroke_fill="#10131a")
    return picture


def font_for(text: str, size: int) -> Font:
    """A font for `size` pixels that has the letters of `text`, the best there is on this machine."""
    fonts = [font for font in (_font(name, size) for name in (*FONTS, *WIDE_FONTS)) if font]
    fonts.append(ImageFont.load_default(size))
    letters = {letter for letter in text if letter.isalpha()}
    return min(fonts, key=lambda font: sum(_lacks(font, letter) for letter in letters))


@lru_cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont | None:
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None


def _lacks(font: Font, letter: str) -> bool:
    return bytes(font.getmask(letter)) == bytes(font.getmask("\uffff"))
