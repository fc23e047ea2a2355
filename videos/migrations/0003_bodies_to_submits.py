"""What was submitted so far: each video's body becomes its first submit, with the credits that can be known."""

import hashlib
import json
import math

from django.db import migrations

STATES = {"rejected": "released", "queued": "released"}
UNCERTAIN = ("failed", "deleted", "outcome_unknown")


def to_submits(apps, schema_editor):
    Video, Submit = apps.get_model("videos", "Video"), apps.get_model("videos", "Submit")
    for video in Video.objects.exclude(request_body=None).select_related("audio").iterator():
        body = video.request_body
        seconds = video.duration or (video.audio and video.audio.duration) or len(video.script.split()) / 2.5
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
        Submit.objects.create(
            video=video,
            number=1,
            body=body,
            body_hash=hashlib.sha256(canonical).hexdigest(),
            credits=max(1, math.ceil(seconds / 120)),
            state=_state(video),
            job_id=video.job_id,
            made_at=video.submitted_at or video.created_at,
            settled_at=video.finished_at,
        )
    Video.objects.exclude(request_body=None).update(api_version="v1")


def _state(video):
    if video.status == "succeeded" and video.duration:
        return "confirmed"
    return STATES.get(video.status, "uncertain" if video.status in UNCERTAIN else "booked")


def to_videos(apps, schema_editor):
    Video, Submit = apps.get_model("videos", "Video"), apps.get_model("videos", "Submit")
    for submit in Submit.objects.order_by("number").iterator():
        Video.objects.filter(pk=submit.video_id).update(request_body=submit.body)
    Submit.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("uploads", "0002_timeline_and_turns"),
        ("videos", "0002_submits_events_and_timeline"),
    ]

    operations = [migrations.RunPython(to_submits, to_videos)]
