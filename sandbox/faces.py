"""The face: its outline, eyes, nose, mouth, beard and glasses."""

from sandbox.drawing import Canvas, Point, blend, darker, flipped, lighter, mirrored
from sandbox.looks import Look

MOUTHS = 5
EYES = 2  # open, closed

FEMALE_FACE = mirrored(
    [(0.0, -0.98), (0.42, -0.88), (0.69, -0.48), (0.73, -0.04), (0.66, 0.38), (0.45, 0.75), (0.19, 0.96), (0.0, 1.0)]
)
MALE_FACE = mirrored(
    [(0.0, -0.98), (0.44, -0.88), (0.72, -0.48), (0.75, 0.0), (0.71, 0.42), (0.55, 0.78), (0.27, 0.99), (0.0, 1.03)]
)
BEARD: list[Point] = [
    (0.75, -0.05), (0.73, 0.42), (0.58, 0.82), (0.30, 1.08), (0.0, 1.14),
    (-0.30, 1.08), (-0.58, 0.82), (-0.73, 0.42), (-0.75, -0.05),
    (-0.66, 0.10), (-0.60, 0.40), (-0.38, 0.46), (-0.16, 0.40), (0.0, 0.43),
    (0.16, 0.40), (0.38, 0.46), (0.60, 0.40), (0.66, 0.10),
]  # fmt: skip
MOUSTACHE = mirrored([(0.0, 0.42), (0.14, 0.38), (0.26, 0.47), (0.33, 0.57), (0.18, 0.53), (0.0, 0.52)])
MOUTH_Y = 0.6
# Half width, upper and lower opening for each state from closed to wide open.
OPENINGS = ((0.25, 0.0, 0.0), (0.20, 0.015, 0.06), (0.20, 0.03, 0.11), (0.19, 0.045, 0.16), (0.17, 0.06, 0.22))


def face_outline(look: Look) -> list[Point]:
    return FEMALE_FACE if look.is_female else MALE_FACE


def draw_face(canvas: Canvas, look: Look, mouth: int, eyes: int) -> None:
    """The face with its mouth in one of `MOUTHS` states (0 closed) and its eyes in one of `EYES` (1 closed)."""
    _draw_ears(canvas, look)
    outline = face_outline(look)
    canvas.shape(outline, look.skin)
    lit = [(x * 0.97 - 0.055, y * 0.985 - 0.03) for x, y in outline]
    canvas.shape(outline, blend(look.skin, "#8a3b2f", 0.13))
    canvas.glaze(lit, look.skin, 1.0, within=outline)
    _draw_cheeks(canvas, look)
    if look.is_senior:
        _draw_wrinkles(canvas, look)
    _draw_beard(canvas, look)
    for side in (-1, 1):
        _draw_brow(canvas, look, side)
        _draw_eye(canvas, look, side, is_closed=eyes == 1)
    _draw_nose(canvas, look)
    _draw_mouth(canvas, look, mouth)
    if look.glasses:
        _draw_glasses(canvas, look)


def _draw_ears(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        canvas.ellipse((side * 0.755, 0.08), (0.125, 0.2), look.skin if side < 0 else blend(look.skin, "#8a3b2f", 0.13))
        canvas.ellipse((side * 0.775, 0.08), (0.062, 0.12), blend(look.skin, "#8a3b2f", 0.25))
        if look.has_earrings:
            canvas.ellipse((side * 0.78, 0.31), (0.05, 0.05), "#f0c75e")


def _draw_cheeks(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        cheek = [(side * 0.46 + dx * 0.17, 0.33 + dy * 0.11) for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1))]
        canvas.glaze(cheek, "#e0564e", 0.2 if look.is_female else 0.12, within=face_outline(look))


def _draw_wrinkles(canvas: Canvas, look: Look) -> None:
    line = blend(look.skin, "#6b2d25", 0.22)
    for side in (-1, 1):
        canvas.stroke([(side * 0.27, 0.34), (side * 0.34, 0.45), (side * 0.36, 0.56)], 0.024, line)
        canvas.stroke([(side * 0.24, 0.17), (side * 0.34, 0.2), (side * 0.44, 0.17)], 0.022, line)
    canvas.stroke([(-0.25, -0.52), (0.0, -0.55), (0.25, -0.52)], 0.02, line)


def _draw_beard(canvas: Canvas, look: Look) -> None:
    if look.beard == "full":
        canvas.shape(BEARD, look.hair)
        canvas.glaze([(x * 0.86, y * 0.95 + 0.01) for x, y in BEARD], lighter(look.hair), 0.18, within=BEARD)
    elif look.beard == "stubble":
        canvas.glaze(BEARD, darker(look.hair, 0.1), 0.28, within=face_outline(look))
    elif look.beard == "moustache":
        canvas.shape(MOUSTACHE, look.hair)


def _draw_brow(canvas: Canvas, look: Look, side: int) -> None:
    thick = 0.055 if look.is_female else 0.085
    right = [(0.15, -0.25), (0.33, -0.335), (0.53, -0.26), (0.34, -0.335 + thick), (0.16, -0.25 + thick)]
    colour = darker(look.hair, 0.1 if look.is_senior else 0.3)
    canvas.shape(right if side > 0 else flipped(right), colour)


def _draw_eye(canvas: Canvas, look: Look, side: int, is_closed: bool) -> None:
    def placed(points: list[Point]) -> list[Point]:
        return [(side * (0.335 + x), 0.0 + y) for x, y in points]

    lash = "#2a1c22" if look.is_female else "#3a2a2c"
    if is_closed:
        canvas.stroke(placed([(-0.17, 0.02), (-0.08, 0.075), (0.07, 0.075), (0.18, 0.01)]), 0.042, lash)
        return
    white = placed([(-0.175, 0.03), (-0.09, -0.085), (0.05, -0.105), (0.18, -0.01), (0.08, 0.085), (-0.08, 0.09)])
    canvas.shape(white, "#fdfbf7")
    pupil = (side * 0.335 + 0.004, -0.008)
    canvas.glaze(_disc(pupil, 0.1), look.iris, 1.0, within=white)
    canvas.glaze(_disc(pupil, 0.052), "#171018", 1.0, within=white)
    canvas.ellipse((pupil[0] + 0.035, pupil[1] - 0.037), (0.024, 0.024), "#ffffff")
    lid = [(-0.185, 0.035), (-0.1, -0.085), (0.04, -0.115), (0.19, -0.015)]
    canvas.stroke(placed(lid), 0.05 if look.is_female else 0.038, lash)
    if look.is_female:
        canvas.stroke(placed([(0.17, -0.03), (0.235, -0.085)]), 0.03, lash)


def _disc(centre: Point, radius: float) -> list[Point]:
    diagonal = radius * 0.7071
    return [
        (centre[0] + dx, centre[1] + dy)
        for dx, dy in (
            (radius, 0), (diagonal, diagonal), (0, radius), (-diagonal, diagonal),
            (-radius, 0), (-diagonal, -diagonal), (0, -radius), (diagonal, -diagonal),
        )
    ]  # fmt: skip


def _draw_nose(canvas: Canvas, look: Look) -> None:
    shade = blend(look.skin, "#8a3b2f", 0.32)
    canvas.stroke([(0.055, 0.06), (0.10, 0.25), (0.05, 0.325), (-0.05, 0.325)], 0.034, shade)


def _draw_mouth(canvas: Canvas, look: Look, state: int) -> None:
    width, up, down = OPENINGS[state]
    lips = look.lips or blend(look.skin, "#8c2f2f", 0.42)
    if state == 0:
        _draw_smile(canvas, look, width, lips)
        return
    swell = 0.045 if look.is_female else 0.026
    canvas.shape(_mouth_outline(width + swell, up + swell * 0.9, down + swell), lips)
    opening = _mouth_outline(width, up, down)
    canvas.shape(opening, "#551a26")
    canvas.glaze(_mouth_outline(width * 0.92, up, -up + 0.055), "#fffdf8", 1.0, within=opening)
    tongue_y = MOUTH_Y + down * 1.05
    canvas.glaze(
        [(-0.11, tongue_y), (0.0, tongue_y - down * 0.5), (0.11, tongue_y), (0.0, tongue_y + 0.1)],
        "#d86a6f", 1.0, within=opening,
    )  # fmt: skip


def _draw_smile(canvas: Canvas, look: Look, width: float, lips: str) -> None:
    if look.is_female:
        upper = [(-width, MOUTH_Y - 0.065), (-0.08, MOUTH_Y - 0.05), (0.0, MOUTH_Y - 0.03), (0.08, MOUTH_Y - 0.05)]
        lower = [(width, MOUTH_Y - 0.065), (0.12, MOUTH_Y + 0.065), (0.0, MOUTH_Y + 0.088), (-0.12, MOUTH_Y + 0.065)]
        canvas.shape([upper[0], *upper, lower[0], *lower], lips)
    line = darker(lips, 0.35)
    canvas.stroke(
        [(-width, MOUTH_Y - 0.07), (-0.11, MOUTH_Y + 0.016), (0.11, MOUTH_Y + 0.016), (width, MOUTH_Y - 0.07)],
        0.028 if look.is_female else 0.04, line,
    )  # fmt: skip


def _mouth_outline(width: float, up: float, down: float) -> list[Point]:
    return [
        (-width, MOUTH_Y - 0.03), (-width * 0.45, MOUTH_Y - up - 0.005), (0.0, MOUTH_Y - up + 0.005),
        (width * 0.45, MOUTH_Y - up - 0.005), (width, MOUTH_Y - 0.03), (width * 0.62, MOUTH_Y + down * 0.78),
        (0.0, MOUTH_Y + down), (-width * 0.62, MOUTH_Y + down * 0.78),
    ]  # fmt: skip


def _draw_glasses(canvas: Canvas, look: Look) -> None:
    is_dark = int(look.skin[1:3], 16) < 0xA8
    frame = lighter(look.accent, 0.45) if is_dark else darker(look.accent, 0.45)
    radii = (0.235, 0.225) if look.glasses == "round" else (0.25, 0.185)
    for side in (-1, 1):
        canvas.ring((side * 0.335, 0.01), radii, 0.035, frame)
        canvas.stroke([(side * (0.335 + radii[0]), -0.03), (side * 0.74, -0.05)], 0.035, frame)
        glint = [(side * 0.335 - 0.12, 0.06), (side * 0.335 - 0.02, -0.12), (side * 0.335 + 0.04, -0.12)]
        canvas.glaze([*glint, (side * 0.335 - 0.06, 0.08)], "#ffffff", 0.22)
    canvas.stroke([(-0.335 + radii[0], -0.02), (0.0, -0.055), (0.335 - radii[0], -0.02)], 0.035, frame)
