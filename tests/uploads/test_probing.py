"""Having a file looked into, and what the row says afterwards."""

import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from tests import media
from tests.uploads.rows import stored_asset, trashed
from uploads import probing
from uploads.models import Asset


def probed(asset: Asset) -> Asset:
    probing.probe(asset.pk)
    asset.refresh_from_db()
    return asset


def test_a_photo_gets_its_size_and_a_small_picture(member: User) -> None:
    asset = probed(stored_asset(member, media.jpeg(), "a.jpg"))
    assert (asset.width, asset.height, asset.duration) == (320, 200, None)
    assert Path(asset.picture.path).read_bytes()[8:12] == b"WEBP"
    assert asset.probed_at is not None
    assert asset.probe_error == ""


def test_a_recording_gets_its_length_and_waveform(member: User) -> None:
    asset = probed(stored_asset(member, media.mp3(1), "a.mp3"))
    assert asset.duration == pytest.approx(1, abs=0.15)
    assert max(asset.waveform) == 1
    assert not asset.picture


def test_a_damaged_file_says_so_and_stays_as_it_is(member: User) -> None:
    asset = probed(stored_asset(member, media.jpeg()[:300], "a.jpg"))
    assert asset.probe_error == "The file can't be read. It may be damaged."
    assert (asset.status, asset.width, bool(asset.picture)) == ("stored", None, False)
    assert asset.probed_at is not None


def test_leaves_nothing_in_the_folder_of_arriving_files(member: User) -> None:
    probed(stored_asset(member, media.jpeg(), "a.jpg"))
    assert list(Path(settings.UPLOAD_DIR).iterdir()) == []


def test_a_file_is_looked_into_once(member: User) -> None:
    asset = probed(stored_asset(member, media.jpeg(), "a.jpg"))
    first = asset.probed_at
    assert probed(asset).probed_at == first


def test_a_deleted_asset_isnt_looked_into(member: User) -> None:
    asset = trashed(stored_asset(member))
    assert probed(asset).probed_at is None


def test_a_process_that_never_ends_is_ended_and_told(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "TIMEOUT", 0.01)
    asset = probed(stored_asset(member))
    assert asset.probe_error.startswith("The file can't be looked into here")


def test_a_process_that_dies_is_told(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert probed(stored_asset(member)).probe_error.startswith("The file can't be looked into here")


def test_a_changed_row_is_a_new_version(member: User) -> None:
    asset = stored_asset(member)
    before = asset.version
    assert probed(asset).version != before
