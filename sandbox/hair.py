"""Hair, in two layers: what hangs behind the body and what lies on the head."""

from collections.abc import Callable

from sandbox.drawing import Canvas, Point, blend, darker, flipped, lighter, mirrored
from sandbox.hair_outlines import (
    BOB_BACK,
    CENTRE_PART,
    CROP,
    CURLS,
    FRINGE,
    HANGING_CURLS,
    LONG_BACK,
    PIXIE,
    PONYTAIL,
    PULLED_BACK,
    QUIFF,
    RECEDING,
    SCARF_OPENING,
    SCARF_OUTER,
    SIDE_PART,
    STRAND,
    SWEPT,
    TURBAN,
    WAVY_BACK,
    WAVY_STRAND,
)
from sandbox.looks import Look


def draw_back_hair(canvas: Canvas, look: Look) -> None:
    """What is seen behind neck and shoulders."""
    shade = darker(look.hair, 0.22)
    style = look.hair_style
    outlines = {"long_straight": LONG_BACK, "long_wavy": WAVY_BACK, "bob": BOB_BACK, "ponytail": PONYTAIL}
    if style in outlines:
        canvas.shape(outlines[style], shade)
    elif style == "curly":
        canvas.shape(BOB_BACK, shade)
        _draw_curls(canvas, [(side * x, y, r * 1.15) for x, y, r in HANGING_CURLS for side in (-1, 1)], shade)
    elif style == "afro":
        canvas.ellipse((0.0, -0.42), (1.32, 1.22), shade)
    elif style == "braids":
        canvas.shape(BOB_BACK, shade)
    elif style == "bun":
        canvas.ellipse((0.0, -1.36), (0.42, 0.38), shade)


def draw_front_hair(canvas: Canvas, look: Look) -> None:
    """What lies on the head, over the face's edge and in front of the shoulders."""
    FRONTS.get(look.hair_style, _nothing)(canvas, look)


def _nothing(canvas: Canvas, look: Look) -> None:
    """A bald head shows a shine instead."""
    canvas.glaze([(-0.35, -0.86), (-0.05, -0.92), (0.02, -0.82), (-0.3, -0.74)], "#ffffff", 0.28)


def _mass(outline: list[Point]) -> Callable[[Canvas, Look], None]:
    def draw(canvas: Canvas, look: Look) -> None:
        _draw_mass(canvas, outline, look.hair)

    return draw


def _draw_mass(canvas: Canvas, outline: list[Point], hair: str) -> None:
    """An outline with a shine on its upper left and a darker right side."""
    canvas.shape(outline, hair)
    shadow = [(x * 0.95 - 0.12, y * 0.97 - 0.05) for x, y in outline]
    canvas.glaze(
        [(0.45, -1.4), (1.2, -1.2), (1.3, 0.6), (0.72, 0.4), (0.68, -0.5)], darker(hair, 0.3), 0.5, within=outline
    )
    shine = [(-0.62, -0.86), (-0.3, -1.08), (0.12, -1.13), (0.02, -1.03), (-0.3, -0.96), (-0.54, -0.76)]
    canvas.glaze(shine, lighter(hair, 0.45), 0.5, within=shadow)


def _draw_long(canvas: Canvas, look: Look, strand: list[Point], top: list[Point]) -> None:
    for outline in (strand, flipped(strand)):
        canvas.shape(outline, look.hair)
    inner = [(0.86, 0.2), (0.9, 0.9), (0.9, 1.6)]
    for points in (inner, flipped(inner)):
        canvas.stroke(points, 0.03, darker(look.hair, 0.22))
    _draw_mass(canvas, top, look.hair)


def _draw_curls(canvas: Canvas, curls: list[tuple[float, float, float]], hair: str) -> None:
    for x, y, radius in curls:
        canvas.ellipse((x, y), (radius, radius), hair)


def _curly(canvas: Canvas, look: Look) -> None:
    _draw_curls(canvas, [(side * x, y, r) for x, y, r in HANGING_CURLS for side in (-1, 1)], look.hair)
    _curly_top(canvas, look)
    for x, y, _ in HANGING_CURLS[1:]:
        for side in (-1, 1):
            _draw_ringlet(canvas, side * x, y, look.hair)


def _curly_top(canvas: Canvas, look: Look) -> None:
    _draw_curls(canvas, list(CURLS), look.hair)
    for x, y, _ in CURLS:
        _draw_ringlet(canvas, x, y, look.hair)


def _draw_ringlet(canvas: Canvas, x: float, y: float, hair: str) -> None:
    arc = [(x - 0.12, y + 0.03), (x - 0.06, y - 0.1), (x + 0.07, y - 0.09), (x + 0.11, y + 0.03)]
    canvas.stroke(arc, 0.026, lighter(hair, 0.16))


def _afro(canvas: Canvas, look: Look) -> None:
    outer = mirrored(
        [(0.0, -1.66), (0.55, -1.56), (1.04, -1.18), (1.28, -0.55), (1.22, 0.05), (0.98, 0.4), (0.78, 0.25), (0.0, 0.3)]
    )
    opening = mirrored([(0.0, -0.66), (0.42, -0.6), (0.68, -0.3), (0.74, 0.1), (0.70, 0.7), (0.0, 1.2)])
    canvas.frame(outer, opening, look.hair)
    for x, y in (
        (-0.8, -0.8),
        (-0.45, -1.15),
        (0.0, -1.3),
        (0.45, -1.15),
        (0.8, -0.8),
        (-0.95, -0.3),
        (0.95, -0.3),
        (-0.2, -0.95),
        (0.25, -0.95),
    ):
        _draw_ringlet(canvas, x, y, look.hair)


def _afro_short(canvas: Canvas, look: Look) -> None:
    canvas.shape([(x * 1.06, y * 1.13 + 0.03) for x, y in CROP], look.hair)
    canvas.shape(CROP, look.hair)
    for x, y in ((-0.5, -0.92), (-0.18, -1.08), (0.18, -1.08), (0.5, -0.92), (0.0, -0.9)):
        _draw_ringlet(canvas, x, y, look.hair)


def _fade(canvas: Canvas, look: Look) -> None:
    canvas.shape(CROP, blend(look.hair, look.skin, 0.45))
    _draw_mass(canvas, [(x * 0.93, y - 0.05 if y < -0.4 else -0.45) for x, y in CROP], look.hair)


def _bun(canvas: Canvas, look: Look) -> None:
    canvas.ellipse((0.0, -1.36), (0.38, 0.33), look.hair)
    canvas.stroke([(-0.22, -1.42), (0.0, -1.54), (0.2, -1.46)], 0.035, lighter(look.hair, 0.25))
    _draw_mass(canvas, PULLED_BACK, look.hair)


def _ponytail(canvas: Canvas, look: Look) -> None:
    canvas.stroke([(0.82, -0.86), (0.98, -0.7)], 0.12, look.accent)
    _draw_mass(canvas, SWEPT, look.hair)


def _braids(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        for number in range(7):
            y = 0.3 + number * 0.28
            canvas.ellipse((side * (0.93 + 0.02 * number), y), (0.17 - 0.008 * number, 0.18), look.hair)
            arc = [(side * (0.85 + 0.02 * number), y - 0.05), (side * (0.95 + 0.02 * number), y + 0.06)]
            canvas.stroke(arc, 0.025, darker(look.hair, 0.35) if not look.is_senior else lighter(look.hair))
        canvas.rectangle((side * 1.06 - 0.1, 2.12), (side * 1.06 + 0.1, 2.24), look.accent, 0.04)
    _draw_mass(canvas, CENTRE_PART, look.hair)


def _headscarf(canvas: Canvas, look: Look) -> None:
    cloth = lighter(look.accent, 0.25)
    canvas.frame(SCARF_OUTER, SCARF_OPENING, cloth)
    fold = darker(cloth, 0.16)
    canvas.stroke([(-0.62, 0.66), (-0.2, 1.12), (0.4, 1.34), (0.86, 1.36)], 0.04, fold)
    canvas.stroke([(0.66, 0.6), (0.3, 1.08), (-0.3, 1.44), (-0.86, 1.5)], 0.04, fold)
    canvas.stroke([(-0.62, -0.62), (-0.25, -0.92), (0.25, -0.95)], 0.035, lighter(cloth, 0.3))
    canvas.stroke([(0.72, -0.5), (0.82, 0.0), (0.78, 0.5)], 0.035, fold)


def _turban(canvas: Canvas, look: Look) -> None:
    cloth = look.accent
    canvas.shape(TURBAN, cloth)
    for points in (
        [(-0.86, -0.45), (-0.4, -0.95), (0.1, -1.2), (0.55, -1.34)],
        [(-0.62, -0.5), (-0.1, -0.85), (0.5, -1.02), (0.9, -0.98)],
        [(-0.9, -0.85), (-0.5, -1.2), (-0.05, -1.42)],
        [(0.1, -0.66), (0.55, -0.75), (0.92, -0.66)],
    ):
        canvas.stroke(points, 0.04, darker(cloth, 0.25))


FRONTS: dict[str, Callable[[Canvas, Look], None]] = {
    "long_straight": lambda canvas, look: _draw_long(canvas, look, STRAND, CENTRE_PART),
    "long_wavy": lambda canvas, look: _draw_long(canvas, look, WAVY_STRAND, SWEPT),
    "bob": _mass(FRINGE),
    "pixie": _mass(PIXIE),
    "side_part": _mass(SIDE_PART),
    "quiff": _mass(QUIFF),
    "crop": _mass(CROP),
    "receding": _mass(RECEDING),
    "curly": _curly,
    "curly_top": _curly_top,
    "afro": _afro,
    "afro_short": _afro_short,
    "fade": _fade,
    "bun": _bun,
    "ponytail": _ponytail,
    "braids": _braids,
    "headscarf": _headscarf,
    "turban": _turban,
}
