"""Video: one talking-avatar video, from the form to the kept file; and what Jogg offers to make it of."""

import uuid
from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from jogg_dashboard.claims import ClaimedRow
from jogg_dashboard.destination import destination
from jogg_dashboard.paging import Cursor, newest_first
from uploads.models import Asset


class AspectRatio(models.TextChoices):
    PORTRAIT = "portrait", "Portrait 9:16"
    LANDSCAPE = "landscape", "Landscape 16:9"
    SQUARE = "square", "Square 1:1"


class ScreenStyle(models.IntegerChoices):
    BACKGROUND = 1, "With its background"
    GREEN = 2, "Green screen"
    TRANSPARENT = 3, "Transparent (WebM)"


class AvatarType(models.IntegerChoices):
    JOGG = 0, "Jogg's avatars"
    OWN = 1, "Your avatars"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    QUEUED = "queued", "Queued"
    SUBMITTING = "submitting", "Submitting"
    WAITING = "waiting", "Waiting at Jogg"
    PROCESSING = "processing", "Rendering"
    SUCCEEDED = "succeeded", "Ready"
    REJECTED = "rejected", "Refused"
    FAILED = "failed", "Failed"
    DELETED = "deleted", "Deleted at Jogg"
    OUTCOME_UNKNOWN = "outcome_unknown", "Outcome unknown"
    UNRECOGNISED = "unrecognised", "State not recognised"


UNSUBMITTED = (Status.QUEUED, Status.SUBMITTING)
AT_JOGG = (Status.WAITING, Status.PROCESSING, Status.UNRECOGNISED)


class VideoQuerySet(models.QuerySet["Video"]):
    def for_user(self, user: models.Model) -> Self:
        """This person's videos, with what a card or page shows of each."""
        avatar = Avatar.objects.filter(avatar_type=OuterRef("avatar_type"), avatar_id=OuterRef("avatar_id"))
        portrait = Subquery(avatar.exclude(portrait="").values("pk")[:1])
        return self.filter(owner=user).select_related("audio").annotate(portrait_pk=portrait)

    def newest(self, before: Cursor | None = None) -> Self:
        """Newest first, from below the cursor on."""
        return newest_first(self, before)

    def queued(self) -> Self:
        """What waits to be submitted to the Jogg in use."""
        return self.filter(status=Status.QUEUED, destination=destination())

    def at_jogg(self) -> Self:
        """What the Jogg in use has accepted and not decided."""
        return self.filter(status__in=AT_JOGG, destination=destination())

    def unkept(self) -> Self:
        """Finished videos whose file isn't here yet and is still being asked for."""
        return self.filter(status=Status.SUCCEEDED, kept_at=None, keep_given_up=False)


class Video(ClaimedRow):
    """One talking-avatar video.

    queued ──claim──▶ submitting ──accepted──▶ waiting ──▶ processing ──▶ succeeded (then kept)
      ▲                   │                      └────┬───────┘ ├──▶ failed
      └─proven not taken──┤                     unrecognised    └──▶ deleted
                          ├──refused──▶ rejected (nothing charged)
                          └──answer lost──▶ outcome_unknown (never submitted again by itself)

    A submit costs credits and can't be asked back about, so it is made at most once: the claim,
    with the exact `request_body`, is committed before the call. `duration` is in seconds, as Jogg
    says it; `jogg_status` Jogg's own word; `notice` says what hampers it at the moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="videos")
    name = models.CharField(max_length=120, blank=True)
    script = models.TextField(blank=True)
    audio = models.ForeignKey(Asset, models.SET_NULL, null=True, blank=True, related_name="videos")
    avatar_id = models.CharField(max_length=100)
    avatar_type = models.PositiveSmallIntegerField(choices=AvatarType, default=AvatarType.JOGG)
    avatar_name = models.CharField(max_length=200, blank=True)
    voice_id = models.CharField(max_length=200, blank=True)
    voice_name = models.CharField(max_length=200, blank=True)
    aspect_ratio = models.CharField(max_length=9, choices=AspectRatio, default=AspectRatio.PORTRAIT)
    screen_style = models.PositiveSmallIntegerField(choices=ScreenStyle, default=ScreenStyle.BACKGROUND)
    caption = models.BooleanField(default=False)

    status = models.CharField(max_length=15, choices=Status, default=Status.QUEUED)
    form_token = models.UUIDField(unique=True, default=uuid.uuid4)
    request_body = models.JSONField(null=True, blank=True)
    job_id = models.CharField(max_length=200, blank=True)
    jogg_status = models.CharField(max_length=100, blank=True)
    video_url = models.TextField(blank=True)
    cover_url = models.TextField(blank=True)
    duration = models.FloatField(null=True, blank=True)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    error_rid = models.CharField(max_length=200, blank=True)
    notice = models.TextField(blank=True)

    file = models.FileField(max_length=200, blank=True)
    cover = models.FileField(max_length=200, blank=True)
    keep_given_up = models.BooleanField(default=False)

    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = VideoQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="video_newest"),
            models.Index(fields=["status", "due_at"], name="video_due"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("videos:detail", args=[self.id])

    @property
    def display_name(self) -> str:
        """The name given, else the script's beginning, else what it is made of."""
        script = " ".join(self.script.split())
        return (
            self.name
            or (f"{script[:57]}…" if len(script) > 58 else script)
            or f"Video with {self.avatar_name or 'an avatar'}"
        )

    @property
    def is_running(self) -> bool:
        """Whether the worker still changes the row by itself."""
        return (self.status in UNSUBMITTED + AT_JOGG and not self.is_elsewhere) or self.is_being_kept

    @property
    def is_being_kept(self) -> bool:
        return self.status == Status.SUCCEEDED and self.kept_at is None and not self.keep_given_up

    @property
    def portrait_url(self) -> str:
        """Where the avatar's portrait is served, "" where there is none; for rows of `for_user`."""
        return reverse("videos:portrait", args=[self.portrait_pk]) if self.portrait_pk else ""

    @property
    def download_name(self) -> str:
        return f"{self.display_name}{PurePath(self.file.name).suffix}"


class Catalogue(models.Model):
    """When the lists below were last read from Jogg, and for which account; one row.

    `error` says why they can't be read (again), `own_error` why those of one's own are missing.
    """

    account = models.CharField(max_length=64, unique=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    own_error = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)


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
