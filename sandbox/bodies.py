"""Neck, shoulders and clothes."""

from collections.abc import Callable

from sandbox.drawing import Canvas, Point, blend, darker, flipped, lighter, mirrored
from sandbox.looks import Look

FOOT = 7.0  # far below every picture's lower edge

CREW, VEE = 0.16, 0.62


def draw_body(canvas: Canvas, look: Look) -> None:
    """Everything below the head."""
    _draw_neck(canvas, look)
    CLOTHES[look.clothes](canvas, look)


def _draw_neck(canvas: Canvas, look: Look) -> None:
    wide = 0.30 if look.is_female else 0.40
    neck = mirrored([(0.0, 0.5), (wide, 0.5), (wide, 1.12), (wide + 0.12, 1.36), (0.95, 1.62), (0.6, 2.3), (0.0, 2.4)])
    canvas.shape(neck, look.skin)
    shade = mirrored([(0.0, 0.55), (0.55, 0.6), (0.5, 0.98), (0.26, 1.2), (0.0, 1.27)])
    canvas.glaze(shade, "#8a3b2f", 0.26, within=neck)


def _shoulder(look: Look) -> list[Point]:
    """The right outline from the neck down to below the picture."""
    if look.is_female:
        return [
            (0.40, 1.26),
            (0.40, 1.26),
            (0.78, 1.50),
            (1.28, 1.68),
            (1.58, 2.05),
            (1.72, 2.9),
            (1.8, FOOT),
            (1.8, FOOT),
        ]
    return [
        (0.50, 1.20),
        (0.50, 1.20),
        (0.94, 1.46),
        (1.55, 1.66),
        (1.90, 2.08),
        (2.06, 2.95),
        (2.12, FOOT),
        (2.12, FOOT),
    ]


def _garment(look: Look, depth: float) -> list[Point]:
    """A top with a neckline `depth` below its ends; deep ones are pointed."""
    shoulder = _shoulder(look)
    x, y = shoulder[0]
    pointed = depth >= VEE
    bottom = [(0.0, y + depth + 0.12)] * (2 if pointed else 1)
    side = (x * (0.52 if pointed else 0.72), y + depth * (0.5 if pointed else 0.78))
    return [*bottom, side, *shoulder, *flipped(shoulder[::-1]), (-side[0], side[1])]


def _neckline(look: Look, depth: float) -> list[Point]:
    x, y = _shoulder(look)[0]
    return [(-x, y), (-x * 0.72, y + depth * 0.78), (0.0, y + depth + 0.12), (x * 0.72, y + depth * 0.78), (x, y)]


def _draw_top(canvas: Canvas, look: Look, colour: str, depth: float) -> None:
    outline = _garment(look, depth)
    canvas.shape(outline, colour)
    arm = 1.18 if look.is_female else 1.42
    shade = darker(colour, 0.2)
    canvas.glaze([(arm, 2.55), (2.4, 1.9), (2.6, FOOT), (arm + 0.06, FOOT)], shade, 0.55, within=outline)
    for side in (-1, 1):
        canvas.stroke([(side * arm, 2.5), (side * (arm - 0.03), 3.2), (side * (arm + 0.05), FOOT)], 0.035, shade)


def _tee(canvas: Canvas, look: Look) -> None:
    _draw_top(canvas, look, look.cloth, CREW)
    canvas.stroke(_neckline(look, CREW), 0.08, darker(look.cloth, 0.14))


def _sweater(canvas: Canvas, look: Look) -> None:
    _draw_top(canvas, look, look.cloth, CREW)
    canvas.stroke(_neckline(look, CREW), 0.17, darker(look.cloth, 0.1))
    band = lighter(look.cloth, 0.45)
    outline = _garment(look, CREW)
    for top in (2.5, 2.78):
        canvas.glaze(
            [
                (-3, top),
                (-3, top),
                (3, top),
                (3, top),
                (3, top + 0.13),
                (3, top + 0.13),
                (-3, top + 0.13),
                (-3, top + 0.13),
            ],
            band,
            0.75,
            within=outline,
        )


def _turtleneck(canvas: Canvas, look: Look) -> None:
    _draw_top(canvas, look, look.cloth, 0.0)
    wide = 0.37 if look.is_female else 0.47
    canvas.shape(
        mirrored([(0.0, 1.0), (wide, 0.96), (wide + 0.03, 1.2), (wide + 0.1, 1.42), (0.0, 1.5)]),
        lighter(look.cloth, 0.08),
    )
    canvas.stroke([(-wide, 1.2), (0.0, 1.27), (wide, 1.2)], 0.025, darker(look.cloth, 0.16))


def _shirt(canvas: Canvas, look: Look) -> None:
    _draw_top(canvas, look, look.cloth, 0.3)
    line = darker(look.cloth, 0.2)
    canvas.stroke([(0.02, 1.66), (0.02, FOOT)], 0.025, line)
    for number in range(8):
        canvas.ellipse((0.02, 1.95 + 0.5 * number), (0.045, 0.045), lighter(look.cloth, 0.6))
    _draw_collar(canvas, look, look.cloth)


def _draw_collar(canvas: Canvas, look: Look, colour: str) -> None:
    x, y = _shoulder(look)[0]
    flap = [(x - 0.06, y - 0.12), (x + 0.1, y + 0.1), (x - 0.12, y + 0.52), (0.03, y + 0.44), (0.16, y + 0.24)]
    for points in (flap, flipped(flap)):
        canvas.polygon(points, lighter(colour, 0.35))
        canvas.stroke([points[1], points[2]], 0.022, darker(colour, 0.16))
        canvas.stroke([points[2], points[3]], 0.022, darker(colour, 0.16))


def _blazer(canvas: Canvas, look: Look) -> None:
    shirt = "#f4f1ea" if not look.is_female else blend("#f4f1ea", look.accent, 0.25)
    canvas.shape(_garment(look, VEE if look.is_female else 0.3), shirt)
    if not look.is_female:
        _draw_tie(canvas, look)
        _draw_collar(canvas, look, shirt)
    shoulder = _shoulder(look)
    half = [*shoulder, (0.0, FOOT), (0.0, 3.1), (0.0, 3.1), (0.2, 2.3)]
    for points in (half, flipped(half)):
        canvas.shape(points, look.cloth)
    arm = 1.18 if look.is_female else 1.42
    canvas.glaze([(arm, 2.55), (2.4, 1.9), (2.6, FOOT), (arm + 0.06, FOOT)], darker(look.cloth, 0.25), 0.5, within=half)
    for side in (-1, 1):
        canvas.stroke(
            [(side * arm, 2.55), (side * (arm - 0.03), 3.2), (side * (arm + 0.05), FOOT)],
            0.03,
            darker(look.cloth, 0.25),
        )
    _draw_lapels(canvas, look)


def _draw_lapels(canvas: Canvas, look: Look) -> None:
    x, y = _shoulder(look)[0]
    lapel = [
        (x, y - 0.06),
        (x + 0.42, y + 0.56),
        (x + 0.14, y + 0.68),
        (x + 0.26, y + 0.86),
        (0.0, 3.1),
        (x - 0.24, y + 0.95),
    ]
    edge = darker(look.cloth, 0.22)
    for points in (lapel, flipped(lapel)):
        canvas.polygon(points, lighter(look.cloth, 0.09))
        for first, second in zip(points[:5], points[1:5], strict=False):
            canvas.stroke([first, second], 0.022, edge)
    canvas.stroke([(0.0, 3.1), (0.0, FOOT)], 0.025, edge)
    canvas.ellipse((0.12, 3.35), (0.06, 0.06), edge)


def _draw_tie(canvas: Canvas, look: Look) -> None:
    canvas.polygon([(-0.13, 1.5), (0.13, 1.5), (0.09, 1.76), (-0.09, 1.76)], darker(look.accent, 0.15))
    canvas.polygon([(-0.085, 1.76), (0.085, 1.76), (0.22, 3.2), (0.0, 3.5), (-0.22, 3.2)], look.accent)
    for y in (2.05, 2.4, 2.75):
        canvas.stroke([(-0.1, y + 0.1), (0.1, y - 0.06)], 0.035, lighter(look.accent, 0.35))


def _cardigan(canvas: Canvas, look: Look) -> None:
    canvas.shape(_garment(look, CREW), lighter(look.accent, 0.72))
    canvas.stroke(_neckline(look, CREW), 0.07, lighter(look.accent, 0.5))
    shoulder = _shoulder(look)
    half = [*shoulder, (0.24, FOOT), (0.22, 3.4), (0.26, 2.4)]
    rib = [(shoulder[0][0], shoulder[0][1]), (0.40, 1.9), (0.27, 2.6), (0.23, 3.4), (0.23, FOOT)]
    arm = 1.18 if look.is_female else 1.42
    for side in (-1, 1):
        points = half if side > 0 else flipped(half)
        canvas.shape(points, look.cloth)
        canvas.stroke(rib if side > 0 else flipped(rib), 0.13, darker(look.cloth, 0.12))
        canvas.stroke(
            [(side * arm, 2.5), (side * (arm - 0.03), 3.2), (side * (arm + 0.05), FOOT)], 0.035, darker(look.cloth, 0.2)
        )
    for y in (2.8, 3.4, 4.0):
        canvas.ellipse((-0.24, y), (0.05, 0.05), lighter(look.cloth, 0.5))


def _hoodie(canvas: Canvas, look: Look) -> None:
    hood = mirrored([(0.0, 0.92), (0.55, 0.98), (0.92, 1.3), (0.72, 1.72), (0.0, 1.8)])
    wide = 0.28 if look.is_female else 0.38
    neck = mirrored([(0.0, 0.6), (wide, 0.7), (wide + 0.02, 1.25), (wide * 0.5, 1.5), (0.0, 1.56)])
    _draw_top(canvas, look, look.cloth, 0.2)
    canvas.frame(hood, neck, darker(look.cloth, 0.16))
    canvas.frame(
        [(x * 1.02, y * 1.02) for x, y in neck], [(x * 0.9, y - 0.05) for x, y in neck], darker(look.cloth, 0.3)
    )
    for side in (-1, 1):
        canvas.stroke([(side * 0.24, 1.58), (side * 0.28, 1.95), (side * 0.25, 2.3)], 0.045, "#f7f3ea")


def _jacket(canvas: Canvas, look: Look) -> None:
    canvas.shape(_garment(look, CREW), "#f2eee6")
    shoulder = _shoulder(look)
    half = [*shoulder, (0.1, FOOT), (0.1, 2.5), (0.22, 1.9)]
    arm = 1.18 if look.is_female else 1.42
    for side in (-1, 1):
        canvas.shape(half if side > 0 else flipped(half), look.cloth)
        collar = [(shoulder[0][0] - 0.05, 1.05), (shoulder[0][0] + 0.22, 1.3), (0.55, 1.95), (0.2, 2.0), (0.32, 1.5)]
        canvas.shape(collar if side > 0 else flipped(collar), darker(look.cloth, 0.2))
        canvas.stroke(
            [(side * arm, 2.5), (side * (arm - 0.03), 3.2), (side * (arm + 0.05), FOOT)],
            0.035,
            darker(look.cloth, 0.22),
        )
        canvas.stroke([(side * 0.62, 2.75), (side * 0.98, 2.68)], 0.04, darker(look.cloth, 0.25))
    canvas.stroke([(0.1, 2.0), (0.1, FOOT)], 0.04, lighter(look.cloth, 0.5))


def _tank(canvas: Canvas, look: Look) -> None:
    wide = 0.30 if look.is_female else 0.40
    canvas.shape(mirrored([(0.0, 1.1), (wide - 0.04, 1.0), (wide + 0.07, 1.3), *_shoulder(look)[2:]]), look.skin)
    arm = 1.16 if look.is_female else 1.40
    for side in (-1, 1):
        canvas.stroke(
            [(side * arm, 2.6), (side * (arm + 0.02), 3.3), (side * (arm + 0.08), FOOT)],
            0.03,
            blend(look.skin, "#8a3b2f", 0.3),
        )
    canvas.stroke([(-0.5, 1.72), (-0.2, 1.8), (-0.1, 1.86)], 0.028, blend(look.skin, "#8a3b2f", 0.2))
    canvas.stroke([(0.5, 1.72), (0.2, 1.8), (0.1, 1.86)], 0.028, blend(look.skin, "#8a3b2f", 0.2))
    top = mirrored(
        [(0.0, 2.22), (0.42, 2.05), (0.62, 1.5), (0.62, 1.5), (0.92, 1.54), (0.92, 1.54), (0.96, 2.1), (arm, 2.62),
         (arm - 0.02, 3.4), (arm, FOOT), (arm, FOOT), (0.0, FOOT)]
    )  # fmt: skip
    canvas.shape(top, look.cloth)
    canvas.stroke(
        [(-0.62, 1.54), (-0.44, 2.04), (0.0, 2.24), (0.44, 2.04), (0.62, 1.54)], 0.05, lighter(look.cloth, 0.35)
    )


def _track(canvas: Canvas, look: Look) -> None:
    _draw_top(canvas, look, look.cloth, 0.1)
    wide = 0.37 if look.is_female else 0.47
    collar = mirrored([(0.0, 1.22), (wide, 0.98), (wide + 0.1, 1.2), (wide + 0.1, 1.45), (0.0, 1.62)])
    canvas.shape(collar, darker(look.cloth, 0.14))
    canvas.shape(
        [(x * 0.8, y - 0.16) for x, y in mirrored([(0.0, 1.0), (wide, 0.8), (wide, 1.2), (0.0, 1.58)])], look.skin
    )
    canvas.stroke([(0.0, 1.42), (0.0, FOOT)], 0.04, lighter(look.cloth, 0.6))
    for side in (-1, 1):
        x = 1.32 if look.is_female else 1.62
        canvas.stroke(
            [(side * (x - 0.5), 1.53), (side * x, 1.86), (side * (x + 0.16), 2.6), (side * (x + 0.24), FOOT)],
            0.08,
            "#f7f3ea",
        )


CLOTHES: dict[str, Callable[[Canvas, Look], None]] = {
    "tee": _tee,
    "sweater": _sweater,
    "turtleneck": _turtleneck,
    "shirt": _shirt,
    "blazer": _blazer,
    "cardigan": _cardigan,
    "hoodie": _hoodie,
    "jacket": _jacket,
    "tank": _tank,
    "track": _track,
}
