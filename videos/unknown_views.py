"""What a person can do about an unknown outcome, each a form on the video's page."""

from http import HTTPStatus
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jogg_dashboard.http import UserRequest
from videos import services
from videos.access import video_for
from videos.forms import AttachForm, SubmitAgainForm
from videos.models import Video


@require_POST
def attach(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    form = AttachForm(request.POST)
    if not form.is_valid():
        return _refused(request, video, attach_form=form)
    return redirect(services.attach(video, job_id=form.cleaned_data["project_id"]))


@require_POST
def not_created(request: UserRequest, video_id: UUID) -> HttpResponse:
    return redirect(services.declare_not_created(video_for(request, video_id)))


@require_POST
def take_back(request: UserRequest, video_id: UUID) -> HttpResponse:
    return redirect(services.take_back_not_created(video_for(request, video_id)))


@require_POST
def submit_again(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    form = SubmitAgainForm(request.POST)
    if not form.is_valid():
        return _refused(request, video, again_form=form)
    return redirect(services.submit_again(video, after=form.cleaned_data["after"]))


def _refused(request: UserRequest, video: Video, **forms: Form) -> HttpResponse:
    context = {"video": video, **forms}
    return render(request, "videos/video_detail.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
