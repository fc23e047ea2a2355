"""Having the lists of avatars and voices read again: by a button, by a worker, whatever gets lost meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from huey.api import Huey

from tests.scripted_server import ScriptedServer, envelope
from tests.videos.test_catalog import offers, read_again
from videos import catalog, services, tasks
from videos.models import Avatar, Catalogue

READ = "/videos/catalogue/read/"


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def offered(scripted: ScriptedServer, member: User) -> ScriptedServer:
    """A Jogg whose lists were read a minute ago, and which has another avatar by now."""
    offers(scripted, avatars=[{"avatar_id": 1}])
    read_again()
    offers(scripted, avatars=[{"avatar_id": 1}, {"avatar_id": 2}])
    return scripted


def test_a_worker_reads_them_however_fresh_they_are(visitor: Client, offered: ScriptedServer) -> None:
    answer = visitor.post(READ, headers={"HX-Request": "true"})
    assert "just now" in answer.content.decode()
    assert Avatar.objects.count() == 2
    assert catalog.catalogue().asked_at is None


def test_the_page_doesnt_wait_for_jogg(visitor: Client, offered: ScriptedServer, idle_worker: Huey) -> None:
    asked = len(offered.seen)
    text = visitor.post(READ, headers={"HX-Request": "true"}).content.decode()
    assert text.count("Being read again at Jogg…") == text.count("data-moving") == 2
    assert "data-moving" in visitor.get("/videos/new/avatars/").content.decode()
    assert len(offered.seen) == asked


def test_without_scripts_one_comes_back_to_the_page(visitor: Client, offered: ScriptedServer) -> None:
    assert visitor.post(READ, {"next": "/videos/new/?q=x"})["Location"] == "/videos/new/?q=x"


@pytest.mark.parametrize("page", ["", "https://evil.example/", "//evil.example/"])
def test_it_leads_to_no_other_site(visitor: Client, offered: ScriptedServer, page: str) -> None:
    assert visitor.post(READ, {"next": page})["Location"] == "/videos/new/"


def test_a_queue_that_cant_be_written_to_loses_nothing(offered: ScriptedServer, broken_queue: None) -> None:
    services.read_catalogue_again()
    assert catalog.is_asked_for()


def test_the_sweep_reads_only_what_was_asked_for(offered: ScriptedServer) -> None:
    asked = len(offered.seen)
    tasks.sweep_catalogue.call_local()
    assert len(offered.seen) == asked
    Catalogue.objects.update(asked_at=timezone.now())
    tasks.sweep_catalogue.call_local()
    assert Avatar.objects.count() == 2
    assert not catalog.is_asked_for()


def test_a_failure_is_told_and_tried_again_by_itself(visitor: Client, offered: ScriptedServer) -> None:
    offered.script("GET /v1/avatars", envelope(code=10105))
    visitor.post(READ)
    row = catalog.catalogue()
    assert (row.asked_at, row.error) == (None, "Jogg refuses the API key.")
    assert row.due_at > timezone.now()


def test_asking_ends_the_wait_after_a_failure(offered: ScriptedServer) -> None:
    Catalogue.objects.update(due_at=timezone.now() + timedelta(hours=1), error="No connection.")
    services.read_catalogue_again()
    assert Avatar.objects.count() == 2
    assert catalog.catalogue().error == ""


def test_where_nothing_was_read_yet_asking_changes_nothing(
    scripted: ScriptedServer, idle_worker: Huey, db: None
) -> None:
    services.read_catalogue_again()
    assert Catalogue.objects.count() == 0
