"""The library: what is listed, page by page, and what a page learns about its moving rows."""

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from jogg_dashboard import claims
from jogg_dashboard.paging import PAGE_SIZE
from tests import media
from tests.kept import Kept
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from uploads import services
from uploads.models import Asset, Conversion

HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def page(visitor: Client, url: str = "/uploads/") -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def names_in_order(text: str, names: list[str]) -> list[str]:
    return sorted((name for name in names if f">{name}<" in text), key=lambda name: text.index(f">{name}<"))


def test_lists_the_newest_first(visitor: Client, member: User) -> None:
    for age, name in enumerate(["new.mp3", "older.mp3", "oldest.mp3"]):
        hosted_asset(member, name=name, created_at=timezone.now() - timedelta(hours=age))
    text = page(visitor)
    assert names_in_order(text, ["oldest.mp3", "new.mp3", "older.mp3"]) == ["new.mp3", "older.mp3", "oldest.mp3"]


def test_leaves_out_what_is_deleted_or_another_persons(visitor: Client, member: User, stranger: User) -> None:
    trashed(hosted_asset(member, name="gone.mp3"))
    hosted_asset(stranger, name="theirs.mp3")
    text = page(visitor)
    assert "gone.mp3" not in text
    assert "theirs.mp3" not in text


def test_staff_see_whose_a_file_is(visitor: Client, member: User, stranger: User) -> None:
    User.objects.filter(pk=member.pk).update(is_staff=True)
    hosted_asset(stranger, name="theirs.mp3")
    hosted_asset(member, name="mine.mp3")
    text = page(visitor, "/uploads/?owner=everybody")
    assert text.count("Belongs to") == 1
    assert f"Belongs to {stranger.username}" in text


def test_staff_without_files_find_the_way_to_everybodys(visitor: Client, member: User, stranger: User) -> None:
    assert "everybody's files" not in page(visitor)
    User.objects.filter(pk=member.pk).update(is_staff=True)
    assert """<a href="/uploads/?owner=everybody">Look at everybody's files</a>""" in page(visitor)


def test_says_what_jogg_takes(visitor: Client) -> None:
    text = page(visitor)
    assert "Photos (JPG, PNG, WebP or GIF; HEIC to convert) up to 10 MB" in text
    assert "Videos (MP4, WebM or MOV) up to 100 MB" in text
    assert "Audio files (MP3, WAV or M4A; WebM to convert) up to 20 MB" in text


def test_shows_the_three_facts_apart(visitor: Client, member: User) -> None:
    hosted_asset(member, hosted_url="https://h/one.mp3")
    text = page(visitor)
    for fact in ("Received here", "Sent to Jogg", "https://h/one.mp3"):
        assert fact in text


def test_says_why_an_asset_needs_its_owner_and_what_support_asks_for(visitor: Client, member: User) -> None:
    stored_asset(member, status="failed", error="Jogg refuses the API key.", error_code="10105", error_rid="rid-5")
    text = page(visitor)
    for told in ("Not sent to Jogg", "Jogg refuses the API key.", "10105", "rid-5", "Try again"):
        assert told in text


def test_older_assets_are_on_the_next_page_each_once(visitor: Client, member: User) -> None:
    now = timezone.now()  # all at one moment, so that only the id tells them apart
    names = [f"{number}.mp3" for number in range(PAGE_SIZE + 3)]
    for name in names:
        hosted_asset(member, name=name, created_at=now)
    newest = visitor.get("/uploads/")
    older = visitor.get(newest.context["next_page"])
    shown = [asset.original_name for asset in [*newest.context["assets"], *older.context["assets"]]]
    assert len(newest.context["assets"]) == PAGE_SIZE
    assert sorted(shown) == sorted(names)
    assert older.context["next_page"] is None
    assert 'rel="next"' in newest.content.decode()


@pytest.mark.parametrize("before", ["nonsense", "2026-01-01~x", "~", f"2026-01-01T00:00:00~{UUID(int=0)}"])
def test_a_cursor_that_cant_be_read_shows_the_first_page(visitor: Client, member: User, before: str) -> None:
    hosted_asset(member, name="here.mp3")
    assert "here.mp3" in page(visitor, f"/uploads/?before={before}")


def updates(visitor: Client, *shown: str, view: str = "") -> tuple[int, str]:
    answer = visitor.get("/uploads/updates/", {"running": shown} | ({"view": view} if view else {}), headers=HTMX)
    return answer.status_code, answer.content.decode()


def test_brings_only_the_rows_that_changed(visitor: Client, member: User) -> None:
    same, changed = stored_asset(member), stored_asset(member)
    shown = [f"{asset.pk}~{asset.version}" for asset in (same, changed)]
    assert updates(visitor, *shown) == (204, "")
    services.retry(changed)
    changed.save()
    status, text = updates(visitor, *shown)
    assert status == 200
    assert f'id="asset-{changed.pk}" hx-swap-oob="outerHTML"' in text
    assert str(same.pk) not in text


def test_a_moving_row_asks_for_news_and_a_finished_one_doesnt(visitor: Client, member: User) -> None:
    moving, finished = stored_asset(member), hosted_asset(member)
    text = page(visitor)
    assert f"{moving.pk}~{moving.version}" in text
    assert f"{finished.pk}~" not in text


def test_brings_the_detail_pages_fragment_when_asked(visitor: Client, member: User) -> None:
    asset = stored_asset(member)
    _, text = updates(visitor, f"{asset.pk}~old", view="detail")
    assert f'<div class="stack" id="asset-{asset.pk}" hx-swap-oob="outerHTML">' in text
    assert "About this file" in text


def test_tells_nothing_of_other_peoples_or_deleted_rows(visitor: Client, member: User, stranger: User) -> None:
    theirs, gone = stored_asset(stranger), trashed(stored_asset(member))
    status, text = updates(visitor, f"{theirs.pk}~old", f"{gone.pk}~old", "nonsense", "~")
    assert status == 200
    taken_away = [f'<div id="asset-{row.pk}" hx-swap-oob="delete"></div>' for row in (theirs, gone)]
    assert text == "".join(taken_away)


def test_the_samples_arrive_and_are_sent(browser_of_member: Client) -> None:
    answer = browser_of_member.post("/uploads/samples/")
    assert answer["Location"] == "/uploads/"
    assets = Asset.objects.all()
    assert {asset.kind for asset in assets} == {"image", "audio"}
    assert {asset.status for asset in assets} == {"hosted"}
    assert all(Kept(asset.file).size == asset.size for asset in assets)


def test_there_are_no_samples_with_a_real_key(browser_of_member: Client, settings: pytest.FixtureRequest) -> None:
    settings.DEMO_MODE = False
    assert browser_of_member.post("/uploads/samples/").status_code == 404
    assert not Asset.objects.exists()


def converted(member: User, name: str = "take.mp3") -> tuple[Asset, Asset]:
    """A recording, and what was made of it after its row was drawn."""
    source = hosted_asset(member, name="take.wav", content=media.wav())
    made = hosted_asset(member, name=name, source=source)
    Conversion.objects.create(source=source, content_type="audio/mpeg", status="done", result=made)
    claims.update(Asset.objects.filter(pk=source.pk))
    return source, made


def test_what_was_made_of_a_file_takes_its_place_at_the_top(visitor: Client, member: User) -> None:
    drawn = f"{timezone.now().timestamp():.6f}"
    source, made = converted(member)
    text = visitor.get("/uploads/updates/", {"running": f"{source.pk}~{drawn}"}).content.decode()
    assert 'hx-swap-oob="afterbegin:#assets"' in text
    assert f'id="asset-{made.pk}"' in text


def test_what_a_list_shows_already_isnt_put_there_twice(visitor: Client, member: User) -> None:
    source, made = converted(member)
    text = visitor.get("/uploads/updates/", {"running": f"{source.pk}~{made.born}"}).content.decode()
    assert f'id="asset-{source.pk}"' in text
    assert f'id="asset-{made.pk}"' not in text


def test_a_files_own_page_gets_no_rows(visitor: Client, member: User) -> None:
    drawn = f"{timezone.now().timestamp():.6f}"
    source, made = converted(member)
    text = visitor.get("/uploads/updates/", {"running": f"{source.pk}~{drawn}", "view": "detail"}).content.decode()
    assert f'id="asset-{source.pk}"' in text
    assert f'id="asset-{made.pk}"' not in text
