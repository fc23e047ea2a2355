"""ShareLink: lets whoever has it watch one video, and nothing else."""

import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from videos.models.choices import Status
from videos.models.video import Video


def new_token() -> str:
    """Return a token that can't be guessed: 256 bits, as 43 characters that are safe in a URL."""
    return secrets.token_urlsafe(32)


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def active(self) -> Self:
        """Those that are neither switched off nor expired, the newest first."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), closed_at=None).order_by("-id")

    def playable(self) -> Self:
        """The active ones whose video is kept here and isn't in the trash."""
        kept = self.active().filter(video__status=Status.SUCCEEDED, video__deleted_at=None).exclude(video__file="")
        return kept.select_related("video")


class ShareLink(models.Model):
    """A link to a video's player, until `expires_at` (for ever where that is None) or until it is switched off."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="share_links")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Link to {self.video}"

    def get_absolute_url(self) -> str:
        return reverse("share:player", args=[self.token])
