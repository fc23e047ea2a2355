"""Batch: several videos that were ordered together."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Batch(models.Model):
    """Several videos that are confirmed once, followed as one, and can be paused.

    Before it is confirmed it is a table: `rows` is a list of objects, each a row's cells as they were
    typed, by column (name, script, audio, avatar, voice, ratio, style, captions). `form_token` makes one
    record of a form, however often it is sent. While `paused_at` is set none of its videos is submitted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="batches")
    name = models.CharField(max_length=120, blank=True)
    rows = models.JSONField(default=list, blank=True)
    form_token = models.UUIDField(unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at", "-id"], name="batch_newest")]

    def __str__(self) -> str:
        return self.name or f"Batch of {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("videos:batch", args=[self.id])
