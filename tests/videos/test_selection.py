"""What is done to several videos at once, and their trash."""

import io
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from jogg_dashboard import pacing
from jogg_dashboard.selection import MOST_SELECTED
from tests import media
from tests.scripted_server import ScriptedServer, envelope
from tests.videos.rows import CREATE, advance, finished_video, queued_video, says, waiting_video
from videos import housekeeping, ledger, tasks, tidying
from videos.models import ShareLink, Submit, Video

ACTIONS = ["tag", "untag", "download", "delete", "restore", "purge"]


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def act(visitor: Client, action: str, *videos: Video, **fields: Any) -> HttpResponse:
    selected = {"selected": [str(video.pk) for video in videos]}
    return visitor.post(f"/videos/selection/{action}/", selected | fields, follow=action != "download")


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def draft(owner: User, name: str = "a draft", **fields: Any) -> Video:
    """What can be deleted without a question."""
    return queued_video(owner, name=name, status="draft", **fields)


def kept(owner: User, name: str, **fields: Any) -> Video:
    """A finished video whose file is here."""
    video = finished_video(owner, name=name, kept_at=timezone.now(), **{"job_id": uuid4().hex} | fields)
    video.file.save(f"videos/{video.pk}/file.mp4", ContentFile(media.mp4()))
    return video


def trashed(video: Video, days: int = 0) -> Video:
    housekeeping.delete(Video.objects.filter(pk=video.pk))
    Video.objects.filter(pk=video.pk).update(deleted_at=timezone.now() - timedelta(days=days))
    video.refresh_from_db()
    return video


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("keys", [[], ["nonsense", "00000000-0000-0000-0000-000000000000"]])
def test_says_that_nothing_was_selected(visitor: Client, action: str, keys: list[str]) -> None:
    answer = visitor.post(f"/videos/selection/{action}/", {"selected": keys}, follow=True)
    assert "Nothing was selected. Tick one or more videos first." in text_of(answer)


@pytest.mark.parametrize("action", ACTIONS)
def test_leaves_other_peoples_alone(visitor: Client, stranger: User, action: str) -> None:
    theirs = kept(stranger, "theirs")
    if action in ("restore", "purge"):
        trashed(theirs)
    before = theirs.version
    act(visitor, action, theirs, tag="x", confirmed="1")
    theirs.refresh_from_db()
    assert theirs.version == before
    assert not theirs.tags.exists()


@pytest.mark.parametrize("action", ACTIONS)
def test_says_so_where_more_are_selected_than_can_be(visitor: Client, member: User, action: str) -> None:
    keys = [str(draft(member).pk), *(str(uuid4()) for _ in range(MOST_SELECTED))]
    answer = visitor.post(f"/videos/selection/{action}/", {"selected": keys, "tag": "spring"}, follow=True)
    assert "Select at most 1000 videos at a time; nothing was done." in text_of(answer)


def test_tags_several_and_takes_the_tag_off_again(visitor: Client, member: User) -> None:
    videos = [draft(member) for _ in range(2)]
    assert "2 videos now have the tag “spring”." in text_of(act(visitor, "tag", *videos, tag="spring, offer"))
    assert [tag.name for tag in videos[0].tags.all()] == ["offer", "spring"]
    assert "“Offer” was taken off 2 videos." in text_of(act(visitor, "untag", *videos, tag="Offer"))
    assert "None of these had the tag “offer”." in text_of(act(visitor, "untag", *videos, tag="offer"))
    assert [tag.name for tag in member.tags.all()] == ["spring"], "a tag that nothing has is no choice"


def test_kept_files_come_as_one_zip_under_their_names(visitor: Client, member: User) -> None:
    answer = act(visitor, "download", kept(member, "Spring"), kept(member, "spring"), waiting_video(member))
    content = answer.getvalue()
    assert len(content) == int(answer["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name.lower() for name in archive.namelist()]
        assert len(set(names)) == len(names) == 2
        assert all(name.startswith("spring") and name.endswith(".mp4") for name in names)
        assert archive.testzip() is None


def test_says_that_there_is_no_file_yet(visitor: Client, member: User) -> None:
    answer = visitor.post("/videos/selection/download/", {"selected": [waiting_video(member).pk]}, follow=True)
    assert "there is no file to download" in text_of(answer)


def test_deletes_at_once_what_only_leaves_the_list_and_offers_the_way_back(visitor: Client, member: User) -> None:
    video = kept(member, "a<b>")
    answer = act(visitor, "delete", video, next="/videos/?q=a")
    assert "a<b> was deleted." in text_of(answer)
    assert f'name="selected" value="{video.pk}"' in answer.content.decode()
    assert "a<b> is back." in text_of(act(visitor, "restore", video))
    assert Video.objects.listed().get() == video


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "queued"}, "waits to be submitted to Jogg, and isn't while it is in the trash."),
        ({"status": "submitting"}, "goes on and stays paid for"),
        ({"status": "processing"}, "goes on and stays paid for"),
        ({"status": "outcome_unknown"}, "may or may not have been taken by Jogg."),
    ],
)
def test_says_first_what_a_deletion_does(visitor: Client, member: User, fields: dict, sentence: str) -> None:
    video = queued_video(member, name="Spring", **fields)
    text = text_of(act(visitor, "delete", video))
    assert "<strong>Spring</strong>" in text
    assert sentence in text
    assert Video.objects.listed().exists(), "it was only asked"
    act(visitor, "delete", video, confirmed="1")
    assert not Video.objects.listed().exists()


def test_says_first_that_a_shared_link_stops(visitor: Client, member: User) -> None:
    shared, closed, over = (kept(member, name) for name in ("shared", "closed", "over"))
    ShareLink.objects.create(video=shared)
    ShareLink.objects.create(video=closed, closed_at=timezone.now())
    ShareLink.objects.create(video=over, expires_at=timezone.now())
    text = text_of(act(visitor, "delete", shared, closed, over))
    assert "<strong>shared</strong> is shared by a link." in text
    assert "<strong>closed</strong>" not in text
    assert "<strong>over</strong>" not in text


def test_the_way_back_from_the_question_leads_nowhere_else(visitor: Client, member: User) -> None:
    video = queued_video(member)
    text = text_of(act(visitor, "delete", video, next="javascript:alert(1)"))
    assert "javascript:" not in text
    assert f'href="{video.get_absolute_url()}">Go back' in text_of(act(visitor, "delete", video))


def test_what_waits_to_be_submitted_isnt_while_it_is_in_the_trash(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    video = trashed(queued_video(member))
    tasks.sweep()
    assert (advance(video).status, scripted.seen, video.is_running) == ("queued", [], False)
    housekeeping.restore(Video.objects.all())
    video.refresh_from_db()
    assert (video.status, video.deleted_at) == ("waiting", None)


def test_a_video_deleted_in_the_moment_of_its_submit_isnt_submitted(
    scripted: ScriptedServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    ask = pacing.ask

    def delete_first(*arguments: Any) -> Any:
        housekeeping.delete(Video.objects.all())
        return ask(*arguments)

    monkeypatch.setattr(pacing, "ask", delete_first)
    video = advance(queued_video(member))
    assert (video.status, scripted.seen, Submit.objects.count()) == ("queued", [], 0)


def test_what_isnt_submitted_needs_no_working_link_of_its_recording(member: User) -> None:
    for status in ("draft", "queued"):
        trashed(queued_video(member, status=status))
    assert not Video.objects.unfinished().exists()
    trashed(waiting_video(member))
    assert Video.objects.unfinished().exists()


def test_what_jogg_has_is_followed_and_fetched_in_the_trash(scripted: ScriptedServer, member: User) -> None:
    scripted.script("GET /file", media.mp4())
    says(scripted, status_code=4, video_url=f"{scripted.url}/file")
    video = advance(trashed(waiting_video(member)))
    assert video.status == "succeeded"
    assert video.file
    assert video.deleted_at is not None


def test_an_unknown_outcome_stays_a_question_in_the_trash(visitor: Client, member: User) -> None:
    video = trashed(queued_video(member, status="outcome_unknown", error="No answer came."), days=40)
    tasks.tidy()
    assert "Outcome unknown" in (text := text_of(visitor.get("/videos/trash/")))
    assert "Open it to say what became of it." in text
    page = text_of(visitor.get(video.get_absolute_url()))
    assert "It stays there until it is decided what became of it at Jogg" in page
    assert "It was not created" in page


def test_the_trash_lists_what_was_deleted_last_first(visitor: Client, member: User, stranger: User) -> None:
    trashed(draft(member, "first"), days=2)
    trashed(draft(member, "second"), days=1)
    trashed(draft(stranger, "theirs"))
    draft(member, "not deleted")
    text = text_of(visitor.get("/videos/trash/"))
    assert text.index("second") < text.index("first")
    assert "theirs" not in text
    assert "not deleted" not in text


def test_its_page_says_that_it_is_in_the_trash_and_gives_it_back(visitor: Client, member: User) -> None:
    video = trashed(kept(member, "Spring"))
    text = text_of(visitor.get(video.get_absolute_url()))
    assert "This video is in the trash since" in text
    assert f'action="/videos/{video.pk}/describe/"' not in text
    act(visitor, "restore", video, next=video.get_absolute_url())
    assert "in the trash since" not in text_of(visitor.get(video.get_absolute_url()))


def test_removing_for_good_asks_first_and_takes_the_files_too(visitor: Client, member: User) -> None:
    gone, listed = trashed(kept(member, "gone")), kept(member, "listed")
    assert "can't be put back" in text_of(act(visitor, "purge", gone, listed))
    assert Video.objects.count() == 2
    assert "1 video was deleted for good." in text_of(act(visitor, "purge", gone, listed, confirmed="1"))
    assert Video.objects.get() == listed
    assert not gone.file.storage.exists(gone.file.name)
    assert listed.file.storage.exists(listed.file.name)


@pytest.mark.parametrize("status", ["submitting", "processing", "outcome_unknown", "succeeded"])
def test_what_may_still_cost_something_or_is_being_fetched_stays(visitor: Client, member: User, status: str) -> None:
    video = trashed(queued_video(member, name="Spring", status=status))
    assert "Spring stays in the trash" in text_of(act(visitor, "purge", video))
    act(visitor, "purge", video, confirmed="1")
    assert Video.objects.get() == video


def test_what_was_submitted_leaves_its_credits_and_no_words(visitor: Client, member: User) -> None:
    video = kept(member, "Secret plan", script="Nobody may read this.", note="hush")
    housekeeping.tag(Video.objects.all(), "hidden")
    ledger.book(video, {"script": "Nobody may read this."}, 3)
    ShareLink.objects.create(video=video)
    act(visitor, "purge", trashed(video), confirmed="1")
    video.refresh_from_db()
    assert (video.name, video.script, video.note, video.search_text, video.file.name) == ("", "", "", "", "")
    assert str(video) == "Removed video"
    assert not any(related.exists() for related in (video.tags, video.timeline, video.share_links))
    submit = Submit.objects.get()
    assert (submit.credits, submit.body) == (3, {})
    for path in (video.get_absolute_url(), f"{video.get_absolute_url()}file"):
        assert visitor.get(path).status_code == 404
    assert "Removed video" not in text_of(visitor.get("/videos/")) + text_of(visitor.get("/videos/trash/"))


def test_after_30_days_the_worker_removes_them_with_their_files(member: User) -> None:
    old, recent = trashed(kept(member, "old"), days=31), trashed(kept(member, "recent"), days=29)
    tasks.tidy()
    assert Video.objects.get() == recent
    assert not old.file.storage.exists(old.file.name)
    assert recent.file.storage.exists(recent.file.name)


def test_what_a_killed_process_left_half_removed_is_removed_the_next_time(member: User) -> None:
    video = trashed(kept(member, "half gone"))
    Video.objects.filter(pk=video.pk).update(purged_at=timezone.now())
    assert tidying.purge_deleted() == 0
    assert not Video.objects.exists()
    assert not video.file.storage.exists(video.file.name)


def test_what_has_no_word_to_be_found_by_is_removed_for_good_too(member: User) -> None:
    video = trashed(kept(member, "\u00b4", script=""))
    assert video.search_text == ""
    Video.objects.filter(pk=video.pk).update(purged_at=timezone.now())
    tidying.purge_deleted()
    assert not Video.objects.exists()
    assert not video.file.storage.exists(video.file.name)


def test_what_was_put_back_meanwhile_stays(member: User) -> None:
    rows = Video.objects.filter(pk=trashed(kept(member, "back")).pk)
    housekeeping.restore(rows)
    assert housekeeping.purge(rows) == 0
    assert Video.objects.listed().exists()
