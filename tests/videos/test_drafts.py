"""Drafts: what is typed is kept, becomes the video, and nothing that comes late changes it."""

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import post_init
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests.scripted_server import ScriptedServer, envelope
from tests.uploads.rows import hosted_asset
from tests.videos.rows import CREATE, queued_video
from tests.videos.test_create_view import FILLED
from videos import drafts, services, tasks, tidying
from videos.models import Avatar, Video

JSON = {"Accept": "application/json"}
EMPTY = {"avatar_type": "0", "aspect_ratio": "portrait", "screen_style": "1", "caption": "on", "voice_source": "script"}


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def keep(visitor: Client, token: uuid.UUID, **fields: Any) -> dict[str, Any]:
    answer = visitor.post("/videos/drafts/", EMPTY | {"token": str(token)} | fields, headers=JSON)
    assert answer.status_code == 200
    return answer.json()


def draft_of(owner: User, **fields: Any) -> Video:
    return queued_video(owner, status="draft", **fields)


def form_of(visitor: Client, url: str) -> dict[str, Any]:
    form = visitor.get(url).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_a_half_filled_form_is_kept_and_comes_back_as_it_was(visitor: Client, member: User) -> None:
    token = uuid.uuid4()
    Avatar.objects.create(avatar_id="83", avatar_type=0, position=0, name="Priya")
    told = keep(visitor, token, script="Half a sen", avatar_id="83", aspect_ratio="square")
    draft = Video.objects.get()
    assert (told["state"], told["url"]) == ("saved", f"/videos/new/?draft={draft.pk}")
    assert (draft.owner, draft.status, draft.form_token, draft.avatar_name) == (member, "draft", token, "Priya")
    came_back = form_of(visitor, told["url"])
    kept = {"script": "Half a sen", "avatar_id": "83", "aspect_ratio": "square", "token": str(token), "caption": True}
    assert {name: came_back[name] for name in kept} == kept


def test_what_is_typed_on_goes_into_the_same_draft(visitor: Client) -> None:
    token = uuid.uuid4()
    keep(visitor, token, script="One")
    keep(visitor, token, script="One two", name="Spring")
    draft = Video.objects.get()
    assert (draft.script, draft.sort_name, draft.timeline.count()) == ("One two", "spring", 1)
    assert draft.search_text.split() == ["spring", "one", "two"]
    assert draft.take_key == queued_video(draft.owner, script="One  two").take_key


def test_an_empty_form_makes_no_draft(visitor: Client) -> None:
    assert keep(visitor, uuid.uuid4(), script="  ")["state"] == "empty"
    assert not Video.objects.exists()


def test_what_no_row_can_hold_is_told_and_the_rest_is_kept(visitor: Client) -> None:
    token = uuid.uuid4()
    keep(visitor, token, script="Hi", name="Short")
    told = keep(visitor, token, script="Hi there", name="n" * 121, aspect_ratio="round", avatar_id="not a number")
    draft = Video.objects.get()
    assert (draft.script, draft.name, draft.aspect_ratio, draft.avatar_id) == (
        "Hi there", "Short", "portrait", "not a number",
    )  # fmt: skip
    assert "at most 120 characters" in told["problems"]


def test_the_button_turns_the_draft_into_the_video(visitor: Client, scripted: ScriptedServer) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    token = uuid.uuid4()
    keep(visitor, token, script="Good mor")
    Video.objects.update(created_at=timezone.now() - timedelta(days=2))
    begun = Video.objects.get()
    answer = visitor.post("/videos/new/", FILLED | {"token": str(token)})
    video = Video.objects.get()
    assert (video.pk, answer["Location"]) == (begun.pk, f"/videos/{begun.pk}/")
    assert (video.script, video.name, video.status, video.job_id) == ("Good morning.", "Hello", "waiting", "job-7")
    assert timezone.now() - video.created_at < timedelta(minutes=1), "it takes its place in the line now"
    assert [entry.sentence for entry in video.timeline.order_by("id")][:2] == ["Kept as a draft.", "Ordered."]


def test_a_form_sent_twice_is_one_video_also_where_it_was_a_draft(visitor: Client, scripted: ScriptedServer) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    token = uuid.uuid4()
    keep(visitor, token, script="Good mor")
    first = visitor.post("/videos/new/", FILLED | {"token": str(token)})
    second = visitor.post("/videos/new/", FILLED | {"token": str(token)})
    changed = visitor.post("/videos/new/", FILLED | {"token": str(token), "script": "Something else."})
    assert first["Location"] == second["Location"]
    assert changed.status_code == 422
    assert "This form was already sent" in changed.content.decode()
    assert (len(scripted.requests(CREATE)), Video.objects.count()) == (1, 1)


def test_what_is_kept_late_changes_nothing(visitor: Client, idle_worker: Huey) -> None:
    token = uuid.uuid4()
    keep(visitor, token, script="Good morning.")
    visitor.post("/videos/new/", FILLED | {"token": str(token)})
    before = Video.objects.get()
    assert keep(visitor, token, script="Good mor")["state"] == "sent"
    after = Video.objects.get()
    assert (after.status, after.script, after.version) == ("queued", "Good morning.", before.version)


def test_an_order_counts_although_the_form_is_kept_in_the_same_moment(member: User, idle_worker: Huey) -> None:
    """The draft arrives after the order has looked for one, and before it has written its row."""
    token, kept = uuid.uuid4(), []

    def keep_it_now(**told: Any) -> None:
        if not kept:
            kept.append(True)
            drafts.save(owner=member, form_token=token, script="H")

    choices = {"script": "Hi.", "avatar_id": "1", "avatar_type": 0, "voice_id": "v"}
    post_init.connect(keep_it_now, sender=Video)
    video = services.create(owner=member, form_token=token, **choices)
    post_init.disconnect(keep_it_now, sender=Video)
    assert (video.status, video.script, Video.objects.count()) == ("queued", "Hi.", 1)
    assert video.timeline.filter(sentence="Kept as a draft.").exists()


def test_another_persons_draft_is_neither_shown_nor_changed(visitor: Client, stranger: User) -> None:
    theirs = draft_of(stranger, script="Their secret.")
    assert "Their secret." not in visitor.get(f"/videos/new/?draft={theirs.pk}").content.decode()
    assert "Their secret." not in visitor.get("/videos/new/").content.decode()
    assert keep(visitor, theirs.form_token, script="Mine")["state"] == "empty"
    theirs.refresh_from_db()
    assert theirs.script == "Their secret."


def test_a_new_form_offers_the_newest_draft_and_begins_empty(visitor: Client, member: User) -> None:
    draft_of(member, name="Older")
    newest = draft_of(member, name="Spring offer")
    text = unescape(visitor.get("/videos/new/").content.decode())
    assert "You have begun a video: “Spring offer”." in text
    assert f'href="/videos/new/?draft={newest.pk}"' in text
    assert form_of(visitor, "/videos/new/")["name"] is None


def test_a_discarded_draft_is_offered_no_more_and_can_be_taken_back(visitor: Client, member: User) -> None:
    draft = draft_of(member, name="Spring offer")
    answer = visitor.post(f"/videos/{draft.pk}/discard/", {"anew": "1"}, follow=True)
    text = unescape(answer.content.decode())
    assert "The draft “Spring offer” was discarded." in text
    assert "You have begun a video" not in text
    assert keep(visitor, draft.form_token, script="Late")["state"] == "discarded"
    assert "This draft was discarded" in unescape(visitor.get(draft.get_absolute_url()).content.decode())
    assert visitor.post(f"/videos/{draft.pk}/restore-draft/")["Location"] == draft.get_absolute_url()
    assert keep(visitor, draft.form_token, script="On time")["state"] == "saved"


def test_a_discarded_draft_that_is_ordered_all_the_same_is_wanted(visitor: Client, member: User) -> None:
    draft = draft_of(member, deleted_at=timezone.now())
    visitor.post("/videos/new/", FILLED | {"token": str(draft.form_token)})
    draft.refresh_from_db()
    assert (draft.deleted_at, draft.script) == (None, "Good morning.")


def test_one_that_is_just_being_removed_for_good_is_ordered_once_and_as_a_video_that_is_seen(
    visitor: Client, member: User, idle_worker: Huey
) -> None:
    now = timezone.now()
    draft = draft_of(member, name="Old", deleted_at=now, purged_at=now)  # as a killed process leaves it
    assert keep(visitor, draft.form_token, script="Late")["state"] == "discarded"
    assert visitor.post(f"/videos/{draft.pk}/restore-draft/").status_code == 404
    for _ in range(2):
        visitor.post("/videos/new/", FILLED | {"token": str(draft.form_token)})
    (ordered,) = Video.objects.filter(status="queued")
    assert (ordered.name, ordered.purged_at) == ("Hello", None)
    tidying.purge_deleted()
    assert Video.objects.get() == ordered


@pytest.mark.parametrize("address", ["discard", "restore-draft"])
def test_only_drafts_can_be_discarded(visitor: Client, member: User, address: str) -> None:
    assert visitor.post(f"/videos/{queued_video(member).pk}/{address}/").status_code == 404


def test_a_form_that_was_sent_opens_as_it_was_and_says_what_it_became(visitor: Client, member: User) -> None:
    video = queued_video(member, name="Sent", script="As it was.")
    answer = visitor.get(f"/videos/new/?draft={video.pk}")
    assert "This form was sent and became" in answer.content.decode()
    form = answer.context["form"]
    assert (form["script"].value(), form["token"].value()) == ("As it was.", str(video.form_token))


def test_a_drafts_page_is_the_form(visitor: Client, member: User) -> None:
    draft = draft_of(member)
    assert visitor.get(f"/videos/{draft.pk}/")["Location"] == f"/videos/new/?draft={draft.pk}"


def test_without_scripts_a_draft_is_kept_by_a_button(visitor: Client) -> None:
    token = uuid.uuid4()
    answer = visitor.post("/videos/drafts/", FILLED | {"token": str(token)}, follow=True)
    assert answer.redirect_chain == [(f"/videos/new/?draft={Video.objects.get().pk}", 302)]
    assert "Kept as a draft." in answer.content.decode()
    assert "There is nothing to keep yet." in visitor.post("/videos/drafts/", EMPTY, follow=True).content.decode()


def test_drafts_are_never_submitted_by_themselves(member: User, scripted: ScriptedServer) -> None:
    draft = draft_of(member)
    tasks.sweep.call_local()
    tasks.advance(str(draft.pk))
    draft.refresh_from_db()
    assert (draft.status, draft.is_running, draft.submits.count()) == ("draft", False, 0)
    assert scripted.requests(CREATE) == []
    assert not services.is_submitting()


def test_the_form_begins_with_what_was_chosen_last(visitor: Client, member: User) -> None:
    queued_video(member, aspect_ratio="landscape", screen_style=2, caption=False)
    draft_of(member, aspect_ratio="square", screen_style=1, caption=True)
    form = form_of(visitor, "/videos/new/")
    assert (form["aspect_ratio"], form["screen_style"], form["caption"]) == ("landscape", 2, False)
    assert not form["avatar_id"]


def test_using_a_video_again_is_remembered(visitor: Client, member: User, idle_worker: Huey) -> None:
    source = queued_video(member, status="failed", script="Once more.")
    form = form_of(visitor, f"/videos/new/?from={source.pk}")
    assert form["made_from"] == str(source.pk)
    again = {name: value for name, value in form.items() if value not in (None, "")}
    visitor.post("/videos/new/", again)
    assert Video.objects.get(status="queued").made_from == source


def test_a_strangers_video_is_nothing_to_have_begun_with(visitor: Client, stranger: User, idle_worker: Huey) -> None:
    visitor.post("/videos/new/", FILLED | {"made_from": str(queued_video(stranger).pk)})
    assert Video.objects.get(name="Hello").made_from is None


def test_a_draft_keeps_its_script_beside_the_recording(visitor: Client, member: User) -> None:
    asset = hosted_asset(member)
    told = keep(visitor, uuid.uuid4(), script="Written before.", audio=str(asset.pk), voice_source="audio")
    answer = visitor.get(told["url"])
    assert answer.context["audio_chosen"]
    assert answer.context["form"]["script"].value() == "Written before."
