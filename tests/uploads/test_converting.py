"""Making a file into one that Jogg takes: asked for by a person, made by the worker, kept as a new asset."""

from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from huey import Huey
from PIL import Image, ImageCms

from jogg_dashboard.claims import ClaimLost
from tests import media
from tests.kept import Kept, kept_in
from tests.sandbox_server import SandboxServer
from tests.uploads.rows import claimed, dead_worker, stored_asset
from uploads import (
    conversion_services,
    conversion_tasks,
    converting,
    housekeeping,
    media_types,
    offers,
    probing,
    services,
    tasks,
)
from uploads.media_types import Kind
from uploads.models import Asset, Conversion

HTMX = {"HX-Request": "true"}


def looked_into(owner: User, content: bytes, name: str) -> Asset:
    asset = stored_asset(owner, content, name)
    probing.probe(asset.pk)
    asset.refresh_from_db()
    return asset


def converted(asset: Asset) -> Asset:
    """What the worker makes of an asset."""
    conversion = conversion_services.convert(asset, content_type=offers.offered(asset))
    conversion.refresh_from_db()
    assert conversion.status == "done", conversion.error
    conversion.result.refresh_from_db()
    return conversion.result


def timeline(asset: Asset) -> list[str]:
    return [entry.sentence for entry in asset.timeline.all()]


@pytest.mark.parametrize(
    ("content", "name", "new_name", "content_type"),
    [
        (media.wav(2), "voice.wav", "voice.mp3", "audio/mpeg"),
        (media.m4a(2), "voice.m4a", "voice.mp3", "audio/mpeg"),
        (media.browser_recording(2), "recording.webm", "recording.mp3", "audio/mpeg"),
        (media.clip("mov", "libx264", 2, sound="aac"), "clip.mov", "clip.mp4", "video/mp4"),
        (media.clip("mov", "mpeg4", 2, sound="pcm_s16le"), "clip.mov", "clip.mp4", "video/mp4"),
        (media.clip("webm", "libvpx", 2, sound="libopus", rate=48000), "clip.webm", "clip.mp4", "video/mp4"),
        (media.clip("mp4", "mpeg4", 2, sound="aac"), "clip.mp4", "clip.mp4", "video/mp4"),
        (media.heic(), "IMG_1.HEIC", "IMG_1.jpg", "image/jpeg"),
        (media.png(), "logo", "logo.jpg", "image/jpeg"),
    ],
)
def test_each_conversion_brings_an_asset_that_jogg_has(
    account: SandboxServer, member: User, content: bytes, name: str, new_name: str, content_type: str
) -> None:
    source = looked_into(member, content, name)
    result = converted(source)
    assert (result.original_name, result.content_type, result.status) == (new_name, content_type, "hosted")
    assert (result.source, result.origin, result.owner) == (source, "conversion", member)
    assert result.probe_error == ""
    assert offers.offered(result) == ""
    if source.duration:
        assert result.duration == pytest.approx(source.duration, abs=0.15)
    assert (result.width, result.height) == (source.width, source.height)
    assert timeline(result)[1].startswith("Made as")
    assert any(new_name in sentence for sentence in timeline(source))
    assert list(Path(settings.UPLOAD_DIR).iterdir()) == []


def test_what_jogg_takes_inside_is_copied_not_coded_anew(account: SandboxServer, member: User) -> None:
    source = looked_into(member, media.clip("mov", "libx264", 2, sound="aac"), "a.mov")
    assert _packets(converted(source)) == _packets(source)


def _packets(asset: Asset) -> list[bytes]:
    with av.open(Kept(asset.file).stream()) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_a_sideways_video_stays_the_right_way_up(account: SandboxServer, member: User, codec: str) -> None:
    result = converted(looked_into(member, media.clip("mov", codec, rotation=-90), "a.mov"))
    assert (result.width, result.height) == (96, 160)
    with Image.open(Kept(result.picture).stream()) as poster:
        assert poster.convert("RGB").getpixel((91, 4))[0] > 180


def test_transparency_becomes_white(account: SandboxServer, member: User) -> None:
    file = BytesIO()
    Image.new("RGBA", (32, 32), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(Kept(converted(looked_into(member, file.getvalue(), "a.png")).file).stream()) as photo:
        assert photo.getpixel((5, 5)) == (255, 255, 255)


def test_a_photo_keeps_its_colours(account: SandboxServer, member: User) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = BytesIO()
    Image.new("RGB", (32, 32), (200, 30, 60)).save(file, "PNG", icc_profile=profile)
    with Image.open(Kept(converted(looked_into(member, file.getvalue(), "a.png")).file).stream()) as photo:
        assert photo.info["icc_profile"] == profile


def test_a_sideways_photo_is_turned_and_says_nothing_more(account: SandboxServer, member: User) -> None:
    file, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(file, "WEBP", exif=exif)
    with Image.open(Kept(converted(looked_into(member, file.getvalue(), "a.webp")).file).stream()) as photo:
        assert photo.size == (20, 40)
        assert not photo.getexif()


def test_a_file_that_jogg_doesnt_take_is_kept_and_never_sent(account: SandboxServer, member: User) -> None:
    account.clear_journal()
    path = Path(settings.DATA_DIR) / "IMG_1.heic"
    path.write_bytes(media.heic())
    asset = services.add(owner=member, path=path, name="IMG_1.heic", origin="command")
    tasks.sweep()
    asset.refresh_from_db()
    assert (asset.status, asset.is_running, asset.can_retry) == ("kept", False, False)
    services.retry(asset)
    asset.refresh_from_db()
    assert asset.status == "kept"
    assert account.journal() == []


def test_a_kept_file_isnt_sent_to_another_jogg_either(member: User) -> None:
    asset = stored_asset(member, media.heic(), "a.heic", status="kept", destination="https://elsewhere")
    assert not asset.can_retry
    assert services.retry(asset).status == "kept"


def test_asking_twice_converts_once(member: User, idle_worker: Huey) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    first = conversion_services.convert(asset, content_type="audio/mpeg")
    assert conversion_services.convert(asset, content_type="audio/mpeg") == first
    converting.convert(first.pk)
    assert conversion_services.convert(asset, content_type="audio/mpeg") == first


def test_a_result_that_was_deleted_can_be_made_again(account: SandboxServer, member: User) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    housekeeping.delete(Asset.objects.filter(pk=converted(asset).pk))
    assert offers.latest(asset) is None
    assert converted(asset).deleted_at is None


def test_what_becomes_too_large_fails_with_a_sentence(
    member: User, monkeypatch: pytest.MonkeyPatch, idle_worker: Huey
) -> None:
    small = replace(media_types.LIMITS[Kind.IMAGE], max_bytes=500, max_text="500 bytes")
    monkeypatch.setitem(media_types.LIMITS, Kind.IMAGE, small)
    asset = looked_into(member, media.png(), "a.png")
    conversion = conversion_services.convert(asset, content_type="image/jpeg")
    converting.convert(conversion.pk)
    conversion.refresh_from_db()
    assert conversion.status == "failed"
    assert conversion.error == (
        "As JPG it is larger than the 500 bytes Jogg takes. Make it shorter or smaller, and upload that."
    )
    assert list(Path(settings.UPLOAD_DIR).iterdir()) == []
    assert conversion.error in timeline(asset)[-1]


def test_a_file_that_ends_too_early_fails_with_a_sentence_and_can_be_tried_again(
    member: User, idle_worker: Huey
) -> None:
    asset = looked_into(member, media.wav(2), "a.wav")
    Kept(asset.file).write_bytes(b"RIFF")
    first = conversion_services.convert(asset, content_type="audio/mpeg")
    converting.convert(first.pk)
    first.refresh_from_db()
    assert (first.status, first.result) == ("failed", None)
    assert first.error.startswith("The file can't be read to its end.")
    second = conversion_services.convert(asset, content_type="audio/mpeg")
    assert (second.pk != first.pk, second.status) == (True, "waiting")


def test_a_conversion_that_takes_too_long_is_ended_and_told(
    member: User, idle_worker: Huey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "TIMEOUT", 0.01)
    conversion = conversion_services.convert(looked_into(member, media.wav(), "a.wav"), content_type="audio/mpeg")
    converting.convert(conversion.pk)
    conversion.refresh_from_db()
    assert conversion.error.startswith("It took too much time or memory")


def test_a_conversion_that_ends_every_worker_is_given_up_after_three(
    member: User, idle_worker: Huey, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    conversion = conversion_services.convert(asset, content_type="audio/mpeg")
    begun: list[int] = []

    def die(*asked: Any, **more: Any) -> None:
        begun.append(len(begun))
        raise MemoryError

    monkeypatch.setattr(converting.child_process, "run", die)
    for _ in range(5):
        with suppress(MemoryError):
            converting.convert(conversion.pk)
        Conversion.objects.filter(status="working").update(**claimed(dead_worker()) | {"attempts": F("attempts")})
        conversion_tasks.sweep_conversions.call_local()
    conversion.refresh_from_db()
    assert (conversion.status, conversion.error, len(begun)) == ("failed", converting.INTERRUPTED, 3)
    assert converting.INTERRUPTED in timeline(asset)[-1]


def test_the_sweep_starts_over_what_a_killed_worker_left(account: SandboxServer, member: User) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    conversion = Conversion.objects.create(
        source=asset, content_type="audio/mpeg", status="working", **claimed(dead_worker())
    )
    conversion_tasks.sweep_conversions()
    conversion.refresh_from_db()
    assert (conversion.status, conversion.result.status) == ("done", "hosted")


def test_a_conversion_that_another_worker_has_is_left_to_it(member: User, idle_worker: Huey) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    other = claimed("another-host:1:0badcafe")
    conversion = Conversion.objects.create(source=asset, content_type="audio/mpeg", status="working", **other)
    conversion_tasks.sweep_conversions.call_local()
    converting.convert(conversion.pk)
    conversion.refresh_from_db()
    assert (conversion.status, conversion.claimed_by) == ("working", other["claimed_by"])


def test_what_was_taken_over_brings_no_second_asset(member: User, idle_worker: Huey, tmp_path: Path) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    other = claimed("another-host:1:0badcafe")
    conversion = Conversion.objects.create(source=asset, content_type="audio/mpeg", status="working", **other)
    made, before = tmp_path / "made.mp3", kept_in("assets")
    made.write_bytes(media.mp3(1))
    with pytest.raises(ClaimLost):
        converting._finish(conversion, made)
    assert Asset.objects.get() == asset
    assert kept_in("assets") == before


def test_a_deleted_source_waits_until_it_is_back(account: SandboxServer, member: User, idle_worker: Huey) -> None:
    asset = looked_into(member, media.wav(), "a.wav")
    conversion = conversion_services.convert(asset, content_type="audio/mpeg")
    housekeeping.delete(Asset.objects.filter(pk=asset.pk))
    converting.convert(conversion.pk)
    conversion.refresh_from_db()
    assert conversion.status == "waiting"
    housekeeping.restore(Asset.objects.filter(pk=asset.pk))
    converting.convert(conversion.pk)
    conversion.refresh_from_db()
    assert conversion.status == "done"


def test_who_finds_no_room_is_taken_up_by_who_makes_it(account: SandboxServer, member: User, idle_worker: Huey) -> None:
    first, second = (
        conversion_services.convert(looked_into(member, media.wav(), name), content_type="audio/mpeg")
        for name in ("a.wav", "b.wav")
    )
    for _ in range(conversion_tasks.AT_ONCE):
        conversion_tasks._slots.acquire()
    idle_worker.flush()
    conversion_tasks.convert.call_local(first.pk)
    assert Conversion.objects.to_convert().count() == 2, "there was no room"
    conversion_tasks._slots.release(conversion_tasks.AT_ONCE)
    conversion_tasks.convert.call_local(first.pk)
    assert second.pk in [task.args[0] for task in idle_worker.pending() if task.name == "convert"]


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def test_the_button_is_on_the_row_where_jogg_refuses_the_file_as_it_is(visitor: Client, member: User) -> None:
    looked_into(member, media.heic(), "IMG_1.heic")
    looked_into(member, media.wav(), "fine.wav")
    text = visitor.get("/uploads/").content.decode()
    assert "Jogg doesn&#x27;t take HEIC photos." in text
    assert text.count("Convert to JPG") == 1
    assert "Convert to MP3" not in text


def test_a_page_shows_what_becomes_of_the_conversion(
    visitor: Client, account: SandboxServer, member: User, idle_worker: Huey
) -> None:
    asset = looked_into(member, media.wav(), "voice.wav")
    assert "Convert to MP3" in visitor.get(asset.get_absolute_url()).content.decode()
    answer = visitor.post(f"/uploads/{asset.pk}/convert/?view=detail", {"content_type": "audio/mpeg"}, headers=HTMX)
    text = answer.content.decode()
    assert "Being converted to MP3" in text
    assert "data-running" in text
    version = Asset.objects.get().version
    converting.convert(Conversion.objects.get().pk)
    news = visitor.get("/uploads/updates/", {"view": "detail", "running": f"{asset.pk}~{version}"}).content.decode()
    assert "Converted to MP3" in news
    assert Conversion.objects.get().result.get_absolute_url() in news


def test_without_scripts_one_comes_back_to_the_page(visitor: Client, member: User, idle_worker: Huey) -> None:
    asset = looked_into(member, media.wav(), "voice.wav")
    answer = visitor.post(f"/uploads/{asset.pk}/convert/", {"content_type": "audio/mpeg"})
    assert (answer.status_code, answer["Location"]) == (302, asset.get_absolute_url())


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("content_type", ["", "video/mp4", "nonsense"])
def test_refuses_what_isnt_offered(visitor: Client, member: User, content_type: str, headers: dict[str, str]) -> None:
    asset = looked_into(member, media.wav(), "voice.wav")
    answer = visitor.post(f"/uploads/{asset.pk}/convert/", {"content_type": content_type}, headers=headers)
    assert answer.status_code == 422
    assert "This file can&#x27;t be converted into that." in answer.content.decode()
    assert not Conversion.objects.exists()


def test_many_rows_ask_for_their_conversions_at_once(visitor: Client, member: User, idle_worker: Huey) -> None:
    one = looked_into(member, media.wav(), "0.wav")
    with CaptureQueriesContext(connection) as few:
        visitor.get("/uploads/")
    for number in range(1, 8):
        asset = stored_asset(member, media.wav(), f"{number}.wav", probed_at=one.probed_at)
        Conversion.objects.create(source=asset, content_type="audio/mpeg", status="done", result=stored_asset(member))
    with CaptureQueriesContext(connection) as many:
        visitor.get("/uploads/")
    assert len(many) <= len(few) + 1, "one more, for the results"
