"""Naming and describing one video."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jogg_dashboard.http import UserRequest
from videos import housekeeping
from videos.access import video_for
from videos.description_forms import DescriptionForm


@require_POST
def describe(request: UserRequest, video_id: UUID) -> HttpResponse:
    video = video_for(request, video_id)
    form = DescriptionForm(request.POST)
    if not form.is_valid():
        context = {"video": video, "description_form": form}
        return render(request, "videos/video_detail.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    housekeeping.describe(video, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect(video)
