"""Takes of one script: which belong together, how they differ, and which is the final one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from tests.uploads.rows import hosted_asset
from tests.videos.rows import finished_video, queued_video
from videos import takes
from videos.models import Submit, Video


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def take(member: User, name: str, **fields: Any) -> Video:
    """A finished take whose file is said to be here."""
    kept = {"file": f"videos/{name}.mp4", "kept_at": timezone.now(), "kept_length": 5.0, "job_id": f"job-{name}"}
    return finished_video(member, **{"name": name, "avatar_name": "Ada"} | kept | fields)


def page(visitor: Client, video: Video, query: str = "") -> str:
    return unescape(visitor.get(f"/videos/{video.pk}/takes/{query}").content.decode())


def players(text: str) -> int:
    return text.count("<video")


def test_videos_of_one_script_are_takes_whatever_its_white_space(visitor: Client, member: User, stranger: User) -> None:
    one, two = take(member, "one", script="Hello  there"), take(member, "two", script="Hello\nthere")
    take(member, "other words", script="Hello you")
    take(stranger, "theirs", script="Hello there")
    take(member, "thrown away", script="Hello there", deleted_at=timezone.now())
    queued_video(member, status="draft", script="Hello there", name="a draft")
    assert takes.takes_of(one) == [one, two]
    text = page(visitor, one)
    assert players(text) == 2
    for foreign in ("other words", "theirs", "thrown away", "a draft"):
        assert foreign not in text


def test_videos_of_one_recording_are_takes(member: User) -> None:
    recording = hosted_asset(member)
    one, two = (take(member, name, script="", audio=recording) for name in ("one", "two"))
    assert takes.takes_of(two) == [one, two]


def test_videos_that_say_nothing_known_are_no_takes(visitor: Client, member: User) -> None:
    one = take(member, "one", script="")
    take(member, "two", script="")
    assert takes.takes_of(one) == []
    assert visitor.get(f"/videos/{one.pk}/takes/").status_code == 200


def test_a_videos_page_leads_to_its_takes(visitor: Client, member: User) -> None:
    one = take(member, "one")
    assert "takes of this script" not in unescape(visitor.get(one.get_absolute_url()).content.decode())
    take(member, "two")
    text = unescape(visitor.get(one.get_absolute_url()).content.decode())
    assert f'href="/videos/{one.pk}/takes/"' in text
    assert "2 takes of this script" in text


def test_takes_of_the_same_name_are_told_apart_by_their_numbers(visitor: Client, member: User) -> None:
    one = take(member, "")
    take(member, "second")
    take(member, "", job_id="job-3")
    text = page(visitor, one)
    for title in ("1. Good morning.", "second", "3. Good morning."):
        assert f'<th scope="col">{title}</th>' in text
        assert f'Mark as final<span class="hidden-text"> {title}</span>' in text


def test_those_chosen_are_shown_four_at_most(visitor: Client, member: User) -> None:
    all_six = [take(member, f"take {number}") for number in range(6)]
    first, *_, last = all_six
    assert [video.name for video in takes.shown(all_six, [], first)] == ["take 0", "take 3", "take 4", "take 5"]
    assert players(page(visitor, first, f"?take={first.pk}&take={last.pk}")) == 2
    text = page(visitor, first, "?" + "&".join(f"take={video.pk}" for video in all_six))
    assert (players(text), "4 takes fit side by side." in text) == (4, True)
    assert players(page(visitor, first, "?take=nonsense")) == 4


def test_a_take_that_isnt_here_yet_stands_beside_those_that_are(visitor: Client, member: User) -> None:
    one = take(member, "one")
    two = queued_video(member, name="two", status="processing")
    text = page(visitor, one, f"?take={one.pk}&take={two.pk}")
    assert (players(text), "Rendering" in text) == (1, True)


def test_what_differs_from_the_first_is_marked(member: User) -> None:
    one = take(member, "one", caption=True, voice_name="Emily")
    two = take(member, "two", avatar_name="Ben", aspect_ratio="landscape", voice_name="Emily", kept_length=7.4)
    rows = {row.label: row for row in takes.comparison([one, two])}
    assert {label for label, row in rows.items() if row.differs} == {"Avatar", "Shape", "Captions", "Length"}
    assert [(cell.text, cell.differs) for cell in rows["Avatar"].cells] == [("Ada", False), ("Ben", True)]
    assert [cell.text for cell in rows["Length"].cells] == ["0:05", "0:07"]
    assert [cell.text for cell in rows["Voice"].cells] == ["Emily", "Emily"]


def test_marks_stand_in_words_too(visitor: Client, member: User) -> None:
    one, _ = take(member, "one"), take(member, "two", avatar_name="Ben")
    assert 'Ben <span class="compared__word">differs</span>' in page(visitor, one)


def test_credits_are_the_sum_of_what_may_have_been_charged(member: User) -> None:
    video = take(member, "one")
    for number, state in enumerate(["released", "uncertain", "confirmed"], 1):
        Submit.objects.create(video=video, number=number, body={}, credits=2, state=state)
    row = next(row for row in takes.comparison(takes.takes_of(video)) if row.label == "Credits")
    assert row.cells[0].text == "4 (estimated; whether they were taken is not known)"


def mark(visitor: Client, video: Video, what: str = "final", **fields: Any) -> str:
    answer = visitor.post(f"/videos/{video.pk}/{what}/", fields, follow=True)
    return unescape(answer.content.decode())


def finals() -> list[str]:
    return list(Video.objects.filter(is_final=True).values_list("name", flat=True))


def test_one_take_at_a_time_is_final(visitor: Client, member: User) -> None:
    one, two = take(member, "one"), take(member, "two")
    other = take(member, "other words", script="Something else.")
    for video in (one, other, two):
        mark(visitor, video)
    assert sorted(finals()) == ["other words", "two"]
    assert [entry.sentence for entry in one.timeline.all()] == [takes.FINAL, takes.NOT_FINAL]
    assert "Final take" in visitor.get("/videos/").content.decode()
    assert "Final take" in visitor.get(two.get_absolute_url()).content.decode()


def test_marking_can_be_undone(visitor: Client, member: User) -> None:
    one, two = take(member, "one"), take(member, "two")
    assert f'action="/videos/{one.pk}/not-final/"' in mark(visitor, one)
    assert f'action="/videos/{one.pk}/final/"' in mark(visitor, two)
    mark(visitor, one)
    assert finals() == ["one"]
    mark(visitor, one, "not-final")
    assert finals() == []


def test_marking_comes_back_to_the_same_takes(visitor: Client, member: User) -> None:
    one, two = take(member, "one"), take(member, "two")
    answer = visitor.post(f"/videos/{one.pk}/final/", {"take": [str(two.pk)]})
    assert answer["Location"] == f"/videos/{one.pk}/takes/?take={two.pk}"


def test_a_draft_is_never_final(member: User) -> None:
    takes.mark_final(queued_video(member, status="draft"))
    assert finals() == []


def test_another_persons_take_stays_as_it_is(visitor: Client, member: User, stranger: User) -> None:
    theirs = take(stranger, "theirs", is_final=True)
    mark(visitor, take(member, "mine"))
    mark(visitor, theirs, "not-final")
    assert sorted(finals()) == ["mine", "theirs"]


def test_of_two_takes_marked_in_one_moment_one_is_final(member: User) -> None:
    found = [take(member, name) for name in ("one", "two")]
    start = threading.Barrier(2)

    def mark_it(video: Video) -> None:
        start.wait()
        takes.mark_final(video)
        connection.close()

    with ThreadPoolExecutor(2) as people:
        for done in [people.submit(mark_it, video) for video in found]:
            done.result()
    assert len(finals()) == 1


def test_the_database_holds_one_final_take_only(member: User) -> None:
    take(member, "one", is_final=True)
    with pytest.raises(IntegrityError):
        take(member, "two", is_final=True)
