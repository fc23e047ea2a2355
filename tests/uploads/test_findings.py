"""What is known of a file before a credit is spent on it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests import media
from tests.uploads.rows import stored_asset
from uploads import findings, probing
from uploads.models import Asset

GOOD_VIDEO = {"codec": "h264", "audio_codec": "aac", "peak": -3.0, "clipped": 0.0, "duration": 60.0}
GOOD_SOUND = {"audio_codec": "mp3", "peak": -3.0, "clipped": 0.0, "duration": 60.0}


def asset_of(content_type: str, **fields: Any) -> Asset:
    kind = content_type.partition("/")[0]
    return Asset(kind=kind, content_type=content_type, original_name="a", probed_at=timezone.now(), **fields)


def video(**fields: Any) -> Asset:
    return asset_of("video/mp4", **GOOD_VIDEO | fields)


def sound(**fields: Any) -> Asset:
    return asset_of("audio/mpeg", **GOOD_SOUND | fields)


def codes(asset: Asset) -> list[str]:
    return [finding.code for finding in findings.findings(asset)]


@pytest.mark.parametrize(
    ("bad", "good", "code"),
    [
        (video(duration=300.1), video(duration=300.0), "too_long"),
        (sound(duration=600.1), sound(duration=600.0), "too_long"),
        (video(codec="vp9"), video(codec="hevc"), "codec"),
        (video(audio_codec="", peak=None), video(audio_codec="opus"), "no_sound"),
        (video(peak=-50.0), video(peak=-49.9), "silence"),
        (sound(peak=-50.0), sound(peak=-49.9), "silence"),
        (asset_of("image/heic"), asset_of("image/jpeg"), "not_taken"),
        (asset_of("audio/webm", **GOOD_SOUND), sound(), "not_taken"),
    ],
)
def test_what_jogg_refuses_is_found_at_its_limit_and_not_below(bad: Asset, good: Asset, code: str) -> None:
    assert codes(bad) == [code]
    assert findings.blocking(bad).code == code
    assert codes(good) == []


def test_cut_off_sound_is_a_warning_from_its_limit_on() -> None:
    (finding,) = findings.findings(sound(clipped=0.2))
    assert (finding.code, finding.level) == ("clipping", "warns")
    assert findings.blocking(sound(clipped=0.2)) is None
    assert codes(sound(clipped=0.19)) == []


def test_what_jogg_refuses_comes_first() -> None:
    assert codes(sound(clipped=3.0, duration=700.0)) == ["too_long", "clipping"]


@pytest.mark.parametrize("content_type", ["video/mp4", "audio/mpeg", "image/jpeg"])
def test_nothing_is_claimed_of_what_wasnt_looked_into(content_type: str) -> None:
    asset = asset_of(content_type)
    asset.probed_at = None
    assert codes(asset) == []


def test_what_is_mended_by_a_conversion_says_which() -> None:
    assert findings.blocking(video(codec="mpeg4")).fix == "video/mp4"
    assert findings.blocking(asset_of("video/webm", **GOOD_VIDEO | {"codec": "vp8"})).fix == "video/mp4"
    assert findings.blocking(asset_of("image/heic")).fix == "image/jpeg"
    assert findings.blocking(asset_of("audio/webm", **GOOD_SOUND)).fix == "audio/mpeg"
    assert findings.blocking(sound(duration=601.0)).fix == ""


def test_a_damaged_file_says_so_and_that_it_can_be_sent(member: User) -> None:
    asset = stored_asset(member, media.jpeg()[:300], "a.jpg")
    probing.probe(asset.pk)
    asset.refresh_from_db()
    (finding,) = findings.findings(asset)
    assert finding.level == "warns"
    assert finding.sentence == "The file can't be read. It may be damaged. It can be sent to Jogg all the same."


def test_a_damaged_file_that_jogg_doesnt_take_is_promised_nothing() -> None:
    refused, unread = findings.findings(asset_of("image/heic", probe_error="The file can't be read."))
    assert refused.sentence == "Jogg doesn't take HEIC photos. Save it as JPG on your device and upload that."
    assert refused.fix == ""
    assert unread.sentence == "The file can't be read."


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (media.clip("mp4", "libx264", sound="aac"), "a.mp4", []),
        (media.clip("mp4", "libx264"), "a.mp4", ["no_sound"]),
        (media.clip("webm", "libvpx", sound="libopus", rate=48000), "a.webm", ["codec"]),
        (media.waves(media.tone(1, 0.001)), "a.wav", ["silence"]),
        (media.waves(media.tone(1, 3.0)), "a.wav", ["clipping"]),
        (media.mp3(1), "a.mp3", []),
        (media.heic(), "a.heic", ["not_taken"]),
        (media.browser_recording(), "a.webm", ["not_taken"]),
    ],
)
def test_real_files_show_what_is_the_matter(member: User, content: bytes, name: str, found: list[str]) -> None:
    asset = stored_asset(member, content, name)
    probing.probe(asset.pk)
    asset.refresh_from_db()
    assert codes(asset) == found
