"""E-mails about how videos ended, to those who asked for them. Runs in the worker.

A mail is claimed before it is handed over (`told_at`), so it goes out once at most: a lost one is better
than one that comes again and again. One that can't be sent is told on the preferences page.
"""

import logging
from collections.abc import Iterable
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.mail import send_mail
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from videos.models import NOT_CREATED, Preferences, Status, Submit, Video, is_moving

logger = logging.getLogger(__name__)

SUBJECTS = {
    "ready": "“{name}” is ready",
    "not_fetched": "“{name}” is finished at Jogg, but could not be fetched",
    "failed": "“{name}” could not be made",
    "refused": "“{name}” was not made; nothing was charged",
    "deleted": "“{name}” was deleted at Jogg",
    "unknown": "“{name}”: please look what became of it",
}
LONGEST_NAME = 80  # characters of a name in a subject


def to_tell() -> QuerySet[Video]:
    """What has ended since its owner asked for mails, and was told to nobody; in the trash nothing is told."""
    if not settings.IS_MAIL_SET:
        return Video.objects.none()
    since = F("owner__video_preferences__mails_since")
    submitted = Submit.objects.filter(
        video=OuterRef("pk"), made_at__gte=OuterRef("owner__video_preferences__mails_since")
    )
    wanted = _ended().filter(told_at=None, owner__video_preferences__mails_results=True).exclude(owner__email="")
    return wanted.filter(Q(finished_at__gte=since) | Q(Exists(submitted)))


def tell(video_id: UUID) -> None:
    """Send the mail about one video; of a batch one mail in all, once none of it moves any more."""
    video = to_tell().filter(pk=video_id).select_related("owner", "batch").first()
    if video is None:
        return
    together = (
        Video.objects.listed().filter(batch=video.batch_id) if video.batch_id else Video.objects.filter(pk=video.pk)
    )
    if together.filter(is_moving()).exists():
        return
    if not together.filter(told_at=None).update(told_at=timezone.now()):
        return
    if video.batch_id:
        _tell_batch(video, list(together.exclude(status=Status.DRAFT).order_by("batch_row", "created_at")))
    else:
        subject = SUBJECTS[video.ending].format(name=video.display_name[:LONGEST_NAME])
        _send(video.owner, subject, "videos/mail.txt", {"video": video})


def send_test(owner_id: int) -> None:
    """Send the test mail that a person has asked for, once."""
    asked = Preferences.objects.filter(owner=owner_id, test_asked_at__isnull=False)
    if asked.update(test_asked_at=None):
        preferences = Preferences.objects.select_related("owner").get(owner=owner_id)
        _send(preferences.owner, "A test mail of your Jogg dashboard", "videos/mail_test.txt", {})


def tests_to_send() -> Iterable[int]:
    """The ids of those who wait for a test mail."""
    return Preferences.objects.filter(test_asked_at__isnull=False).values_list("owner", flat=True)


def _tell_batch(video: Video, videos: list[Video]) -> None:
    ready = sum(each.ending == "ready" for each in videos)
    subject = f"{video.batch}: {ready} of {len(videos)} videos are ready"
    _send(video.owner, subject, "videos/mail_batch.txt", {"batch": video.batch, "videos": videos})


def _ended() -> QuerySet[Video]:
    """What the worker is done with and no person has ended, as `Video.ending` says it of a row."""
    ends = [Status.SUCCEEDED, Status.FAILED, Status.REJECTED, Status.DELETED, Status.OUTCOME_UNKNOWN]
    ended = Video.objects.listed().filter(status__in=ends).exclude(is_moving())
    return ended.exclude(status=Status.REJECTED, error=NOT_CREATED)


def _send(owner: AbstractUser, subject: str, template: str, context: dict[str, Any]) -> None:
    """Hand a mail over, and keep whether that worked for the preferences page."""
    text = render_to_string(template, context | {"public_url": settings.PUBLIC_URL, "owner": owner})
    line = " ".join(subject.split())
    try:
        if not settings.IS_MAIL_SET:
            raise OSError("This server has no mail set up.")
        send_mail(line, text, None, [owner.email])
    except (OSError, SMTPException, ValueError) as error:
        logger.warning("a mail to %s could not be sent: %s", owner.get_username(), error)
        _note(owner, mail_problem=f"“{line}” could not be sent: {_reason(error)}")
        return
    _note(owner, mailed_at=timezone.now(), mail_problem="")


def _note(owner: AbstractUser, **told: Any) -> None:
    Preferences.objects.filter(owner=owner.pk).update(**told)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
