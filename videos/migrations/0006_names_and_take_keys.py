"""Videos of earlier installations: sorted and found by their words, and takes of what they say."""

import hashlib

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jogg_dashboard.folding import fold

MANY = 500


def fill_in(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Video = apps.get_model("videos", "Video")
    unnamed = Video.objects.filter(sort_name="").select_related("audio")
    while batch := list(unnamed[:MANY]):
        for video in batch:
            script = " ".join(video.script.split())
            named = video.name or (f"{script[:57]}…" if len(script) > 58 else script)
            named = named or f"Video with {video.avatar_name or 'an avatar'}"
            said = video.audio.sha256 if video.audio else script
            video.sort_name = fold(named)[:100] or "-"
            video.search_text = fold(f"{named} {video.script}")
            video.take_key = hashlib.sha256(said.encode()).hexdigest() if said else ""
        Video.objects.bulk_update(batch, ["sort_name", "search_text", "take_key"])


class Migration(migrations.Migration):
    dependencies = [("videos", "0005_studio")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
