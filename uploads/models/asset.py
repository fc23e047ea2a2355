"""Asset: an uploaded file, from the drop to the hosted URL."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from jogg_dashboard.claims import ClaimedRow
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import TimelineEntry
from jogg_dashboard.folding import fold
from jogg_dashboard.paging import NEWEST, Cursor
from uploads import media_types
from uploads.media_types import Kind
from uploads.models.choices import Origin, Proof, Shape, Status
from uploads.models.tag import Tag

LONGEST_SORT_NAME = 100
KEPT_AFTER_DELETION = timedelta(days=30)
WATCHED_CHECKS = 8  # so often a page looks whether a check that finds nobody has an answer; some 4 minutes


def original_path(asset: "Asset", filename: str) -> str:
    return f"assets/{asset.id}/original.{media_types.EXTENSIONS[asset.content_type]}"


def picture_path(asset: "Asset", filename: str) -> str:
    return f"assets/{asset.id}/{filename}"


def sort_name(name: str) -> str:
    """What an asset of this name is sorted by."""
    return fold(name)[:LONGEST_SORT_NAME]


class AssetQuerySet(models.QuerySet["Asset"]):
    def for_user(self, user: models.Model) -> Self:
        """What this person has uploaded and not deleted."""
        return self.filter(owner=user, deleted_at=None)

    def with_row_facts(self) -> Self:
        """What a row shows beyond the columns: its tags, conversions, and whether a video uses it (`is_used`)."""
        used = type(self)(self.model).filter(pk=OuterRef("pk"), videos__isnull=False)
        return self.with_conversions().prefetch_related("tags").annotate(is_used=Exists(used))

    def newest(self, before: Cursor | None = None) -> Self:
        """Newest first, from below the cursor on."""
        return NEWEST.sort(self, before)

    def unfinished(self) -> Self:
        """What the worker still has to send, wherever to."""
        return self.filter(status__in=[Status.STORED, Status.SENDING], deleted_at=None)

    def to_send(self) -> Self:
        """What the worker still has to send to the Jogg in use."""
        return self.unfinished().filter(destination=destination())

    def to_retry(self) -> Self:
        """What a person may start over: failed, waiting for its time (not for its turn), or at another Jogg."""
        waiting = Q(status=Status.STORED, due_at__isnull=False, is_paced=False)
        startable = Q(status=Status.FAILED) | waiting | ~Q(destination=destination())
        return self.filter(startable, claimed_by="").exclude(status=Status.KEPT)

    def to_verify(self) -> Self:
        """What the Jogg in use hosts and whose link is to be fetched back now."""
        hosted = self.filter(status=Status.HOSTED, destination=destination(), deleted_at=None)
        return hosted.filter(verify_due_at__lte=timezone.now())

    def to_recheck(self, before: datetime) -> Self:
        """What the Jogg in use hosts and whose link nobody has fetched back since then, or is about to."""
        hosted = self.filter(status=Status.HOSTED, destination=destination(), deleted_at=None, verify_due_at=None)
        return hosted.filter(Q(verified_at=None) | Q(verified_at__lt=before))

    def equal_to(self, owner: models.Model, sha256: str) -> Self:
        """This person's assets of the same content, the deleted ones too, the newest first."""
        return self.filter(owner=owner, sha256=sha256).order_by("-created_at", "-id")

    def unprobed(self) -> Self:
        return self.filter(probed_at=None, deleted_at=None)

    def with_conversions(self) -> Self:
        """With what was or is being made of each, for pages that show many."""
        return self.prefetch_related("conversions__result")


class Asset(ClaimedRow):
    """An uploaded file and its life.

    stored ──claim──▶ sending ──PUT answered──▶ hosted
      ▲                  │
      ├──passing fault───┤ (again at `due_at`)
      └────retry──── failed ◀──no more attempts

    or kept, for good, where Jogg doesn't take its type.

    `size` in bytes, `duration` in seconds, `frame_rate` in frames a second, `sample_rate` in Hz,
    `loudness` in LUFS, `peak` in dBFS, `clipped` the seconds in which sound is cut off; `waveform` a
    list of loudness values 0..1. What looking into the file told (`width` … `waveform`, `picture`,
    `frames`) is there once `probed_at` is; the file is sent whether or not it could be looked into.

    `name` is what its owner calls it. `source` is the asset it was converted from, `source_url` where
    it was imported from.

    hosted ──link gone or wrong──▶ stored (and sent again; `hosted_url` stays until the new one is there)

    `verified_at` says when the hosted URL was last fetched back and was right, `proof` what was compared;
    before `verify_due_at`, or without one, nobody asks. `verify_failures` counts the answers in a row that
    denied this link, `verify_waits` the askings that brought no answer, `verify_error` says the last of
    them; `resends` how often the file was sent again because of its link, since one was right.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind)
    original_name = models.CharField(max_length=255)
    name = models.CharField(max_length=255, default="")
    sort_name = models.CharField(max_length=LONGEST_SORT_NAME, default="", editable=False)
    note = models.TextField(blank=True)
    tags = models.ManyToManyField(Tag, related_name="assets", blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.UPLOAD)
    source = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="made_of_it")
    source_url = models.TextField(blank=True)
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

    verify_due_at = models.DateTimeField(null=True, blank=True)
    verify_whole = models.BooleanField(default=False)
    verify_failures = models.PositiveSmallIntegerField(default=0)
    verify_waits = models.PositiveIntegerField(default=0)
    verify_error = models.TextField(blank=True)
    resends = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=6, choices=Proof, blank=True)

    probed_at = models.DateTimeField(null=True, blank=True)
    probe_error = models.TextField(blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.FloatField(null=True, blank=True)
    length = models.GeneratedField(
        expression=Coalesce("duration", 0.0), output_field=models.FloatField(), db_persist=True
    )
    shape = models.CharField(max_length=9, choices=Shape, blank=True)
    is_animated = models.BooleanField(default=False)
    has_transparency = models.BooleanField(default=False)
    codec = models.CharField(max_length=30, blank=True)
    audio_codec = models.CharField(max_length=30, blank=True)
    frame_rate = models.FloatField(null=True, blank=True)
    sample_rate = models.PositiveIntegerField(null=True, blank=True)
    channels = models.PositiveSmallIntegerField(null=True, blank=True)
    loudness = models.FloatField(null=True, blank=True)
    peak = models.FloatField(null=True, blank=True)
    clipped = models.FloatField(null=True, blank=True)
    picture = models.FileField(upload_to=picture_path, max_length=200, blank=True)
    frames = models.FileField(upload_to=picture_path, max_length=200, blank=True)
    frame_count = models.PositiveSmallIntegerField(default=0)
    waveform = models.JSONField(default=list, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        # Lists show what isn't deleted: an index of just that is smaller, and PostgreSQL takes no order from
        # one in which `deleted_at` comes first.
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], condition=Q(deleted_at=None), name="asset_newest"),
            models.Index(
                fields=["owner", "kind", "-created_at", "-id"],
                condition=Q(deleted_at=None),
                name="asset_newest_of_kind",
            ),
            models.Index(
                fields=["owner", "status", "-created_at", "-id"],
                condition=Q(deleted_at=None),
                name="asset_newest_in_status",
            ),
            models.Index(fields=["owner", "sort_name", "id"], condition=Q(deleted_at=None), name="asset_by_name"),
            models.Index(fields=["owner", "-size", "-id"], condition=Q(deleted_at=None), name="asset_by_size"),
            models.Index(fields=["owner", "-length", "-id"], condition=Q(deleted_at=None), name="asset_by_length"),
            models.Index(fields=["-created_at", "-id"], condition=Q(deleted_at=None), name="asset_newest_of_all"),
            models.Index(
                fields=["owner", "-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="asset_last_deleted"
            ),
            models.Index(fields=["owner", "sha256"], name="asset_by_content"),
            models.Index(fields=["status", "due_at"], name="asset_due"),
            models.Index(fields=["probed_at", "deleted_at"], name="asset_unprobed"),
            models.Index(fields=["verify_due_at"], name="asset_verify_due"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = self.name or self.original_name
        self.sort_name = sort_name(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("uploads:detail", args=[self.id])

    def owns(self, name: str) -> bool:
        """Whether a stored file is this asset's alone; made-up assets name files that others name, too."""
        return name.startswith(f"assets/{self.pk}/")

    @property
    def is_running(self) -> bool:
        """Whether the worker still changes the row, or what it shows, by itself and soon."""
        is_moving = self.status in (Status.STORED, Status.SENDING) or self.probed_at is None
        return is_moving or self.is_being_verified or self.is_being_converted

    @property
    def is_being_looked_into(self) -> bool:
        """Whether nobody knows yet what it holds, and so whether Jogg takes it."""
        return self.probed_at is None and self.duration is None and self.deleted_at is None

    @property
    def born(self) -> str:
        """When it came here, to be compared with another row's `version`."""
        return f"{self.created_at.timestamp():.6f}"

    @property
    def is_being_converted(self) -> bool:
        """Asks once for each asset, unless they came `with_conversions`."""
        return any(conversion.is_running for conversion in self.conversions.all())

    @property
    def is_being_verified(self) -> bool:
        """Whether what the link serves is being looked at; a check that finds nobody for long isn't waited for."""
        is_asked = self.status == Status.HOSTED and self.verify_due_at is not None and not self.is_elsewhere
        return is_asked and self.verify_waits < WATCHED_CHECKS

    @property
    def is_healing(self) -> bool:
        """Whether the file is on its way to Jogg once more, as its link was gone or wrong."""
        return self.resends > 0 and self.status in (Status.STORED, Status.SENDING)

    @property
    def is_link_good(self) -> bool:
        """Whether the link may be used: it is there, and nobody was denied it since it was last right."""
        return self.status == Status.HOSTED and not self.verify_failures

    @property
    def can_retry(self) -> bool:
        is_waiting = self.status == Status.STORED and self.due_at is not None and not self.is_paced
        is_startable = self.status == Status.FAILED or is_waiting or self.is_elsewhere
        return is_startable and self.status != Status.KEPT

    @property
    def percent_sent(self) -> int:
        return min(99, self.sent_bytes * 100 // self.size) if self.size else 0

    @property
    def gone_at(self) -> datetime | None:
        """When it is removed for good, if it is in the trash."""
        return self.deleted_at and self.deleted_at + KEPT_AFTER_DELETION

    @property
    def filename(self) -> str:
        """What a download is called: its name, with an ending of its kind."""
        return self._with_ending(self.name)

    @property
    def filename_for_jogg(self) -> str:
        """The name to be signed: as it was uploaded, with an ending of its kind."""
        return self._with_ending(self.original_name)

    def _with_ending(self, name: str) -> str:
        stem, _, ending = name.rpartition(".")
        limit = media_types.LIMITS[Kind(self.kind)]
        return (
            name
            if stem and ending.lower() in limit.extensions
            else f"{name}.{media_types.EXTENSIONS[self.content_type]}"
        )


class AssetEntry(TimelineEntry):
    """What became of an asset, and how we know."""

    row = models.ForeignKey(Asset, models.CASCADE, related_name="timeline")
