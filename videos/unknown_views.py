"""What a person can do about an unknown outcome, each a form on the video's page."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from videos import services
from videos.access import video_for
from videos.forms import AttachForm, SubmitAgainForm
from videos.models import Status, Video

MOVED_ON = "Nothing was done: the video has moved on since you opened its page. This is how it stands now."


@require_safe
def show_video(request: UserRequest, video_id: UUID) -> HttpResponse:
    """The address of a refused form, opened again."""
    return redirect(video_for(request, video_id))


@require_POST
def send_attach(request: UserRequest, video_id: UUID) -> HttpResponse:
    video, form = _unknown(request, video_id), AttachForm(request.POST)
    if not form.is_valid():
        return _refused(request, video, attach_form=form)
    return redirect(services.attach(video, job_id=form.cleaned_data["project_id"]))


@require_POST
def detach(request: UserRequest, video_id: UUID) -> HttpResponse:
    return redirect(services.detach(video_for(request, video_id)))


@require_POST
def not_created(request: UserRequest, video_id: UUID) -> HttpResponse:
    return redirect(services.declare_not_created(_unknown(request, video_id)))


@require_POST
def take_back(request: UserRequest, video_id: UUID) -> HttpResponse:
    return redirect(services.take_back_not_created(video_for(request, video_id)))


@require_POST
def send_again(request: UserRequest, video_id: UUID) -> HttpResponse:
    video, form = _unknown(request, video_id), SubmitAgainForm(request.POST)
    if not form.is_valid():
        return _refused(request, video, again_form=form)
    return redirect(services.submit_again(video, after=form.cleaned_data["after"]))


attach = by_method(GET=show_video, POST=send_attach)
submit_again = by_method(GET=show_video, POST=send_again)


def _unknown(request: UserRequest, video_id: UUID) -> Video:
    """The video, with a word where a page that was opened long ago speaks of what isn't so any more."""
    video = video_for(request, video_id)
    if video.status != Status.OUTCOME_UNKNOWN:
        messages.warning(request, MOVED_ON)
    return video


def _refused(request: UserRequest, video: Video, **forms: Form) -> HttpResponse:
    context = {"video": video, **forms}
    return render(request, "videos/video_detail.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
