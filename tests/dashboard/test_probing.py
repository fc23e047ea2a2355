"""Asking Jogg once a minute whether it is there: by the worker, by one of several, and never by a POST."""

from typing import Any

import pytest

from jogg_dashboard import probing
from jogg_dashboard.account import contact
from tests.scripted_server import ScriptedServer, envelope

URL = "https://dashboard.example.org"
OURS = {"endpoint_id": "e-1", "url": f"{URL}/webhooks/jogg/", "secret": "s", "status": "enabled", "events": []}


@pytest.fixture
def reachable(settings: Any, transactional_db: None) -> None:
    """The world reaches this dashboard, which has a key."""
    settings.PUBLIC_URL, settings.DEMO_MODE = URL, False


def probe() -> Any:
    """Ask; return what is known then."""
    probing.probe()
    return contact()


def test_an_answer_is_remembered(scripted: ScriptedServer, reachable: None) -> None:
    scripted.script("GET /v1/endpoints", envelope([OURS]))
    known = probe()
    assert (known.is_answering, known.is_key_accepted, known.is_webhook_registered) == (True, True, True)
    assert [seen.method for seen in scripted.seen] == ["GET"]


@pytest.mark.parametrize("listed", [[], [OURS | {"status": "disabled"}], [OURS | {"url": "https://else.example/"}]])
def test_a_webhook_that_isnt_registered_is_noticed(scripted: ScriptedServer, reachable: None, listed: list) -> None:
    scripted.script("GET /v1/endpoints", envelope(listed))
    assert probe().is_webhook_registered is False


def test_of_two_workers_one_asks_each_minute(scripted: ScriptedServer, reachable: None) -> None:
    scripted.script("GET /v1/endpoints", envelope([]))
    probing.probe()
    probing.probe()
    assert len(scripted.seen) == 1


def test_a_jogg_that_is_away_is_remembered(no_connection: str, reachable: None) -> None:
    known = probe()
    assert (known.is_known, known.is_answering, known.failure) == (True, False, "Jogg can't be reached.")


def test_no_secret_of_a_webhook_is_kept(scripted: ScriptedServer, reachable: None) -> None:
    scripted.script("GET /v1/endpoints", envelope([OURS | {"secret": "whsec-very-secret"}]))
    assert "whsec-very-secret" not in str(probe().__dict__)
