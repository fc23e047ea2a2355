"""What Jogg offers to make videos of, as the worker has read it."""

from typing import Any, Self

from django.db import models
from django.urls import reverse

from videos.models.choices import AvatarType


class Catalogue(models.Model):
    """When the lists below were last read from Jogg, and for which account; one row.

    `error` says why they can't be read (again), `own_error` why those of one's own are missing.
    `remaining_quota` is what Jogg said at `quota_at` that is left; it was seen to be wrong (Q6).
    `holder` is whose account it is. Both only where the API's version tells.
    """

    account = models.CharField(max_length=64, unique=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    own_error = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    remaining_quota = models.FloatField(null=True, blank=True)
    quota_at = models.DateTimeField(null=True, blank=True)


class OfferQuerySet(models.QuerySet[Any]):
    def matching(self, *, q: str = "", **traits: str) -> Self:
        """What has these traits, each an exact value or "" for any, and `q` in its name; in Jogg's order."""
        chosen = {trait: value for trait, value in traits.items() if value}
        return self.filter(name__icontains=q, **chosen).order_by("position")


class Avatar(models.Model):
    """An avatar as Jogg lists it. `portrait` is our copy of what `cover_url` serves, made smaller."""

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

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["avatar_type", "avatar_id"], name="avatar_once")]

    def __str__(self) -> str:
        return self.name or self.avatar_id


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

    objects = OfferQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or self.voice_id

    @property
    def sample_url(self) -> str:
        """Where the copy is served; "" while there is none."""
        return reverse("videos:sample", args=[self.pk]) if self.sample else ""

    @property
    def traits(self) -> str:
        """Language, gender and age in words."""
        words = [self.language, self.gender, self.age, "your own" if self.custom else ""]
        return " · ".join(word.replace("_", " ").replace("-", " ").capitalize() for word in words if word)
