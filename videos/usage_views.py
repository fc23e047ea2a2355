"""What was made and what it cost: the page, and the same figures as CSV."""

from django.contrib.auth.models import User
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jogg_dashboard.http import UserRequest
from videos import budgets, charts, usage_export
from videos.periods import CHOICES, period_of
from videos.usage import Usage, bunched


@require_safe
def usage(request: UserRequest) -> HttpResponse:
    found = _asked(request)
    days = found.by_day()
    lines = bunched(days)
    context = {
        "period": found.period,
        "periods": CHOICES,
        "people": _people(request),
        "person": found.owner,
        "total": found.total(days),
        "lines": lines,
        "chart": charts.columns(lines),
        "groups": _groups(found),
        "standings": budgets.overview(request.user),
    }
    return render(request, "videos/usage.html", context)


@require_safe
def usage_csv(request: UserRequest) -> StreamingHttpResponse:
    found = _asked(request)
    period = found.period
    name = f"jogg-usage-{period.first}-{period.last}.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    pieces = usage_export.as_csv(found, with_people=found.owner is None)
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: UserRequest) -> Usage:
    """What the query string asks for; only staff see anybody but themselves, and everybody unless they choose one.

    404 for a person that there isn't: everybody's figures under that name would be wrong.
    """
    owner: User | None = request.user
    if request.user.is_staff:
        chosen = request.GET.get("person", "").replace("\0", "")
        owner = get_object_or_404(User, username=chosen) if chosen else None
    return Usage(period_of(request.GET, timezone.localdate()), owner)


def _people(request: UserRequest) -> list[str]:
    """The names to choose from."""
    if not request.user.is_staff:
        return []
    return list(User.objects.order_by("username").values_list("username", flat=True))


def _groups(found: Usage) -> list[charts.Group]:
    groups = [
        charts.group("avatars", "By avatar", "Avatar", found.by_avatar()),
        charts.group("voices", "By voice", "Voice", found.by_voice()),
    ]
    if found.owner is None:
        groups.insert(0, charts.group("people", "By person", "Person", found.by_person()))
    return groups
