"""Names, tags and notes; the trash and the way back."""

import pytest
from django.contrib.auth.models import User

from tests.kept import Kept
from tests.sandbox_server import SandboxServer
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from tests.videos.rows import queued_video
from uploads import housekeeping, search, tasks
from uploads.models import Asset, Tag


def these(*assets: Asset) -> object:
    return Asset.objects.filter(pk__in=[asset.pk for asset in assets])


def found(text: str) -> set[str]:
    return set(search.matching(Asset.objects.all(), text).values_list("name", flat=True))


def tags_of(asset: Asset) -> list[str]:
    return [tag.name for tag in asset.tags.all()]


def describe(asset: Asset, *, name: str = "", tags: tuple[str, ...] = (), note: str = "") -> Asset:
    return housekeeping.describe(asset, name=name, tags=tags, note=note)


def test_a_renamed_asset_is_found_by_both_names(member: User) -> None:
    asset = describe(hosted_asset(member, name="REC001.mp3"), name="Spring offer")
    assert (asset.name, asset.original_name) == ("Spring offer", "REC001.mp3")
    assert found("spring") == found("rec001") == {"Spring offer"}
    assert "Renamed from REC001.mp3 to Spring offer." in [entry.sentence for entry in asset.timeline.all()]


def test_an_empty_name_is_the_one_it_was_uploaded_with(member: User) -> None:
    asset = describe(describe(hosted_asset(member, name="REC001.mp3"), name="Other"), name="")
    assert asset.name == "REC001.mp3"


def test_it_is_found_by_tags_and_note_as_they_are_now(member: User) -> None:
    asset = describe(hosted_asset(member), tags=("Frühling", "Offer"), note="Take two, louder")
    assert found("fruhling") == found("LOUDER") == {"voice.mp3"}
    describe(asset, tags=("winter",))
    assert found("fruhling") == found("louder") == set()
    assert found("winter") == {"voice.mp3"}


def test_a_tag_is_the_same_however_it_is_written(member: User, stranger: User) -> None:
    describe(hosted_asset(member), tags=("Café",))
    asset = describe(hosted_asset(member), tags=("cafe", "CAFÉ "))
    describe(hosted_asset(stranger), tags=("cafe",))
    assert tags_of(asset) == ["Café"]
    assert Tag.objects.filter(owner=member).count() == 1
    assert Tag.objects.filter(owner=stranger).get().name == "cafe"


def test_a_tag_that_nothing_has_is_no_choice_any_more(member: User) -> None:
    asset = describe(hosted_asset(member), tags=("one", "two"))
    describe(asset, tags=("two",))
    assert [tag.name for tag in Tag.objects.all()] == ["two"]


def test_several_are_tagged_and_untagged_at_once(member: User) -> None:
    first, second, other = (hosted_asset(member, name=f"{number}.mp3") for number in "123")
    assert housekeeping.tag(these(first, second), "spring") == 2
    assert (tags_of(first), tags_of(second), tags_of(other)) == (["spring"], ["spring"], [])
    assert found("spring") == {"1.mp3", "2.mp3"}
    assert housekeeping.untag(these(first, other), "Spring") == 1
    assert found("spring") == {"2.mp3"}


def test_deleting_keeps_the_file_for_the_way_back(member: User) -> None:
    asset = trashed(hosted_asset(member))
    assert Kept(asset.file).exists()
    assert asset.deleted_at is not None
    assert housekeeping.restore(these(asset)) == 1
    assert Asset.objects.for_user(member).get() == asset


def test_restoring_goes_on_with_what_the_deletion_interrupted(account: SandboxServer, member: User) -> None:
    asset = trashed(stored_asset(member))
    tasks.sweep()
    housekeeping.restore(these(asset))
    asset.refresh_from_db()
    assert asset.status == "hosted"
    assert asset.probed_at is not None


def test_only_what_is_in_the_trash_is_removed_for_good(member: User) -> None:
    gone, kept = trashed(hosted_asset(member)), hosted_asset(member)
    path = Kept(gone.file)
    assert housekeeping.purge(these(gone, kept)) == 1
    assert not path.exists()
    assert Asset.objects.get() == kept


@pytest.mark.parametrize("number", [1, 2])
def test_says_which_are_used_by_videos(member: User, number: int) -> None:
    used, unused = hosted_asset(member, name="used.mp3"), hosted_asset(member)
    videos = {queued_video(member, audio=used) for _ in range(number)}
    (told,) = housekeeping.used_in(these(used, unused))
    assert told == used
    assert set(told.videos.all()) == videos
