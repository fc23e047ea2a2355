"""How an avatar looks: colours, hair, clothes, chosen from its traits, always the same for the same avatar."""

import random
import zlib
from dataclasses import dataclass

from sandbox.catalog import Avatar

SKINS = {
    "european": ("#f6d2b8", "#f2c4a4", "#eebf9f"),
    "north_american": ("#f3c7a5", "#e8b48f", "#d99e76"),
    "african": ("#8a5637", "#74452c", "#9b6543"),
    "south_asian": ("#c98d60", "#b97d52", "#d59d72"),
    "east_asian": ("#f3cfa9", "#efc79c", "#f5d6b6"),
    "middle_eastern": ("#e0ab80", "#d59c70", "#e6b891"),
    "south_american": ("#d9a077", "#c88c62", "#e2ae87"),
}
HAIR_COLOURS = {
    "european": ("#7a4a2b", "#c98f4c", "#e0b568", "#4a3023", "#a8502f"),
    "north_american": ("#5b3a26", "#a86f3d", "#33241d", "#d3a35c"),
    "african": ("#241a1b", "#2f2122", "#3b2a26"),
    "south_asian": ("#231c22", "#2e2226"),
    "east_asian": ("#22202a", "#2c2730", "#463028"),
    "middle_eastern": ("#2a1f1f", "#3c2a24"),
    "south_american": ("#33231f", "#4b3126", "#6a4029"),
}
GREYS = ("#d9d7d6", "#bdbbbd", "#eceae6", "#a19fa4")

FEMALE_HAIR = {
    "european": ("long_wavy", "bob", "ponytail", "bun", "long_straight"),
    "north_american": ("long_wavy", "bob", "ponytail", "long_straight"),
    "african": ("afro", "curly", "bun", "braids"),
    "south_asian": ("long_straight", "long_wavy", "braids"),
    "east_asian": ("long_straight", "bob", "bun", "ponytail"),
    "middle_eastern": ("headscarf", "long_wavy", "headscarf"),
    "south_american": ("curly", "long_wavy", "ponytail"),
}
FEMALE_SENIOR_HAIR = ("bob", "bun", "pixie")
MALE_HAIR = {
    "african": ("fade", "afro_short", "bald"),
    "middle_eastern": ("side_part", "quiff", "crop"),
    "south_asian": ("side_part", "quiff", "turban"),
}
OTHER_MALE_HAIR = ("side_part", "quiff", "crop", "curly_top")
MALE_SENIOR_HAIR = ("side_part", "receding", "crop")

CLOTHES = {
    "business": ("blazer", "blazer", "shirt"),
    "news": ("blazer",),
    "studio": ("turtleneck", "tee", "blazer"),
    "education": ("cardigan", "shirt", "cardigan"),
    "lifestyle": ("sweater", "hoodie", "tee"),
    "outdoors": ("jacket", "hoodie"),
    "health_fitness": ("tank", "track"),
}
CLOTH_COLOURS = {
    "blazer": ("#2f3e5c", "#3b3a4f", "#7d3442", "#24575c", "#5a4a6b"),
    "shirt": ("#8fb3d9", "#e8e4dc", "#a9c5b3", "#d8b4c0"),
    "turtleneck": ("#384150", "#b8543c", "#3f6b5c", "#8c6f9c"),
    "tee": ("#e9b44c", "#e4e0d8", "#4f7cac", "#c8553d"),
    "cardigan": ("#b5654a", "#5d7a68", "#c99a3f", "#62688f"),
    "sweater": ("#d98f6c", "#7798ab", "#e5c46b", "#9c6b8e", "#86a873"),
    "hoodie": ("#6c8ebf", "#e08e79", "#7aa886", "#8d84b8"),
    "jacket": ("#4d7358", "#c9663d", "#3f6f8c", "#d2a23a"),
    "tank": ("#e2725b", "#3c9d9b", "#7b6fb0", "#394a6d"),
    "track": ("#35608f", "#d6604d", "#3d8d7d"),
}
ACCENTS = ("#c8473e", "#2f7f86", "#d9a441", "#5b67b0", "#8b4a75")


@dataclass(frozen=True)
class Look:
    """Everything the figure is drawn from. Colours are `#rrggbb`."""

    is_female: bool
    is_senior: bool
    skin: str
    hair: str
    hair_style: str
    beard: str
    clothes: str
    cloth: str
    accent: str
    iris: str
    lips: str
    glasses: str
    has_earrings: bool


def look_of(avatar: Avatar) -> Look:
    """The same avatar always gets the same look."""
    chance = random.Random(zlib.crc32(f"{avatar.name}{avatar.avatar_id}".encode()))
    is_female, is_senior = avatar.gender == "female", avatar.age == "senior"
    skin = chance.choice(SKINS[avatar.ethnicity])
    clothes = chance.choice(CLOTHES[avatar.scene])
    return Look(
        is_female=is_female,
        is_senior=is_senior,
        skin=skin,
        hair=chance.choice(GREYS if is_senior else HAIR_COLOURS[avatar.ethnicity]),
        hair_style=_hair_style(avatar, chance),
        beard=_beard(avatar, chance),
        clothes=clothes,
        cloth=chance.choice(CLOTH_COLOURS[clothes]),
        accent=chance.choice(ACCENTS),
        iris=_iris(avatar, chance),
        lips=chance.choice(("#c4565a", "#b4484f", "#cf6f6a")) if is_female else "",
        glasses=_glasses(avatar, chance),
        has_earrings=is_female and chance.random() < 0.6,
    )


def _hair_style(avatar: Avatar, chance: random.Random) -> str:
    if avatar.gender == "female":
        styles = FEMALE_HAIR[avatar.ethnicity]
        return chance.choice(FEMALE_SENIOR_HAIR if avatar.age == "senior" else styles)
    styles = MALE_HAIR.get(avatar.ethnicity, OTHER_MALE_HAIR)
    return chance.choice(MALE_SENIOR_HAIR if avatar.age == "senior" else styles)


def _beard(avatar: Avatar, chance: random.Random) -> str:
    if avatar.gender == "female":
        return ""
    styles = ("", "", "stubble") if avatar.age == "young_adult" else ("", "full", "stubble", "moustache", "full")
    return chance.choice(styles)


def _iris(avatar: Avatar, chance: random.Random) -> str:
    if avatar.ethnicity in ("european", "north_american"):
        return chance.choice(("#4f7fa8", "#5c8a5f", "#6b4a30"))
    return chance.choice(("#4a2f20", "#5c3a25"))


def _glasses(avatar: Avatar, chance: random.Random) -> str:
    likely = 0.5 if avatar.age == "senior" or avatar.scene == "education" else 0.18
    return chance.choice(("round", "square")) if chance.random() < likely else ""
