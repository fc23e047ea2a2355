"""The list of videos, and their trash."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.paging import Order, page, read_moment
from videos import waiting
from videos.browsing import Browsing
from videos.models import Video, WebhookEvent

LOOK_REMEMBERED = 365 * 24 * 3600  # seconds
LAST_DELETED = Order("deleted_at", read_moment)


@require_safe
def show_list(request: UserRequest) -> HttpResponse:
    browsing = Browsing(request.GET, request.user)
    videos, more = page(browsing.sorted_rows().with_card_facts(), browsing.order)
    look = browsing.look(request.COOKIES)
    context = {
        "browsing": browsing,
        "videos": waiting.with_usual_waits(browsing.with_owners(videos), request.user),
        "next_page": more and _list_url(browsing, str(more)),
        "look": look,
        "unplaced_events": 0 if browsing.is_narrowed else WebhookEvent.objects.to_look_at().count(),
    }
    response = render(request, "videos/video_list.html", context)
    response.set_cookie(browsing.remembered, look, max_age=LOOK_REMEMBERED, samesite="Lax", secure=request.is_secure())
    return response


def _list_url(browsing: Browsing, after: str) -> str:
    query = browsing.parameters.copy()
    query["after"] = after
    return f"{reverse('videos:list')}?{query.urlencode()}"


@require_safe
def counts(request: UserRequest) -> HttpResponse:
    """How many videos each filter would leave. Apart from the page, which needn't wait for the counting."""
    browsing = Browsing(request.GET, request.user)
    total, numbers = browsing.numbers()
    return render_fragment(request, "browse/_counts.html", {"browsing": browsing, "total": total, "numbers": numbers})


@require_safe
def trash(request: UserRequest) -> HttpResponse:
    after = LAST_DELETED.cursor(request.GET.get("after", ""))
    rows = Video.objects.filter(owner=request.user).trashed().with_card_facts()
    videos, more = page(LAST_DELETED.sort(rows, after), LAST_DELETED)
    context = {
        "videos": waiting.with_usual_waits(videos, request.user),
        "next_page": more and f"{reverse('videos:trash')}?after={more}",
    }
    return render(request, "videos/trash.html", context)
