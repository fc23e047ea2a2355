"""What people do with videos."""

from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jogg_dashboard import claims, evidence
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from videos import drafts, ledger, tasks
from videos.catalog import catalogue
from videos.models import (
    NOT_CREATED,
    UNSUBMITTED,
    AspectRatio,
    Avatar,
    AvatarType,
    Catalogue,
    ScreenStyle,
    Status,
    SubmitState,
    Video,
    Voice,
    WebhookEvent,
)

TAKEN_BACK = "You took back that Jogg did not create it: what became of it is unknown again."
DETACHED = "You said that the project wasn't this video: what became of it is unknown again."
UNASKED = {"attach_id": "", "attach_error": "", "notice": "", "due_at": None}
ASKED_AGAIN = "Asked to submit it again, knowing that it may be charged twice."


class AlreadySent(Exception):
    """The form was sent before, with other choices; `video` is what it became."""

    def __init__(self, video: Video) -> None:
        super().__init__(video)
        self.video = video


class NothingOffered(Exception):
    """Jogg's avatars and voices aren't known here yet."""


def create(*, owner: AbstractBaseUser, form_token: UUID | None, **choices: Any) -> Video:
    """Write down a new video and have it submitted; a form sent twice gives the one record, a draft becomes it.

    `choices` are the model's fields of a valid form. Raises `AlreadySent` where the form became a
    video already and was changed since (after Back): only a person can say that another one is wanted.
    A token that another person's form used counts as none.
    """
    if form_token and (video := drafts.order(owner=owner, form_token=form_token, **choices)):
        tasks.enqueue(video)
        return video
    video = Video(owner=owner, **choices)
    drafts.name_choices(video)
    if form_token:
        video.form_token = form_token
    try:
        with transaction.atomic():
            video.save(force_insert=True)
            evidence.note(Video, [video.pk], drafts.ORDERED)
    except IntegrityError:
        if form_token is None:
            raise
        return _recall(owner, form_token, choices)
    tasks.enqueue(video)
    return video


def sample_choices(*, name: str, script: str) -> dict[str, Any]:
    """What `create` takes for a video without a form: by the first avatar and voice that Jogg offers to all.

    Raises `NothingOffered` while they haven't been read from the Jogg in use.
    """
    avatar = Avatar.objects.filter(avatar_type=AvatarType.JOGG, ready=True).matching().first()
    voice = Voice.objects.filter(custom=False).matching().first()
    if not (catalogue().refreshed_at and avatar and voice):
        raise NothingOffered
    return {
        "name": name,
        "script": script,
        "avatar_id": avatar.avatar_id,
        "avatar_type": avatar.avatar_type,
        "voice_id": voice.voice_id,
        "aspect_ratio": AspectRatio.PORTRAIT,
        "screen_style": ScreenStyle.BACKGROUND,
        "caption": True,
    }


def read_catalogue_again() -> None:
    """Have the worker read Jogg's avatars and voices once more.

    The row keeps that it was asked, until it is done or has failed: `tasks.sweep_catalogue` finds a lost task.
    """
    Catalogue.objects.filter(pk=catalogue().pk).update(asked_at=timezone.now(), due_at=None)
    transaction.on_commit(lambda: tasks.refresh_catalogue_now(), robust=True)


def is_submitting() -> bool:
    """Whether any video, of anybody, waits to be submitted or is being submitted."""
    return Video.objects.moving().filter(status__in=UNSUBMITTED).exists()


def attach(video: Video, *, job_id: str) -> Video:
    """Have Jogg asked about the project that a person takes an unknown outcome to have become."""
    entry = Entry(Source.PERSON, f"Gave Jogg's project {job_id} for it.")
    asked = {"attach_id": job_id, "attach_error": "", "attempts": 0, "due_at": None, "notice": ""}
    if claims.overrule(_unknown(video).filter(destination=destination()), entry, **asked):
        tasks.enqueue(video)
    video.refresh_from_db()
    return video


def detach(video: Video) -> Video:
    """Undo `attach`: the project was another video's. What was fetched of it goes, too."""
    attached = Video.objects.filter(pk=video.pk, is_attached=True)
    files = [stored for stored in (video.file, video.cover) if stored]
    unfetched = {"file": "", "cover": "", "kept_at": None, "keep_given_up": False, "duration": None}
    unfetched |= {"kept_size": None, "kept_length": None, "kept_problem": ""}
    unfollowed = {"job_id": "", "jogg_status": "", "video_url": "", "cover_url": "", "finished_at": None}
    unknown = {"status": Status.OUTCOME_UNKNOWN, "is_attached": False, "error": DETACHED}
    with transaction.atomic():
        entry = Entry(Source.PERSON, f"{DETACHED} It was {video.job_id}.")
        if claims.overrule(attached, entry, **UNASKED, **unfetched, **unfollowed, **unknown):
            taken = video.submits.filter(job_id=video.job_id)
            taken.update(job_id="", state=SubmitState.UNCERTAIN, settled_at=None)
            transaction.on_commit(lambda: [stored.delete(save=False) for stored in files])
    video.refresh_from_db()
    return video


def declare_not_created(video: Video) -> Video:
    """Take a person's word that Jogg made nothing of any submit in question."""
    now = timezone.now()
    ended = {"status": Status.REJECTED, "error": NOT_CREATED, "error_code": "", "error_rid": "", "finished_at": now}
    with transaction.atomic():
        if claims.overrule(_unknown(video), Entry(Source.PERSON, NOT_CREATED), **UNASKED, **ended):
            ledger.uncertain(video).update(state=SubmitState.RELEASED, settled_at=now)
    video.refresh_from_db()
    return video


def take_back_not_created(video: Video) -> Video:
    """Undo `declare_not_created`: the outcome is unknown again."""
    declared = Video.objects.filter(pk=video.pk, status=Status.REJECTED, error=NOT_CREATED)
    unknown = {"status": Status.OUTCOME_UNKNOWN, "finished_at": None, "error": TAKEN_BACK}
    with transaction.atomic():
        if claims.update(declared, Entry(Source.PERSON, TAKEN_BACK), **unknown):
            released = video.submits.filter(state=SubmitState.RELEASED, settled_at=video.finished_at)
            released.update(state=SubmitState.UNCERTAIN)
    video.refresh_from_db()
    return video


def submit_again(video: Video, *, after: int) -> Video:
    """Submit once more at a person's word; `after` is the number of the submit whose outcome is unknown.

    Sent twice, the second one finds that submit answered for and does nothing.
    """
    fresh = {"attempts": 0, "waits": 0, "error": "", "error_code": "", "error_rid": ""}
    again = {"status": Status.QUEUED, "submit_number": after + 1, "deleted_at": None}  # in the trash nothing is
    rows = _unknown(video).filter(submit_number=after, destination=destination())
    if claims.overrule(rows, Entry(Source.PERSON, ASKED_AGAIN), **UNASKED, **fresh, **again):
        tasks.enqueue(video)
    video.refresh_from_db()
    return video


def fetch_again(video: Video) -> Video:
    """Fetch a finished video from Jogg again where that was given up, or where something is wrong with the file.

    What is kept stays until another file has arrived that isn't worse.
    """
    finished = Video.objects.filter(pk=video.pk, status=Status.SUCCEEDED)
    unhappy = finished.filter(Q(keep_given_up=True) | (Q(kept_at__isnull=False) & ~Q(kept_problem="")))
    entry, fresh = Entry(Source.PERSON, "Asked to fetch it again."), {"attempts": 0, "waits": 0, "due_at": None}
    if claims.update(claims.free(unhappy), entry, keep_given_up=False, kept_at=None, notice="", **fresh):
        tasks.enqueue(video)
    video.refresh_from_db()
    return video


def put_aside(event: WebhookEvent) -> None:
    """Ask nobody any more to look at an event that no video here is known for; it is kept all the same."""
    WebhookEvent.objects.filter(pk=event.pk).update(hidden_at=timezone.now())


def bring_back_events() -> None:
    """Show again what was put aside."""
    WebhookEvent.objects.unplaced().update(hidden_at=None)


def _unknown(video: Video) -> Any:
    return Video.objects.filter(pk=video.pk, status=Status.OUTCOME_UNKNOWN)


def _recall(owner: AbstractBaseUser, form_token: UUID, choices: dict[str, Any]) -> Video:
    before = Video.objects.filter(owner=owner, form_token=form_token).first()
    if before is None:
        return create(owner=owner, form_token=None, **choices)
    if before.status == Status.DRAFT and before.purged_at:  # nobody would see what becomes of that row
        return create(owner=owner, form_token=uuid5(form_token, "anew"), **choices)
    if before.status == Status.DRAFT:  # kept in this very moment
        return create(owner=owner, form_token=form_token, **choices)
    if any(getattr(before, field) != value for field, value in choices.items()):
        raise AlreadySent(before)
    return before
