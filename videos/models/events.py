"""WebhookEvent: what Jogg told by itself."""

from typing import Any, Self

from django.db import models
from django.utils import timezone

from jogg import JobState, webhooks
from jogg_dashboard.destination import destination
from videos.models.submits import SubmitState
from videos.models.video import Video


class WebhookEventQuerySet(models.QuerySet["WebhookEvent"]):
    def unplaced(self) -> Self:
        """The events about videos that nobody here knows, newest first."""
        return self.filter(processed_at=None, destination=destination()).order_by("-received_at")

    def to_look_at(self) -> Self:
        """Those of them that nobody has put aside."""
        return self.unplaced().filter(hidden_at=None)

    def may_be(self, video: Video) -> Self:
        """Those of them that may be about what an unknown outcome has become."""
        submitted = video.submits.filter(state=SubmitState.UNCERTAIN).order_by("number").values("made_at")[:1]
        return self.unplaced().filter(received_at__gte=submitted).exclude(job_id="")


class WebhookEvent(models.Model):
    """One event that Jogg sent, kept as it came. `video` is None while nobody knows whose it is.

    `body` is the raw body, `header` the event's name as its header had it. `hidden_at` is when somebody
    put it aside; it still decides its video, should that turn up.
    """

    event_id = models.CharField(max_length=200, unique=True)
    destination = models.CharField(max_length=200, default=destination)
    name = models.CharField(max_length=100)
    job_id = models.CharField(max_length=200, blank=True, db_index=True)
    header = models.CharField(max_length=100, blank=True)
    body = models.TextField()
    received_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    video = models.ForeignKey(Video, models.SET_NULL, null=True, blank=True, related_name="webhook_events")

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["processed_at", "hidden_at"], name="event_unplaced")]

    @property
    def title(self) -> str:
        """The event in words; Jogg's own name of it where that is about no video."""
        titles = {JobState.SUCCEEDED: "A video is finished", JobState.FAILED: "A video has failed"}
        return titles.get(webhooks.DONE.get(self.name.lower(), JobState.UNRECOGNISED), self.name)

    @property
    def payload(self) -> Any:
        """What Jogg sent, with every secret taken out."""
        return webhooks.parse(self.body.encode(), self.header).payload
