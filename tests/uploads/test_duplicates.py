"""The same file twice: what is said, what is kept, and that nothing is sent a second time unless it is wanted."""

import hashlib
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests import media
from tests.uploads.rows import hosted_asset
from uploads import services
from uploads.models import Asset, Origin

AS_JSON = {"Accept": "application/json"}
AS_HTML = {"Accept": "text/html"}
CONTENT = media.mp3(1)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def person(client: Client, member: User, idle_worker: Huey) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def first(member: User) -> Asset:
    return hosted_asset(member, name="welcome.mp3", created_at=MAY)


def upload(person: Client, *, headers: dict[str, str] = AS_JSON, **fields: Any) -> HttpResponse:
    file = SimpleUploadedFile("again.mp3", CONTENT)
    return person.post("/uploads/", {"file": file} | fields, headers=headers)


def words(answer: HttpResponse) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_what_is_here_already_is_not_taken_again(person: Client, first: Asset, idle_worker: Huey) -> None:
    answer = upload(person)
    assert answer.status_code == 409
    assert answer.json() == {
        "error": "You have this already: welcome.mp3, uploaded on 3 May 2026.",
        "id": str(first.pk),
        "detail_url": first.get_absolute_url(),
    }
    assert Asset.objects.get() == first
    assert idle_worker.pending() == []


def test_a_browser_is_told_where_it_is(person: Client, first: Asset) -> None:
    answer = upload(person, headers=AS_HTML)
    assert answer.status_code == 409
    assert answer.content.decode().strip().startswith(f'<div class="already" id="already-{first.pk}"')
    assert f'You have this already: <a href="{first.get_absolute_url()}">welcome.mp3</a>, uploaded <time' in words(
        answer
    )


def test_the_name_it_was_given_is_the_one_it_is_told_by(person: Client, first: Asset) -> None:
    Asset.objects.update(name="Opening words")
    assert upload(person).json()["error"].startswith("You have this already: Opening words,")


def test_anyway_it_is_taken_again(person: Client, first: Asset) -> None:
    assert upload(person, anyway="1").status_code == 201
    assert Asset.objects.filter(sha256=SHA256).count() == 2


def test_two_peoples_equal_files_stay_apart(person: Client, stranger: User) -> None:
    hosted_asset(stranger)
    assert upload(person).status_code == 201
    assert person.get(f"/uploads/known/?sha256={'0' * 64}").status_code == 204


def test_another_file_is_no_duplicate(person: Client, first: Asset) -> None:
    file = SimpleUploadedFile("welcome.mp3", CONTENT + b"\0")
    assert person.post("/uploads/", {"file": file}, headers=AS_JSON).status_code == 201


def test_what_would_be_refused_is_refused_first(person: Client, member: User) -> None:
    hosted_asset(member)
    Asset.objects.update(sha256=hashlib.sha256(b"hello").hexdigest())
    answer = person.post("/uploads/", {"file": SimpleUploadedFile("a.txt", b"hello")}, headers=AS_JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize("fields", [{"destination": "another"}, {"status": "kept"}, {"status": "stored"}])
def test_whatever_became_of_it_it_is_here(person: Client, member: User, fields: dict[str, Any]) -> None:
    hosted_asset(member, **fields)
    assert upload(person).status_code == 409


def test_one_that_failed_can_be_tried_again_there(person: Client, member: User) -> None:
    hosted_asset(member, status="failed")
    assert "It failed on its way to Jogg; you can try again there." in words(upload(person, headers=AS_HTML))


def test_one_that_was_made_here_wasnt_uploaded(person: Client, member: User) -> None:
    hosted_asset(member, origin=Origin.CONVERSION, created_at=MAY)
    assert upload(person).json()["error"].endswith("voice.mp3, here since 3 May 2026.")


def test_one_in_the_trash_can_be_put_back(person: Client, first: Asset) -> None:
    Asset.objects.update(deleted_at=timezone.now())
    told = words(upload(person, headers=AS_HTML))
    assert "This is in your trash, as" in told
    assert 'action="/uploads/selection/restore/"' in told
    assert "data-here" not in told
    assert upload(person).json()["error"].startswith("This is in your trash, as welcome.mp3.")
    person.post("/uploads/selection/restore/", {"selected": str(first.pk)})
    first.refresh_from_db()
    assert first.deleted_at is None


def test_one_in_the_library_is_named_before_one_in_the_trash(person: Client, member: User, first: Asset) -> None:
    hosted_asset(member, deleted_at=timezone.now())
    assert upload(person).json()["id"] == str(first.pk)


def test_without_javascript_a_notice_says_it_and_a_tick_takes_it_anyway(person: Client, first: Asset) -> None:
    answer = upload(person, plain="1", headers=AS_HTML)
    assert answer["Location"] == "/uploads/"
    page = words(person.get("/uploads/"))
    assert f'again.mp3: You have this already: <a href="{first.get_absolute_url()}">welcome.mp3</a>' in page
    assert '<input type="checkbox" name="anyway" value="1">' in page
    upload(person, plain="1", anyway="1", headers=AS_HTML)
    assert Asset.objects.count() == 2


def test_a_hash_is_enough_to_know(person: Client, first: Asset) -> None:
    answer = person.get(f"/uploads/known/?sha256={SHA256}")
    assert answer.status_code == 200
    assert "You have this already" in words(answer)
    assert person.get(f"/uploads/known/?sha256={'0' * 64}").status_code == 204


@pytest.mark.parametrize("query", ["", "?sha256=abc", f"?sha256={SHA256.upper()}", f"?sha256={SHA256}%0a"])
def test_what_is_no_hash_is_refused(person: Client, query: str) -> None:
    answer = person.get(f"/uploads/known/{query}")
    assert answer.status_code == 422
    assert "64 hex digits" in words(answer)


def test_what_others_have_isnt_told(person: Client, stranger: User) -> None:
    hosted_asset(stranger)
    assert person.get(f"/uploads/known/?sha256={SHA256}").status_code == 204


def test_samples_are_put_in_as_often_as_asked(member: User, idle_worker: Huey) -> None:
    services.add_samples(owner=member)
    services.add_samples(owner=member)
    assert Asset.objects.count() == 4


def test_an_equal_one_is_found_in_the_library_only(member: User, first: Asset) -> None:
    assert services.find_equal(owner=member, sha256=SHA256) == first
    Asset.objects.update(deleted_at=timezone.now())
    assert services.find_equal(owner=member, sha256=SHA256) is None
    assert services.find_known(owner=member, sha256=SHA256) == first
