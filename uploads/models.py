"""Asset: an uploaded file, from the drop to the hosted URL."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jogg_dashboard.claims import ClaimedRow
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import TimelineEntry
from jogg_dashboard.paging import Cursor, newest_first
from uploads import media_types
from uploads.media_types import Kind


def original_path(asset: "Asset", filename: str) -> str:
    return f"assets/{asset.id}/original.{media_types.EXTENSIONS[asset.content_type]}"


def picture_path(asset: "Asset", filename: str) -> str:
    return f"assets/{asset.id}/{filename}"


class Status(models.TextChoices):
    STORED = "stored", "Received"
    SENDING = "sending", "Sending"
    HOSTED = "hosted", "Hosted"
    FAILED = "failed", "Failed"


class AssetQuerySet(models.QuerySet["Asset"]):
    def for_user(self, user: models.Model) -> Self:
        """What this person has uploaded and not deleted."""
        return self.filter(owner=user, deleted_at=None)

    def newest(self, before: Cursor | None = None) -> Self:
        """Newest first, from below the cursor on."""
        return newest_first(self, before)

    def unfinished(self) -> Self:
        """What the worker still has to send, wherever to."""
        return self.filter(status__in=[Status.STORED, Status.SENDING], deleted_at=None)

    def to_send(self) -> Self:
        """What the worker still has to send to the Jogg in use."""
        return self.unfinished().filter(destination=destination())

    def to_retry(self) -> Self:
        """What a person may start over: failed, waiting for its time (not for its turn), or at another Jogg."""
        waiting = Q(status=Status.STORED, due_at__isnull=False, is_paced=False)
        return self.filter(Q(status=Status.FAILED) | waiting | ~Q(destination=destination()), claimed_by="")

    def unprobed(self) -> Self:
        return self.filter(probed_at=None, deleted_at=None)


class Asset(ClaimedRow):
    """An uploaded file and its life.

    stored ──claim──▶ sending ──PUT answered──▶ hosted
      ▲                  │
      ├──passing fault───┤ (again at `due_at`)
      └────retry──── failed ◀──no more attempts

    `size` in bytes, `duration` in seconds, `waveform` a list of loudness values 0..1. What looking
    into the file told (`width` … `waveform`, `picture`) is there once `probed_at` is; the file is
    sent whether or not it could be looked into.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind)
    original_name = models.CharField(max_length=255)
    file = models.FileField(upload_to=original_path, max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=50)
    sha256 = models.CharField(max_length=64)

    status = models.CharField(max_length=8, choices=Status, default=Status.STORED)
    hosted_url = models.TextField(blank=True)
    sent_bytes = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    error_rid = models.CharField(max_length=200, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    hosted_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    probed_at = models.DateTimeField(null=True, blank=True)
    probe_error = models.TextField(blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.FloatField(null=True, blank=True)
    picture = models.FileField(upload_to=picture_path, max_length=200, blank=True)
    waveform = models.JSONField(default=list, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "deleted_at", "-created_at", "-id"], name="asset_newest"),
            models.Index(fields=["status", "due_at"], name="asset_due"),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("uploads:detail", args=[self.id])

    @property
    def is_running(self) -> bool:
        """Whether the worker still changes the row by itself."""
        return self.status in (Status.STORED, Status.SENDING) or self.probed_at is None

    @property
    def can_retry(self) -> bool:
        is_waiting = self.status == Status.STORED and self.due_at is not None and not self.is_paced
        return self.status == Status.FAILED or is_waiting or self.is_elsewhere

    @property
    def percent_sent(self) -> int:
        return min(99, self.sent_bytes * 100 // self.size) if self.size else 0

    @property
    def filename_for_jogg(self) -> str:
        """The name to be signed: with an ending of its kind, whatever the person called it."""
        stem, _, ending = self.original_name.rpartition(".")
        limit = media_types.LIMITS[Kind(self.kind)]
        if stem and ending.lower() in limit.extensions:
            return self.original_name
        return f"{self.original_name}.{media_types.EXTENSIONS[self.content_type]}"


class AssetEntry(TimelineEntry):
    """What became of an asset, and how we know."""

    row = models.ForeignKey(Asset, models.CASCADE, related_name="timeline")
