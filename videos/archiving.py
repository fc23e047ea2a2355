"""Keeping a finished video: fetching it and its cover from Jogg into our storage. Runs in the worker.

What was fetched is looked into. A file that isn't whole is kept for the time being and fetched again; where
that stays so, it is kept as it is, with what is wrong with it: it was paid for, and may be all there is.
"""

import logging
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from jogg import Answer, JoggError
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import jogg
from jogg_dashboard.claims import ClaimLost
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.local_copy import local_path
from jogg_dashboard.storage import StorageAway
from uploads.media_types import NotTaken, type_of_stored
from uploads.probing import look_into
from videos import fetching, ledger
from videos.checking import UNSEEN, Checked, check
from videos.fetching import Fetched
from videos.models import Video

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 100  # some eight hours at the rate of `backoff`
MOST_DAMAGED = 8  # of them may bring a file that isn't whole; some four minutes
MOST_LOOKS = 3  # at a file kept before files were looked into
NO_VIDEO = "What Jogg's link serves isn't a video."
LOST = "The kept file is missing in the storage of this dashboard."


def keep(video_id: UUID) -> datetime | None:
    """Fetch one finished video, if it is due and nobody else does; return when to try again, if at all.

    At the moment of success the file may not be served yet (Q8), and how long it will be is unknown (Q9).
    """
    row = Video.objects.filter(pk=video_id)
    if not claims.claim(row & Video.objects.unkept()):
        return None
    video = row.get()
    try:
        if video.attempts > 2:
            _renew_links(row, video)
        fetching.remove_leftovers(video)
        fetched = fetching.fetch_video(video)
    except ClaimLost:
        return None
    except JoggError as error:
        return _try_again(row, video, error.sentence, error.answer, waits=video.waits + 1)
    except NotTaken:
        return _try_again(row, video, NO_VIDEO, waits=video.waits + 1)
    except StorageAway as error:
        _wait_for_storage(row, video, error)
        return None
    if fetched.checked.is_damaged and video.failures < MOST_DAMAGED and video.attempts < MOST_ATTEMPTS:
        return _hold(row, video, fetched)
    with suppress(ClaimLost):
        _record_kept(row, video, fetched)
    return None


def check_kept(video_id: UUID) -> datetime | None:
    """Look into a file that was kept before files were; return when to look again, if at all."""
    row = Video.objects.filter(pk=video_id)
    if not claims.claim(row & Video.objects.unchecked()):
        return None
    video = row.get()
    try:
        with local_path(video.file, claims.Keeper(row)) as path:
            checked = check(path, type_of_stored(video.file.name), video.duration)
    except ClaimLost:
        return None
    except StorageAway as error:
        _wait_for_storage(row, video, error)
        return None
    except FileNotFoundError:
        checked = Checked(0, 0.0, LOST, told=LOST)
    if checked.length is None and video.attempts < MOST_LOOKS:
        due = timezone.now() + backoff.delay(video.attempts)
        return due if claims.settle(row, due_at=due) else None
    _record_check(row, checked)
    return None


def _wait_for_storage(row: Any, video: Video, error: StorageAway) -> None:
    """It is begun again when the lease has ended, and nobody's failure."""
    claims.renew(row, attempts=video.attempts - 1)
    logger.warning("video %s waits for our storage: %s", video.pk, error)


def _record_check(row: Any, checked: Checked) -> None:
    columns = checked.columns() if checked.length is not None else _unseen(checked)
    entry = Entry(Source.WORKER, f"Looked into the file kept here: {checked.told}")
    claims.settle(row, entry, attempts=0, due_at=None, **columns)


def _unseen(checked: Checked) -> dict[str, Any]:
    """Of what can't be looked into, so that it isn't tried for ever."""
    return checked.columns() | {"kept_length": 0.0, "kept_problem": UNSEEN}


def _renew_links(row: Any, video: Video) -> None:
    """Ask Jogg for the links again: those we have don't work, and how long they live is unknown (Q9).

    Another Jogg than the one it was made at could only know another video by that id.
    """
    if video.is_elsewhere:
        return
    with suppress(JoggError):
        project = jogg(video.api_version).project(video.job_id)
        links = {"video_url": project.video_url, "cover_url": project.cover_url or video.cover_url}
        if project.video_url and links["video_url"] != video.video_url:
            entry = Entry(Source.POLL, "The link didn't work; Jogg gave another one.", project.answer)
            claims.keep(row, entry, **links)
            video.video_url, video.cover_url = links["video_url"], links["cover_url"]


def _record_kept(row: Any, video: Video, fetched: Fetched) -> None:
    earlier, named = video.file.name, _named(video, fetched)
    video.file.name = named.get("file", earlier)
    found = {"cover": video.cover.name or fetching.fetch_cover(video), "duration": video.duration}
    if not all(found.values()):
        found = _looked_into(video) | {name: value for name, value in found.items() if value}
    kept = {"kept_at": timezone.now(), "notice": "", "due_at": None, "attempts": 0, "waits": 0}
    entry = Entry(Source.WORKER, f"Fetched from Jogg and kept here: {fetched.checked.told}")
    with transaction.atomic():
        if claims.settle(row, entry, **kept, **found, **named):
            ledger.confirm(video, found["duration"])
    _remove_other(video, earlier, fetched.name)
    logger.info("video %s is kept", video.pk)


def _hold(row: Any, video: Video, fetched: Fetched) -> datetime | None:
    """Hold on to a file that isn't whole while it is fetched again."""
    due = _try_again(row, video, fetched.checked.problem, **_named(video, fetched))
    _remove_other(video, video.file.name, fetched.name)
    return due


def _named(video: Video, fetched: Fetched) -> dict[str, Any]:
    """What the row is to name; nothing new where an earlier file goes on for longer than one that isn't whole."""
    if fetched.checked.is_damaged and (fetched.checked.length or 0) < (video.kept_length or 0):
        return {}
    return {"file": fetched.name, **fetched.checked.columns()}


def _remove_other(video: Video, *names: str) -> None:
    """Remove those of these files that the row doesn't name now."""
    named = Video.objects.filter(pk=video.pk).values_list("file", flat=True).first()
    fetching.remove(video, *{*names} - {named})


def _looked_into(video: Video) -> dict[str, Any]:
    """The length and a cover from the kept file: v2's status tells no length, and an event may name no cover (Q2)."""
    with tempfile.TemporaryDirectory(dir=settings.UPLOAD_DIR) as folder:
        picture = Path(folder) / "picture.webp"
        with local_path(video.file, claims.Keeper(Video.objects.filter(pk=video.pk))) as path:
            found = look_into(path, type_of_stored(video.file.name), picture)
        cover = _keep_cover(video, picture) if picture.exists() and not video.cover else ""
    return {"duration": found.get("duration"), "cover": cover}


def _keep_cover(video: Video, picture: Path) -> str:
    with picture.open("rb") as file:
        video.cover.save(f"videos/{video.pk}/cover.webp", File(file), save=False)
    return video.cover.name


def _try_again(row: Any, video: Video, sentence: str, answer: Answer | None = None, **changes: Any) -> datetime | None:
    logger.info("video %s can't be fetched yet: %s", video.pk, sentence)
    if video.attempts >= MOST_ATTEMPTS:
        return _give_up(row, video, sentence, answer)
    due = timezone.now() + backoff.delay(video.attempts)
    entry = Entry(Source.WORKER, f"Fetching it: {sentence} It is tried again.", answer)
    is_settled = claims.settle(row, entry if sentence != video.notice else None, notice=sentence, due_at=due, **changes)
    return due if is_settled else None


def _give_up(row: Any, video: Video, sentence: str, answer: Answer | None) -> None:
    """Stop trying; a file that isn't whole, from an earlier attempt, counts as kept then."""
    if video.file:
        ended: dict[str, Any] = {"kept_at": timezone.now(), "notice": "", "attempts": 0, "waits": 0}
        words = f"{sentence} It is not tried again by itself; what was fetched before is kept: {video.kept_problem}"
    else:
        ended, words = {"keep_given_up": True, "notice": sentence}, f"{sentence} It is not tried again by itself."
    claims.settle(row, Entry(Source.WORKER, words, answer), due_at=None, **ended)
