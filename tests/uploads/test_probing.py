"""Having a file looked into, and what the row says afterwards."""

import struct
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from tests import media
from tests.kept import Kept
from tests.uploads.rows import stored_asset, trashed
from uploads import child_process, probing, tidying
from uploads.models import Asset


def probed(asset: Asset) -> Asset:
    probing.probe(asset.pk)
    asset.refresh_from_db()
    return asset


def test_a_photo_gets_its_size_and_a_small_picture(member: User) -> None:
    asset = probed(stored_asset(member, media.jpeg(), "a.jpg"))
    assert (asset.width, asset.height, asset.duration) == (320, 200, None)
    assert Kept(asset.picture).read_bytes()[8:12] == b"WEBP"
    assert asset.probed_at is not None
    assert asset.probe_error == ""


def test_a_recording_gets_its_length_and_waveform(member: User) -> None:
    asset = probed(stored_asset(member, media.mp3(1), "a.mp3"))
    assert asset.duration == pytest.approx(1, abs=0.15)
    assert max(asset.waveform) == 1
    assert not asset.picture


@pytest.mark.parametrize("sample", [float("inf"), float("nan"), 1e30])
def test_sound_of_numbers_that_mean_nothing_is_looked_into_all_the_same(member: User, sample: float) -> None:
    samples = struct.pack("<16000f", *[0.25] * 15999, sample)
    header = b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt " + struct.pack("<I", 16)
    form = struct.pack("<HHIIHH", 3, 1, 16000, 64000, 4, 32)  # 3 for floats, mono
    content = header + form + b"data" + struct.pack("<I", len(samples)) + samples
    asset = probed(stored_asset(member, content, "a.wav"))
    assert (asset.probe_error, asset.duration) == ("", 1)
    assert max(asset.waveform) == 1
    assert asset.peak <= 60


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
    child_process.stop()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert probed(stored_asset(member)).probe_error.startswith("The file can't be looked into here")


def test_a_changed_row_is_a_new_version(member: User) -> None:
    asset = stored_asset(member)
    before = asset.version
    assert probed(asset).version != before


def test_a_video_gets_its_measures_and_a_strip_of_frames(member: User) -> None:
    asset = probed(stored_asset(member, media.clip("mp4", "libx264", sound="aac"), "a.mp4"))
    assert (asset.codec, asset.audio_codec, asset.frame_rate, asset.shape) == ("h264", "aac", 25, "landscape")
    assert asset.loudness is not None
    assert asset.frame_count == 8
    assert Kept(asset.frames).read_bytes()[8:12] == b"WEBP"


def test_looking_again_replaces_the_pictures(member: User) -> None:
    asset = probed(stored_asset(member, media.mp4(), "a.mp4"))
    first = [Kept(asset.picture), Kept(asset.frames)]
    Asset.objects.update(probed_at=None)
    asset = probed(asset)
    kept = [Kept(asset.picture), Kept(asset.frames)]
    assert all(path.exists() for path in kept)
    assert [path.exists() for path in first if path not in kept] == [False, False]


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (100, 100, "square"), (100, 98, "square"), (100, 97, "landscape"), (97, 100, "portrait"),
        (1080, 1920, "portrait"), (None, None, ""),
    ],
)  # fmt: skip
def test_names_the_shape(width: int | None, height: int | None, shape: str) -> None:
    assert probing.shape(width, height) == shape


@pytest.mark.parametrize("meanwhile", ["purged", "looked into"])
def test_a_worker_that_comes_too_late_leaves_no_picture_behind(
    member: User, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    asset = stored_asset(member, media.jpeg(), "a.jpg")
    look_into = probing.look_into

    def come_too_late(*arguments: Any) -> dict[str, Any]:
        monkeypatch.undo()
        found = look_into(*arguments)
        if meanwhile == "purged":
            tidying.purge(Asset.objects.all())
        else:
            probed(asset)
        return found

    monkeypatch.setattr(probing, "look_into", come_too_late)
    probing.probe(asset.pk)
    kept = {Path(name).name for row in Asset.objects.all() for name in (row.file.name, row.picture.name)}
    assert Kept(asset.file).neighbours() == kept
