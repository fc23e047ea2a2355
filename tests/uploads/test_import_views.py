"""The form that asks for links, and the lines of what is being fetched."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.uploads.rows import hosted_asset
from uploads.models import Import, JobStatus

HTMX = {"HX-Request": "true"}
URL = "https://files.example/clip.mp4?token=secret"


@pytest.fixture(autouse=True)
def busy_worker(idle_worker: Any) -> None:
    """Nothing is fetched while these tests look."""


@pytest.fixture
def member_client(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def job_of(owner: User, **fields: Any) -> Import:
    return Import.objects.create(**{"owner": owner, "url": URL} | fields)


def test_links_are_taken_one_per_line_and_each_once(member_client: Client, member: User) -> None:
    lines = "\n https://a.example/1.mp4 \r\nhttps://b.example/2.mp4\n\nhttps://a.example/1.mp4\n"
    answer = member_client.post("/uploads/imports/", {"urls": lines})
    assert (answer.status_code, answer["Location"]) == (302, "/uploads/imports/")
    taken = Import.objects.filter(owner=member).order_by("created_at")
    assert [job.url for job in taken] == ["https://a.example/1.mp4", "https://b.example/2.mp4"]


def test_the_dialog_gets_an_empty_form_and_the_new_lines(member_client: Client) -> None:
    answer = member_client.post("/uploads/imports/", {"urls": URL}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 201
    assert "importsAdded" in answer["HX-Trigger"]
    assert 'id="import-form"' in text
    assert 'hx-swap-oob="outerHTML"' in text
    assert "files.example/clip.mp4" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "Paste at least one link."),
        ("clip.mp4", "This is not a link."),
        ("https://a.example/\nftp://b.example/x", "Line 2: This is not a link."),
        ("https://me:pw@a.example/", "Leave the user name and password out of the link"),
        ("\n".join(f"https://a.example/{number}" for number in range(21)), "These are 21 links; send at most 20"),
    ],
)
def test_what_is_no_link_is_told_and_nothing_is_taken(member_client: Client, lines: str, words: str) -> None:
    for headers in ({}, HTMX):
        answer = member_client.post("/uploads/imports/", {"urls": lines}, headers=headers)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert Import.objects.count() == 0


def test_twenty_links_are_not_too_many(member_client: Client) -> None:
    lines = "\n".join(f"https://a.example/{number}" for number in range(20))
    assert member_client.post("/uploads/imports/", {"urls": lines}).status_code == 302
    assert Import.objects.count() == 20


def test_the_library_shows_what_is_under_way_or_needs_somebody(
    member_client: Client, member: User, stranger: User
) -> None:
    now = timezone.now()
    asset = hosted_asset(member)
    job_of(member, url="https://a.example/waits")
    job_of(member, url="https://a.example/failed", status=JobStatus.FAILED, error="There is no file at this link.")
    job_of(member, url="https://a.example/twin", status=JobStatus.DONE, result=asset)
    early = asset.created_at - timedelta(seconds=1)
    job_of(member, url="https://a.example/done", status=JobStatus.DONE, result=asset, created_at=early)
    job_of(member, url="https://a.example/dismissed", status=JobStatus.FAILED, dismissed_at=now)
    job_of(stranger, url="https://a.example/theirs")
    text = member_client.get("/uploads/").content.decode()
    words = ("waits", "failed", "twin", "done", "dismissed", "theirs")
    assert [word for word in words if f"a.example/{word}" in text] == ["waits", "failed", "twin"]
    assert "There is no file at this link." in text
    assert "was in your library already" in text


def test_the_page_of_imports_shows_what_is_done_too(member_client: Client, member: User) -> None:
    job_of(member, status=JobStatus.DONE, result=hosted_asset(member, name="clip.mp3"))
    job_of(member, status=JobStatus.DONE)
    text = member_client.get("/uploads/imports/").content.decode()
    assert "clip.mp3" in text
    assert "The file has been deleted since." in text
    assert "secret" not in text


def test_what_is_done_arrives_in_the_list_once(member_client: Client, member: User, stranger: User) -> None:
    moving = job_of(member)
    theirs = job_of(stranger, status=JobStatus.DONE, result=hosted_asset(stranger, name="theirs.mp3"))
    shown = {"view": "library", "import": [str(moving.pk), str(theirs.pk), "nonsense"]}
    first = member_client.get("/uploads/imports/updates/", shown).content.decode()
    assert "data-moving" in first
    assert "afterbegin" not in first
    asset = hosted_asset(member, name="arrived.mp3")
    Import.objects.filter(pk=moving.pk).update(status=JobStatus.DONE, result=asset)
    second = member_client.get("/uploads/imports/updates/", shown).content.decode()
    assert "data-moving" not in second
    assert 'hx-swap-oob="afterbegin:#assets"' in second
    assert f'id="asset-{asset.pk}"' in second
    assert "theirs.mp3" not in second


def test_a_failed_one_is_tried_again(member_client: Client, member: User) -> None:
    job = job_of(member, status=JobStatus.FAILED, error="No.")
    answer = member_client.post(f"/uploads/imports/{job.pk}/retry/", headers=HTMX)
    assert "Waiting for its turn" in answer.content.decode()
    job.refresh_from_db()
    assert job.status == "waiting"
    assert member_client.post(f"/uploads/imports/{job.pk}/retry/")["Location"] == "/uploads/imports/"


def test_a_line_is_taken_away(member_client: Client, member: User) -> None:
    for headers, status in ((HTMX, 200), ({}, 302)):
        job = job_of(member)
        assert member_client.post(f"/uploads/imports/{job.pk}/dismiss/", headers=headers).status_code == status
        job.refresh_from_db()
        assert (job.status, job.dismissed_at is None) == ("failed", False)
    assert "files.example" not in member_client.get("/uploads/imports/updates/").content.decode()


@pytest.mark.parametrize("action", ["retry", "dismiss"])
def test_anothers_import_is_not_found(member_client: Client, stranger: User, action: str) -> None:
    job = job_of(stranger, status=JobStatus.FAILED)
    for key in (job.pk, uuid4()):
        assert member_client.post(f"/uploads/imports/{key}/{action}/").status_code == 404
    job.refresh_from_db()
    assert (job.status, job.dismissed_at) == ("failed", None)
