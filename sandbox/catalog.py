"""The avatars and voices on offer, in Jogg's own words for their traits."""

from dataclasses import dataclass

STYLES = ("professional", "social")
GENDERS = ("male", "female")
AGES = ("adult", "senior", "young_adult")
SCENES = ("lifestyle", "outdoors", "business", "studio", "health_fitness", "education", "news")
ETHNICITIES = (
    "european", "african", "south_asian", "east_asian", "middle_eastern", "south_american", "north_american",
)  # fmt: skip
VOICE_AGES = ("young", "middle_aged", "old")
LANGUAGES = (
    "english", "filipino", "french", "german", "hindi", "indonesian", "italian", "japanese", "korean", "malay",
    "portuguese", "russian", "spanish", "thai", "vietnamese", "arabic", "greek", "turkish", "slovenian", "croatian",
    "romanian", "chinese", "bengali", "urdu", "hungarian", "traditional-chinese", "polish", "cantonese", "danish",
    "malayalam", "tamil", "telugu", "czech", "hebrew", "zulu", "swedish", "lithuanian", "dutch", "flemish",
    "norwegian", "finnish", "bulgarian", "latvian", "ukrainian", "mongolian", "persian", "odia", "assamese",
    "kannada", "tagalog", "amharic", "serbian", "slovak", "swahili",
)  # fmt: skip

USE_CASES = (
    "narrative_story", "conversational", "social_media", "advertisement", "informative_educational",
)  # fmt: skip
ASPECT_RATIOS = ("portrait", "landscape", "square")  # v2's words for v1's 0, 1, 2

PUBLIC, OWN = 0, 1

# given name, gender, age, ethnicity, scene, style, aspect ratio (0 = 9:16, 1 = 16:9, 2 = 1:1)
PUBLIC_AVATARS = """
Amanda    female adult       european       outdoors       social       0
Marcus    male   adult       african        business       professional 1
Priya     female young_adult south_asian    studio         professional 2
Kenji     male   adult       east_asian     education      professional 1
Layla     female adult       middle_eastern business       professional 0
Diego     male   young_adult south_american lifestyle      social       0
Grace     female senior      north_american news           professional 1
Oliver    male   senior      european       education      professional 2
Amara     female young_adult african        lifestyle      social       0
Hiroshi   male   senior      east_asian     business       professional 1
Sofia     female adult       south_american health_fitness social       0
Tariq     male   young_adult middle_eastern studio         social       2
Emma      female young_adult north_american education      social       0
Arjun     male   adult       south_asian    news           professional 1
Mei       female adult       east_asian     lifestyle      social       2
Lucas     male   adult       european       health_fitness social       0
Zanele    female adult       african        news           professional 1
Ethan     male   young_adult north_american outdoors       social       0
Camila    female young_adult south_american studio         professional 2
Farid     male   senior      middle_eastern education      professional 0
Yuna      female young_adult east_asian     health_fitness social       0
Kwame     male   adult       african        outdoors       social       1
Ingrid    female senior      european       lifestyle      social       2
Rohan     male   young_adult south_asian    business       professional 0
Valentina female adult       south_american news           professional 1
Daniel    male   adult       north_american studio         professional 1
Noor      female young_adult middle_eastern education      social       2
Thabo     male   senior      african        studio         professional 0
Chloe     female young_adult european       studio         social       0
Mateo     male   adult       south_american business       professional 2
Haruka    female adult       east_asian     business       professional 1
Vikram    male   senior      south_asian    lifestyle      social       0
Hannah    female adult       north_american health_fitness social       1
Omar      male   adult       middle_eastern news           professional 0
Ananya    female senior      south_asian    outdoors       social       1
Felix     male   young_adult european       lifestyle      social       2
Imani     female adult       african        health_fitness professional 0
Jun       male   young_adult east_asian     outdoors       social       0
Rosa      female senior      south_american education      professional 1
William   male   senior      north_american news           professional 2
""".strip().splitlines()

# given name, id, language, gender, age, accent, use case
PUBLIC_VOICES = """
Emily       en-US-EmilySandbox       english    female young       american   social_media
Christopher en-US-ChristopherSandbox english    male   middle_aged american   narrative_story
Margaret    en-GB-MargaretSandbox    english    female old         british    narrative_story
George      en-GB-GeorgeSandbox      english    male   old         british    informative_educational
Ruby        en-AU-RubySandbox        english    female middle_aged australian conversational
Lena        de-DE-LenaSandbox        german     female middle_aged standard   informative_educational
Jonas       de-DE-JonasSandbox       german     male   young       standard   social_media
Claire      fr-FR-ClaireSandbox      french     female young       parisian   conversational
Henri       fr-FR-HenriSandbox       french     male   middle_aged parisian   advertisement
Lucia       es-ES-LuciaSandbox       spanish    female middle_aged peninsular narrative_story
Javier      es-MX-JavierSandbox      spanish    male   young       mexican    social_media
Giulia      it-IT-GiuliaSandbox      italian    female young       standard   advertisement
Paolo       it-IT-PaoloSandbox       italian    male   old         standard   narrative_story
Beatriz     pt-BR-BeatrizSandbox     portuguese female young       brazilian  social_media
Rafael      pt-BR-RafaelSandbox      portuguese male   middle_aged brazilian  informative_educational
Sakura      ja-JP-SakuraSandbox      japanese   female young       standard   conversational
Takumi      ja-JP-TakumiSandbox      japanese   male   middle_aged standard   advertisement
Xiaoyun     zh-CN-XiaoyunSandbox     chinese    female middle_aged mandarin   informative_educational
Jiho        ko-KR-JihoSandbox        korean     male   young       seoul      social_media
Kavya       hi-IN-KavyaSandbox       hindi      female middle_aged standard   conversational
Yasmin      ar-EG-YasminSandbox      arabic     female young       egyptian   narrative_story
Piotr       pl-PL-PiotrSandbox       polish     male   old         standard   narrative_story
""".strip().splitlines()


@dataclass(frozen=True)
class Avatar:
    """A face, with the traits that lists are filtered by and that the portrait is drawn from."""

    avatar_id: int
    avatar_type: int
    name: str
    gender: str
    age: str
    ethnicity: str
    scene: str
    style: str
    aspect_ratio: int
    is_ready: bool = True

    def has(self, traits: dict[str, str]) -> bool:
        """Whether each trait asked for is this avatar's."""
        return all(str(getattr(self, name)) == value for name, value in traits.items())


@dataclass(frozen=True)
class Voice:
    """A voice, with the traits that lists are filtered by and that the sound is made from."""

    name: str
    voice_id: str
    language: str
    gender: str
    age: str
    accent: str
    use_case: str

    def has(self, traits: dict[str, str]) -> bool:
        """Whether each trait asked for is this voice's; what isn't a trait (paging) is passed over."""
        return all(getattr(self, name, value) == value for name, value in traits.items())


class Catalog:
    """Everything on offer. It never changes while the sandbox runs."""

    def __init__(self) -> None:
        self.public_avatars = [_public_avatar(81 + number, row) for number, row in enumerate(PUBLIC_AVATARS)]
        self.custom_avatars = [
            Avatar(9001, OWN, "Me at the office", "female", "adult", "european", "business", "professional", 0),
            Avatar(9002, OWN, "Me outdoors", "male", "adult", "south_asian", "outdoors", "social", 1, is_ready=False),
        ]
        self.photo_avatars = [
            Avatar(9101, OWN, "My photo avatar", "male", "young_adult", "african", "studio", "social", 2),
            Avatar(9102, OWN, "My new look", "female", "adult", "east_asian", "lifestyle", "social", 0, is_ready=False),
        ]
        self.public_voices = [Voice(*row.split()) for row in PUBLIC_VOICES]
        self.custom_voices = [
            Voice("My voice", "custom-3f9c2a71", "english", "female", "middle_aged", "american", "conversational")
        ]
        avatars = [*self.public_avatars, *self.custom_avatars, *self.photo_avatars]
        self._avatars = {avatar.avatar_id: avatar for avatar in avatars}
        self._voices = {voice.voice_id: voice for voice in [*self.public_voices, *self.custom_voices]}

    def avatar(self, avatar_id: int) -> Avatar | None:
        return self._avatars.get(avatar_id)

    def voice(self, voice_id: str) -> Voice | None:
        return self._voices.get(voice_id)


def _public_avatar(avatar_id: int, row: str) -> Avatar:
    name, gender, age, ethnicity, scene, style, aspect_ratio = row.split()
    title = f"{name} {SCENE_WORDS[scene]}"
    return Avatar(avatar_id, PUBLIC, title, gender, age, ethnicity, scene, style, int(aspect_ratio))


SCENE_WORDS = {
    "lifestyle": "at home",
    "outdoors": "outdoors",
    "business": "in the office",
    "studio": "in the studio",
    "health_fitness": "at the gym",
    "education": "in class",
    "news": "in the newsroom",
}
