"""The pickers of the form: the avatars and voices that one person may choose from."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from videos.catalog import catalogue
from videos.habits import Habits
from videos.models import Avatar, AvatarType, Catalogue, Voice, avatar_key
from videos.sifting import Offered, Picked, Shelf, pick

COPYING = timedelta(minutes=5)
AVATAR_TRAITS = {
    "aspect_ratio": "Shape",
    "style": "Style",
    "gender": "Gender",
    "age": "Age",
    "scene": "Scene",
    "ethnicity": "Ethnicity",
}
VOICE_TRAITS = {"language": "Language", "gender": "Gender", "age": "Age", "accent": "Accent", "use_case": "Use"}
VOICE_PREFIX = "voice_"  # the voices' filters share a page with those of the avatars

NO_AVATAR = "No avatar fits."
NO_FAVOURITE_AVATAR = "You have no favourites yet. The star on an avatar makes it one."
NO_AVATAR_USED = "You have made no video yet. The avatars of your videos come here."
NO_OWN_AVATAR = "There is no avatar of your own. Make one on Jogg.ai, then read the avatars again here."
NO_VOICE = "No voice fits."
NO_FAVOURITE_VOICE = "You have no favourites yet. The star beside a voice makes it one."
NO_VOICE_USED = "No voice has spoken for you yet. The voices of your videos come here."


class Offer:
    """What one person may choose from. Each list is read once, and only when it is wanted."""

    def __init__(self, person: AbstractBaseUser) -> None:
        self._person = person

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue()

    @cached_property
    def habits(self) -> Habits:
        return Habits.of(self._person)

    @cached_property
    def _avatars(self) -> list[Avatar]:
        """One's own that are ready come first, those that aren't last."""
        found = Avatar.objects.marked_by(self._person).matching()
        return sorted(found, key=lambda avatar: (not avatar.ready, not avatar.is_own))

    @cached_property
    def _voices(self) -> list[Voice]:
        return list(Voice.objects.marked_by(self._person).matching())

    def avatars(self, asked: Mapping[str, str], chosen: str = "") -> Picked:
        """The avatars that fit what is asked, as `sifting.pick` takes it; `chosen` is an avatar's key."""
        shelves = self._avatar_shelves()
        return pick(Offered(self._avatars, shelves, AVATAR_TRAITS, is_copying=self._is_copying), asked, chosen)

    def voices(self, asked: Mapping[str, str], chosen: str = "") -> Picked:
        """The voices that fit what is asked; `chosen` is a voice's id."""
        shelves, first = self._voice_shelves(), {"language": self._languages()}
        offered = Offered(self._voices, shelves, VOICE_TRAITS, VOICE_PREFIX, first, self._is_copying)
        return pick(offered, asked, chosen)

    def remembered(self) -> dict[str, str]:
        """The voice that spoke last for each avatar, by the avatar's key."""
        return self.habits.remembered({voice.voice_id for voice in self._voices})

    def chosen_avatar(self, avatar_type: str, avatar_id: str) -> str:
        """The key of an avatar, also where its type isn't said."""
        if avatar_type:
            return avatar_key(avatar_type, avatar_id)
        return next((avatar.key for avatar in self._avatars if avatar.avatar_id == avatar_id), "")

    @property
    def _is_copying(self) -> bool:
        """Whether the worker may still be copying; what it couldn't copy by then won't come soon."""
        read = self.catalogue.refreshed_at
        return bool(read and timezone.now() - read < COPYING)

    def _avatar_shelves(self) -> list[Shelf]:
        lately = self.habits.avatars
        shelves = [
            Shelf("", "All", NO_AVATAR, lambda avatar: True),
            Shelf("favourites", "Favourites", NO_FAVOURITE_AVATAR, lambda avatar: avatar.is_favourite),
            Shelf("lately", "Used lately", NO_AVATAR_USED, lambda avatar: avatar.key in lately, lately),
            Shelf("own", "Your own", NO_OWN_AVATAR, lambda avatar: avatar.is_own),
        ]
        if any(avatar.photo for avatar in self._avatars):
            shelves.append(Shelf("photo", "Photo avatars", NO_AVATAR, lambda avatar: avatar.photo))
        return shelves

    def _voice_shelves(self) -> list[Shelf]:
        lately = self.habits.voices
        shelves = [
            Shelf("", "All", NO_VOICE, lambda voice: True),
            Shelf("favourites", "Favourites", NO_FAVOURITE_VOICE, lambda voice: voice.is_favourite),
            Shelf("lately", "Used lately", NO_VOICE_USED, lambda voice: voice.key in lately, lately),
        ]
        if any(voice.custom for voice in self._voices):
            shelves.append(Shelf("own", "Your own", NO_VOICE, lambda voice: voice.custom))
        return shelves

    def _languages(self) -> Counter[str]:
        """How often each language was spoken lately."""
        found: Counter[str] = Counter()
        for voice in self._voices:
            found[voice.language] += self.habits.times_spoken[voice.voice_id]
        return found


def with_avatar_type(sent: MultiValueDict[str, str]) -> MultiValueDict[str, str]:
    """What was sent, with the type of the avatar where it isn't said and only one avatar has this id.

    The gallery mixes both types. Its script says which one was chosen; without scripts it is looked up here.
    """
    avatar_id = sent.get("avatar_id", "").replace("\0", "")
    if sent.get("avatar_type") or not avatar_id:
        return sent
    types = list(Avatar.objects.filter(avatar_id=avatar_id).values_list("avatar_type", flat=True))
    completed = sent.copy()
    completed["avatar_type"] = str(types[0]) if len(types) == 1 else "" if types else str(AvatarType.JOGG)
    return completed
