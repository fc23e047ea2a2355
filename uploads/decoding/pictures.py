"""Photos: upright, their first frame, and small."""

from pathlib import Path
from typing import Any

import numpy as np
import pi_heif
from PIL import Image, ImageOps

from uploads.decoding.confinement import IMAGE_FORMATS

PICTURE_SIZE = (640, 640)
OPAQUE = 255

pi_heif.register_heif_opener()


def open_upright(content_type: str, path: str) -> Image.Image:
    """The photo, or the first frame of an animation, as it is meant to be seen."""
    with Image.open(path, formats=[IMAGE_FORMATS[content_type]]) as image:
        return _in_eight_bits(ImageOps.exif_transpose(image))


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits, which Pillow would cut off at 255 instead of scaling them."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image) // 256).astype(np.uint8))


def look_at(content_type: str, path: str, picture: Path) -> dict[str, Any]:
    with Image.open(path, formats=[IMAGE_FORMATS[content_type]]) as image:
        is_animated = getattr(image, "is_animated", False)
    upright = open_upright(content_type, path)
    width, height = upright.size
    small = write_small(upright, picture)
    return {
        "width": width,
        "height": height,
        "is_animated": is_animated,
        "has_transparency": small.mode == "RGBA" and small.getchannel("A").getextrema()[0] < OPAQUE,
    }


def write_small(image: Image.Image, picture: Path) -> Image.Image:
    """Write the image as a WebP of at most 640 px; return what was written."""
    small = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small.thumbnail(PICTURE_SIZE)
    small.save(picture, "WEBP", quality=82)
    return small
