"""Work that brings a new asset: converting one that is here, fetching one by its URL."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jogg_dashboard.claims import ClaimedRow
from uploads.models.asset import Asset
from uploads.models.choices import JobStatus
from uploads.web_links import without_query

UNFINISHED = [JobStatus.WAITING, JobStatus.WORKING]


class JobQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)


class Job(ClaimedRow):
    """waiting ──claim──▶ working ──▶ done (`result` is the new asset), or failed (`error` is the sentence).

    A killed worker's job goes back to waiting: both kinds do no harm when done twice, as the result
    is written in the transaction that ends the claim.
    """

    status = models.CharField(max_length=7, choices=JobStatus, default=JobStatus.WAITING)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return self.status in UNFINISHED


class ConversionQuerySet(JobQuerySet):
    def to_convert(self) -> Self:
        """What waits for a worker; a deleted source's waits until it is put back."""
        return self.filter(status=JobStatus.WAITING, source__deleted_at=None)


class Conversion(Job):
    """An asset made into another format, `content_type`, as a new asset that names its source."""

    source = models.ForeignKey(Asset, models.CASCADE, related_name="conversions")
    content_type = models.CharField(max_length=50)
    result = models.OneToOneField(Asset, models.SET_NULL, null=True, blank=True, related_name="made_by_conversion")

    objects = ConversionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "due_at"], name="conversion_due")]

    @property
    def is_standing(self) -> bool:
        """Whether it is under way, or has brought an asset that is still there."""
        has_result = self.result is not None and self.result.deleted_at is None
        return self.is_running or (self.status == JobStatus.DONE and has_result)


class ImportQuerySet(JobQuerySet):
    def shown(self) -> Self:
        """What still needs a line of its own: under way, failed, or found to be here already."""
        here_already = Q(status=JobStatus.DONE, result__created_at__lt=F("created_at"))
        told = Q(status__in=[*UNFINISHED, JobStatus.FAILED]) | here_already
        return self.filter(told, dismissed_at=None)

    def newest(self) -> Self:
        return self.select_related("result").order_by("-created_at", "-id")


class Import(Job):
    """A file fetched from a public URL, of which only host and path are kept once it is here.

    `received` counts bytes so far.

    Two imports may have one `result`: of an equal file that is here already no second one is made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    url = models.TextField()
    received = models.PositiveBigIntegerField(default=0)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    result = models.ForeignKey(Asset, models.SET_NULL, null=True, blank=True, related_name="imports")

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="import_newest"),
            models.Index(fields=["status", "due_at"], name="import_due"),
        ]

    @property
    def link_text(self) -> str:
        """The link without what may be secret in it: host and path."""
        return without_query(self.url)

    @property
    def was_here_already(self) -> bool:
        return self.result is not None and self.result.created_at < self.created_at

    @property
    def is_waiting_to_retry(self) -> bool:
        return self.status == JobStatus.WAITING and self.due_at is not None
