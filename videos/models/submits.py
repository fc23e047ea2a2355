"""Submit: what was sent to Jogg for a video, and what it costs."""

from typing import Self

from django.db import models
from django.utils import timezone

from jogg_dashboard.destination import destination
from videos.models.video import Video


class SubmitState(models.TextChoices):
    BOOKED = "booked", "Estimated"
    CONFIRMED = "confirmed", "Confirmed"
    RELEASED = "released", "Not charged"
    UNCERTAIN = "uncertain", "Not known"


class SubmitQuerySet(models.QuerySet["Submit"]):
    def for_user(self, user: models.Model) -> Self:
        """The submits of this person's videos at the Jogg in use, newest first."""
        mine = self.filter(video__owner=user, video__destination=destination())
        return mine.select_related("video").order_by("-id")


class Submit(models.Model):
    """One submit of a video, and the credits it books: written before the call is made.

    booked ──finished──▶ confirmed (`credits` by the result's length)
       ├──proven not taken──▶ released (and booked again if the same submit is tried again)
       └──answer lost, or failed at Jogg──▶ uncertain (whether it cost anything, only Jogg knows)

    `body` is what was sent, word for word, `body_hash` the SHA-256 of its canonical JSON. `number`
    counts a video's submits; the second and later ones were made at a person's word.
    """

    video = models.ForeignKey(Video, models.CASCADE, related_name="submits")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    body_hash = models.CharField(max_length=64)
    credits = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=SubmitState, default=SubmitState.BOOKED)
    job_id = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = SubmitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="submit_made_at")]
        constraints = [models.UniqueConstraint(fields=["video", "number"], name="submit_once")]
