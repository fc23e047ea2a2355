"""Links by which others can watch a video: what they show, to whom, and for how long."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from tests import media
from tests.videos.rows import finished_video, waiting_video
from videos import sharing
from videos.models import ShareLink, Video

HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def video(member: User) -> Video:
    video = finished_video(member, name="Spring offer", kept_at=timezone.now(), kept_size=1, kept_length=1.0)
    video.file.save(f"videos/{video.pk}/file.mp4", ContentFile(media.mp4()), save=False)
    video.cover.save(f"videos/{video.pk}/cover.jpg", ContentFile(media.jpeg()), save=True)
    return video


@pytest.fixture
def link(video: Video) -> ShareLink:
    return sharing.share(video, days=7)


@dataclass(frozen=True)
class Seen:
    status: int
    headers: Mapping[str, str]
    content: bytes


def open_link(link: ShareLink, part: str = "", **headers: str) -> Seen:
    """What a stranger gets of an address below a link."""
    answer = Client().get(f"{link.get_absolute_url()}{part}", headers=headers)
    with closing(answer):
        return Seen(answer.status_code, answer.headers, answer.getvalue())


def parts(link: ShareLink) -> list[Seen]:
    return [open_link(link, part) for part in ("", "file", "cover", "captions.vtt")]


def is_gone(link: ShareLink) -> bool:
    answers = parts(link)
    pages = {answer.content for answer in answers}
    is_gone = answers[0].status == 404
    assert len({answer.status for answer in answers}) == 1
    assert len(pages) == (1 if is_gone else len(answers))
    return is_gone


@pytest.mark.parametrize(("days", "lasts"), [("1", 1), ("7", 7), ("30", 30), ("0", None)])
def test_a_link_is_made_for_as_long_as_was_chosen(visitor: Client, video: Video, days: str, lasts: int | None) -> None:
    answer = visitor.post(f"/videos/{video.pk}/share/", {"days": days})
    link = ShareLink.objects.get()
    assert answer["Location"].startswith(f"/videos/{video.pk}/#")
    assert (link.expires_at - link.created_at).days + 1 == lasts if lasts else link.expires_at is None
    page = visitor.get(f"/videos/{video.pk}/").content.decode()
    assert f'data-copy="http://testserver/share/{link.token}/"' in page
    assert "A link was made" in video.timeline.get().sentence
    assert link.token not in video.timeline.get().sentence


def test_a_link_names_the_address_that_the_world_knows(visitor: Client, link: ShareLink, settings: Any) -> None:
    settings.PUBLIC_URL = "https://videos.example.org"
    page = visitor.get(link.video.get_absolute_url()).content.decode()
    assert f'data-copy="https://videos.example.org/share/{link.token}/"' in page


@pytest.mark.parametrize("fields", [{}, {"days": ""}, {"days": "365"}, {"days": "x"}])
def test_no_link_is_made_for_a_time_that_wasnt_offered(visitor: Client, video: Video, fields: dict) -> None:
    visitor.post(f"/videos/{video.pk}/share/", fields)
    assert not ShareLink.objects.exists()


def test_htmx_gets_the_links_in_their_place(visitor: Client, video: Video) -> None:
    answer = visitor.post(f"/videos/{video.pk}/share/", {"days": "1"}, headers=HTMX).content.decode()
    assert answer.lstrip().startswith(f'<section class="card stack" id="share-links-{video.pk}"')
    assert ShareLink.objects.get().token in answer


def test_anybody_who_has_the_link_watches_the_video_and_sees_nothing_else(link: ShareLink) -> None:
    page, file, cover, captions = parts(link)
    text = page.content.decode()
    assert "Spring offer" in text
    assert f'src="/share/{link.token}/file"' in text
    for inner in (str(link.video.pk), "/videos/", "/uploads/", "/accounts/", "<nav", "<script", "job-2", "member"):
        assert inner not in text
    assert (file.content, file.headers["Content-Type"]) == (media.mp4(), "video/mp4")
    assert file.headers["Content-Disposition"] == 'inline; filename="Spring offer.mp4"'
    assert cover.content == media.jpeg()
    assert captions.content.startswith(b"WEBVTT")


def test_a_signed_in_person_sees_the_same_page(visitor: Client, link: ShareLink) -> None:
    assert visitor.get(link.get_absolute_url()).content == parts(link)[0].content


def test_the_file_is_served_in_parts(link: ShareLink) -> None:
    answer = open_link(link, "file", range="bytes=-10")
    assert (answer.status, answer.content) == (206, media.mp4()[-10:])


def test_it_is_neither_found_nor_told_nor_stored(link: ShareLink) -> None:
    for answer in parts(link):
        assert answer.headers["X-Robots-Tag"].startswith("noindex, nofollow")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (ShareLink, {"closed_at": timezone.now()}),
        (ShareLink, {"expires_at": timezone.now() - timedelta(seconds=1)}),
        (ShareLink, {"token": "another"}),
        (Video, {"deleted_at": timezone.now()}),
        (Video, {"file": ""}),
        (Video, {"status": "outcome_unknown"}),
    ],
)
def test_a_link_that_has_ended_shows_the_same_to_everybody(link: ShareLink, model: Any, changes: dict) -> None:
    model.objects.update(**changes)
    assert is_gone(link)


def test_the_page_of_a_link_that_ended_names_nothing(link: ShareLink) -> None:
    sharing.switch_off(link)
    answer = parts(link)[0]
    assert "Spring offer" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_link_is_switched_off_at_once_and_that_can_be_undone(visitor: Client, link: ShareLink) -> None:
    inner = f"/videos/{link.video_id}/share/{link.pk}"
    answer = visitor.post(f"{inner}/off/", follow=True)
    assert f'action="{inner}/on/"' in answer.content.decode()
    assert is_gone(link)
    visitor.post(f"{inner}/off/")
    visitor.post(f"{inner}/on/")
    assert not is_gone(link)
    assert link.video.timeline.filter(sentence__contains="switched").count() == 2


def test_only_its_owner_makes_and_ends_links(client: Client, stranger: User, link: ShareLink) -> None:
    client.force_login(stranger)
    for path in ("share/", f"share/{link.pk}/off/", f"share/{link.pk}/on/"):
        assert client.post(f"/videos/{link.video_id}/{path}", {"days": "7"}).status_code == 404
    assert not is_gone(link)
    assert ShareLink.objects.count() == 1


def test_a_link_is_ended_by_the_video_it_is_of_only(visitor: Client, member: User, link: ShareLink) -> None:
    other = waiting_video(member)
    assert visitor.post(f"/videos/{other.pk}/share/{link.pk}/off/").status_code == 404
    assert not is_gone(link)


def test_what_isnt_kept_here_isnt_shared(visitor: Client, member: User) -> None:
    video = waiting_video(member)
    answer = visitor.post(f"/videos/{video.pk}/share/", {"days": "7"}, follow=True)
    assert "there is no copy of it here" in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_a_video_has_so_many_links_at_most(video: Video, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    sharing.switch_off(sharing.share(video, days=1))
    sharing.share(video, days=1)
    with pytest.raises(sharing.NotShared, match="1 links"):
        sharing.share(video, days=1)


def test_tokens_are_long_and_no_two_are_equal(video: Video) -> None:
    tokens = {sharing.share(video, days=1).token for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 43 for token in tokens)
