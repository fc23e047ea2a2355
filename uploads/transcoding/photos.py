"""Photos as JPG: upright, on white where they are transparent, and in their own colours."""

from PIL import Image

from uploads.decoding.pictures import open_upright

QUALITY = 92
PROFILE_SPACE = slice(16, 20)  # where a colour profile says what it is for


def write_jpeg(content_type: str, path: str, new_path: str, most_bytes: int) -> str:
    """Return "", as what goes wrong is raised."""
    image = open_upright(content_type, path)
    profile = image.info.get("icc_profile") or b""
    on_white(image).save(
        new_path, "JPEG", quality=QUALITY, icc_profile=profile if profile[PROFILE_SPACE] == b"RGB " else None
    )
    return ""


def on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
