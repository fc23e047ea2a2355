"""What there is to choose from for a video, and its states."""

from django.db import models


class AspectRatio(models.TextChoices):
    PORTRAIT = "portrait", "Portrait 9:16"
    LANDSCAPE = "landscape", "Landscape 16:9"
    SQUARE = "square", "Square 1:1"


class ScreenStyle(models.IntegerChoices):
    BACKGROUND = 1, "With its background"
    GREEN = 2, "Green screen"
    TRANSPARENT = 3, "Transparent (WebM)"


class AvatarType(models.IntegerChoices):
    JOGG = 0, "Jogg's avatars"
    OWN = 1, "Your avatars"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    QUEUED = "queued", "Queued"
    SUBMITTING = "submitting", "Submitting"
    WAITING = "waiting", "Waiting at Jogg"
    PROCESSING = "processing", "Rendering"
    SUCCEEDED = "succeeded", "Ready"
    REJECTED = "rejected", "Not made"
    FAILED = "failed", "Failed"
    DELETED = "deleted", "Deleted at Jogg"
    OUTCOME_UNKNOWN = "outcome_unknown", "Outcome unknown"
    UNRECOGNISED = "unrecognised", "State not recognised"


UNSUBMITTED = (Status.QUEUED, Status.SUBMITTING)
AT_JOGG = (Status.WAITING, Status.PROCESSING, Status.UNRECOGNISED)
