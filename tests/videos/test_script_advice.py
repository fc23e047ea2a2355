"""What is pointed out in a script, and what isn't."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from videos.script_advice import advise


def pieces(script: str) -> list[list[str]]:
    return [advice.pieces for advice in advise(script)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("Go to https://shop.example.com/spring?a=1 now.", [["https://shop.example.com/spring?a=1"]]),
        ("It is on www.example.org.", [["www.example.org"]]),
        ("Only at example.com, today.", [["example.com"]]),
        ("Write to info@example.com.", [["info@example.com"]]),
        ("Great 🎉 news 👩🏽‍💻!", [["🎉", "👩🏽‍💻"]]),
        ("We ❤️ you", [["❤️"]]),
        ("Flags 🇩🇪 too", [["🇩🇪"]]),
        ("BUY this NOW, REALLY TODAY", [["REALLY", "TODAY"]]),
        ("ÄNDERN und ÖFFNEN", [["ÄNDERN", "ÖFFNEN"]]),
        ("Follow #spring and @jogg_ai", [["#spring", "@jogg_ai"]]),
        ("Call +49 30 1234567 today", [["+49 30 1234567"]]),
        ("😀 😃 😄 😁 😆", [["😀", "😃", "😄", "2 more"]]),
    ],
)  # fmt: skip
def test_what_a_voice_could_misread_is_quoted(script: str, found: list[list[str]]) -> None:
    assert pieces(script) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "script",
    [
        "", "Good morning. This is our spring offer, from 9.30 to 17.00.",
        "NASA and the USA", "It costs 1,250,000 euros.", "Wait… <break time=\"1s\"/> go on.", "e.g. i.e. and so on",
        "Say it: [pause] (laughs) naïve — «bonjour»", "大家好。今天天气很好。", "In 2024, 30 people came.",
        "C# and R&D", "Version 2.0.1 is out.", "Ends here.Com puts no gap",
    ],
)  # fmt: skip
def test_what_is_fine_is_left_alone(script: str) -> None:
    assert pieces(script) == []


@pytest.mark.django_db
def test_a_script_longer_than_jogg_takes_recordings_is_told() -> None:
    assert advise("word " * 1499) == []
    (advice,) = advise("word " * 1650)
    assert advice.sentence.startswith("It takes about 11 minutes to say.")
    assert "is not known" in advice.sentence


def test_a_very_long_piece_is_cut(db: None) -> None:
    ((piece,),) = pieces("https://example.com/" + "a" * 80)
    assert piece == "https://example.com/" + "a" * 20 + "…"


def test_advice_comes_as_a_fragment_and_is_never_markup(client: Client, member: User) -> None:
    client.force_login(member)
    answer = client.post("/videos/script/advice/", {"script": "http://a.example/<b> SHOUTED WORDS<script>"})
    text = answer.content.decode()
    assert '<div class="advice" id="script-advice">' in text
    assert "http://a.example/" in text
    assert "<script>" not in text
