"""What is done to several assets at once."""

import io
import zipfile
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from jogg_dashboard.selection import MOST_SELECTED
from tests import media
from tests.kept import Kept
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from tests.videos.rows import queued_video
from uploads.models import Asset

ACTIONS = ["tag", "untag", "download", "send", "delete", "restore", "purge"]


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def act(visitor: Client, action: str, *assets: Asset, **fields: Any) -> HttpResponse:
    selected = {"selected": [str(asset.pk) for asset in assets]}
    return visitor.post(f"/uploads/selection/{action}/", selected | fields, follow=action != "download")


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def archive_of(answer: HttpResponse) -> zipfile.ZipFile:
    content = answer.getvalue()
    assert len(content) == int(answer["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(content))


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("keys", [[], ["nonsense", "00000000-0000-0000-0000-000000000000"]])
def test_says_that_nothing_was_selected(visitor: Client, action: str, keys: list[str]) -> None:
    answer = visitor.post(f"/uploads/selection/{action}/", {"selected": keys}, follow=True)
    assert "Nothing was selected. Tick one or more files first." in text_of(answer)


@pytest.mark.parametrize("action", ACTIONS)
def test_leaves_other_peoples_alone(visitor: Client, stranger: User, action: str) -> None:
    theirs = trashed(hosted_asset(stranger)) if action in ("restore", "purge") else hosted_asset(stranger)
    before = theirs.version
    assert "Nothing was selected" in text_of(visitor.post(
        f"/uploads/selection/{action}/", {"selected": [theirs.pk], "tag": "x", "confirmed": "1"}, follow=True
    ))  # fmt: skip
    theirs.refresh_from_db()
    assert theirs.version == before
    assert not theirs.tags.exists()


def test_returns_to_the_page_it_came_from_but_to_no_other_host(visitor: Client, member: User) -> None:
    for here, where in {
        "/uploads/?q=a": "/uploads/?q=a",
        "https://evil.example/": "/uploads/",
        "": "/uploads/",
    }.items():
        data = {"selected": [hosted_asset(member).pk], "tag": "x", "next": here}
        assert visitor.post("/uploads/selection/tag/", data)["Location"] == where


def test_tags_several_and_takes_the_tag_off_again(visitor: Client, member: User) -> None:
    assets = [hosted_asset(member) for _ in range(2)]
    assert "2 files now have the tag “spring”." in text_of(act(visitor, "tag", *assets, tag="spring, offer"))
    assert [tag.name for tag in assets[0].tags.all()] == ["offer", "spring"]
    assert "“Offer” was taken off 2 files." in text_of(act(visitor, "untag", *assets, tag="Offer"))
    assert "None of these had the tag “offer”." in text_of(act(visitor, "untag", *assets, tag="offer"))
    assert [tag.name for tag in assets[0].tags.all()] == ["spring"]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [("", "Write the tag into the field first."), (" , ", "Write the tag into the field first."),
     ("x" * 41, "is too long for a tag: up to 40 characters")],
)  # fmt: skip
def test_a_tag_that_is_none_is_told(visitor: Client, member: User, tag: str, sentence: str) -> None:
    assert sentence in text_of(act(visitor, "tag", hosted_asset(member), tag=tag))


def test_several_come_as_one_zip_each_under_a_name_of_its_own(visitor: Client, member: User) -> None:
    assets = [hosted_asset(member, content=media.mp3(1), name=name) for name in ("a.mp3", "A.mp3", "b.mp3")]
    answer = act(visitor, "download", *assets)
    assert answer["Content-Type"] == "application/zip"
    with archive_of(answer) as archive:
        assert {name.lower() for name in archive.namelist()} == {"a.mp3", "a (2).mp3", "b.mp3"}
        assert {archive.read(name) for name in archive.namelist()} == {media.mp3(1)}
        assert archive.testzip() is None


def test_a_zip_says_what_is_missing(visitor: Client, member: User) -> None:
    here, gone = hosted_asset(member, name="here.mp3"), hosted_asset(member, name="gone.mp3")
    Kept(gone.file).unlink()
    with archive_of(act(visitor, "download", here, gone)) as archive:
        assert archive.namelist() == ["here.mp3", "missing.txt"]
        assert "gone.mp3" in archive.read("missing.txt").decode()


def test_a_name_with_a_path_in_it_stays_in_the_zips_folder(visitor: Client, member: User) -> None:
    asset = hosted_asset(member)
    Asset.objects.filter(pk=asset.pk).update(name="../../etc/passwd.mp3")
    with archive_of(act(visitor, "download", asset)) as archive:
        (name,) = archive.namelist()
        assert not name.startswith(("/", ".."))
        assert "/" not in name


def test_sends_again_what_needs_it_and_says_what_doesnt(browser_of_member: Client, member: User) -> None:
    failed, hosted = stored_asset(member, status="failed"), hosted_asset(member)
    text = text_of(act(browser_of_member, "send", failed, hosted))
    assert "1 file will be sent to Jogg again." in text
    assert "1 file needed no sending." in text
    failed.refresh_from_db()
    assert failed.status == "hosted"


def test_deletes_at_once_what_nothing_uses_and_offers_the_way_back(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, name="a<b>.mp3")
    answer = act(visitor, "delete", asset)
    assert "a&lt;b&gt;.mp3 was deleted." in answer.content.decode()
    assert f'name="selected" value="{asset.pk}"' in answer.content.decode()
    assert "a<b>.mp3 is back." in text_of(act(visitor, "restore", asset))
    assert Asset.objects.for_user(member).get() == asset


def test_names_the_videos_that_use_what_is_to_be_deleted(visitor: Client, member: User) -> None:
    used, unused = hosted_asset(member, name="used.mp3"), hosted_asset(member, name="unused.mp3")
    queued_video(member, audio=used, name="Spring launch")
    text = text_of(act(visitor, "delete", used, unused, next="/uploads/?q=u"))
    assert "Spring launch" in text
    assert "1 of the 2 files you selected is used." in text
    assert 'value="/uploads/?q=u"' in text
    assert Asset.objects.for_user(member).count() == 2
    assert "2 files were deleted." in text_of(act(visitor, "delete", used, unused, confirmed="1"))
    assert not Asset.objects.for_user(member).exists()


def test_the_way_back_from_one_file_that_is_used_leads_to_it(visitor: Client, member: User) -> None:
    used = hosted_asset(member, name="used.mp3")
    queued_video(member, audio=used)
    page = act(visitor, "delete", used)
    assert "This file is used by a video" in text_of(page)
    assert f'href="{used.get_absolute_url()}">Go back' in page.content.decode()


def test_removing_for_good_asks_first_and_spares_what_isnt_in_the_trash(visitor: Client, member: User) -> None:
    gone, kept = trashed(hosted_asset(member, name="gone.mp3")), hosted_asset(member)
    assert "can't be put back" in text_of(act(visitor, "purge", gone, kept))
    assert Asset.objects.count() == 2
    assert "1 file was deleted for good." in text_of(act(visitor, "purge", gone, kept, confirmed="1"))
    assert Asset.objects.get() == kept


def test_the_trash_lists_what_was_deleted_last_first(visitor: Client, member: User, stranger: User) -> None:
    for name in ("first.mp3", "second.mp3"):
        trashed(hosted_asset(member, name=name))
    trashed(hosted_asset(stranger, name="theirs.mp3"))
    hosted_asset(member, name="kept.mp3")
    text = text_of(visitor.get("/uploads/trash/"))
    assert text.index("second.mp3") < text.index("first.mp3")
    assert "theirs.mp3" not in text
    assert "kept.mp3" not in text


@pytest.mark.parametrize("action", ["tag", "untag"])
def test_accents_alone_are_no_tag(visitor: Client, member: User, action: str) -> None:
    assert "into the field first" in text_of(act(visitor, action, hosted_asset(member), tag="\u0301"))


@pytest.mark.parametrize("action", ACTIONS)
def test_says_so_where_more_are_selected_than_can_be(visitor: Client, member: User, action: str) -> None:
    asset = hosted_asset(member)
    keys = [str(asset.pk), *(str(uuid4()) for _ in range(MOST_SELECTED))]
    answer = visitor.post(f"/uploads/selection/{action}/", {"selected": keys, "tag": "spring"}, follow=True)
    assert "Select at most 1000 files at a time; nothing was done." in text_of(answer)
    assert Asset.objects.get(deleted_at=None, tags=None) == asset


@pytest.mark.parametrize(("action", "used"), [("delete", True), ("purge", False)])
def test_the_way_back_from_the_question_leads_nowhere_else(
    visitor: Client, member: User, action: str, used: bool
) -> None:
    asset = hosted_asset(member)
    if used:
        queued_video(member, audio=asset)
    else:
        trashed(asset)
    answer = act(visitor, action, asset, next="javascript:alert(1)")
    assert "javascript:" not in text_of(answer)
    assert '<a class="button" href="/uploads/">Go back</a>' in text_of(answer)
