"""Looking into a file, in the process that does it in production."""

import subprocess
import sys
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests import media
from tests.sandbox_server import ROOT
from uploads import child_process

DAMAGED = {"error": "The file can't be read. It may be damaged."}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return tmp_path / "picture.webp"


def look_into(content_type: str, content: bytes, picture: Path) -> dict[str, Any]:
    file = picture.with_name("file")
    file.write_bytes(content)
    found = child_process.run(
        "uploads.inspection", content_type, str(file), str(picture), str(picture.with_name("frames.webp")), timeout=60
    )
    assert found, "it came to no end"
    return found


def test_measures_a_photo_and_makes_it_small(picture: Path) -> None:
    found = look_into("image/jpeg", media.jpeg(1600, 800), picture)
    assert found == {"width": 1600, "height": 800, "is_animated": False, "has_transparency": False}
    with Image.open(picture, formats=["WEBP"]) as small:
        assert small.size == (640, 320)


def test_turns_a_sideways_photo_upright(picture: Path) -> None:
    found = look_into("image/jpeg", media.jpeg(orientation=6), picture)
    assert (found["width"], found["height"]) == (200, 320)
    with Image.open(picture) as small:
        assert small.size == (200, 320)
        assert not small.getexif()


def test_keeps_a_picture_transparent(picture: Path) -> None:
    look_into("image/png", media.png(), picture)
    with Image.open(picture) as small:
        assert small.convert("RGBA").getpixel((5, 5))[3] == 128


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("video/mp4", media.mp4(1)), ("video/webm", media.webm(1)), ("video/quicktime", media.mov(1))],
)
def test_measures_a_video_and_shows_a_frame(picture: Path, content_type: str, content: bytes) -> None:
    found = look_into(content_type, content, picture)
    assert (found["width"], found["height"]) == (160, 120)
    assert found["duration"] == pytest.approx(1, abs=0.1)
    with Image.open(picture) as frame:
        assert frame.size == (160, 120)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("audio/mpeg", media.mp3(2)), ("audio/wav", media.wav(2)), ("audio/mp4", media.m4a(2))],
)
def test_measures_a_recording_and_draws_its_loudness(picture: Path, content_type: str, content: bytes) -> None:
    found = look_into(content_type, content, picture)
    assert found["duration"] == pytest.approx(2, abs=0.15)
    wave = found["waveform"]
    assert len(wave) == 100
    assert max(wave) == 1
    assert wave[0] < 0.2 > wave[-1]
    assert 0.25 < wave.index(1) / len(wave) < 0.75
    assert not picture.exists()


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("image/jpeg", media.jpeg()[:200]),
        ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("video/mp4", media.mp4()[:300]),
        ("audio/mpeg", b"ID3" + bytes(500)),
        ("image/jpeg", media.png()),
        ("audio/wav", media.mp3(1)),
    ],
)
def test_says_that_a_damaged_file_cant_be_read(picture: Path, content_type: str, content: bytes) -> None:
    assert look_into(content_type, content, picture) == DAMAGED
    assert not picture.exists()


def test_a_video_without_pictures_is_told(picture: Path) -> None:
    found = look_into("video/mp4", media.m4a(), picture)
    assert found["error"].startswith("The file holds no pictures")


def test_a_picture_that_would_fill_the_memory_isnt_opened(picture: Path) -> None:
    file = BytesIO()
    Image.new("1", (10_100, 10_000)).save(file, "PNG")
    assert look_into("image/png", file.getvalue(), picture) == DAMAGED


@pytest.mark.parametrize(
    ("content_type", "playlist"),
    [
        ("audio/mpeg", "#EXTM3U\n#EXTINF:1,\nneighbour.mp3\n"),
        ("audio/mpeg", "ffconcat version 1.0\nfile neighbour.mp3\n"),
        ("video/webm", "ffconcat version 1.0\nfile neighbour.mp3\n"),
    ],
)
def test_a_playlist_doesnt_get_at_its_neighbours(picture: Path, content_type: str, playlist: str) -> None:
    picture.with_name("neighbour.mp3").write_bytes(media.mp3(1))
    assert look_into(content_type, playlist.encode(), picture) == DAMAGED


def test_silence_is_a_flat_line(picture: Path) -> None:
    quiet = bytearray(media.wav(1))
    quiet[100:] = bytes(len(quiet) - 100)
    assert look_into("audio/wav", bytes(quiet), picture)["waveform"] == [0] * 100


def test_an_animation_shows_its_first_frame_and_says_that_it_moves(picture: Path) -> None:
    assert look_into("image/gif", media.animation(3), picture)["is_animated"] is True
    with Image.open(picture) as small:
        red, green, _ = small.convert("RGB").getpixel((5, 5))
        assert red > 200 > green
    assert look_into("image/gif", media.animation(1), picture)["is_animated"] is False


def test_tells_transparency_by_what_shows_through(picture: Path) -> None:
    assert look_into("image/png", media.png(), picture)["has_transparency"] is True
    opaque = BytesIO()
    Image.new("RGBA", (64, 64), (200, 30, 60, 255)).save(opaque, "PNG")
    assert look_into("image/png", opaque.getvalue(), picture)["has_transparency"] is False


def test_greys_of_16_bits_stay_grey(picture: Path) -> None:
    file = BytesIO()
    Image.fromarray(np.full((32, 32), 128 * 256, np.uint16)).save(file, "PNG")
    look_into("image/png", file.getvalue(), picture)
    with Image.open(picture) as small:
        assert 120 < small.convert("L").getpixel((5, 5)) < 136


def test_reads_a_photo_of_a_phone(picture: Path) -> None:
    found = look_into("image/heic", media.heic(128, 96), picture)
    assert (found["width"], found["height"]) == (128, 96)
    with Image.open(picture) as small:
        assert small.getpixel((5, 5))[0] > 180 > 80 > small.getpixel((120, 90))[0]


@pytest.mark.parametrize(("rotation", "corner"), [(90, (4, 155)), (-90, (91, 4)), (180, (155, 91))])
def test_turns_a_sideways_video_upright(picture: Path, rotation: int, corner: tuple[int, int]) -> None:
    found = look_into("video/quicktime", media.clip("mov", "libx264", rotation=rotation), picture)
    size = (160, 96) if rotation == 180 else (96, 160)
    assert (found["width"], found["height"]) == size
    with Image.open(picture) as poster:
        assert poster.size == size
        assert poster.convert("RGB").getpixel(corner)[0] > 180, "the red corner isn't where it belongs"


def test_puts_eight_frames_of_a_video_side_by_side(picture: Path) -> None:
    found = look_into("video/mp4", media.mp4(4), picture)
    assert found["frame_count"] == 8
    with Image.open(picture.with_name("frames.webp")) as strip:
        assert strip.size == (8 * 256, 192)
        middles = [_middle(strip.crop((256 * number, 0, 256 * (number + 1), 192))) for number in range(8)]
    assert middles == sorted(middles), "the square moves to the right"
    assert middles[-1] - middles[0] > 100


def _middle(frame: Image.Image) -> float:
    """Where the square is, from the left."""
    row = frame.convert("RGB").crop((0, 60, 256, 61))
    bright = [at for at in range(256) if row.getpixel((at, 0))[0] > 150]
    return sum(bright) / len(bright)


def test_tells_how_a_video_is_stored_and_how_loud_it_is(picture: Path) -> None:
    found = look_into("video/mp4", media.clip("mp4", "libx264", 2, sound="aac"), picture)
    told = {name: found[name] for name in ("codec", "audio_codec", "frame_rate", "sample_rate", "channels")}
    assert told == {"codec": "h264", "audio_codec": "aac", "frame_rate": 25, "sample_rate": 44100, "channels": 1}
    assert found["loudness"] == pytest.approx(-9.5, abs=1)
    assert found["duration"] == pytest.approx(2, abs=0.1)
    assert look_into("video/webm", media.webm(), picture)["codec"] == "vp8"
    assert look_into("video/webm", media.webm(), picture)["audio_codec"] == ""


def test_what_a_browser_recorded_has_a_length_though_it_says_none(picture: Path) -> None:
    found = look_into("audio/webm", media.browser_recording(2), picture)
    assert found["duration"] == pytest.approx(2, abs=0.1)
    assert (found["audio_codec"], found["sample_rate"]) == ("opus", 48000)


def test_measures_loudness_as_the_standard_does(picture: Path) -> None:
    """A tone of 997 Hz at full scale in one channel is at -3.01 LUFS (ITU-R BS.1770-4, annex 1)."""
    full = np.sin(2 * np.pi * 997 * np.arange(3 * media.RATE) / media.RATE)
    found = look_into("audio/wav", media.waves(full), picture)
    assert found["loudness"] == pytest.approx(-3.0, abs=0.1)
    assert found["peak"] == pytest.approx(0, abs=0.1)
    assert found["clipped"] == 0, "it touches full scale, and isn't cut off"
    assert look_into("audio/wav", media.waves(full / 10), picture)["loudness"] == pytest.approx(-23.0, abs=0.1)


def test_counts_for_how_long_sound_is_cut_off(picture: Path) -> None:
    sound = np.concatenate([media.tone(1, 0.5), media.tone(0.5, 1.5), media.tone(1, 0.9)])
    assert look_into("audio/wav", media.waves(sound), picture)["clipped"] == pytest.approx(0.5, abs=0.06)


def test_silence_has_no_loudness_and_the_lowest_peak(picture: Path) -> None:
    found = look_into("audio/wav", media.waves(np.zeros(2 * media.RATE)), picture)
    assert (found["loudness"], found["peak"]) == (None, -120)


def test_measures_more_channels_than_a_player_has(picture: Path) -> None:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(9)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(np.full(9 * 8000, 1000, "<i2").tobytes())
    assert look_into("audio/wav", file.getvalue(), picture)["channels"] == 9


def test_ends_when_the_worker_is_killed_that_started_it(tmp_path: Path) -> None:
    """Its worker starts over; two at once would take the time of two, and the first one's result nobody reads."""
    confined = "from uploads.decoding.confinement import confine; confine(cpu_seconds=9, largest_file=9); "
    code = confined + "import time; print(flush=True); time.sleep(40)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    with subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, stdout=subprocess.PIPE) as worker:
        worker.stdout.readline()
        worker.kill()
        worker.communicate(timeout=20)  # its output ends when nobody holds it any more
