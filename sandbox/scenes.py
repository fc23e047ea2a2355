"""What stands behind an avatar, one drawing for each scene."""

import random
import zlib
from collections.abc import Callable

from PIL import Image, ImageFilter

from sandbox.catalog import Avatar
from sandbox.drawing import Canvas, Point, darker, lighter

# Soft, so that the face stays the sharpest thing in the picture. Share of the shorter side.
BLUR = 0.004

PALETTES = {
    "studio": ("#e9c9b4", "#b9cfd8", "#d8c6e0", "#c4d6bd"),
    "business": ("#dfe7ee", "#e9e2d8", "#dde9e4"),
    "news": ("#1f3a68", "#27305f", "#5a2440"),
    "education": ("#2f5d50", "#35566f", "#4a4f6e"),
    "lifestyle": ("#f0d9bf", "#d9e2d0", "#ecd3cf", "#cfdce6"),
    "outdoors": ("#a9d6ee", "#f6cfa4", "#b8dfd8"),
    "health_fitness": ("#d5e6e3", "#e6dff0", "#f1ddcf"),
}


class Room(Canvas):
    """A canvas whose unit is the picture's height: x runs from -half_width to half_width, y from 0 to 1."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(size, size[1], (size[0] / 2, 0.0), is_opaque=True)
        self.half_width = size[0] / size[1] / 2


def draw_scene(avatar: Avatar, size: tuple[int, int]) -> Image.Image:
    """An opaque picture of `size` pixels."""
    chance = random.Random(zlib.crc32(f"{avatar.avatar_id}{avatar.scene}".encode()))
    room = Room(size)
    SCENES[avatar.scene](room, chance.choice(PALETTES[avatar.scene]))
    return room.finished().filter(ImageFilter.GaussianBlur(min(size) * BLUR))


def _fill(room: Room, top: str, bottom: str, until: float = 1.0) -> None:
    """A wall that goes from one colour to another, in steps too fine to see."""
    from_colour, to_colour = _numbers(top), _numbers(bottom)
    steps = 96
    for step in range(steps):
        share = step / (steps - 1)
        colour = tuple(round(a + (b - a) * share) for a, b in zip(from_colour, to_colour, strict=True))
        y = until * step / steps
        room.rectangle(
            (-room.half_width - 0.1, y),
            (room.half_width + 0.1, until if step == steps - 1 else y + until / steps + 0.01),
            (colour[0], colour[1], colour[2]),
        )


def _numbers(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _glow(room: Room, centre: Point, radius: float, colour: str, strength: float) -> None:
    for step in range(6):
        size = radius * (1 - step / 7)
        x, y = centre
        room.glaze([(x + size, y), (x, y + size), (x - size, y), (x, y - size)], colour, strength / 6)


def _plant(room: Room, x: float, base: float, height: float, pot: str, leaf: str = "#5f8f6a") -> None:
    for number in range(7):
        lean = (number - 3) / 3
        tip = (x + lean * height * 0.42, base - height * (1.0 - 0.35 * abs(lean)))
        middle = (x + lean * height * 0.12, base - height * 0.5)
        side = height * 0.075
        room.shape(
            [(x, base - height * 0.2), (middle[0] - side, middle[1]), tip, tip, (middle[0] + side, middle[1])],
            darker(leaf, 0.16) if number % 2 else leaf,
        )
    room.polygon(
        [
            (x - height * 0.16, base - height * 0.3),
            (x + height * 0.16, base - height * 0.3),
            (x + height * 0.12, base),
            (x - height * 0.12, base),
        ],
        pot,
    )


def _studio(room: Room, colour: str) -> None:
    _fill(room, lighter(colour, 0.25), darker(colour, 0.1))
    _glow(room, (0.0, 0.4), 0.62, "#ffffff", 0.55)
    room.rectangle((-1, 0.86), (1, 1.0), darker(colour, 0.16))


def _window(room: Room, left: float, right: float, top: float, bottom: float) -> None:
    room.rectangle((left, top), (right, bottom), "#cfe6f3")
    width = right - left
    for number, height in enumerate((0.34, 0.55, 0.42, 0.68, 0.3, 0.5)):
        x = left + width * number / 6
        tone = ("#a9c4d6", "#b9d0de", "#9bb8cc")[number % 3]
        room.rectangle((x, bottom - (bottom - top) * height), (x + width / 6, bottom), tone)
    for share in (0.0, 0.5, 1.0):
        room.rectangle((left + width * share - 0.007, top), (left + width * share + 0.007, bottom), "#ffffff")
    room.rectangle((left - 0.007, top - 0.008), (right + 0.007, top + 0.006), "#ffffff")
    room.rectangle((left - 0.012, bottom - 0.006), (right + 0.012, bottom + 0.012), "#ffffff")


def _business(room: Room, colour: str) -> None:
    _fill(room, colour, darker(colour, 0.07))
    edge = room.half_width
    _window(room, -edge + 0.03, min(-0.02, -edge + 0.5), 0.12, 0.62)
    shelf = max(0.14, edge - 0.34)
    for y in (0.3, 0.5):
        room.rectangle((shelf, y), (edge + 0.1, y + 0.014), darker(colour, 0.42))
        _books(room, shelf + 0.02, edge - 0.02, y)
    _plant(room, edge - 0.09, 0.86, 0.3, "#c77b58")
    room.rectangle((-2, 0.86), (2, 1.0), darker(colour, 0.25))


def _books(room: Room, left: float, right: float, base: float) -> None:
    colours = ("#c8654f", "#5b7fa3", "#e0b15a", "#6f9a82", "#8d6f9e", "#d9d2c4")
    x, number = left, 0
    while x + 0.02 < right:
        width = 0.018 + 0.008 * (number * 7 % 3)
        height = 0.09 + 0.014 * (number * 5 % 4)
        if number % 6 != 5:
            room.rectangle((x, base - height), (x + width, base), colours[number % len(colours)])
        x, number = x + width + 0.003, number + 1


def _news(room: Room, colour: str) -> None:
    _fill(room, darker(colour, 0.2), lighter(colour, 0.12))
    edge = room.half_width
    for number in range(-6, 7):
        x = number * 0.17
        room.polygon([(x - 0.05, 0), (x - 0.01, 0), (x + 0.13, 1), (x + 0.09, 1)], lighter(colour, 0.07))
    _world(room, colour)
    for y, tone in ((0.1, "#e8505b"), (0.115, lighter(colour, 0.5))):
        room.rectangle((-edge, y), (edge, y + 0.01), tone)
    room.rectangle((-edge, 0.84), (edge, 0.86), "#e8505b")
    room.rectangle((-edge, 0.86), (edge, 1.0), darker(colour, 0.4))


def _world(room: Room, colour: str) -> None:
    """A globe of dots on either side."""
    tone = lighter(colour, 0.3)
    for centre in (-0.33, 0.33):
        for row in range(-6, 7):
            for column in range(-6, 7):
                if row * row + column * column <= 38 and (row * 5 + column * 3) % 7 not in (0, 3):
                    room.ellipse((centre + column * 0.03, 0.4 + row * 0.03), (0.0085, 0.0085), tone)


def _education(room: Room, colour: str) -> None:
    _fill(room, "#efe3cf", "#e2d2b8")
    edge = room.half_width
    room.rectangle((-edge + 0.03, 0.1), (edge - 0.03, 0.66), "#a9794f", 0.012)
    room.rectangle((-edge + 0.048, 0.118), (edge - 0.048, 0.642), colour)
    chalk = lighter(colour, 0.55)
    left = -edge + 0.09
    room.stroke([(left, 0.2), (left + 0.05, 0.17), (left + 0.1, 0.21), (left + 0.16, 0.18)], 0.006, chalk)
    for number in range(3):
        room.stroke([(left, 0.27 + 0.05 * number), (left + 0.13 - 0.02 * number, 0.27 + 0.05 * number)], 0.006, chalk)
    right = edge - 0.15
    room.ring((right, 0.24), (0.06, 0.06), 0.006, chalk)
    room.stroke([(right, 0.24), (right + 0.06, 0.24)], 0.006, chalk)
    room.stroke([(right - 0.06, 0.42), (right + 0.05, 0.42), (right - 0.06, 0.34), (right - 0.06, 0.42)], 0.005, chalk)
    room.rectangle((-edge, 0.84), (edge, 1.0), "#b98a5e")
    _books(room, max(0.2, edge - 0.3), edge - 0.02, 0.84)


def _lifestyle(room: Room, colour: str) -> None:
    _fill(room, lighter(colour, 0.15), darker(colour, 0.05))
    edge = room.half_width
    left = -edge + 0.05
    room.rectangle((left, 0.14), (left + 0.2, 0.4), "#fffaf0", 0.006)
    room.rectangle((left + 0.02, 0.16), (left + 0.18, 0.38), "#e7b89b")
    room.ellipse((left + 0.12, 0.22), (0.028, 0.028), "#f7e3b2")
    room.polygon(
        [(left + 0.02, 0.38), (left + 0.02, 0.31), (left + 0.08, 0.26), (left + 0.18, 0.34), (left + 0.18, 0.38)],
        "#8fa98f",
    )
    lamp = edge - 0.12
    _glow(room, (lamp, 0.34), 0.24, "#fff3cf", 0.7)
    room.rectangle((lamp - 0.006, 0.34), (lamp + 0.006, 0.85), "#7d6a5a")
    room.polygon([(lamp - 0.05, 0.25), (lamp + 0.05, 0.25), (lamp + 0.085, 0.37), (lamp - 0.085, 0.37)], "#f8e6bd")
    sofa = darker(colour, 0.32)
    room.rectangle((-edge - 0.1, 0.68), (edge * 0.7, 1.1), sofa, 0.05)
    room.rectangle((-edge + 0.02, 0.62), (-edge + 0.2, 0.8), lighter(sofa, 0.4), 0.03)
    _plant(room, left + 0.03, 0.66, 0.2, "#b9694a")


def _outdoors(room: Room, colour: str) -> None:
    _fill(room, colour, lighter(colour, 0.55), until=0.75)
    edge = room.half_width
    room.ellipse((edge * 0.6, 0.17), (0.055, 0.055), "#fff2c4")
    for x, y, size in ((-edge * 0.6, 0.16, 1.0), (edge * 0.25, 0.09, 0.7), (-edge * 0.05, 0.24, 0.6)):
        for dx, dy, radius in ((-0.05, 0.0, 0.03), (0.0, -0.015, 0.042), (0.05, 0.0, 0.032)):
            room.ellipse((x + dx * size, y + dy * size), (radius * 1.3 * size, radius * size * 0.8), "#ffffff")
    room.shape([(-2, 1.3), (-1, 0.6), (-0.5, 0.5), (-0.1, 0.6), (0.4, 0.46), (0.9, 0.58), (2, 1.3)], "#9cc3a5")
    room.shape([(-2, 1.4), (-1.2, 0.74), (-0.4, 0.66), (0.1, 0.72), (0.7, 0.62), (1.4, 0.76), (2, 1.4)], "#79ac83")
    for x, base, size in (
        (-edge + 0.06, 0.8, 0.3),
        (-edge + 0.22, 0.74, 0.2),
        (edge - 0.08, 0.78, 0.34),
        (edge - 0.24, 0.7, 0.16),
    ):
        room.rectangle((x - size * 0.04, base - size * 0.4), (x + size * 0.04, base), "#8a6548")
        for dx, dy, radius in ((-0.16, 0.55, 0.22), (0.16, 0.55, 0.22), (0.0, 0.78, 0.24)):
            room.ellipse(
                (x + dx * size, base - dy * size), (radius * size, radius * size), "#5c9468" if dx else "#6aa476"
            )
    room.shape([(-2, 1.5), (-1, 0.84), (0, 0.8), (1, 0.85), (2, 1.5)], "#63986d")


def _health_fitness(room: Room, colour: str) -> None:
    _fill(room, lighter(colour, 0.3), colour)
    edge = room.half_width
    room.rectangle((-edge + 0.04, 0.1), (-edge + 0.32, 0.6), "#ffffff", 0.012)
    room.rectangle((-edge + 0.055, 0.115), (-edge + 0.305, 0.585), lighter(colour, 0.5))
    room.polygon([(-edge + 0.08, 0.585), (-edge + 0.2, 0.115), (-edge + 0.26, 0.115), (-edge + 0.14, 0.585)], "#ffffff")
    rack = edge - 0.28
    for y in (0.46, 0.62):
        room.rectangle((rack, y), (edge + 0.1, y + 0.012), darker(colour, 0.5))
        for number in range(3):
            _dumbbell(room, rack + 0.055 + number * 0.1, y - 0.024, ("#e2725b", "#3c6f8d", "#e0b15a")[number])
    room.ellipse((-edge + 0.14, 0.8), (0.12, 0.12), "#7fb7b2")
    room.ellipse((-edge + 0.11, 0.76), (0.04, 0.03), "#a9d3cf")
    room.rectangle((-2, 0.88), (2, 1.0), darker(colour, 0.22))


def _dumbbell(room: Room, x: float, y: float, colour: str) -> None:
    room.rectangle((x - 0.03, y - 0.005), (x + 0.03, y + 0.005), "#6b6f76")
    for side in (-1, 1):
        room.rectangle((x + side * 0.027 - 0.009, y - 0.024), (x + side * 0.027 + 0.009, y + 0.024), colour, 0.006)


SCENES: dict[str, Callable[[Room, str], None]] = {
    "studio": _studio,
    "business": _business,
    "news": _news,
    "education": _education,
    "lifestyle": _lifestyle,
    "outdoors": _outdoors,
    "health_fitness": _health_fitness,
}
