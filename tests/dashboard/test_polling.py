"""Which of the rows that a page shows have changed. Shown on assets."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from jogg_dashboard import polling
from tests.uploads.rows import stored_asset
from uploads.models import Asset


def changed(*shown: str) -> list[Asset]:
    return polling.changed(Asset.objects.all(), shown)[0]


def as_shown(asset: Asset) -> str:
    return f"{asset.pk}~{asset.version}"


def test_a_row_as_it_is_shown_hasnt_changed(member: User) -> None:
    assert changed(as_shown(stored_asset(member))) == []


def test_a_row_that_was_saved_since_has(member: User) -> None:
    asset = stored_asset(member)
    shown = as_shown(asset)
    asset.save()
    assert changed(shown) == [asset]


def test_only_rows_that_are_asked_about_count(member: User) -> None:
    stored_asset(member)
    assert changed() == []


KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize("text", ["", "~", "nonsense", "nonsense~1", KEY, f"{KEY}~1"])
def test_what_names_no_row_is_passed_over(member: User, text: str) -> None:
    asset = stored_asset(member)
    assert changed(text, f"{asset.pk}~old") == [asset]


def test_tells_which_rows_are_gone(member: User) -> None:
    asset, gone = stored_asset(member), uuid4()
    assert polling.changed(Asset.objects.all(), [as_shown(asset), f"{gone}~1", "nonsense"]) == ([], [gone])


def test_a_request_cant_ask_about_more_than_pages_show(member: User) -> None:
    asset = stored_asset(member)
    flood = ["7c9e6679-7425-40de-944b-e07fc1f90ae7~1" for _ in range(polling.MOST_ROWS)]
    assert changed(*flood, f"{asset.pk}~old") == []
    assert changed(*flood[1:], f"{asset.pk}~old") == [asset]
