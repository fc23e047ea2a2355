"""Looking into a file, in the process that does it in production."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import media
from tests.sandbox_server import ROOT

DAMAGED = {"error": "The file can't be read. It may be damaged."}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return tmp_path / "picture.webp"


def look_into(content_type: str, content: bytes, picture: Path) -> dict[str, Any]:
    file = picture.with_name("file")
    file.write_bytes(content)
    command = [sys.executable, "-m", "uploads.inspection", content_type, str(file), str(picture)]
    done = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, timeout=60, check=True)
    return json.loads(done.stdout)


def test_measures_a_photo_and_makes_it_small(picture: Path) -> None:
    assert look_into("image/jpeg", media.jpeg(1600, 800), picture) == {"width": 1600, "height": 800}
    with Image.open(picture, formats=["WEBP"]) as small:
        assert small.size == (640, 320)


def test_turns_a_sideways_photo_upright(picture: Path) -> None:
    assert look_into("image/jpeg", media.jpeg(orientation=6), picture) == {"width": 200, "height": 320}
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
