"""What pages learn of videos while they are open: what has changed, and how things ended."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from jogg_dashboard.http import UserRequest
from videos import waiting
from videos.models import Video

# A change is written with the time at which it was made, and seen once it is committed: a little later.
LATEST_COMMIT = timedelta(seconds=10)
LATELY = timedelta(minutes=2)  # what ended before is no news, should its row be changed now
MOST_CHANGED = 300
FIRST_YEAR = 2000  # before it there was nothing, and at the beginning of time no moment before
ASLEEP = timedelta(minutes=1)


@require_safe
def updates(request: UserRequest) -> HttpResponse:
    """What has changed of this person's videos since the moment that the page's last answer named (`seen`).

    One moment instead of a version for each moving video: that is one short address however many there
    are, and needs no turns. The page leaves alone what it doesn't show, and what it shows already, as
    changes of the last seconds come more than once. `view` says what it shows: a list's cards, one
    video's page (`video`), or neither, and only hears how videos ended.
    """
    seen, now = _moment(request.GET.get("seen", "")), timezone.now()
    # First of all: what ends after this is asked for once more, and what ended before is among the changes.
    is_moving = _followed(request).moving().exists()
    changed = _changed(request, since=seen - LATEST_COMMIT)
    if request.GET.get("view") == "list" and len(changed) > MOST_CHANGED and now - seen > ASLEEP:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the page has slept, and nothing on it can be believed
    mine = [video for video in changed if video.owner_id == request.user.pk]
    context = {"endings": _endings(mine, since=seen - LATELY), "is_moving": is_moving, "seen": now}
    news = render_to_string("videos/_news.html", context, request)
    return HttpResponse(news + "".join(_fragments(request, changed)))


def _followed(request: UserRequest) -> Any:
    """Whose videos the page may show: one's own; to staff also others'."""
    if request.user.is_staff and "view" in request.GET:
        return Video.objects.filter(purged_at=None).select_related("audio", "owner")
    return Video.objects.for_user(request.user)


def _changed(request: UserRequest, *, since: datetime) -> list[Video]:
    videos = _followed(request).filter(updated_at__gte=since).with_card_facts()
    return waiting.with_usual_waits(list(videos.order_by("-updated_at")[: MOST_CHANGED + 1]), request.user)


def _fragments(request: UserRequest, videos: list[Video]) -> list[str]:
    """Each changed thing that the page may show, to be put where it stands."""
    if request.GET.get("view") == "detail":
        shown = [video for video in videos if str(video.pk) == request.GET.get("video")]
        return [_render("_video_detail.html", video, request) for video in shown]
    if request.GET.get("view") != "list":
        return []
    return [_gone(video.pk) if video.deleted_at else _render("_video_card.html", video, request) for video in videos]


def _render(template: str, video: Video, request: UserRequest) -> str:
    return render_to_string(f"videos/{template}", {"video": video, "oob": True}, request)


def _gone(key: UUID) -> str:
    return format_html('<div id="video-{}" hx-swap-oob="delete"></div>', key)


def _endings(videos: list[Video], *, since: datetime) -> list[Video]:
    """Those that came to an end since then, and that nobody has thrown away; the first to end first."""
    ended = [video for video in videos if video.ending and video.ended_at >= since and not video.deleted_at]
    return sorted(ended, key=lambda video: video.ended_at)


def _moment(text: str) -> datetime:
    """The moment named, or now for one that can't be read; never one ahead of us."""
    now = timezone.now()
    try:
        moment = parse_datetime(text)
    except ValueError:
        return now
    if moment is None or moment.tzinfo is None or moment.year < FIRST_YEAR:
        return now
    return min(moment.astimezone(UTC), now)
