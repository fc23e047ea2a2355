"""What cells mean, and what is said beside those that mean nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.uploads.rows import hosted_asset, stored_asset, trashed
from videos.batches.checking import Row, Sheet, check
from videos.batches.naming import Names, Offer
from videos.batches.words import answer_of, ratio_of, style_of
from videos.models import Avatar, Batch, Voice

GOOD = {"script": "Good morning.", "avatar": "Priya", "voice": "Emily"}


@pytest.fixture
def offered(db: None) -> None:
    """Avatars of one name, of longer ones, one that isn't ready, one of one's own with another's id; three voices."""
    for position, (avatar_id, kind, name, ready) in enumerate(
        [
            ("83", 0, "Priya", True), ("84", 0, "Amara", True), ("85", 0, "Amara", True), ("86", 0, "Zoë", True),
            ("90", 1, "Me", False), ("83", 1, "Myself", True), ("91", 0, "Marcus in the office", True),
            ("92", 0, "Kenji in class", True), ("93", 0, "Kenji at home", True),
        ]
    ):  # fmt: skip
        Avatar.objects.create(avatar_id=avatar_id, avatar_type=kind, name=name, ready=ready, position=position)
    for position, name in enumerate(["Emily", "George", "Ruby"]):
        Voice.objects.create(voice_id=f"en-{name}", name=name, position=position)


def table(owner: User, *rows: dict[str, Any], **defaults: str) -> Sheet:
    return check(Batch(owner=owner, rows=list(rows), defaults=defaults))


def row(owner: User, defaults: dict[str, str] | None = None, **cells: Any) -> Row:
    return table(owner, GOOD | cells, **defaults or {}).rows[0]


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("portrait", "portrait"), ("Portrait 9:16", "portrait"), ("9:16", "portrait"), ("09:16:00", "portrait"),
        ("9:16 AM", "portrait"), ("16:9", "landscape"), ("16:09", "landscape"), ("4:09 PM", "landscape"),
        ("16 / 9", "landscape"), ("WIDE", "landscape"), ("1:1", "square"), ("01:01:00", "square"), ("Square", "square"),
        ("4:3", None), ("round", None),
    ],
)  # fmt: skip
def test_a_shape_is_known_by_words_and_by_numbers_even_as_spreadsheets_mangle_them(text: str, ratio: Any) -> None:
    assert ratio_of(text) == ratio


@pytest.mark.parametrize(
    ("text", "style"), [("Green screen", 2), ("background", 1), ("TRANSPARENT", 3), ("3", 3), ("blue", None)]
)
def test_a_background_is_known_by_words(text: str, style: Any) -> None:
    assert style_of(text) == style


@pytest.mark.parametrize(
    ("text", "answer"), [("Yes", True), ("WAHR", True), ("1", True), ("no", False), ("FALSE", False), ("maybe", None)]
)
def test_yes_and_no_are_known_in_some_languages(text: str, answer: Any) -> None:
    assert answer_of(text) is answer


def test_a_row_becomes_the_choices_of_a_video(offered: None, member: User) -> None:
    found = row(member, name="Hi", ratio="16:9", style="green", captions="no")
    assert found.choices == {
        "name": "Hi", "script": "Good morning.", "audio": None, "avatar_id": "83", "avatar_type": 0,
        "avatar_name": "Priya", "voice_id": "en-Emily", "voice_name": "Emily", "aspect_ratio": "landscape",
        "screen_style": 2, "caption": False,
    }  # fmt: skip
    assert (found.credits, found.is_good) == (1, True)


def test_empty_cells_take_what_was_chosen_for_all_rows(offered: None, member: User) -> None:
    cells = {"avatar": "", "voice": ""}
    found = row(member, {"avatar": "Zoe", "voice": "george", "ratio": "square", "captions": "no"}, **cells).choices
    assert (found["avatar_id"], found["voice_id"], found["aspect_ratio"]) == ("86", "en-George", "square")
    assert (found["caption"], found["screen_style"]) == (False, 1)


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"avatar": "Pria"}, "avatar", "There is no avatar called “Pria”. Did you mean “Priya”?"),
        ({"avatar": "amara"}, "avatar", "“amara” can be 2 avatars. Write “Amara (84)” or “Amara (85)”."),
        ({"avatar": "83"}, "avatar", "“83” can be 2 avatars. Write “Priya” or “Myself”."),
        ({"avatar": "Me"}, "avatar", "Me isn't ready at Jogg yet. Name another one."),
        ({"avatar": ""}, "avatar", "Name an avatar here, or one for all rows above the table."),
        ({"voice": "Xyz"}, "voice", "There is no voice called “Xyz”."),
        ({"voice": ""}, "voice", "Name the voice that speaks the script, or one for all rows above the table."),
        ({"ratio": "round"}, "ratio", "“round” is no shape. Write portrait, landscape or square."),
        ({"style": "blue"}, "style", "“blue” is no background. Write background, green or transparent."),
        ({"captions": "maybe"}, "captions", "“maybe” is neither yes nor no."),
        ({"script": ""}, "script", "Write what the avatar says, or name a recording."),
        ({"audio": "no such.mp3"}, "audio", "A video speaks a script or plays a recording, not both."),
        ({"name": "x" * 121}, "name", "A name has at most 120 characters; this one has 121."),
        ({"style": "transparent", "captions": "yes"}, "captions", "A transparent video can't have captions."),
        ({"beyond": "and welcome"}, "beyond", "A text with a comma in it needs quotes around it."),
    ],
)
def test_says_what_is_wrong_with_a_cell(
    offered: None, member: User, cells: dict[str, str], column: str, sentence: str
) -> None:
    found = row(member, **cells)
    assert sentence in found.errors[column]
    assert list(found.errors) == [column]
    assert not found.is_good


@pytest.mark.parametrize(
    ("text", "avatar_id"),
    [("Amara (85)", "85"), ("PRIYA", "83"), ("zoe", "86"), ("84", "84"), ("myself", "83")],
)
def test_an_avatar_is_named_by_name_id_or_label(offered: None, member: User, text: str, avatar_id: str) -> None:
    assert row(member, avatar=text).choices["avatar_id"] == avatar_id


def test_the_first_words_of_a_name_do_where_they_are_one_alone_and_the_whole_name_is_shown(
    offered: None, member: User
) -> None:
    found = row(member, avatar="marcus")
    assert (found.choices["avatar_id"], found.meant) == ("91", {"avatar": "Marcus in the office"})
    several = row(member, avatar="Kenji").errors["avatar"]
    assert several == "“Kenji” can be 2 avatars. Write “Kenji in class” or “Kenji at home”."
    assert "Did you mean “Marcus in the office”?" in row(member, avatar="Marcuss").errors["avatar"]
    assert "no avatar called “Mar”" in row(member, avatar="Mar").errors["avatar"]


def test_transparent_videos_have_no_captions_where_nobody_asks_for_them(offered: None, member: User) -> None:
    found = row(member, style="transparent")
    assert (found.choices["caption"], found.implied["captions"]) == (False, "no")


def test_a_recording_is_named_by_name_or_id_and_needs_no_voice(offered: None, member: User) -> None:
    asset = hosted_asset(member, name="Speech.mp3", duration=130.0)
    for text in ("speech.MP3", "Speech", str(asset.pk)):
        found = row(member, {"voice": "George"}, script="", voice="", audio=text)
        assert (found.choices["audio"], found.choices["voice_id"], found.credits) == (asset, "", 2)


def test_a_recording_on_its_way_to_jogg_can_be_used_already(offered: None, member: User) -> None:
    stored_asset(member, name="speech.mp3")
    assert row(member, script="", audio="speech.mp3").is_good


def test_a_recording_that_cant_be_used_says_why(offered: None, member: User, stranger: User) -> None:
    stored_asset(member, name="failed.mp3", status="failed")
    hosted_asset(member, name="silent.mp3", peak=-80.0)
    hosted_asset(member, name="far.mp3", destination="https://other.example")
    trashed(hosted_asset(member, name="gone.mp3"))
    hosted_asset(stranger, name="theirs.mp3")
    said = {
        name: row(member, script="", audio=f"{name}.mp3").errors["audio"]
        for name in ("failed", "silent", "far", "gone", "theirs")
    }
    assert "didn't reach Jogg" in said["failed"]
    assert "nothing to hear" in said["silent"]
    assert "at another Jogg" in said["far"]
    assert "There is no recording called “gone.mp3”." in said["gone"]
    assert "There is no recording called “theirs.mp3”." in said["theirs"]


def test_the_same_row_twice_is_pointed_out(offered: None, member: User) -> None:
    other = GOOD | {"script": "Something else."}
    same = GOOD | {"avatar": "priya", "ratio": "9:16"}
    rows = table(member, GOOD, other, same, same | {"left_out": True}).rows
    assert [found.twin for found in rows] == [None, None, 1, None]


def test_adds_up_what_can_be_ordered(offered: None, member: User) -> None:
    long = GOOD | {"script": "word " * 400}
    sheet = table(member, GOOD, long, GOOD | {"avatar": "nobody"}, GOOD | {"left_out": True})
    assert ([row.number for row in sheet.good], sheet.credits, round(sheet.seconds)) == ([1, 2], 3, 161)
    assert [[row.number for row in rows] for rows in (sheet.broken, sheet.left_out)] == [[3], [4]]


def test_says_that_nothing_is_known_while_the_catalogue_is_empty(db: None, member: User) -> None:
    assert row(member).errors["avatar"].startswith("Jogg's avatars aren't known here yet")


def test_five_hundred_rows_are_checked_with_few_queries(
    offered: None, member: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        table(member, *[GOOD | {"script": f"Row {number}."} for number in range(500)])


def test_however_many_voices_speak_they_take_no_more_queries(
    offered: None, member: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        Voice.objects.create(voice_id=f"fr-{number}", name=f"Voix {number}", language="french", position=9)
    rows = [GOOD | {"voice": f"fr-{number}"} for number in range(60)]
    with django_assert_max_num_queries(8):
        assert len(table(member, *rows).good) == 60


def test_where_hundreds_of_names_mean_nothing_only_the_first_ones_are_guessed_at() -> None:
    names = Names([Offer(str(number), f"Recording {number}.mp3", number) for number in range(2000)])
    guessed = [bool(names.near(f"Recording {number}.wav")) for number in range(500)]
    assert guessed[:5] == [True] * 5
    assert 5 <= sum(guessed) <= 20
    assert names.near("Recording 0.wav")
