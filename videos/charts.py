"""Charts as numbers for SVG templates. They are stretched to their place, so all text stands beside them."""

from dataclasses import dataclass

from videos.usage import Figures, Line

STATES = ("confirmed", "booked", "uncertain")
MOST_BARS = 8
STEPS = (1, 2, 4, 6, 8, 10)
COLUMN, FILLED, HEIGHT = 10.0, 8.0, 100.0  # units of a column's room, of what it fills, and of the whole


@dataclass(frozen=True)
class Part:
    """A rectangle, for credits in one state."""

    state: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Bar:
    line: Line
    x: str
    parts: list[Part]


@dataclass(frozen=True)
class Chart:
    """Columns, one for each line, in a box of `width` by 100; the highest possible value is `top`."""

    width: str
    top: int
    bars: list[Bar]

    @property
    def half(self) -> str:
        """What the line in the middle stands for."""
        return f"{self.top / 2:g}"

    @property
    def labelled(self) -> list[Bar]:
        """The bars that are named below: the first, the middle and the last."""
        places = sorted({0, len(self.bars) // 2, len(self.bars) - 1})
        return [self.bars[place] for place in places]


@dataclass(frozen=True)
class Group:
    """Bars of what costs most, `hidden` how many lines have none, and all lines for the table."""

    key: str
    title: str
    heading: str
    bars: list[Bar]
    lines: list[Line]

    @property
    def hidden(self) -> int:
        return len(self.lines) - len(self.bars)


def columns(lines: list[Line]) -> Chart:
    """Stacked columns of credits."""
    top = ceiling(max((line.figures.spent for line in lines), default=0))
    bars = [_column(line, number * COLUMN, top) for number, line in enumerate(lines)]
    return Chart(_number(len(lines) * COLUMN), top, bars)


def group(key: str, title: str, heading: str, lines: list[Line]) -> Group:
    """Stacked bars of credits from left to right, each in a box of 100 by 1; the longest fills it.

    `lines` come in their order; `heading` is that of their names' column.
    """
    top = max((line.figures.spent for line in lines), default=0) or 1
    bars = [Bar(line, "0", _row(line.figures, top)) for line in lines[:MOST_BARS]]
    return Group(key, title, heading, bars, lines)


def ceiling(value: int) -> int:
    """Return a round number that is at least as large: 1, 2, 4, 6, 8, 10, 20, 40 …"""
    scale = 10 ** (len(str(value)) - 1) if value else 1
    return next(step * scale for step in STEPS if step * scale >= value)


def _column(line: Line, left: float, top: int) -> Bar:
    parts, below = [], 0.0
    for state in STATES:
        height = getattr(line.figures, state) / top * HEIGHT
        if height:
            y = HEIGHT - below - height
            x = left + (COLUMN - FILLED) / 2
            parts.append(Part(state, _number(x), _number(y), _number(FILLED), _number(height)))
        below += height
    return Bar(line, _number(left), parts)


def _row(figures: Figures, top: int) -> list[Part]:
    parts, left = [], 0.0
    for state in STATES:
        width = getattr(figures, state) / top * 100
        if width:
            parts.append(Part(state, _number(left), "0", _number(width), "1"))
        left += width
    return parts


def _number(value: float) -> str:
    """As SVG wants it, whatever the reader's language."""
    return f"{value:.2f}"
