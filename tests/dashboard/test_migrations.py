"""The database's shape is that of the models."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", ["jogg_dashboard", "uploads", "videos"])
def test_migrations_are_named_by_hand_and_counted(app: str) -> None:
    names = sorted(name for label, name in MigrationLoader(None).disk_migrations if label == app)
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert not any("_auto_" in name for name in names)


@pytest.mark.django_db(transaction=True)
def test_the_database_can_go_back_and_forth() -> None:
    """Down to nothing and up again, with what other tests need there afterwards."""
    targets = newest()
    MigrationExecutor(connection).migrate([(app, None) for app, _ in targets])
    tables = connection.introspection.table_names()
    MigrationExecutor(connection).migrate(targets)
    assert "uploads_asset" not in tables
    assert apps.get_model("uploads", "Asset").objects.count() == 0


def newest() -> list[tuple[str, str]]:
    """The last migration of each app."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [key for key in leaves if key[0] in ("uploads", "videos")]


def moved_to(*targets: tuple[str, str]) -> StateApps:
    """The models as they were, with the database moved there."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.mark.django_db(transaction=True)
def test_what_was_submitted_before_there_were_submits_becomes_one(member: User) -> None:
    before, now = ("videos", "0001_video_and_catalogue"), ("videos", "0004_bodies_live_in_submits")
    old_video = moved_to(before).get_model("videos", "Video")
    wanted = {
        "succeeded": "confirmed", "processing": "booked", "failed": "uncertain", "outcome_unknown": "uncertain",
        "rejected": "released",
    }  # fmt: skip
    for number, status in enumerate(wanted):
        old_video.objects.create(
            owner_id=member.pk, name=status, script="word " * 400, avatar_id="83", status=status,
            job_id=f"job-{number}", request_body={"avatar_id": 83}, duration=125 if status == "succeeded" else None,
        )  # fmt: skip
    old_video.objects.create(owner_id=member.pk, name="never submitted", avatar_id="83", status="queued")

    videos = moved_to(now).get_model("videos", "Video").objects
    assert {video.name: video.submits.get().state for video in videos.exclude(api_version="")} == wanted
    assert set(videos.get(name="succeeded").submits.values_list("body__avatar_id", "credits")) == {(83, 2)}
    assert videos.get(name="never submitted").submits.count() == 0

    back = moved_to(before).get_model("videos", "Video").objects
    assert back.get(name="failed").request_body == {"avatar_id": 83}
    back.all().delete()
    moved_to(*newest())


@pytest.mark.django_db(transaction=True)
def test_the_secrets_of_links_that_were_done_with_are_forgotten(member: User) -> None:
    before = ("uploads", "0005_names_and_search_texts")
    imports = moved_to(before).get_model("uploads", "Import").objects
    for status in ("done", "failed"):
        imports.create(owner_id=member.pk, url="https://a.example/a.jpg?token=secret", status=status)
    moved_to(*newest())
    found = dict(apps.get_model("uploads", "Import").objects.values_list("status", "url"))
    assert found == {"done": "https://a.example/a.jpg", "failed": "https://a.example/a.jpg?token=secret"}
