"""Videos: one of them, and the form of a new one with its pickers."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.files import serve
from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from jogg_dashboard.paging import PAGE_SIZE
from uploads import media_types
from uploads.models import Asset
from videos import form_start, ledger, paces, script_advice, script_files, services
from videos.access import video_for, visible_video
from videos.catalog import catalogue
from videos.estimates import estimate
from videos.form_start import as_uuid
from videos.forms import VideoForm
from videos.gallery import VOICE_PREFIX, Offer, with_avatar_type
from videos.models import Avatar, Status, Submit, Voice, WebhookEvent
from videos.recordings import SEARCHED_FROM, offered, stand_in
from videos.sifting import asked_with

MOST_EVENTS = 200
MOST_DIGITS = 18  # of a key


@require_safe
def detail(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = visible_video(request, video_id)
    if video.status == Status.DRAFT and video.owner == request.user and video.deleted_at is None:
        return redirect(video)
    return render(request, "videos/video_detail.html", {"video": video})


@require_safe
def show_credits(request: UserRequest) -> HttpResponse:
    submits = Submit.objects.for_user(request.user)
    before = _number(request.GET.get("before", ""))
    shown = list((submits if before is None else submits.filter(pk__lt=before))[: PAGE_SIZE + 1])
    context = {
        "totals": ledger.totals(submits),
        "submits": shown[:PAGE_SIZE],
        "older": f"{reverse('videos:credits')}?before={shown[PAGE_SIZE - 1].pk}" if len(shown) > PAGE_SIZE else "",
        "is_first_page": before is None,
        "catalogue": catalogue(),
        "quota_is_told": settings.JOGG_API_VERSION != "v1",
    }
    return render(request, "videos/credits.html", context)


@require_safe
def events(request: UserRequest) -> HttpResponse:
    """What Jogg reported of jobs that no video here has; the payloads are for staff only."""
    unplaced = WebhookEvent.objects.unplaced()
    context = {
        "events": WebhookEvent.objects.to_look_at()[:MOST_EVENTS],
        "put_aside": unplaced.exclude(hidden_at=None).count(),
    }
    return render(request, "videos/events.html", context)


@require_POST
def bring_events_back(request: UserRequest) -> HttpResponse:
    services.bring_back_events()
    return redirect("videos:events")


@require_POST
def put_event_aside(request: UserRequest, pk: int) -> HttpResponse:
    services.put_aside(get_object_or_404(WebhookEvent.objects.to_look_at(), pk=pk))
    return redirect("videos:events")


@require_safe
def file(request: UserRequest, video_id: UUID) -> HttpResponseBase:
    video = visible_video(request, video_id)
    return _serve(request, video.file, name=video.download_name, attachment="download" in request.GET)


@require_POST
def fetch_again(request: UserRequest, video_id: UUID) -> HttpResponse:
    return redirect(services.fetch_again(video_for(request, video_id)))


@require_safe
def cover(request: UserRequest, video_id: UUID) -> HttpResponseBase:
    return _serve(request, visible_video(request, video_id).cover)


@require_safe
def portrait(request: UserRequest, pk: int) -> HttpResponseBase:
    return _serve(request, get_object_or_404(Avatar, pk=pk).portrait)


@require_safe
def sample(request: UserRequest, pk: int) -> HttpResponseBase:
    return _serve(request, get_object_or_404(Voice, pk=pk).sample)


@require_safe
def show_form(request: UserRequest) -> HttpResponse:
    offer = Offer(request.user)
    start = form_start.begin(request.user, request.GET, offer.habits)
    form = VideoForm(owner=request.user, initial=start.initial)
    return render(request, "videos/video_form.html", _form_context(request, form, offer) | {"start": start})


@require_POST
def create(request: UserRequest) -> HttpResponse:
    form = VideoForm(with_avatar_type(request.POST), owner=request.user)
    if not form.is_valid():
        context = _form_context(request, form, Offer(request.user))
        return render(request, "videos/video_form.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return redirect(services.create(owner=request.user, **form.choices()))
    except services.AlreadySent as sent:
        form.renew_token()
        context = _form_context(request, form, Offer(request.user)) | {"already_sent": sent.video}
        return render(request, "videos/video_form.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


new = by_method(GET=show_form, POST=create)


@require_safe
def avatars(request: UserRequest) -> HttpResponse:
    asked, offer = request.GET.dict(), Offer(request.user)
    chosen = offer.chosen_avatar(asked.get("avatar_type", ""), asked.get("avatar_id", ""))
    context = {"avatars": offer.avatars(asked, chosen), "chosen_avatar": chosen, "catalogue": offer.catalogue}
    fragment = "_avatar_cards.html" if asked.get("after") else "_avatar_gallery.html"
    return render_fragment(request, f"videos/{fragment}", context)


@require_safe
def voices(request: UserRequest) -> HttpResponse:
    asked, offer = asked_with(VOICE_PREFIX, request.GET.dict()), Offer(request.user)
    chosen = asked.get("id", "")
    context = {"voices": offer.voices(asked, chosen), "chosen_voice": chosen} | {
        "remembered_voices": offer.remembered(),
        "catalogue": offer.catalogue,
    }
    fragment = "_voice_rows.html" if asked.get("after") else "_voice_list.html"
    return render_fragment(request, f"videos/{fragment}", context)


@require_safe
def audios(request: UserRequest) -> HttpResponse:
    chosen = stand_in(request.user, as_uuid(request.GET.get("audio", "")))
    found = offered(request.user, chosen=chosen, words=request.GET.get("audio_q", ""))
    context = {"audios": found, "chosen_audio": str(chosen or ""), "audio_words": request.GET.get("audio_q", "")}
    return render_fragment(request, "videos/_audio_choices.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _form_context(request: UserRequest, form: VideoForm, offer: Offer) -> dict[str, Any]:
    # NUL, which the form refuses and PostgreSQL doesn't look for, is in no id.
    chosen = {name: str(form[name].value() or "").replace("\0", "") for name in ("avatar_id", "voice_id", "audio")}
    chosen_avatar = offer.chosen_avatar(str(form["avatar_type"].value() or ""), chosen["avatar_id"])
    audios = offered(request.user, chosen=as_uuid(chosen["audio"]))
    return {
        "form": form,
        "avatars": offer.avatars(request.GET.dict(), chosen_avatar),
        "voices": offer.voices(asked_with(VOICE_PREFIX, request.GET.dict()), chosen["voice_id"]),
        "remembered_voices": offer.remembered(),
        "audios": audios,
        "audios_are_many": len(audios) >= SEARCHED_FROM,
        "chosen_avatar": chosen_avatar,
        "chosen_voice": chosen["voice_id"],
        "chosen_audio": chosen["audio"],
        "audio_chosen": _speaks_recording(request, form),
        "catalogue": offer.catalogue,
        "limits": media_types.limits_for_browser(),
        **_script_context(request, form, audios),
    }


def _script_context(request: UserRequest, form: VideoForm, audios: list[Asset]) -> dict[str, Any]:
    """What the script, or the recording, is expected to come to, and what could be misread in it."""
    script, voice = str(form["script"].value() or ""), str(form["voice_id"].value() or "").replace("\0", "")
    spoken = str(form["audio"].value() or "") if _speaks_recording(request, form) else ""
    audio = next((audio for audio in audios if str(audio.pk) == spoken), None)
    return {
        "estimate": estimate(script=script, audio=audio, voice_id=voice),
        "advice": script_advice.advise(script, voice),
        "rules": paces.rules(),
        "script_endings": script_files.ENDINGS,
    }


def _speaks_recording(request: UserRequest, form: VideoForm) -> bool:
    """Whether the form opens on the recording's side: as it was sent, else by what it holds."""
    source = request.POST.get("voice_source")
    return source == "audio" if source else bool(form["audio"].value())


def _serve(request: UserRequest, stored: FieldFile, *, name: str = "", attachment: bool = False) -> HttpResponseBase:
    if not stored:
        raise Http404("There is no such file yet.")
    content_type = media_types.type_of_stored(stored.name)
    return serve(request, stored, content_type=content_type, name=name or "file", attachment=attachment)
