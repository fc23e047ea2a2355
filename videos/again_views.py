"""Submitting once more what was refused and cost nothing."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jogg_dashboard.http import UserRequest
from videos import again
from videos.access import video_for

MOVED_ON = "Nothing was done: the video has moved on since you opened its page. This is how it stands now."


class RetryForm(forms.Form):
    """`after` is the number of the submit that was refused, so that a double click submits once."""

    after = forms.IntegerField(min_value=1, max_value=30_000)


@require_POST
def retry(request: UserRequest, video_id: UUID) -> HttpResponse:
    video, form = video_for(request, video_id), RetryForm(request.POST)
    if not (form.is_valid() and again.retry(video, after=form.cleaned_data["after"])):
        messages.warning(request, MOVED_ON)
    return redirect(video)
