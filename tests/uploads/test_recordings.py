"""What was recorded in the browser, once it arrives."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import media
from uploads.models import Asset, Conversion


def keep(client: Client, name: str, content: bytes, **fields: str) -> Asset:
    answer = client.post(
        "/uploads/", {"file": SimpleUploadedFile(name, content), **fields}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 201, answer.content
    return Asset.objects.get(pk=answer.json()["id"])


def test_a_format_that_jogg_doesnt_take_is_made_into_mp3_at_once(browser_of_member: Client, member: User) -> None:
    recorded = keep(browser_of_member, "Greeting.webm", media.browser_recording(), origin="recording")
    assert (recorded.origin, recorded.status, recorded.content_type) == ("recording", "kept", "audio/webm")
    converted = Conversion.objects.get(source=recorded).result
    assert converted is not None
    assert (converted.content_type, converted.status, converted.owner) == ("audio/mpeg", "hosted", member)


def test_a_format_that_jogg_takes_is_sent_as_it_is(browser_of_member: Client) -> None:
    recorded = keep(browser_of_member, "Greeting.m4a", media.m4a(), origin="recording")
    assert (recorded.origin, recorded.status) == ("recording", "hosted")
    assert Conversion.objects.count() == 0


@pytest.mark.parametrize("origin", ["", "sample", "conversion", "nonsense"])
def test_nobody_can_claim_another_origin(browser_of_member: Client, origin: str) -> None:
    assert keep(browser_of_member, "voice.mp3", media.mp3(), origin=origin).origin == "upload"


def test_what_is_only_uploaded_is_not_converted_unasked(browser_of_member: Client) -> None:
    assert keep(browser_of_member, "Greeting.webm", media.browser_recording()).status == "kept"
    assert Conversion.objects.count() == 0
