"""Who may do what, asked of every URL there is: a new one is covered without being named here.

What isn't in these tables is for signed-in people, answers GET only, and hides others' objects.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.uploads.rows import hosted_asset
from tests.videos.rows import queued_video
from uploads.models import Import, JobStatus
from videos.models import Batch

PUBLIC = {"healthz", "login"}
BY_LINK = {"share:player", "share:file", "share:cover", "share:captions"}  # for whoever has a token
FOR_MACHINES = {"operating:readyz", "operating:metrics"}  # tests/operating asks what they answer
SIGNED = {"webhook"}  # for Jogg, who proves by a signature that it is Jogg
POST_ONLY = {
    "logout", "webhook", "uploads:samples", "uploads:retry", "uploads:describe",
    "uploads:convert",
    "uploads:selection_tag", "uploads:selection_untag", "uploads:selection_download", "uploads:selection_send",
    "uploads:selection_delete", "uploads:selection_restore", "uploads:selection_purge",
    "uploads:verify",
    "uploads:retry_import", "uploads:dismiss_import",
    "videos:detach", "videos:not_created", "videos:take_back",
    "videos:put_event_aside",
    "videos:bring_events_back",
    "videos:fetch_again", "videos:describe", "videos:test_mail",
    "videos:selection_tag", "videos:selection_untag", "videos:selection_download", "videos:selection_delete",
    "videos:selection_restore", "videos:selection_purge",
    "videos:read_catalogue",
    "videos:add_favourite_avatar", "videos:remove_favourite_avatar",
    "videos:add_favourite_voice", "videos:remove_favourite_voice",
    "videos:retry", "videos:mark_final", "videos:unmark_final",
    "videos:share", "videos:share_off", "videos:share_on",
    "videos:batch_row", "videos:confirm_batch", "videos:pause_batch", "videos:resume_batch", "videos:discard_batch",
    "videos:restore_batch", "videos:batch_rest", "videos:variants_again",
    "videos:save_draft", "videos:discard_draft", "videos:restore_draft", "videos:read_script", "videos:advise_script",
    "rehearsal:rehearse", "rehearsal:switch_off", "rehearsal:switch_all_off",
}  # fmt: skip
BOTH = {
    "uploads:list", "uploads:imports", "videos:new", "videos:budget", "videos:attach", "videos:submit_again",
    "videos:new_batch", "videos:batch", "videos:variants", "videos:preferences",
}  # fmt: skip
ANY_METHOD = {"home", "login"}  # Django's own: to somebody who is signed in both are redirects


def urls(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named URL, as `app:name`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from urls(pattern.url_patterns, prefix + inner)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield prefix + pattern.name, pattern


URLS = dict(urls())
PARAMETERS = {name: set(pattern.pattern.converters) for name, pattern in URLS.items()}
OWNED = [
    name for name, parameters in PARAMETERS.items() if parameters & {"asset_id", "import_id", "video_id", "batch_id"}
]
SHARED = [name for name, parameters in PARAMETERS.items() if "pk" in parameters]


def method_of(name: str) -> str:
    return "post" if name in POST_ONLY else "get"


def call(client: Client, name: str, method: str = "", **values: Any) -> HttpResponse:
    return getattr(client, method or method_of(name))(reverse(name, kwargs=values))


def any_values(name: str) -> dict[str, Any]:
    """Values that fit the URL and name nothing."""
    plain = {"pk": 0, "number": 0, "token": "no-token"}
    return {parameter: plain.get(parameter, uuid4()) for parameter in PARAMETERS[name]}


def test_the_tables_name_no_url_that_is_gone() -> None:
    assert set(URLS) >= PUBLIC | POST_ONLY | BOTH | ANY_METHOD
    known = {"asset_id", "import_id", "video_id", "batch_id", "pk", "number", "scene_key", "fault_id", "token"}
    assert set().union(*PARAMETERS.values()) == known


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(URLS) - PUBLIC - FOR_MACHINES - SIGNED - BY_LINK))
def test_anonymous_goes_to_login(client: Client, name: str) -> None:
    url = reverse(name, kwargs=any_values(name))
    for method in ("get", "post"):
        answer = getattr(client, method)(url)
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={url}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_anybody_may_see_the_public_pages(client: Client, name: str) -> None:
    assert call(client, name).status_code == 200


@pytest.mark.parametrize("name", sorted(set(URLS) - ANY_METHOD))
def test_the_wrong_method_is_refused(client: Client, member: User, name: str) -> None:
    client.force_login(member)
    wrong = {"get", "post", "put", "patch", "delete"} - ({"get", "post"} if name in BOTH else {method_of(name)})
    for method in wrong:
        assert call(client, name, method, **any_values(name)).status_code == 405, method


@pytest.mark.parametrize("name", sorted(OWNED))
def test_another_persons_object_is_not_found(client: Client, member: User, stranger: User, name: str) -> None:
    client.force_login(member)
    asset, video = hosted_asset(stranger), queued_video(stranger)
    job = Import.objects.create(owner=stranger, url="https://a.example/", status=JobStatus.FAILED)
    batch = Batch.objects.create(owner=stranger, rows=[{"script": "Theirs."}])
    values = {"asset_id": asset.pk, "import_id": job.pk, "video_id": video.pk, "batch_id": batch.pk}
    values = {"pk": 0, "number": 1} | values
    values = {parameter: values[parameter] for parameter in PARAMETERS[name]}
    assert call(client, name, **values).status_code == 404
    for row in (asset, job, video):
        before = row.version
        row.refresh_from_db()
        assert row.version == before, "another person's object was changed"
    assert Batch.objects.values_list("updated_at", flat=True).get() == batch.updated_at


@pytest.mark.parametrize("name", sorted(BY_LINK))
def test_a_link_that_leads_nowhere_is_told_to_anybody(client: Client, db: None, name: str) -> None:
    answer = call(client, name, token="no-token")
    assert (answer.status_code, "Nothing to watch here" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("name", sorted(OWNED + SHARED))
def test_what_doesnt_exist_is_not_found(client: Client, member: User, name: str) -> None:
    client.force_login(member)
    assert call(client, name, **any_values(name)).status_code == 404


@pytest.mark.parametrize("name", ["uploads:detail", "uploads:file", "videos:detail"])
def test_one_sees_what_is_ones_own(client: Client, member: User, name: str) -> None:
    client.force_login(member)
    values = {"asset_id": hosted_asset(member).pk, "video_id": queued_video(member).pk}
    answer = call(client, name, **{parameter: values[parameter] for parameter in PARAMETERS[name]})
    assert answer.status_code == 200
    answer.close()


def test_home_is_the_library(client: Client, member: User) -> None:
    client.force_login(member)
    assert client.get("/")["Location"] == "/uploads/"


def test_health_needs_nobody_to_be_signed_in(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_signing_in_leads_to_where_one_wanted_to_go(client: Client, member: User) -> None:
    credentials = {"username": "member", "password": "a good password", "next": "/videos/new/"}
    assert client.post("/accounts/login/", credentials)["Location"] == "/videos/new/"
    assert client.get("/accounts/login/").status_code == 302, "who is signed in needn't sign in"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/"])
def test_signing_in_leads_to_no_other_site(client: Client, member: User, url: str) -> None:
    credentials = {"username": "member", "password": "a good password", "next": url}
    assert client.post("/accounts/login/", credentials)["Location"] == "/uploads/"


def test_a_wrong_password_is_told(client: Client, member: User) -> None:
    answer = client.post("/accounts/login/", {"username": "member", "password": "wrong"})
    assert answer.status_code == 200
    assert "Please enter a correct username and password" in answer.content.decode()


def test_guessing_a_password_is_ended(client: Client, member: User, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        client.post("/accounts/login/", {"username": "member", "password": "wrong"})
    answer = client.post("/accounts/login/", {"username": "member", "password": "a good password"})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_signing_out_ends_the_session(client: Client, member: User) -> None:
    client.force_login(member)
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/uploads/").status_code == 302


def test_a_redirect_takes_the_whole_page_along_with_htmx(client: Client, db: None) -> None:
    answer = client.get("/uploads/updates/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=")
