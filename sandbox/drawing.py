"""Smooth flat drawing on Pillow: coordinates in head sizes, edges softened by drawing larger.

The unit is half a head's height; the origin is the middle of the head; y grows downwards.
"""

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Colour = str | tuple[int, int, int]
Box = tuple[int, int, int, int]
Weights = tuple[float, float, float, float]

OVERSIZE = 3
CURVE_STEPS = 10


class Canvas:
    """A picture to draw on, transparent or, where `is_opaque`, black; an opaque one is done twice as fast.

    `size` is in pixels of the finished picture, `unit` the pixels of one unit, `origin` where (0, 0) is.
    """

    def __init__(self, size: tuple[int, int], unit: float, origin: Point, *, is_opaque: bool = False) -> None:
        self._is_opaque = is_opaque
        self._image = Image.new("RGB" if is_opaque else "RGBA", (size[0] * OVERSIZE, size[1] * OVERSIZE))
        self._draw = ImageDraw.Draw(self._image)
        self._unit = unit * OVERSIZE
        self._origin = (origin[0] * OVERSIZE, origin[1] * OVERSIZE)

    def finished(self) -> Image.Image:
        """The picture in its own size."""
        if self._is_opaque:
            return self._image.reduce(OVERSIZE)
        # What is empty needn't be computed.
        left, top, right, bottom = self._image.getbbox() or (0, 0, 1, 1)
        left, top, right, bottom = left // OVERSIZE, top // OVERSIZE, -(-right // OVERSIZE), -(-bottom // OVERSIZE)
        drawn = self._image.crop((left * OVERSIZE, top * OVERSIZE, right * OVERSIZE, bottom * OVERSIZE))
        picture = Image.new("RGBA", (self._image.width // OVERSIZE, self._image.height // OVERSIZE))
        picture.paste(drawn.reduce(OVERSIZE), (left, top))
        return picture

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A closed smooth outline through the points; a point given twice is a corner."""
        self._draw.polygon(self._pixels(smooth(points)), fill=fill)

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        self._draw.polygon(self._pixels(points), fill=fill)

    def ellipse(self, centre: Point, radii: Point, fill: Colour) -> None:
        self._draw.ellipse(self._box(centre, radii), fill=fill)

    def ring(self, centre: Point, radii: Point, width: float, colour: Colour) -> None:
        """The outline of an ellipse."""
        self._draw.ellipse(self._box(centre, radii), outline=colour, width=round(width * self._unit))

    def rectangle(self, corner: Point, opposite: Point, fill: Colour, radius: float = 0.0) -> None:
        pixels = self._pixels([corner, opposite])
        self._draw.rounded_rectangle([*pixels[0], *pixels[1]], radius=radius * self._unit, fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A smooth line through the points, with round ends."""
        pixels = self._pixels(smooth(points, closed=False))
        thickness = max(1, round(width * self._unit))
        self._draw.line(pixels, fill=fill, width=thickness, joint="curve")
        half = thickness / 2
        for x, y in (pixels[0], pixels[-1]):
            self._draw.ellipse([x - half, y - half, x + half, y + half], fill=fill)

    def glaze(self, points: Sequence[Point], fill: Colour, strength: float, within: Sequence[Point] = ()) -> None:
        """A see-through shape (`strength` 0 to 1), only on what is drawn already, and inside `within` if given."""
        outline = self._pixels(smooth(points))
        box = self._clip_box(outline)
        if box is None:
            return
        mask = self._mask(outline, box).point(lambda value: round(value * strength))
        if within:
            mask = ImageChops.multiply(mask, self._mask(self._pixels(smooth(within)), box))
        if not self._is_opaque:
            mask = ImageChops.multiply(mask, self._image.crop(box).getchannel("A"))
        self._image.paste(fill, box, mask)

    def frame(self, outer: Sequence[Point], inner: Sequence[Point], fill: Colour) -> None:
        """What lies between two outlines."""
        outline = self._pixels(smooth(outer))
        box = self._clip_box(outline)
        if box is None:
            return
        hole = self._mask(self._pixels(smooth(inner)), box)
        self._image.paste(fill, box, ImageChops.subtract(self._mask(outline, box), hole))

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._unit + self._origin[0], y * self._unit + self._origin[1]) for x, y in points]

    def _box(self, centre: Point, radii: Point) -> list[float]:
        (left, top), (right, bottom) = self._pixels(
            [(centre[0] - radii[0], centre[1] - radii[1]), (centre[0] + radii[0], centre[1] + radii[1])]
        )
        return [left, top, right, bottom]

    def _clip_box(self, outline: list[Point]) -> Box | None:
        left, top = max(0, int(min(x for x, _ in outline))), max(0, int(min(y for _, y in outline)))
        right = min(self._image.width, int(max(x for x, _ in outline)) + 1)
        bottom = min(self._image.height, int(max(y for _, y in outline)) + 1)
        return (left, top, right, bottom) if right > left and bottom > top else None

    @staticmethod
    def _mask(outline: list[Point], box: Box) -> Image.Image:
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in outline], fill=255)
        return mask


def smooth(points: Sequence[Point], closed: bool = True) -> list[Point]:
    """Points on the Catmull-Rom curve through `points`."""
    count = len(points)
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        four = around[index : index + 4]
        # From a corner's first point to its second there is no way to go, only a loop to draw.
        if four[1] != four[2]:
            curve += [_between(four, weights) for weights in WEIGHTS]
    return curve if closed else [*curve, points[-1]]


def _weights(at: float) -> Weights:
    """How much each of four points counts, `at` of the way from the second to the third."""
    square, cube = at * at, at * at * at
    return -cube + 2 * square - at, 3 * cube - 5 * square + 2, -3 * cube + 4 * square + at, cube - square


WEIGHTS = [_weights(step / CURVE_STEPS) for step in range(CURVE_STEPS)]


def _between(four: Sequence[Point], weights: Weights) -> Point:
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = four
    a, b, c, d = weights
    return (a * x1 + b * x2 + c * x3 + d * x4) / 2, (a * y1 + b * y2 + c * y3 + d * y4) / 2


def mirrored(right: Sequence[Point]) -> list[Point]:
    """A closed outline from its right half, given from top to bottom."""
    return [*right, *((-x, y) for x, y in reversed(right) if x != 0)]


def flipped(points: Sequence[Point]) -> list[Point]:
    """The mirror image."""
    return [(-x, y) for x, y in points]


def blend(colour: str, other: str, share: float) -> str:
    """`#rrggbb`, with `share` (0 to 1) of the other colour."""
    pairs = [(int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(colour: str, share: float = 0.18) -> str:
    return blend(colour, "#1d1030", share)


def lighter(colour: str, share: float = 0.2) -> str:
    return blend(colour, "#fff6e8", share)
