"""The words of an asset's states and traits."""

from django.db import models


class Status(models.TextChoices):
    """`kept` is for what Jogg takes only once it is converted: it stays here."""

    STORED = "stored", "Received"
    SENDING = "sending", "Sending"
    HOSTED = "hosted", "Hosted"
    FAILED = "failed", "Failed"
    KEPT = "kept", "Kept here only"


class Origin(models.TextChoices):
    """How a file came into the library."""

    UPLOAD = "upload", "Uploaded"
    RECORDING = "recording", "Recorded here"
    URL = "url", "Imported from a link"
    CONVERSION = "conversion", "Converted here"
    COMMAND = "command", "Uploaded by command"
    SAMPLE = "sample", "Sample"


class Shape(models.TextChoices):
    """As in `videos.AspectRatio`, but for whatever has a width and a height."""

    PORTRAIT = "portrait", "Portrait"
    LANDSCAPE = "landscape", "Landscape"
    SQUARE = "square", "Square"


class Proof(models.TextChoices):
    """What was compared when the hosted URL was fetched back."""

    SIZE = "size", "size"
    SHA256 = "sha256", "every byte"


# The fields of an asset of whose link nothing is known yet.
UNVERIFIED = {
    "verify_due_at": None,
    "verify_whole": False,
    "verify_failures": 0,
    "verify_waits": 0,
    "verify_error": "",
    "verified_at": None,
    "proof": "",
}


class JobStatus(models.TextChoices):
    """Of work that brings a new asset: a conversion, an import."""

    WAITING = "waiting", "Waiting"
    WORKING = "working", "Working"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
