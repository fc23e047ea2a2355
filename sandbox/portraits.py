"""A whole avatar: scene, body and head, as a picture or in layers that can move."""

from functools import cached_property
from pathlib import Path

from PIL import Image

from sandbox.bodies import draw_body
from sandbox.catalog import Avatar
from sandbox.drawing import Canvas
from sandbox.faces import draw_face
from sandbox.hair import draw_back_hair, draw_front_hair
from sandbox.looks import look_of
from sandbox.scenes import draw_scene

# By Jogg's aspect_ratio: 9:16, 16:9, 1:1.
PORTRAIT_SIZES = ((540, 960), (960, 540), (720, 720))

# The head's box in units round its middle; long hair reaches down to the chest.
LEFT, TOP, RIGHT, BOTTOM = -1.5, -1.9, 1.5, 2.6


Head = tuple[Image.Image, tuple[int, int]]


class Figure:
    """An avatar's layers for pictures of `size` pixels, each drawn when it is first asked for."""

    def __init__(self, avatar: Avatar, size: tuple[int, int]) -> None:
        self._look = look_of(avatar)
        self._avatar = avatar
        self._size = size
        width, height = size
        self._unit = min(width * 0.25, height * 0.228)
        self._origin = (width * 0.5, max(height * 0.40, self._unit * 1.95))
        self._heads: dict[tuple[int, int], Head] = {}

    @cached_property
    def scene(self) -> Image.Image:
        """The background, opaque."""
        return draw_scene(self._avatar, self._size)

    @cached_property
    def body(self) -> Image.Image:
        """Everything of the figure that stays still."""
        canvas = Canvas(self._size, self._unit, self._origin)
        draw_back_hair(canvas, self._look)
        draw_body(canvas, self._look)
        return canvas.finished()

    def head(self, mouth: int, eyes: int) -> Head:
        """The head in a box of its own, and where the box's corner belongs."""
        if (mouth, eyes) not in self._heads:
            self._heads[mouth, eyes] = self._drawn_head(mouth, eyes)
        return self._heads[mouth, eyes]

    def _drawn_head(self, mouth: int, eyes: int) -> Head:
        left, top = round(self._origin[0] + LEFT * self._unit), round(self._origin[1] + TOP * self._unit)
        size = round((RIGHT - LEFT) * self._unit), round((BOTTOM - TOP) * self._unit)
        canvas = Canvas(size, self._unit, (self._origin[0] - left, self._origin[1] - top))
        draw_face(canvas, self._look, mouth, eyes)
        draw_front_hair(canvas, self._look)
        return canvas.finished(), (left, top)


def paste_layer(picture: Image.Image, layer: Image.Image, corner: tuple[int, int]) -> None:
    """Lay `layer` over an RGBA `picture`, also where it reaches over the edge."""
    left, top = max(0, -corner[0]), max(0, -corner[1])
    right = min(layer.width, picture.width - corner[0])
    bottom = min(layer.height, picture.height - corner[1])
    picture.alpha_composite(layer.crop((left, top, right, bottom)), (corner[0] + left, corner[1] + top))


def draw_portrait(avatar: Avatar, size: tuple[int, int]) -> Image.Image:
    """The avatar, smiling in front of its scene."""
    figure = Figure(avatar, size)
    picture = figure.scene.convert("RGBA")
    picture.alpha_composite(figure.body)
    paste_layer(picture, *figure.head(mouth=0, eyes=0))
    return picture.convert("RGB")


def save_portrait(avatar: Avatar, path: Path) -> None:
    """A JPEG in the avatar's own aspect ratio."""
    draw_portrait(avatar, PORTRAIT_SIZES[avatar.aspect_ratio]).save(path, quality=88)
