"""Captions timed by estimate, and who may have them."""

import re
import unicodedata

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.videos.rows import finished_video
from videos.captions import WIDEST, cues, srt, vtt

ENGLISH = (
    "Welcome to our autumn course, in which you will learn how to make videos that people like to watch, "
    "from the first idea to the finished film; no experience is needed. Yes! Really."
)
JAPANESE = "今日は新しい製品「スマートカメラ」をご紹介します。とても便利で、誰でも簡単に使えますし、価格も手頃です。"
KOREAN = "안녕하세요. 오늘은 새로운 제품을 소개해 드리겠습니다. 누구나 쉽게 사용할 수 있고 가격도 저렴합니다."
THAI = "สวัสดีค่ะวันนี้เราจะมาแนะนำผลิตภัณฑ์ใหม่ที่ใช้งานง่ายและมีราคาไม่แพงสำหรับทุกคนในครอบครัวของคุณค่ะ"
LONG_WORD = f"See https://example.com/{'verylong' * 12} for more."
SCRIPTS = [ENGLISH, JAPANESE, KOREAN, THAI, LONG_WORD, "One.", "no full stop " * 200, "字" * 500]


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)
    return len(line) + wide - sum(unicodedata.combining(sign) != 0 for sign in line)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_cue_fits_a_screen(script: str) -> None:
    for cue in cues(script, 60):
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < columns(line) <= WIDEST for line in cue.lines), cue


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_is_lost_and_nothing_added(script: str) -> None:
    told = "".join("".join(cue.lines) for cue in cues(script, 60))
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", script)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_cues_follow_each_other_over_the_whole_length(script: str) -> None:
    found = cues(script, 12.5)
    assert (found[0].start, round(found[-1].end, 6)) == (0, 12.5)
    assert all(cue.start < cue.end for cue in found)
    assert all(one.end == next_one.start for one, next_one in zip(found, found[1:], strict=False))


def test_breaks_at_sentences_and_clauses_first() -> None:
    text = [
        " ".join(cue.lines) for cue in cues("We open at nine in the morning today. You are all very welcome here.", 5)
    ]
    assert text == ["We open at nine in the morning today.", "You are all very welcome here."]


def test_what_takes_longer_to_say_is_shown_for_longer() -> None:
    short, long = cues(
        "A short one is said in no time at all. An extraordinarily complicated explanation follows it.", 9
    )
    assert (long.end - long.start) > (short.end - short.start)


def test_a_japanese_line_never_begins_with_a_closing_mark() -> None:
    assert not any(line[0] in "。、」" for cue in cues(JAPANESE, 9) for line in cue.lines)


@pytest.mark.parametrize("script", ["", "  \n ", "...", "<break/>"])
def test_where_nothing_is_said_there_are_none(script: str) -> None:
    assert cues(script, 5) == []


def test_pauses_that_were_typed_are_not_shown() -> None:
    assert cues('Hello <break time="1s"/> there, 3 < 4.', 5)[0].lines == ("Hello there, 3 < 4.",)


def test_both_formats_hold_the_same_cues() -> None:
    found = cues("Fish & chips. Is 3 < 4? This is a second sentence that needs a line of its own.", 3661.5)
    assert srt(found).startswith("1\n00:00:00,000 --> ")
    assert "--> 01:01:01,500\n" in srt(found)
    assert "Fish & chips" in srt(found)
    assert vtt(found).startswith("WEBVTT\n\nNOTE Timed by estimate")
    assert "Fish &amp; chips. Is 3 &lt; 4?" in vtt(found)


def test_a_video_with_a_script_has_captions_to_save(client: Client, member: User) -> None:
    client.force_login(member)
    video = finished_video(member, name="Hello", avatar_name="Ada", kept_length=2.5, duration=9)
    answer = client.get(f"/videos/{video.pk}/captions.srt")
    assert answer["Content-Disposition"] == 'attachment; filename="Hello - Ada - square.srt"'
    assert answer.content.decode() == "1\n00:00:00,000 --> 00:00:02,500\nGood morning.\n"
    assert client.get(f"/videos/{video.pk}/captions.vtt")["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize("fields", [{"script": ""}, {"script": "Hello.", "duration": None}, {"script": "…"}])
def test_a_video_whose_words_or_length_arent_known_has_none(client: Client, member: User, fields: dict) -> None:
    client.force_login(member)
    video = finished_video(member, **{"duration": 5} | fields)
    for ending in ("srt", "vtt"):
        assert client.get(f"/videos/{video.pk}/captions.{ending}").status_code == 404
