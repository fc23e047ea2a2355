"""The videos that come out: real files, with a face that moves and a sound that is heard."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import pytest
import requests
from PIL import Image

from tests.sandbox.api_client import Api, Start

SCRIPT = "Hello and welcome! This is a short film about a talking face."
STILL, MOVED = 1.0, 2.0


class Film(NamedTuple):
    """A decoded video: grey frames, the first in colour, sound from -1 to 1 at 48 kHz, the length in seconds."""

    codecs: tuple[str, str]
    pixel_format: str
    frames: list[np.ndarray]
    first: np.ndarray
    sound: np.ndarray
    duration: float


def decoded(path: Path) -> Film:
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        codecs = (video.codec_context.name, audio.codec_context.name)
        first = next(container.decode(video)).to_ndarray(format="rgb24")
        container.seek(0)
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video)]
        container.seek(0)
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=48000)
        pieces = [piece.to_ndarray()[0] for frame in container.decode(audio) for piece in resampler.resample(frame)]
        seconds = container.duration / 1e6
        return Film(codecs, video.codec_context.pix_fmt, frames, first, np.concatenate(pieces), seconds)


@pytest.fixture(scope="module")
def film(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[dict, Film]]:
    def make(**changes: object) -> tuple[dict, Film]:
        project = api.made(**changes)
        path = tmp_path_factory.mktemp("film") / project["video_url"].rpartition("/")[2]
        path.write_bytes(requests.get(project["video_url"], timeout=10).content)
        return project, decoded(path)

    return make


@pytest.fixture(scope="module")
def captioned(film: Callable[..., tuple[dict, Film]]) -> tuple[dict, Film]:
    return film(script=SCRIPT, caption=True)


@pytest.fixture(scope="module")
def plain(film: Callable[..., tuple[dict, Film]]) -> tuple[dict, Film]:
    return film(script=SCRIPT, caption=False)


def test_a_script_becomes_a_playable_mp4_of_its_length(plain: tuple[dict, Film]) -> None:
    project, film = plain
    assert film.codecs == ("h264", "aac")
    assert film.pixel_format == "yuv420p"
    assert abs(film.duration - 12 * 0.4) < 0.6
    assert project["video_duration"] == round(film.duration)
    assert len(film.frames) == pytest.approx(film.duration * 25, abs=2)


def test_the_mp4_can_be_played_while_it_is_loaded(plain: tuple[dict, Film]) -> None:
    content = requests.get(plain[0]["video_url"], timeout=10).content
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_sound_is_well_audible_and_does_not_clip(plain: tuple[dict, Film]) -> None:
    assert 0.4 < np.abs(plain[1].sound).max() < 0.9
    assert np.sqrt((plain[1].sound ** 2).mean()) > 0.03


def test_the_mouth_moves_while_the_rest_is_still(plain: tuple[dict, Film]) -> None:
    frames = np.stack(plain[1].frames[10:90])
    height, width = frames.shape[1:3]
    mouth = frames[:, int(height * 0.5) : int(height * 0.66), int(width * 0.42) : int(width * 0.58)]
    corner = frames[:, : height // 8, : width // 8]
    assert mouth.std(axis=0).mean() > MOVED
    assert corner.std(axis=0).mean() < STILL


def test_captions_stand_in_the_lower_third_only_when_asked_for(
    captioned: tuple[dict, Film], plain: tuple[dict, Film]
) -> None:
    height = plain[1].frames[40].shape[0]
    difference = _difference(captioned[1].frames[40], plain[1].frames[40])
    assert difference[height * 2 // 3 :].mean() > MOVED
    assert difference[: height // 3].mean() < STILL


def test_captions_follow_the_speech(captioned: tuple[dict, Film]) -> None:
    frames = captioned[1].frames
    third = frames[0].shape[0] * 2 // 3
    assert _difference(frames[5][third:], frames[-10][third:]).mean() > MOVED


@pytest.mark.parametrize(("aspect_ratio", "ratio"), [(0, 9 / 16), (1, 16 / 9), (2, 1)])
def test_the_picture_has_the_aspect_ratio_asked_for(
    film: Callable[..., tuple[dict, Film]], aspect_ratio: int, ratio: float
) -> None:
    height, width = film(aspect_ratio=aspect_ratio, script="Hi.")[1].frames[0].shape[:2]
    assert width / height == pytest.approx(ratio, rel=0.01)


def test_screen_style_2_has_a_green_background(film: Callable[..., tuple[dict, Film]]) -> None:
    picture = film(screen_style=2, script="Hi.")[1].first
    assert picture[10:40, 10:40].mean(axis=(0, 1)) == pytest.approx([0, 0xB1, 0x40], abs=6)


def test_screen_style_3_is_a_webm_with_a_transparent_background(api: Api, tmp_path: Path) -> None:
    project = api.made(screen_style=3, script="Hi.")
    assert project["video_url"].endswith(".webm")
    path = tmp_path / "film.webm"
    path.write_bytes(requests.get(project["video_url"], timeout=10).content)

    with av.open(str(path)) as container:
        video = container.streams.video[0]
        assert (video.codec_context.name, container.streams.audio[0].codec_context.name) == ("vp9", "opus")
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        alpha = next(f for p in container.demux(video) for f in decoder.decode(p)).to_ndarray(format="rgba")[..., 3]

    assert alpha[5, 5] == 0
    assert alpha[alpha.shape[0] // 2, alpha.shape[1] // 2] == 255


def test_uploaded_audio_is_the_sound_and_moves_the_mouth(
    api: Api, film: Callable[..., tuple[dict, Film]], tone: bytes
) -> None:
    project, made = film(script=None, voice_id=None, audio_url=api.upload("tone.wav", tone))

    assert project["video_duration"] == 3
    loud, silent = made.sound[5000:43000], made.sound[60000:85000]
    peak = np.fft.rfftfreq(len(loud), 1 / 48000)[np.abs(np.fft.rfft(loud)).argmax()]
    assert peak == pytest.approx(880, abs=5)
    assert np.abs(silent).max() < 0.02
    # Half a second into the beep the mouth is open, half a second into the silence it is shut.
    assert _difference(made.frames[12], made.frames[38])[480:640, 400:560].mean() > MOVED


@pytest.mark.parametrize(("codec", "filename"), [("libmp3lame", "a.mp3"), ("aac", "a.m4a")])
def test_uploaded_mp3_and_m4a_are_read(
    api: Api, film: Callable[..., tuple[dict, Film]], tmp_path: Path, codec: str, filename: str
) -> None:
    _write_tone(tmp_path / filename, codec)
    made = film(script=None, audio_url=api.upload(filename, (tmp_path / filename).read_bytes()))[1]
    assert made.duration == pytest.approx(2, abs=0.2)
    assert np.abs(made.sound).max() > 0.1


def test_characters_of_scripts_without_spaces_take_time_each(film: Callable[..., tuple[dict, Film]]) -> None:
    made = film(script="你好，欢迎来到我们的网站。今天天气很好。", voice_id="zh-CN-XiaoyunSandbox", caption=True)[1]
    assert 3 < made.duration < 7


def test_own_avatars_speak_too(api: Api) -> None:
    assert api.made(avatar_id=9101, avatar_type=1, script="Hi.")["status_code"] == 4


def test_a_result_comes_with_a_cover_and_ranges(plain: tuple[dict, Film]) -> None:
    project = plain[0]
    cover = requests.get(project["cover_url"], timeout=10, stream=True)
    part = requests.get(project["video_url"], headers={"Range": "bytes=0-3"}, timeout=10)
    assert Image.open(cover.raw).format == "JPEG"
    assert (part.status_code, len(part.content), part.headers["Content-Type"]) == (206, 4, "video/mp4")


def test_rendering_goes_on_after_a_crash(start: Start, data_dir: Path) -> None:
    first = start(data_dir, render_seconds=0)
    client = Api(first)
    hosted_url = client.upload("a.png", b"kept")
    job_id = client.create(script=SCRIPT)["data"]["project_id"]
    first.kill()
    assert not list(data_dir.glob("results/*/video.mp4"))

    start(data_dir, render_seconds=0, port=first.port)
    assert client.ended(job_id)["status_code"] == 4
    assert requests.get(hosted_url, timeout=10).content == b"kept"
    client.session.close()


def _difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.abs(one.astype(int) - other)


def _write_tone(path: Path, codec: str) -> None:
    sound = (9000 * np.sin(np.arange(88200) / 44100 * 2 * np.pi * 440)).astype(np.int16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=44100, layout="mono")
        for start in range(0, len(sound), 4410):
            frame = av.AudioFrame.from_ndarray(sound[np.newaxis, start : start + 4410], format="s16", layout="mono")
            frame.sample_rate, frame.pts = 44100, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
