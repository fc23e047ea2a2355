"""Tags: words by which a person finds assets again."""

from django.conf import settings
from django.db import models

LONGEST_TAG = 40
LONGEST_FOLDED_TAG = LONGEST_TAG * 3  # one sign may become several words


class Tag(models.Model):
    """One person's tag. `folded` is its name without case and accents, and is what makes it one."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=LONGEST_TAG)
    folded = models.CharField(max_length=LONGEST_FOLDED_TAG)

    class Meta:
        ordering = ["folded"]
        constraints = [models.UniqueConstraint(fields=["owner", "folded"], name="tag_once")]

    def __str__(self) -> str:
        return self.name
