"""What a file is, told by its first bytes; and how large it may be."""

from io import BytesIO

import pytest
from PIL import Image

from tests import media
from uploads.media_types import (
    LEADING_BYTES,
    LIMITS,
    Kind,
    NotTaken,
    check_size,
    is_taken,
    kind_of,
    limits_for_browser,
    recognise,
    type_of_stored,
)

MB = 1024 * 1024
FRAME = b"\xff\xfb\x90\x00"


def picture(image_format: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, image_format)
    return file.getvalue()


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    """The first box of an ISO media file."""
    brands = major + b"\0\0\2\0" + b"".join(compatible)
    return (len(brands) + 8).to_bytes(4, "big") + b"ftyp" + brands + b"\0\0\0\x08free"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (media.jpeg(), "image/jpeg"),
        (media.png(), "image/png"),
        (picture("WEBP"), "image/webp"),
        (picture("GIF"), "image/gif"),
        (media.mp4(), "video/mp4"),
        (media.webm(), "video/webm"),
        (media.heic(), "image/heic"),
        (ftyp(b"heic", b"mif1", b"heic"), "image/heic"),
        (ftyp(b"mif1", b"heix"), "image/heic"),
        (media.browser_recording(), "audio/webm"),
        (media.clip("webm", "libvpx", sound="libopus", rate=48000), "video/webm"),
        (media.mov(), "video/quicktime"),
        (media.mp3(1), "audio/mpeg"),
        (FRAME + bytes(400), "audio/mpeg"),
        (media.wav(), "audio/wav"),
        (media.m4a(), "audio/mp4"),
        (ftyp(b"isom", b"isom", b"avc1"), "video/mp4"),
        (ftyp(b"unkn", b"mp42"), "video/mp4"),
        (ftyp(b"qt  "), "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\0\x00mdat", "video/quicktime"),
    ],
)
def test_recognises_each_type_whatever_the_file_is_called(content: bytes, content_type: str) -> None:
    assert recognise("document.txt", content[:LEADING_BYTES]) == content_type


def test_webm_counts_as_sound_only_where_all_its_tracks_are_seen() -> None:
    content = media.browser_recording()
    end_of_tracks = content.index(b"\x1f\x43\xb6\x75")
    assert recognise("a", content[:end_of_tracks]) == "audio/webm"
    for end in range(40, content.index(b"A_OPUS") + 6):
        assert recognise("a", content[:end]) == "video/webm", "a track of pictures may follow"


def test_the_name_decides_only_where_a_container_leaves_it_open() -> None:
    assert recognise("sound.M4A", ftyp(b"isom")) == "audio/mp4"
    assert recognise("clip.mp4", ftyp(b"isom")) == "video/mp4"
    assert recognise("clip.mp4", ftyp(b"M4A ")) == "audio/mp4"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("holiday.jpg", b"MZ\x90\x00" + bytes(60)),
        ("holiday.jpg", b"\x7fELF" + bytes(60)),
        ("film.webm", b"\x1aE\xdf\xa3\x9f\x42\x82\x88matroska" + bytes(60)),
        ("photo.heif", ftyp(b"mif1", b"avif")),
        ("photo.jpg", ftyp(b"avif", b"mif1")),
        ("list.mp4", b"#EXTM3U\nhttp://127.0.0.1/\n"),
        ("list.mp3", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        ("page.png", b"<!DOCTYPE html><script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
        ("voice.wav", b"RIFF\0\0\0\0AVI LIST"),
        ("voice.aac", b"\xff\xf1\x50\x80" + bytes(60)),
        ("voice.mp3", b"\xff\xfb\xf0\x00" + bytes(60)),
        ("voice.mp3", b"\xff\xfb\x9c\x00" + bytes(60)),
        ("voice.mp3", b"\xff\xeb\x90\x00" + bytes(60)),
        ("a.jpg", b"\xff"),
        ("a.mp4", b"\0\0\0\x08ftyp"),
        ("a.mp4", b"\0\0\0"),
    ],
)
def test_refuses_what_only_its_name_makes_a_media_file(name: str, content: bytes) -> None:
    with pytest.raises(NotTaken) as caught:
        recognise(name, content)
    assert str(caught.value) == (
        f"{name} is not a photo, video or audio file that Jogg takes "
        "(JPG, PNG, WebP, GIF; MP4, WebM, MOV; MP3, WAV, M4A)."
    )


def test_says_that_an_empty_file_is_empty() -> None:
    with pytest.raises(NotTaken, match=r"^a\.jpg is empty\.$"):
        recognise("a.jpg", b"")


@pytest.mark.parametrize(("kind", "limit"), [(Kind.IMAGE, 10 * MB), (Kind.VIDEO, 100 * MB), (Kind.AUDIO, 20 * MB)])
def test_a_file_may_be_as_large_as_the_limit(kind: Kind, limit: int) -> None:
    check_size("a", limit, kind)
    with pytest.raises(NotTaken):
        check_size("a", limit + 1, kind)


@pytest.mark.parametrize(
    ("size", "kind", "sentence"),
    [
        (10 * MB + 1, Kind.IMAGE, "a is 10,485,761 bytes; photos may have up to 10 MB."),
        (10 * MB + 10_000, Kind.IMAGE, "a is 10.01 MB; photos may have up to 10 MB."),
        (11 * MB, Kind.IMAGE, "a is 11 MB; photos may have up to 10 MB."),
        (20 * MB + 60_000, Kind.AUDIO, "a is 20.1 MB; audio files may have up to 20 MB."),
        (3 * 1024 * MB, Kind.VIDEO, "a is 3 GB; videos may have up to 100 MB."),
    ],
)
def test_a_size_over_the_limit_never_reads_like_the_limit(size: int, kind: Kind, sentence: str) -> None:
    with pytest.raises(NotTaken) as caught:
        check_size("a", size, kind)
    assert str(caught.value) == sentence


def test_every_type_has_a_kind_and_comes_back_from_its_stored_name() -> None:
    for kind, limit in LIMITS.items():
        for content_type in limit.types:
            assert kind_of(content_type) == kind
            assert is_taken(content_type)
        for content_type in limit.kept_types:
            assert kind_of(content_type) == kind
            assert not is_taken(content_type)
    assert type_of_stored("videos/1/file.webm") == "video/webm"
    assert type_of_stored("assets/1/original.m4a") == "audio/mp4"


def test_the_browser_gets_the_same_limits() -> None:
    told = {limit["kind"]: limit for limit in limits_for_browser()}
    assert told["image"]["max_bytes"] == 10 * MB
    assert "mov" in told["video"]["extensions"]
