"""A video that needs no form: by what Jogg offers to all."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from jogg_dashboard.account import account
from videos import services
from videos.models import Avatar, Catalogue, Voice
from videos.services import NothingOffered


@pytest.fixture
def lists(member: User) -> None:
    """One's own avatar and voice come first, then what isn't ready, then what is."""
    Catalogue.objects.create(account=account(), refreshed_at=timezone.now())
    Avatar.objects.create(avatar_id="1", avatar_type=1, position=0)
    Avatar.objects.create(avatar_id="2", avatar_type=0, position=1, ready=False)
    Avatar.objects.create(avatar_id="4", avatar_type=0, position=3, name="Later")
    Avatar.objects.create(avatar_id="3", avatar_type=0, position=2, name="Ann")
    Voice.objects.create(voice_id="mine", position=0, custom=True)
    Voice.objects.create(voice_id="emily", position=1, name="Emily")


def test_takes_the_first_avatar_and_voice_that_are_ready_for_all(lists: None, member: User) -> None:
    choices = services.sample_choices(name="Sample", script="Good morning.")
    video = services.create(owner=member, form_token=None, **choices)
    assert (video.name, video.script, video.avatar_name, video.voice_name) == (
        "Sample", "Good morning.", "Ann", "Emily",
    )  # fmt: skip


@pytest.mark.parametrize("missing", [Catalogue, Avatar, Voice])
def test_says_so_where_there_is_nobody_to_make_it_with(lists: None, missing: type) -> None:
    missing.objects.all().delete()
    with pytest.raises(NothingOffered):
        services.sample_choices(name="Sample", script="Good morning.")


def test_lists_that_were_never_read_from_this_jogg_dont_count(lists: None) -> None:
    Catalogue.objects.update(account="another")
    with pytest.raises(NothingOffered):
        services.sample_choices(name="Sample", script="Good morning.")
