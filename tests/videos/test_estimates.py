"""What a form says of a video's length and price before it is ordered."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.uploads.rows import hosted_asset
from tests.videos.rows import finished_video
from videos import estimates, paces
from videos.estimates import Estimate, estimate
from videos.models import Voice


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("", 0), ("  \n", 0), ("one two", 2), ("one\u00a0two\u3000three", 3), ("你好 you", 2), ("a\ufeffb", 1),
        ("a\x1fb", 2),
    ],
)  # fmt: skip
def test_counts_words_and_signs(script: str, words: float) -> None:
    assert estimates.words_in(script) == words


def test_a_script_lasts_by_its_voices_pace(member: User) -> None:
    assert estimate(script="word " * 105, audio=None, voice_id="v") == Estimate(42, 1)
    finished_video(member, voice_id="v", script="word " * 100, duration=20.0)
    assert estimate(script="word " * 105, audio=None, voice_id="v") == Estimate(21, 1)
    assert estimate(script="word " * 605, audio=None, voice_id="v") == Estimate(121, 2)


def test_a_recording_lasts_as_it_is_long(member: User) -> None:
    asset = hosted_asset(member, duration=240.6)
    assert estimate(script="ignored", audio=asset, voice_id="") == Estimate(241, 3)


def test_nothing_is_said_where_nothing_is_known(member: User) -> None:
    assert estimate(script=" ", audio=None, voice_id="v") is None
    assert estimate(script="", audio=hosted_asset(member), voice_id="") is None


def test_a_page_knows_the_same_paces_as_the_worker(member: User) -> None:
    for number, (voice, language) in enumerate(
        [("emily", "english"), ("ruby", "english"), ("lena", "german"), ("mute", ""), ("quiet", "")]
    ):
        Voice.objects.create(voice_id=voice, name=voice, language=language, position=number)
    for number in range(estimates.LEARNT_FROM + 5):  # the five oldest count no more
        at = timezone.now() - timedelta(hours=number)
        length = 5.0 if number < estimates.LEARNT_FROM else 1.0
        spoken = {"script": "one two three " * (1 + number % 3), "duration": length + number, "finished_at": at}
        finished_video(member, job_id=f"e{number}", voice_id="emily", **spoken)
    finished_video(member, job_id="q", voice_id="quiet", script="one two", duration=4.0)
    finished_video(member, job_id="g", voice_id="gone from the catalogue", script="one", duration=3.0)
    told = paces.paces()
    for voice in ["emily", "ruby", "lena", "mute", "quiet", "gone from the catalogue"]:
        assert told.get(voice, estimates.WORDS_PER_SECOND) == estimates.words_per_second(voice), voice
    assert set(told) == {"emily", "ruby", "quiet", "gone from the catalogue"}
