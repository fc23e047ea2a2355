"""What Jogg offers to make videos of, as the worker has read it."""

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from videos.models.choices import AvatarType
from videos.models.people import FavouriteAvatar, FavouriteVoice


class Catalogue(models.Model):
    """When the lists below were last read from Jogg, and for which account; one row.

    `error` says why they can't be read (again), `own_error` why those of one's own are missing.
    `remaining_quota` is what Jogg said at `quota_at` that is left; it was seen to be wrong (Q6).
    `holder` is whose account it is. Both only where the API's version tells. `asked_at` is when somebody
    asked for another reading, until it was made or has failed. Of several workers
    one reads the lists, and has claimed the row.
    """

    account = models.CharField(max_length=64, unique=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    own_error = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    remaining_quota = models.FloatField(null=True, blank=True)
    quota_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=150, blank=True, default="", db_default="")
    claimed_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True, null=True)


def avatar_key(avatar_type: int | str, avatar_id: str) -> str:
    """What tells an avatar from all others: a public and an own one may have the same id."""
    return f"{avatar_type}:{avatar_id}"


class OfferQuerySet(models.QuerySet[Any]):
    def matching(self, *, q: str = "", **traits: str) -> Self:
        """What has these traits, each an exact value or "" for any, and `q` in its name; in Jogg's order."""
        chosen = {trait: value for trait, value in traits.items() if value}
        return self.filter(name__icontains=q, **chosen).order_by("position")


class AvatarQuerySet(OfferQuerySet):
    def marked_by(self, person: AbstractBaseUser) -> Self:
        """With `is_favourite`: whether this person has marked it."""
        marks = FavouriteAvatar.objects.filter(
            owner=person, avatar_type=OuterRef("avatar_type"), avatar_id=OuterRef("avatar_id")
        )
        return self.annotate(is_favourite=Exists(marks))


class VoiceQuerySet(OfferQuerySet):
    def marked_by(self, person: AbstractBaseUser) -> Self:
        """With `is_favourite`: whether this person has marked it."""
        marks = FavouriteVoice.objects.filter(owner=person, voice_id=OuterRef("voice_id"))
        return self.annotate(is_favourite=Exists(marks))


class Avatar(models.Model):
    """An avatar as Jogg lists it. `portrait` is our copy of what `cover_url` serves, made smaller.

    `photo` is True of an own one that was made of a photo.
    """

    avatar_id = models.CharField(max_length=100)
    avatar_type = models.PositiveSmallIntegerField(choices=AvatarType)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    cover_url = models.TextField(blank=True)
    portrait = models.FileField(max_length=200, blank=True)
    aspect_ratio = models.CharField(max_length=20, blank=True)
    style = models.CharField(max_length=50, blank=True)
    gender = models.CharField(max_length=50, blank=True)
    age = models.CharField(max_length=50, blank=True)
    scene = models.CharField(max_length=50, blank=True)
    ethnicity = models.CharField(max_length=50, blank=True)
    ready = models.BooleanField(default=True)
    photo = models.BooleanField(default=False)

    objects = AvatarQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["avatar_type", "avatar_id"], name="avatar_once")]

    def __str__(self) -> str:
        return self.name or self.avatar_id

    @property
    def key(self) -> str:
        return avatar_key(self.avatar_type, self.avatar_id)

    @property
    def is_own(self) -> bool:
        return self.avatar_type == AvatarType.OWN

    @property
    def lacks_copy(self) -> bool:
        """Whether the portrait hasn't been copied, or couldn't be."""
        return bool(self.cover_url and not self.portrait)


class Voice(models.Model):
    """A voice as Jogg lists it. `sample` is our copy of what `audition_url` serves."""

    voice_id = models.CharField(max_length=200, unique=True)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    audition_url = models.TextField(blank=True)
    sample = models.FileField(max_length=200, blank=True)
    language = models.CharField(max_length=50, blank=True)
    gender = models.CharField(max_length=50, blank=True)
    age = models.CharField(max_length=50, blank=True)
    accent = models.CharField(max_length=50, blank=True)
    use_case = models.CharField(max_length=50, blank=True)
    custom = models.BooleanField(default=False)

    objects = VoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or self.voice_id

    @property
    def key(self) -> str:
        return self.voice_id

    @property
    def lacks_copy(self) -> bool:
        """Whether the sample hasn't been copied, or couldn't be."""
        return bool(self.audition_url and not self.sample)

    @property
    def sample_url(self) -> str:
        """Where the copy is served; "" while there is none."""
        return reverse("videos:sample", args=[self.pk]) if self.sample else ""

    @property
    def traits(self) -> str:
        """Language, accent, gender, age and use in words."""
        own = "your own" if self.custom else ""
        words = [self.language, self.accent, self.gender, self.age, self.use_case, own]
        return " · ".join(word.replace("_", " ").replace("-", " ").capitalize() for word in words if word)
