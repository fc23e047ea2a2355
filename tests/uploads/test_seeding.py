"""A large library to try things out with, and taking it away again."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from jogg_dashboard.local_copy import local_path
from tests.uploads.rows import hosted_asset
from uploads import probing, search, tasks, tidying
from uploads.models import Asset, SearchText, Tag
from uploads.probing import look_into
from uploads.seeding import library


@pytest.fixture
def demo(transactional_db: None) -> User:
    return User.objects.create_user("demo", password="demo")


def seed_library(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_library", *arguments, stdout=out)
    return out.getvalue()


def found(word: str) -> int:
    return SearchText.objects.filter(text__contains=word).count()


def names() -> list[str]:
    return list(Asset.objects.order_by("-created_at").values_list("name", flat=True))


def test_fills_the_demo_users_library_and_says_so(demo: User, member: User) -> None:
    assert seed_library("--assets", "300").startswith("Added 300 made-up assets of demo in ")
    assert Asset.objects.for_user(demo).count() == 300
    assert {row.kind for row in Asset.objects.all()} == {"image", "video", "audio"}
    assert {row.status for row in Asset.objects.all()} == {"hosted", "failed", "kept"}
    assert not Asset.objects.filter(owner=member).exists()


@pytest.mark.parametrize("count", [100, 101, 300, 2500])
def test_three_have_a_rare_word_and_half_of_them_a_frequent_one(demo: User, count: int) -> None:
    seed_library("--assets", str(count))
    assert (Asset.objects.count(), found("zanzibar"), found("campaign")) == (count, 3, count // 2)


def test_each_is_found_by_the_words_that_an_uploaded_one_would_be(demo: User) -> None:
    seed_library("--assets", "60")
    before = dict(SearchText.objects.values_list("asset", "text"))
    for asset in Asset.objects.all():
        search.index(asset)
    assert dict(SearchText.objects.values_list("asset", "text")) == before


def test_the_same_number_makes_up_the_same_names_and_another_one_others(demo: User, member: User) -> None:
    made = []
    for seed in ("1", "1", "2"):
        seed_library("--assets", "20", "--seed", seed)
        made.append(names())
        seed_library("--remove")
    assert made[0] == made[1] != made[2]


def test_the_files_are_real_ones_of_their_type(demo: User, tmp_path: Path) -> None:
    seed_library("--assets", "200")
    for asset in {row.file.name: row for row in Asset.objects.all()}.values():
        with local_path(asset.file) as path:
            seen = look_into(path, asset.content_type, tmp_path / f"{asset.pk}.webp")
        assert "error" not in seen, asset.file.name
    pictures = set(Asset.objects.exclude(picture="").values_list("picture", "frames").distinct())
    assert pictures == {("assets/seeded/picture.webp", ""), ("assets/seeded/picture.webp", "assets/seeded/frames.webp")}
    assert all(default_storage.size(name) for pair in pictures for name in pair if name)


def test_what_may_be_sent_again_says_of_its_file_what_is_so(demo: User) -> None:
    seed_library("--assets", "300")
    to_retry = Asset.objects.to_retry()
    assert to_retry.exists()
    assert all(asset.size == asset.file.size for asset in to_retry)


def test_a_photo_has_no_codec_as_real_ones_have_none(demo: User) -> None:
    seed_library("--assets", "100")
    assert set(Asset.objects.filter(kind="image").values_list("codec", flat=True)) == {""}
    assert "" not in Asset.objects.filter(kind="video").values_list("codec", flat=True)


def test_the_worker_has_nothing_to_do_with_it(demo: User) -> None:
    seed_library("--assets", "100")
    before = set(Asset.objects.values_list("pk", "status", "updated_at", "probed_at"))
    tasks.sweep()
    assert set(Asset.objects.values_list("pk", "status", "updated_at", "probed_at")) == before
    assert not Asset.objects.exclude(verify_due_at=None).exists()


def test_removing_takes_away_what_was_made_up_and_nothing_else(demo: User, member: User) -> None:
    mine = hosted_asset(demo)
    mine.tags.add(Tag.objects.create(owner=demo, name="Mine", folded="mine"))
    seed_library("--assets", "50")
    seed_library("--assets", "20", "--user", "member")
    assert seed_library("--remove").startswith("Removed 50 made-up assets of demo in ")
    assert list(Asset.objects.for_user(demo)) == [mine]
    assert [tag.name for tag in Tag.objects.filter(owner=demo)] == ["Mine"]
    assert (Asset.objects.for_user(member).count(), SearchText.objects.count()) == (20, 20)
    assert Asset.objects.for_user(member).first().file.size
    seed_library("--remove", "--user", "member")
    assert not default_storage.exists("assets/seeded/file.jpg")
    assert mine.file.size == mine.size


def test_purging_one_leaves_the_files_to_the_others(demo: User) -> None:
    seed_library("--assets", "40")
    Asset.objects.filter(kind="video").update(deleted_at=timezone.now() - 31 * tidying.KEPT_AFTER_DELETION)
    assert tidying.purge_deleted() > 0
    assert default_storage.exists("assets/seeded/file.mp4")
    assert default_storage.exists("assets/seeded/picture.webp")


def test_looking_into_one_again_leaves_the_pictures_to_the_others(demo: User) -> None:
    seed_library("--assets", "40")
    clip = Asset.objects.filter(kind="video").first()
    Asset.objects.filter(pk=clip.pk).update(probed_at=None)
    probing.probe(clip.pk)
    clip.refresh_from_db()
    assert clip.owns(clip.picture.name)
    assert default_storage.exists("assets/seeded/picture.webp")
    assert default_storage.exists("assets/seeded/frames.webp")


def test_they_open_like_any_other(demo: User, client: Client) -> None:
    seed_library("--assets", "30")
    client.force_login(demo)
    for asset in {row.kind: row for row in Asset.objects.all()}.values():
        assert client.get(asset.get_absolute_url()).status_code == 200
        assert len(client.get(f"{asset.get_absolute_url()}file").getvalue()) == asset.file.size
    assert client.get("/uploads/").status_code == 200


def test_with_a_real_key_the_user_has_to_be_named(demo: User, settings: Any) -> None:
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="name whose library it is to be"):
        seed_library()
    with pytest.raises(CommandError, match="name whose library it is to be"):
        seed_library("--remove")
    assert not Asset.objects.exists()


def test_with_a_real_key_nothing_made_up_says_that_it_is_at_jogg(demo: User, settings: Any) -> None:
    """A hosted recording could be chosen for a video, which costs a credit."""
    settings.DEMO_MODE = False
    seed_library("--assets", "50", "--user", "demo")
    assert set(Asset.objects.values_list("status", "hosted_url")) == {("kept", "")}


def test_a_user_that_isnt_there_is_told(demo: User) -> None:
    with pytest.raises(CommandError, match='There is no user "nobody" here'):
        seed_library("--user", "nobody")


@pytest.mark.parametrize("wrong", ["0", "-5", "many"])
def test_a_number_of_assets_that_makes_no_sense_is_told(demo: User, wrong: str) -> None:
    with pytest.raises(CommandError, match="give a whole number from 1 on"):
        seed_library("--assets", wrong)


def test_an_interrupted_run_leaves_whole_assets_only(demo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "MANY", 10)
    portions = library.seed(owner=demo, count=30, seed=1)
    next(portions)
    portions.close()
    assert (Asset.objects.count(), SearchText.objects.count()) == (10, 10)
    assert seed_library("--remove").startswith("Removed 10 ")
