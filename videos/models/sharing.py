"""ShareLink: lets whoever has it watch one video, and nothing else."""

import secrets

from django.db import models
from django.utils import timezone

from videos.models.video import Video


def new_token() -> str:
    """Return a token that can't be guessed: 256 bits, as 43 characters that are safe in a URL."""
    return secrets.token_urlsafe(32)


class ShareLink(models.Model):
    """A link to a video's player, until `expires_at` (for ever where that is None) or until it is switched off."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="share_links")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Link to {self.video}"
