"""What the pages say of a proof: never more than was checked."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests.uploads.rows import hosted_asset
from uploads.models import Asset, Proof

SENT, VERIFIED = "Sent to Jogg", "Verified"


@pytest.fixture
def person(client: Client, member: User, idle_worker: Huey) -> Client:
    client.force_login(member)
    return client


def page_of(person: Client, asset: Asset) -> str:
    return " ".join(unescape(person.get(asset.get_absolute_url()).content.decode()).split())


def pill(page: str) -> str:
    return page.split('class="pill')[1].split("</span>")[0].rpartition("</svg>")[2].strip()


def test_a_finished_put_is_no_more_than_that(person: Client, member: User) -> None:
    page = page_of(person, hosted_asset(member, sent_at=timezone.now()))
    assert pill(page) == SENT
    assert "Jogg's link was not checked" in page
    assert f"<span>{VERIFIED}" not in page


@pytest.mark.parametrize(
    ("proof", "words", "in_short"), [(Proof.SHA256, "every byte", VERIFIED), (Proof.SIZE, "size", "Size verified")]
)
def test_what_was_compared_is_said(person: Client, member: User, proof: Proof, words: str, in_short: str) -> None:
    page = page_of(person, hosted_asset(member, verified_at=timezone.now(), proof=proof))
    assert f"<span>{VERIFIED} <time" in page
    assert f"</time>, {words}</span>" in page
    assert pill(page) == in_short


def test_a_check_under_way_is_shown_and_followed(person: Client, member: User) -> None:
    page = page_of(person, hosted_asset(member, verify_due_at=timezone.now()))
    assert "Checking what Jogg's link serves" in page
    assert "data-running" in page


@pytest.mark.parametrize(("verified_at", "word"), [(None, "yet"), (timezone.now(), "again")])
def test_a_check_that_found_nobody_is_told(person: Client, member: User, verified_at: Any, word: str) -> None:
    told = {"verify_due_at": timezone.now() + timedelta(minutes=5), "verify_error": "Jogg can't be reached."}
    page = page_of(person, hosted_asset(member, verified_at=verified_at, verify_waits=3, **told))
    assert f"Jogg's link could not be checked {word}: Jogg can't be reached. Next try" in page
    assert (f"<span>{VERIFIED} <time" in page) == bool(verified_at)


def test_a_link_that_is_denied_is_not_shown_as_good(person: Client, member: User) -> None:
    told = {"verify_due_at": timezone.now(), "verify_error": "Jogg's link doesn't serve the file (HTTP 404)."}
    page = page_of(person, hosted_asset(member, verify_failures=1, **told))
    assert pill(page) == "Link doesn't work"
    assert "doesn't serve the file (HTTP 404). Next try" in page
    assert "https://h/1.mp3" not in page


@pytest.mark.parametrize("status", ["stored", "sending"])
def test_a_link_that_is_being_replaced_cant_be_copied(person: Client, member: User, status: str) -> None:
    reason = "Jogg's link no longer serves the file (HTTP 404)."
    page = page_of(person, hosted_asset(member, status=status, resends=1, verify_error=reason))
    assert pill(page) == "Sending again"
    assert f"{reason} It is sent again from the copy kept here." in page
    assert "The link Jogg gave does not work" in page
    assert "https://h/1.mp3" not in page


def test_where_healing_was_given_up_there_is_a_button(person: Client, member: User) -> None:
    page = page_of(person, hosted_asset(member, status="failed", error="None of the links was right."))
    assert "No working link at Jogg" in page
    assert "None of the links was right." in page
    assert "Try again" in page


def test_every_byte_is_checked_on_request(person: Client, member: User, idle_worker: Huey) -> None:
    asset = hosted_asset(member, verified_at=timezone.now(), proof=Proof.SIZE)
    answer = person.post(f"/uploads/{asset.pk}/verify/")
    assert answer["Location"] == asset.get_absolute_url()
    asset.refresh_from_db()
    assert asset.verify_whole
    assert [task.name for task in idle_worker.pending()] == ["verify"]
    page = page_of(person, asset)
    assert "Comparing every byte with what Jogg's link serves" in page
    assert "Checking every byte…" in page


def test_with_htmx_the_request_is_answered_with_the_detail(person: Client, member: User) -> None:
    asset = hosted_asset(member)
    answer = person.post(f"/uploads/{asset.pk}/verify/", headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith(f'<div class="stack" id="asset-{asset.pk}"')


def test_what_isnt_at_jogg_cant_be_checked(person: Client, member: User, idle_worker: Huey) -> None:
    for fields in ({"status": "failed"}, {"destination": "another"}):
        asset = hosted_asset(member, **fields)
        assert "Check every byte" not in page_of(person, asset)
        person.post(f"/uploads/{asset.pk}/verify/")
    assert not Asset.objects.filter(verify_whole=True).exists()
    assert idle_worker.pending() == []
