"""Video: one talking-avatar video, from the form to the kept file."""

import hashlib
import uuid
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from jogg_dashboard.claims import ClaimedRow
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import TimelineEntry
from jogg_dashboard.folding import fold
from jogg_dashboard.paging import NEWEST, Cursor
from uploads.models import Asset, Tag
from videos.models.batches import Batch
from videos.models.catalogue import Avatar
from videos.models.choices import AT_JOGG, UNSUBMITTED, AspectRatio, AvatarType, ScreenStyle, Status
from videos.naming import beginning, file_name

LONGEST_SORT_NAME = 100
KEPT_AFTER_DELETION = timedelta(days=30)
NOT_CREATED = "You said that Jogg did not create it, so it counts as not charged."
ENDINGS = {
    Status.FAILED: "failed",
    Status.REJECTED: "refused",
    Status.DELETED: "deleted",
    Status.OUTCOME_UNKNOWN: "unknown",
}


def turn_of(video_id: uuid.UUID) -> str:
    """The name by which a video waits for its turn among our POSTs."""
    return f"video {video_id}"


def sort_name(name: str) -> str:
    """What a video of this name is sorted by."""
    return fold(name)[:LONGEST_SORT_NAME]


def take_key(script: str, audio: Asset | None) -> str:
    """Return 64 hex digits for what a video says, "" where it says nothing yet.

    The same words with other white space are the same script; two uploads of one recording are one.
    """
    said = audio.sha256 if audio else " ".join(script.split())
    return hashlib.sha256(said.encode()).hexdigest() if said else ""


def is_moving() -> Q:
    """The condition of a row that the worker still changes by itself; as `Video.is_running` says it."""
    queued = Q(status=Status.QUEUED, deleted_at=None)
    asked = Q(status=Status.OUTCOME_UNKNOWN, attach_error="") & ~Q(attach_id="")
    to_fetch = Q(status=Status.SUCCEEDED, kept_at=None, keep_given_up=False)
    moves = queued | Q(status__in=[Status.SUBMITTING, *AT_JOGG]) | asked
    return (moves & Q(destination=destination())) | to_fetch


class VideoQuerySet(models.QuerySet["Video"]):
    def for_user(self, user: models.Model) -> Self:
        """This person's videos, those in the trash too, with what a card or page shows of each."""
        return self.filter(owner=user, purged_at=None).select_related("audio", "batch").with_portraits()

    def with_portraits(self) -> Self:
        """With the key of the avatar's portrait where there is one (`portrait_pk`)."""
        avatar = Avatar.objects.filter(avatar_type=OuterRef("avatar_type"), avatar_id=OuterRef("avatar_id"))
        return self.annotate(portrait_pk=Subquery(avatar.exclude(portrait="").values("pk")[:1]))

    def with_card_facts(self) -> Self:
        """What a card shows beyond the columns."""
        return self.select_related("batch").prefetch_related("tags").with_portraits()

    def listed(self) -> Self:
        """What is in no trash."""
        return self.filter(deleted_at=None)

    def trashed(self) -> Self:
        """What is in the trash."""
        return self.filter(deleted_at__isnull=False, purged_at=None)

    def purgeable(self) -> Self:
        """What of the trash may be removed for good: not what may still cost something, or be fetched."""
        at_jogg = Q(status__in=[Status.SUBMITTING, *AT_JOGG], destination=destination())
        to_fetch = Q(status=Status.SUCCEEDED, kept_at=None, keep_given_up=False)
        return self.trashed().exclude(at_jogg | to_fetch | Q(status=Status.OUTCOME_UNKNOWN))

    def to_clear(self) -> Self:
        """What was removed for good, and whose words or files are still here."""
        return self.filter(purged_at__isnull=False).exclude(search_text="", name="", script="", file="", cover="")

    def moving(self) -> Self:
        """What the worker still changes by itself."""
        return self.filter(is_moving())

    def newest(self, before: Cursor | None = None) -> Self:
        """Newest first, from below the cursor on."""
        return NEWEST.sort(self, before)

    def drafts(self) -> Self:
        """Forms that were begun and neither sent nor discarded, the last touched first."""
        return self.filter(status=Status.DRAFT, deleted_at=None).order_by("-updated_at")

    def ordered(self) -> Self:
        """What is still to be submitted to the Jogg in use, now or once its batch goes on; in the trash nothing is."""
        return self.filter(status=Status.QUEUED, destination=destination(), deleted_at=None)

    def queued(self) -> Self:
        """What waits to be submitted to the Jogg in use, and isn't held back with its batch."""
        return self.ordered().exclude(batch__in=Batch.objects.paused())

    def unfinished(self) -> Self:
        """What still needs what it is made of at the Jogg in use: not submitted, or not decided there."""
        wanted = Q(status__in=[Status.DRAFT, Status.QUEUED], deleted_at=None)
        begun = Q(status__in=[Status.SUBMITTING, *AT_JOGG])
        return self.filter(wanted | begun, destination=destination())

    def at_jogg(self) -> Self:
        """What the Jogg in use has accepted and not decided."""
        return self.filter(status__in=AT_JOGG, destination=destination())

    def to_check(self) -> Self:
        """Unknown outcomes for which a person gave a project id that Jogg is still to be asked about."""
        unchecked = self.filter(status=Status.OUTCOME_UNKNOWN, attach_error="", destination=destination())
        return unchecked.exclude(attach_id="")

    def unkept(self) -> Self:
        """Finished videos whose file isn't here yet and is still being asked for."""
        return self.filter(status=Status.SUCCEEDED, kept_at=None, keep_given_up=False)

    def unchecked(self) -> Self:
        """Kept videos whose file nobody has looked into yet."""
        return self.filter(kept_at__isnull=False, kept_length=None).exclude(file="")

    def takes_of(self, video: "Video") -> Self:
        """What its owner ordered to be made of the same script or recording, the video itself included."""
        made = self.for_user(video.owner).filter(take_key=video.take_key, deleted_at=None).exclude(take_key="")
        return made.exclude(status=Status.DRAFT).order_by("created_at", "id")


class Video(ClaimedRow):
    """One talking-avatar video.

    queued ──claim──▶ submitting ──accepted──▶ waiting ──▶ processing ──▶ succeeded (then kept)
      ▲                   │                      └────┬───────┘ ├──▶ failed
      └─proven not taken──┤                     unrecognised    └──▶ deleted
                          ├──refused──▶ rejected (nothing charged)
                          └──answer lost──▶ outcome_unknown (never submitted again by itself)

    outcome_unknown ends by a person's word only: ──project id, checked──▶ waiting,
    ──"it was not created"──▶ rejected, ──"submit again"──▶ queued.

    A submit costs credits and can't be asked back about, so it is made at most once: its `Submit`,
    with the exact body, is committed with the claim, before the call. `submit_number` counts them,
    and only a person raises it. `api_version` is the dialect that the job was accepted in. `attach_id`
    is the project id a person gave for an unknown outcome, `attach_error` why it wasn't taken; once taken it
    is the `job_id`, and `is_attached` says that only that person's word ties it to this video.
    `duration` is in seconds, as Jogg says it or as the kept file shows; `jogg_status` Jogg's own word;
    `notice` says what hampers it at the moment.

    A draft ──"make the video"──▶ queued; its `form_token` is the form's, so that a form is one row from
    its first letter to the finished video.

    `take_key` is what it says, as a digest: videos with the same one are takes of one script, of which
    `is_final` marks one at most. `made_from` is the video whose choices it began with. Videos of a
    `batch` stand in it by their `batch_row`. `search_text` is name, script, tags and note, folded.
    `kept_size` (bytes) and `kept_length` (seconds) are the kept file's own, `kept_problem` says what a look
    at it found wrong. `told_at` is when its owner was sent an e-mail about how it ended.

    Since `deleted_at` it is in the trash: what waits to be submitted isn't; what Jogg has been given is
    followed and fetched all the same. Since `purged_at` it is gone for everybody: a row that is left then has
    no words and files, and only bears the submits that were paid for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="videos")
    name = models.CharField(max_length=120, blank=True)
    script = models.TextField(blank=True)
    audio = models.ForeignKey(Asset, models.SET_NULL, null=True, blank=True, related_name="videos")
    avatar_id = models.CharField(max_length=100)
    avatar_type = models.PositiveSmallIntegerField(choices=AvatarType, default=AvatarType.JOGG)
    avatar_name = models.CharField(max_length=200, blank=True)
    voice_id = models.CharField(max_length=200, blank=True)
    voice_name = models.CharField(max_length=200, blank=True)
    aspect_ratio = models.CharField(max_length=9, choices=AspectRatio, default=AspectRatio.PORTRAIT)
    screen_style = models.PositiveSmallIntegerField(choices=ScreenStyle, default=ScreenStyle.BACKGROUND)
    caption = models.BooleanField(default=False)

    sort_name = models.CharField(max_length=LONGEST_SORT_NAME, default="", editable=False)
    search_text = models.TextField(default="", editable=False)
    note = models.TextField(blank=True)
    tags = models.ManyToManyField(Tag, related_name="videos", blank=True)
    take_key = models.CharField(max_length=64, default="", editable=False)
    is_final = models.BooleanField(default=False)
    made_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="made_of_it")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="videos")
    batch_row = models.PositiveIntegerField(null=True, blank=True)

    status = models.CharField(max_length=15, choices=Status, default=Status.QUEUED)
    form_token = models.UUIDField(unique=True, default=uuid.uuid4)
    submit_number = models.PositiveSmallIntegerField(default=1)
    api_version = models.CharField(max_length=4, blank=True)
    job_id = models.CharField(max_length=200, blank=True)
    attach_id = models.CharField(max_length=200, blank=True)
    attach_error = models.TextField(blank=True)
    is_attached = models.BooleanField(default=False)
    jogg_status = models.CharField(max_length=100, blank=True)
    video_url = models.TextField(blank=True)
    cover_url = models.TextField(blank=True)
    duration = models.FloatField(null=True, blank=True)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    error_rid = models.CharField(max_length=200, blank=True)
    notice = models.TextField(blank=True)

    file = models.FileField(max_length=200, blank=True)
    cover = models.FileField(max_length=200, blank=True)
    keep_given_up = models.BooleanField(default=False)
    kept_size = models.PositiveBigIntegerField(null=True, blank=True)
    kept_length = models.FloatField(null=True, blank=True)
    kept_problem = models.TextField(blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = VideoQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], condition=Q(deleted_at=None), name="video_newest"),
            models.Index(fields=["owner", "sort_name", "id"], condition=Q(deleted_at=None), name="video_by_name"),
            models.Index(
                fields=["owner", "-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="video_last_deleted"
            ),
            models.Index(fields=["owner", "take_key"], name="video_takes"),
            models.Index(fields=["status", "due_at"], name="video_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["destination", "job_id"], condition=~Q(job_id=""), name="job_once"),
            models.UniqueConstraint(
                fields=["owner", "take_key"], condition=Q(is_final=True) & ~Q(take_key=""), name="final_take_once"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_name(self.display_name)
        self.take_key = take_key(self.script, self.audio)
        if self._state.adding:  # afterwards by whoever changes its words, which may be tags
            self.search_text = fold(f"{self.display_name} {self.script} {self.note}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page; a draft's is the form."""
        if self.status == Status.DRAFT:
            return f"{reverse('videos:new')}?draft={self.id}"
        return reverse("videos:detail", args=[self.id])

    @property
    def display_name(self) -> str:
        """The name given, else the script's beginning, else what it is made of."""
        if self.purged_at:
            return "Removed video"
        return self.name or beginning(self.script) or f"Video with {self.avatar_name or 'an avatar'}"

    @property
    def is_running(self) -> bool:
        """Whether the worker still changes the row by itself."""
        if self.status == Status.QUEUED and self.deleted_at:
            return False
        moves = self.status in UNSUBMITTED + AT_JOGG or self.is_being_checked
        return (moves and not self.is_elsewhere) or self.is_being_kept

    @property
    def is_paused(self) -> bool:
        """Whether it isn't submitted because its batch is paused."""
        return self.status == Status.QUEUED and self.batch is not None and self.batch.paused_at is not None

    @property
    def is_being_checked(self) -> bool:
        """Whether Jogg is being asked about the project id that a person gave."""
        return self.status == Status.OUTCOME_UNKNOWN and bool(self.attach_id) and not self.attach_error

    @property
    def gone_at(self) -> datetime | None:
        """When it is removed for good, if it is in the trash and can be."""
        return self.deleted_at and self.deleted_at + KEPT_AFTER_DELETION

    @property
    def stays_in_trash(self) -> bool:
        """Whether it isn't removed for good, as it may still cost something or waits for a person's word."""
        return self.is_running or self.status == Status.OUTCOME_UNKNOWN

    @property
    def ending(self) -> str:
        """How it ended, "" while it moves, is a draft, or where a person ended it.

        One of ready, not_fetched, failed, refused, deleted, unknown.
        """
        if self.is_running or self.was_declared_not_created:
            return ""
        if self.status == Status.SUCCEEDED:
            return "ready" if self.file else "not_fetched"
        return ENDINGS.get(Status(self.status), "")

    @property
    def ended_at(self) -> datetime:
        """When it ended, as near as is known."""
        return self.kept_at or self.finished_at or self.updated_at

    @property
    def was_declared_not_created(self) -> bool:
        return self.status == Status.REJECTED and self.error == NOT_CREATED

    @property
    def rejection(self) -> str:
        """Why nothing became of a rejected one, in two words: Jogg refused it, or wasn't asked, or a person said so."""
        if self.was_declared_not_created:
            return "Not created"
        return "Refused" if self.error_code else "Not submitted"

    @property
    def is_being_kept(self) -> bool:
        return self.status == Status.SUCCEEDED and self.kept_at is None and not self.keep_given_up

    @property
    def is_transparent(self) -> bool:
        return self.screen_style == ScreenStyle.TRANSPARENT

    @property
    def length(self) -> float | None:
        """In seconds: as the kept file is long, else as Jogg says."""
        return self.kept_length or self.duration

    @property
    def has_captions(self) -> bool:
        """Whether captions can be made: what is said is known in words, and how long it takes."""
        return bool(self.script.strip() and self.length)

    @property
    def portrait_url(self) -> str:
        """Where the avatar's portrait is served, "" where there is none; for rows `with_portraits`."""
        return reverse("videos:portrait", args=[self.portrait_pk]) if self.portrait_pk else ""

    @property
    def download_name(self) -> str:
        """What a download of its file is called: by name, avatar and shape."""
        return self.file_name(self.extension, self.avatar_name, self.aspect_ratio)

    @property
    def extension(self) -> str:
        """The kept file's, "mp4" or "webm"."""
        return PurePath(self.file.name).suffix.lstrip(".")

    def file_name(self, extension: str, *details: str) -> str:
        """A name for a file that comes of the video, which every system takes."""
        return file_name([self.display_name, *details], extension)


class VideoEntry(TimelineEntry):
    """What became of a video, and how we know."""

    row = models.ForeignKey(Video, models.CASCADE, related_name="timeline")
