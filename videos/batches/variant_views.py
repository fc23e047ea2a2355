"""Variants of a video: what to vary, and the table that comes of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from videos.batches import services
from videos.batches import variants as varying
from videos.batches.variants import MOST_VARIANTS, Picks
from videos.models import AspectRatio, Avatar, Video, Voice

MOST_AVATARS, MOST_VOICES = 24, 12
NOTHING_VARIES = "Tick at least two avatars, two voices or two shapes."
TOO_MANY = f"These are {{}} videos, and {MOST_VARIANTS} at a time are the most. Take a tick away."


@require_safe
def show(request: UserRequest) -> HttpResponse:
    source = _source(request)
    return render(request, "videos/batches/variants.html", _context(request, source, varying.first_picks(source)))


@require_POST
def create(request: UserRequest) -> HttpResponse:
    source = _source(request)
    picks = varying.picks_of(request.POST, source)
    if error := _error(picks):
        context = _context(request, source, picks) | {"error": error}
        return render(request, "videos/batches/variants.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    rows, name = varying.rows(source, picks), f"Variants of {source.display_name}"[:120]
    token = _uuid(request.POST.get("token", ""))
    return redirect(services.begin(owner=request.user, form_token=token, rows=rows, name=name, made_from=source))


variants = by_method(GET=show, POST=create)


@require_POST
def look_again(request: UserRequest) -> HttpResponse:
    """The page with what is searched for and ticked, where no script keeps it so."""
    source = _source(request)
    return render(
        request, "videos/batches/variants.html", _context(request, source, varying.picks_of(request.POST, source))
    )


@require_safe
def avatars(request: UserRequest) -> HttpResponse:
    source = _source(request)
    context = _avatars(request, varying.picks_of(request.GET, source))
    return render_fragment(request, "videos/batches/_variant_avatars.html", context)


@require_safe
def voices(request: UserRequest) -> HttpResponse:
    source = _source(request)
    context = _voices(request, varying.picks_of(request.GET, source))
    return render_fragment(request, "videos/batches/_variant_voices.html", context)


@require_safe
def product_sum(request: UserRequest) -> HttpResponse:
    source = _source(request)
    context = _sum(source, varying.picks_of(request.GET, source))
    return render_fragment(request, "videos/batches/_variant_sum.html", context)


def _source(request: UserRequest) -> Video:
    """The video to vary, `from`; 404 for another person's."""
    mine = Video.objects.for_user(request.user)
    source = mine.filter(pk=_uuid(_asked(request, "from"))).first()
    if source is None:
        raise Http404("There is no such video.")
    return source


def _error(picks: Picks) -> str:
    if picks.count > MOST_VARIANTS:
        return TOO_MANY.format(picks.count)
    return "" if picks.is_any else NOTHING_VARIES


def _context(request: UserRequest, source: Video, picks: Picks) -> dict[str, Any]:
    context = {"token": uuid4(), "ratios": AspectRatio.choices}
    return context | _avatars(request, picks) | _voices(request, picks) | _sum(source, picks)


def _avatars(request: UserRequest, picks: Picks) -> dict[str, Any]:
    asked = {"q": _asked(request, "avatar_q")}
    found, total = varying.shown(Avatar.objects.filter(ready=True), picks.avatars, asked, MOST_AVATARS)
    return {"picks": picks, "avatars": found, "avatar_total": total, "avatar_q": asked["q"]}


def _voices(request: UserRequest, picks: Picks) -> dict[str, Any]:
    asked = {"q": _asked(request, "voice_q")}
    found, total = varying.shown(Voice.objects.all(), picks.voices, asked, MOST_VOICES)
    return {"picks": picks, "voices": found, "voice_total": total, "voice_q": asked["q"]}


def _sum(source: Video, picks: Picks) -> dict[str, Any]:
    credits = varying.credits_for_each(source) * picks.count
    return {
        "source": source,
        "picks": picks,
        "credits": credits,
        "limit_error": _error(picks) if picks.count > MOST_VARIANTS else "",
    }


def _asked(request: UserRequest, name: str) -> str:
    """What the page or its link says; no text of a database may hold NUL."""
    return (request.POST.get(name) or request.GET.get(name, "")).replace("\0", "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
