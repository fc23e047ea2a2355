"""What people do with videos."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from videos import tasks
from videos.models import Avatar, Video, Voice


def create(*, owner: AbstractBaseUser, form_token: UUID | None, **choices: Any) -> Video:
    """Write down a new video and have it submitted; a form sent twice gives the one record.

    `choices` are the model's fields of a valid form. Sent again with other choices (after Back), it
    is another order, as it is with a token that another person's form used.
    """
    video = _draft(owner, choices)
    if form_token:
        video.form_token = form_token
    try:
        with transaction.atomic():
            video.save(force_insert=True)
    except IntegrityError:
        if form_token is None:
            raise
        before = Video.objects.filter(owner=owner, form_token=form_token).first()
        same = before and all(getattr(before, field) == value for field, value in choices.items())
        return before if same else create(owner=owner, form_token=None, **choices)
    tasks.enqueue(video)
    return video


def _draft(owner: AbstractBaseUser, choices: dict[str, Any]) -> Video:
    avatar = Avatar.objects.filter(avatar_type=choices["avatar_type"], avatar_id=choices["avatar_id"]).first()
    voice = Voice.objects.filter(voice_id=choices["voice_id"]).first()
    return Video(
        owner=owner,
        avatar_name=avatar.name if avatar else "",
        voice_name=voice.name if voice else "",
        **choices,
    )
