"""Submitting a video: at most once, as each submit costs credits. Runs in the worker."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jogg import BadParameter, Created, JoggError, RateLimited, VideoRequest
from jogg_dashboard import claims, evidence, pacing
from jogg_dashboard.account import jogg, told
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.pacing import Priority, Turned
from uploads.findings import blocking
from uploads.models import Asset
from uploads.models import Status as AssetStatus
from videos import budgets, ledger, webhook
from videos.budgets import OverBudget
from videos.estimates import credits_for, length_of
from videos.models import Status, Submit, SubmitState, Video, turn_of

logger = logging.getLogger(__name__)

FIRST_LOOK = timedelta(seconds=2)
LOOKS_FOR_RECORDING = timedelta(seconds=5)
UNKNOWN_RECORDING = "Its recording is still being looked into: whether Jogg takes it is known in a moment."
SENDING_RECORDING = "Its recording is still on its way to Jogg. This goes on by itself once it is there."
HEALING_RECORDING = "Jogg's link to its recording doesn't work at the moment. It goes to Jogg once that is mended."
FAILED_RECORDING = "Its recording is not at Jogg. Open it in the library and try again there; then this goes on."
DELETED_RECORDING = "Its recording was deleted and is not at Jogg. Put it back in the library; then this goes on."
LOST_RECORDING = "Its recording was deleted for good before it went to Jogg. Make a new video with another recording."
NO_ANSWER = "No answer of Jogg's arrived before the dashboard was stopped or the time was up."
ELSEWHERE = "The dashboard works for another Jogg now, so this was not submitted."
SUBMITTING = Entry(Source.WORKER, "The request is written down; submitting it to Jogg now.")
CLEAN = {"error": "", "error_code": "", "error_rid": "", "notice": ""}


def submit(video_id: UUID) -> datetime | None:
    """Submit one queued video, if it is due and nobody else does; return when the row wants to be seen next.

    The intent is committed, with the exact body, before the call. From then on only an answer that
    proves that Jogg took nothing leads back to the queue (Q4).
    """
    row = Video.objects.filter(pk=video_id)
    queued = row & Video.objects.queued()
    video = claims.due(claims.free(queued)).select_related("audio").first()
    if video is None:
        return None
    if video.audio and (obstacle := _recording_notice(video.audio)):
        return _wait_for_recording(queued, video, obstacle)
    try:
        body, credits = _body(video), credits_for(length_of(video))
        budgets.check(video, credits)
        permit = pacing.ask(turn_of(video_id), _priority(video), video.created_at)
    except JoggError as error:
        return _reject(row, video, error) if claims.claim(queued) else None
    except OverBudget as over:
        return _wait_for_budget(queued, video, over)
    except Turned as turned:
        if claims.queue(queued, turned.until):
            return turned.until
        pacing.leave(turn_of(video_id))
        return None
    try:
        is_ours = _write_intent(queued.filter(submit_number=video.submit_number), video, body, credits)
    except OverBudget as over:
        permit.give_back()
        return _wait_for_budget(queued, video, over)
    if not is_ours:
        permit.give_back()
        return None
    try:
        with permit:
            created = jogg().create(body)
    except JoggError as error:
        return _record_failure(row, video, error)
    return _record_acceptance(row, video, created)


def disown_crashed() -> int:
    """Mark the submits whose worker died before the answer: nobody knows what became of them."""
    with transaction.atomic():
        crashed = list(claims.abandoned(Video.objects.filter(status=Status.SUBMITTING)).select_for_update())
        rows = Video.objects.filter(pk__in=[video.pk for video in crashed])
        entry, lost = Entry(Source.WORKER, NO_ANSWER), {"claimed_by": "", "claimed_until": None}
        claims.update_all(rows, entry, status=Status.OUTCOME_UNKNOWN, error=NO_ANSWER, **lost)
        for video in crashed:
            ledger.doubt(video)
    return len(crashed)


def reject_elsewhere() -> int:
    """Tell of what was to go to another Jogg, such as the sandbox before a key was set; return how many.

    Where an earlier submit is in question, that stays to be found out.
    """
    elsewhere = Video.objects.filter(status=Status.QUEUED).exclude(destination=destination())
    in_question = Submit.objects.filter(state=SubmitState.UNCERTAIN).values("video_id")
    entry, told_of = Entry(Source.WORKER, ELSEWHERE), CLEAN | {"error": ELSEWHERE}
    unknown = claims.update_all(elsewhere.filter(pk__in=in_question), entry, status=Status.OUTCOME_UNKNOWN, **told_of)
    return unknown + claims.update_all(elsewhere, entry, status=Status.REJECTED, **told_of)


def _priority(video: Video) -> Priority:
    """Whoever orders one video waits for it; hundreds that were ordered at once can wait for it, too."""
    return Priority.BATCH if video.batch_id else Priority.CREATE


def _wait_for_recording(queued: Any, video: Video, notice: str) -> datetime:
    """A credit isn't spent on a link that was found dead: it waits until Jogg has given a new one, however long."""
    due = timezone.now() + LOOKS_FOR_RECORDING
    entry = Entry(Source.WORKER, f"Not submitted yet: {notice}") if notice != video.notice else None
    claims.update(claims.free(queued), entry, due_at=due, is_paced=False, notice=notice)
    return due


def _wait_for_budget(queued: Any, video: Video, over: OverBudget) -> datetime:
    """It waits for the next month or a higher budget, and holds nobody else up."""
    entry = Entry(Source.WORKER, f"Not submitted yet: {over}") if str(over) != video.notice else None
    claims.update(claims.free(queued), entry, due_at=over.until, is_paced=False, notice=str(over))
    pacing.leave(turn_of(video.pk))
    return over.until


def _recording_notice(recording: Asset) -> str:
    """What has to happen to a recording before it is submitted, "" where nothing has to."""
    if recording.is_link_good:
        return UNKNOWN_RECORDING if recording.is_being_looked_into else ""
    if recording.deleted_at:
        return DELETED_RECORDING
    if recording.status == AssetStatus.FAILED:
        return FAILED_RECORDING
    return HEALING_RECORDING if recording.hosted_url else SENDING_RECORDING


def _body(video: Video) -> dict[str, Any]:
    if not video.script and video.audio is None:  # it would cost a credit, and say nothing
        raise BadParameter(LOST_RECORDING)
    if video.audio and (finding := blocking(video.audio)):
        raise BadParameter(f"{video.audio.name} can't be used. {finding.sentence}")
    return jogg().create_body(
        VideoRequest(
            avatar_id=video.avatar_id,
            avatar_type=video.avatar_type,
            aspect_ratio=video.aspect_ratio,
            screen_style=video.screen_style,
            caption=video.caption,
            script=video.script,
            audio_url=video.audio.hosted_url if video.audio else "",
            voice_id=video.voice_id,
            name=video.name,
        )
    )


def _write_intent(queued: Any, video: Video, body: dict[str, Any], credits: int) -> bool:
    """Commit the claim, the exact body and the credits it books; False where somebody else was quicker.

    Raises `OverBudget` where another worker has booked the last credits since it was looked at.
    """
    with transaction.atomic():
        budgets.check(video, credits, lock=True)
        if not claims.claim(queued, SUBMITTING, status=Status.SUBMITTING, notice="", api_version=jogg().version):
            return False
        ledger.book(video, body, credits)
    return True


def _record_acceptance(row: Any, video: Video, created: Created) -> datetime | None:
    """Write down what was paid for, even where the answer came so late that the submit was disowned."""
    logger.info("video %s accepted as job %s (rid %s)", video.pk, created.job_id, created.rid)
    now, number = timezone.now(), video.submit_number
    due = now + FIRST_LOOK
    entry = Entry(Source.WORKER, f"Jogg accepted it as {created.job_id}.", created.answer)
    accepted = {"status": Status.WAITING, "job_id": created.job_id, "submitted_at": now, "due_at": due}
    fresh = {"submit_number": number, "attempts": 0, "waits": 0, "attach_id": "", "attach_error": "", **CLEAN}
    try:
        with transaction.atomic():
            if claims.overrule(_unanswered(row, number), entry, **accepted, **fresh):
                ledger.accept(video, created.job_id, number)
                transaction.on_commit(lambda: webhook.catch_up(created.job_id))
                return due
    except IntegrityError:
        return _record_taken_id(row, video, created)
    _record_late(video, created)
    return None


def _unanswered(row: Any, number: int) -> Any:
    """The row while it has no answer to this submit, or a person has asked for another one that isn't made yet."""
    this = Q(status__in=[Status.SUBMITTING, Status.OUTCOME_UNKNOWN, Status.REJECTED], submit_number=number)
    next_one = Q(status=Status.QUEUED, submit_number__gt=number)
    return row.filter(this | next_one, job_id="")


def _record_taken_id(row: Any, video: Video, created: Created) -> None:
    """Jogg's answer names a job that another video has: it can't be believed, and nothing be claimed."""
    sentence = f"Jogg answered with {created.job_id}, which is another video's. Look at your projects on Jogg.ai."
    entry = Entry(Source.WORKER, sentence, created.answer)
    with transaction.atomic():
        if claims.settle(row, entry, status=Status.OUTCOME_UNKNOWN, due_at=None, **CLEAN | {"error": sentence}):
            ledger.doubt(video)


def _record_late(video: Video, created: Created) -> None:
    """The row has gone another way meanwhile. What this submit became is kept with it, and told."""
    logger.warning("job %s was accepted after video %s had gone another way", created.job_id, video.pk)
    sentence = f"Jogg accepted submit {video.submit_number} after all, as {created.job_id}; it isn't followed."
    with transaction.atomic():
        if Submit.objects.filter(video_id=video.pk, number=video.submit_number, job_id="").exists():
            ledger.accept(video, created.job_id, video.submit_number)
        evidence.note(Video, [video.pk], Entry(Source.WORKER, sentence, created.answer))


def _record_failure(row: Any, video: Video, error: JoggError) -> datetime | None:
    if not error.not_accepted:
        return _record_unknown(row, video, error)
    return _requeue(row, video, error) if error.passing else _reject(row, video, error)


def _requeue(row: Any, video: Video, error: JoggError) -> datetime:
    """An outage or Jogg's limit is waited out, however long."""
    waits = video.waits + 1
    wait = pacing.wait_after(error, waits)
    due = timezone.now() + wait
    entry = Entry(Source.WORKER, f"{error.sentence} Nothing was charged; it is submitted later.", error.answer)
    limited = isinstance(error, RateLimited)
    with transaction.atomic():
        back = {"status": Status.QUEUED, "due_at": due, "is_paced": limited, "notice": error.sentence, "waits": waits}
        if claims.settle(row, entry, **back):
            ledger.release(video)
    if not (row & Video.objects.queued()).exists():  # paused while it was on its way
        pacing.leave(turn_of(video.pk))
    logger.info("video %s waits %.0f s: %s (code %s)", video.pk, wait.total_seconds(), error.sentence, error.code)
    return due


def _reject(row: Any, video: Video, error: JoggError) -> None:
    """Refused, unless an earlier submit of it may have been taken: then that stays to be found out."""
    sentence = f"{error.sentence} Nothing was charged for this submit."
    with transaction.atomic():
        if ledger.uncertain(video).exists():
            told_of = told(error) | {"error": f"{sentence} What became of an earlier one is still not known."}
            ended: dict[str, Any] = {"status": Status.OUTCOME_UNKNOWN, "due_at": None}
        else:
            told_of = told(error)
            ended = {"status": Status.REJECTED, "finished_at": timezone.now(), "due_at": None}
        if claims.settle(row, Entry(Source.WORKER, sentence, error.answer), **ended, **CLEAN | told_of):
            ledger.release(video)
    logger.warning("video %s was refused: %s (code %s, rid %s)", video.pk, error.sentence, error.code, error.rid)


def _record_unknown(row: Any, video: Video, error: JoggError) -> None:
    entry = Entry(Source.WORKER, f"{error.sentence} Whether Jogg took it is not known.", error.answer)
    with transaction.atomic():
        if claims.settle(row, entry, status=Status.OUTCOME_UNKNOWN, due_at=None, **CLEAN | told(error)):
            ledger.doubt(video)
    told_of = (error.sentence, error.code, error.rid)
    logger.warning("the outcome of video %s is unknown: %s (code %s, rid %s)", video.pk, *told_of)
