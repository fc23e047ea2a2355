"""Credits: what a video costs, and what happens when they are used up."""

import io
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.sandbox.api_client import Api, ApiV2, Start

LONG_SCRIPT = "word " * 310  # 150 words a minute


def credits_left(api: Api) -> int:
    answer = api.session.get(f"{api.server.url}/v2/user/remaining_quota", timeout=10).json()
    return answer["data"]["remaining_quota"]


def test_a_video_costs_a_credit_for_each_started_two_minutes(start: Start, data_dir: Path) -> None:
    client = ApiV2(start(data_dir, credits=10))
    assert credits_left(client) == 10
    client.create()
    assert credits_left(client) == 9
    client.create(voice={"script": LONG_SCRIPT})
    assert credits_left(client) == 7
    client.session.close()


def test_audio_costs_by_its_length_and_one_credit_where_that_is_unknown(start: Start, data_dir: Path) -> None:
    client = Api(start(data_dir, credits=10))
    client.create(script=None, audio_url=client.upload("a.wav", silence(seconds=130)))
    assert credits_left(client) == 8
    client.create(script=None, audio_url=client.upload("a.mp3", b"this is no sound"))
    assert credits_left(client) == 7
    client.session.close()


def test_refuses_a_video_for_which_there_are_too_few_credits(start: Start, data_dir: Path) -> None:
    client = Api(start(data_dir, credits=2))
    client.create()
    refused = client.create(script=LONG_SCRIPT)
    assert (refused["code"], refused["msg"], refused["data"]) == (18020, "There are not enough credits.", None)
    assert client.create()["code"] == 0
    assert client.create()["code"] == 18020
    assert client.create(avatar_id=5)["code"] == 40000
    assert credits_left(client) == 0
    client.session.close()


def test_never_spends_more_than_there_is_however_many_ask_at_once(start: Start, data_dir: Path) -> None:
    client = ApiV2(start(data_dir, credits=3))
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: client.create()["code"], range(8)))
    client.session.close()
    assert sorted(codes) == [0] * 3 + [18020] * 5


def test_a_failed_video_is_not_refunded_and_credits_stay_spent_after_a_restart(start: Start, data_dir: Path) -> None:
    first = start(data_dir, credits=5, render_seconds=0)
    client = Api(first)
    assert client.made(script=None, audio_url=client.upload("a.mp3", b"no sound"))["status_code"] == 5
    client.create()
    assert credits_left(client) == 3
    first.stop()

    client.server = second = start(data_dir, credits=5)
    assert credits_left(client) == 3
    second.stop()
    client.server = start(data_dir, credits=1)
    assert credits_left(client) == 0
    client.session.close()


def silence(seconds: int) -> bytes:
    """A small WAV."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 1, 8000, 0, "NONE", "NONE"))
        writer.writeframes(bytes([128]) * 8000 * seconds)
    return file.getvalue()
