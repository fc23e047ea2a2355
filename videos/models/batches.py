"""Batch: several videos that were ordered together."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from jogg_dashboard.paging import NEWEST, Cursor
from videos.models.choices import AT_JOGG, UNSUBMITTED

KEPT_AFTER_DISCARDING = timedelta(days=30)


class BatchQuerySet(models.QuerySet["Batch"]):
    def for_user(self, user: models.Model) -> Self:
        """This person's batches, the discarded ones too."""
        return self.filter(owner=user)

    def drafts(self) -> Self:
        """What hasn't been confirmed yet, and wasn't discarded."""
        return self.filter(confirmed_at=None, discarded_at=None)

    def under_way(self) -> Self:
        """What was confirmed and has a video that isn't decided."""
        return self.exclude(confirmed_at=None).filter(self._undecided())

    def done(self) -> Self:
        """What was confirmed and has no video any more that isn't decided."""
        return self.exclude(confirmed_at=None).filter(~self._undecided())

    def paused(self) -> Self:
        return self.exclude(paused_at=None)

    def newest(self, before: Cursor | None = None) -> Self:
        """Newest first, from below the cursor on."""
        return NEWEST.sort(self, before)

    def long_discarded(self) -> Self:
        return self.filter(discarded_at__lt=timezone.now() - KEPT_AFTER_DISCARDING)

    def _undecided(self) -> Exists:
        videos = self.model._meta.get_field("videos").related_model.objects
        return Exists(videos.filter(batch=OuterRef("pk"), status__in=[*UNSUBMITTED, *AT_JOGG]))


class Batch(models.Model):
    """Several videos that are confirmed once, followed as one, and can be paused.

    Before it is confirmed it is a table: `rows` is a list of objects, each a row's cells as they were
    typed, by column (name, script, audio, avatar, voice, ratio, style, captions), `left_out` where the row
    isn't wanted, and `credits`, the estimate, where it was ordered. `defaults` are the cells of what a row leaves
    empty. `form_token` makes one record of a form, however often it is sent. While `paused_at` is set none
    of its videos is submitted. A draft with `discarded_at` goes for good 30 days later. `made_from` is the video
    that its rows vary.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="batches")
    name = models.CharField(max_length=120, blank=True)
    rows = models.JSONField(default=list, blank=True)
    defaults = models.JSONField(default=dict, blank=True)
    made_from = models.ForeignKey("videos.Video", models.SET_NULL, null=True, blank=True, related_name="variants")
    form_token = models.UUIDField(unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at", "-id"], name="batch_newest")]

    def __str__(self) -> str:
        return self.name or f"Batch of {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("videos:batch", args=[self.id])

    @property
    def gone_at(self) -> datetime | None:
        """When it is removed for good, if it was discarded."""
        return self.discarded_at and self.discarded_at + KEPT_AFTER_DISCARDING

    @property
    def rest(self) -> list[dict[str, Any]]:
        """The rows of a confirmed batch that weren't ordered."""
        return [row for row in self.rows if "credits" not in row]
