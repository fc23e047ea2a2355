"""The lists of avatars and voices, with their pictures and samples."""

import io

import av
import numpy as np
import pytest
import requests
from PIL import Image

from tests.sandbox.api_client import Api

SHAPES = {0: (540, 960), 1: (960, 540), 2: (720, 720)}


def test_public_avatars_have_joggs_fields(api: Api) -> None:
    avatars = api.get("/avatars")["data"]["avatars"]
    assert len(avatars) == len({avatar["avatar_id"] for avatar in avatars}) == 40
    assert set(avatars[0]) == {"avatar_id", "name", "cover_url", "aspect_ratio", "style", "gender", "age"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("aspect_ratio", [0, 1, 2]),
        ("style", ["professional", "social"]),
        ("gender", ["male", "female"]),
        ("age", ["adult", "senior", "young_adult"]),
        ("scene", ["lifestyle", "outdoors", "business", "studio", "health_fitness", "education", "news"]),
        (
            "ethnicity",
            ["european", "african", "south_asian", "east_asian", "middle_eastern", "south_american", "north_american"],
        ),
    ],
)
def test_each_filter_parts_the_avatars(api: Api, name: str, values: list) -> None:
    found = [api.get("/avatars", **{name: value})["data"]["avatars"] for value in values]
    assert all(found)
    assert sum(map(len, found)) == 40
    if name in found[0][0]:
        assert all(avatar[name] == value for avatars, value in zip(found, values, strict=True) for avatar in avatars)


def test_filters_can_be_combined(api: Api) -> None:
    found = api.get("/avatars", gender="male", scene="news")["data"]["avatars"]
    assert [avatar["name"].split()[0] for avatar in found] == ["Arjun", "Omar", "William"]


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("/avatars", {"colour": "red"}, "colour: there is no such parameter."),
        ("/avatars", {"page": 1}, "page: there is no such parameter."),
        ("/avatars", {"gender": "robot"}, "gender: must be one of male, female."),
        ("/avatars", {"gender": ["male", "female"]}, "gender: is given more than once."),
        ("/avatars/custom", {"page": 1}, "page: there is no such parameter."),
        ("/avatars/photo_avatars", {"page": 1}, "page: there is no such parameter."),
        ("/voices", {"age": "adult"}, "age: must be one of young, middle_aged, old."),
        ("/voices", {"page": 0}, "page: must be a whole number from 1 on."),
        ("/voices", {"page_size": "many"}, "page_size: must be a whole number from 1 on."),
        ("/voices/custom", {"gender": "male"}, "gender: there is no such parameter."),
    ],
)
def test_refuses_unknown_parameters_and_values(api: Api, path: str, query: dict, sentence: str) -> None:
    answer = api.get(path, **query)
    assert (answer["code"], answer["msg"]) == (40000, sentence)


def test_own_avatars_are_ready_or_in_progress(api: Api) -> None:
    custom = api.get("/avatars/custom")["data"]["avatars"]
    photo = api.get("/avatars/photo_avatars")["data"]["avatars"]
    assert [avatar["status"] for avatar in custom] == [avatar["status"] for avatar in photo] == [1, 0]
    assert set(custom[0]) == {"avatar_id", "name", "cover_url", "status", "fail_msg"}
    assert set(photo[0]) == set(custom[0]) | {"aspect_ratio", "style", "gender", "age"}


def test_portraits_are_pictures_in_their_own_shape_and_all_differ(api: Api) -> None:
    avatars = api.get("/avatars", style="social")["data"]["avatars"][:6]
    contents = [requests.get(avatar["cover_url"], timeout=10).content for avatar in avatars]
    sizes = [Image.open(io.BytesIO(content)).size for content in contents]
    assert sizes == [SHAPES[avatar["aspect_ratio"]] for avatar in avatars]
    assert len(set(contents)) == 6
    assert requests.get(avatars[0]["cover_url"], timeout=10).content == contents[0]


def test_voices_come_in_pages_with_their_total(api: Api) -> None:
    first = api.get("/voices")["data"]
    rest = api.get("/voices", page=2, page_size=15)["data"]
    beyond = api.get("/voices", page=9)["data"]
    assert (first["total"], len(first["voices"]), len(rest["voices"]), beyond["voices"]) == (22, 10, 7, [])
    assert set(first["voices"][0]) == {"name", "voice_id", "audition_url", "language", "gender", "age"}


def test_voices_can_be_filtered(api: Api) -> None:
    found = api.get("/voices", language="english", gender="female", age="old")["data"]
    assert [voice["name"] for voice in found["voices"]] == ["Margaret"]
    assert len({voice["language"] for voice in api.get("/voices", page_size=99)["data"]["voices"]}) >= 10


def test_own_voices_are_listed(api: Api) -> None:
    data = api.get("/voices/custom", language="english")["data"]
    assert data["total"] == 1
    assert [set(voice) for voice in data["voices"]] == [{"name", "voice_id", "audition_url", "language"}]
    assert api.get("/voices/custom", language="german")["data"] == {"total": 0, "voices": []}


def test_samples_can_be_played_and_women_speak_higher_than_men(api: Api) -> None:
    pitches = {}
    for gender in ("female", "male"):
        voice = api.get("/voices", language="english", gender=gender)["data"]["voices"][0]
        sound, seconds = _played(requests.get(voice["audition_url"], timeout=10).content)
        assert 2 <= seconds <= 4
        assert 0.3 < np.abs(sound).max() < 0.95
        pitches[gender] = _pitch(sound)
    assert pitches["female"] > pitches["male"] * 1.3


def test_what_is_not_there_is_404(api: Api) -> None:
    for path in ("/portraits/5.jpg", "/samples/nobody.mp3", "/hosted/00/a.png", "/results/00/video.mp4", "/v1/nothing"):
        answer = api.session.get(api.server.url + path, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (404, 10104)


def _played(content: bytes) -> tuple[np.ndarray, float]:
    with av.open(io.BytesIO(content), format="mp3") as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    return sound, len(sound) / 48000


def _pitch(sound: np.ndarray) -> float:
    """The frequency at which the sound is most like itself, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    likeness = np.fft.irfft(spectrum)
    shortest, longest = 48000 // 300, 48000 // 80
    return 48000 / (shortest + likeness[shortest:longest].argmax())
