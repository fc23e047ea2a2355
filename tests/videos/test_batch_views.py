"""The pages of batches: the form, the table with its cells, the confirmation, what is seen afterwards."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests.uploads.rows import hosted_asset
from tests.videos.rows import finished_video, queued_video, waiting_video
from videos.batches import services
from videos.batches.checking import check
from videos.models import Avatar, Batch, Submit, Video, Voice

TABLE = "name\tscript\tavatar\tvoice\nFirst\tGood morning.\tPriya\tEmily\nSecond\tGood evening.\tPria\tEmily"
HTMX = {"HX-Request": "true"}

MOVING = '" data-moving>'  # on a batch that is still asked about


@pytest.fixture
def visitor(client: Client, member: User, idle_worker: Huey) -> Client:
    """Somebody signed in, with an avatar or two and a voice to choose from."""
    Avatar.objects.create(avatar_id="83", avatar_type=0, position=0, name="Priya")
    Avatar.objects.create(avatar_id="84", avatar_type=0, position=1, name="Marcus")
    Voice.objects.create(voice_id="en-US-EmilySandbox", position=0, name="Emily")
    client.force_login(member)
    return client


def text_of(answer: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def paste(visitor: Client, table: str = TABLE, **fields: Any) -> Batch:
    answer = visitor.post("/videos/batches/new/", {"table": table} | fields)
    assert answer.status_code == 302
    return Batch.objects.get(pk=answer["Location"].split("/")[3])


def cells(number: int, **changed: str) -> dict[str, str]:
    """What a page sends of a row."""
    row = {
        "name": "Second", "script": "Good evening.", "audio": "", "avatar": "Priya", "voice": "Emily", "ratio": "",
        "style": "", "captions": "",
    }  # fmt: skip
    return {f"{column}-{number}": text for column, text in (row | changed).items()}


def confirm(visitor: Client, batch: Batch, **fields: str) -> HttpResponse:
    """Press the button that the page shows."""
    page = visitor.get(batch.get_absolute_url()).content.decode()
    promise = re.search(r'name="promise" value="([0-9a-f]+)"', page)[1]
    return visitor.post(f"{batch.get_absolute_url()}confirm/", {"promise": promise} | fields)


def test_pasted_cells_become_a_table_with_errors_beside_their_cells(visitor: Client) -> None:
    batch = paste(visitor, name="Spring")
    page = visitor.get(batch.get_absolute_url())
    text = text_of(page)
    assert "There is no avatar called “Pria”. Did you mean “Priya”?" in text
    assert "Make 1 video · about 1 credit · without 1 row to mend" in text
    assert "1 row has something to mend and isn't ordered until then: row 2" in text
    assert re.search(r'name="avatar-2" value="Pria"[^>]*aria-describedby="avatar-2-error"', page.content.decode())
    assert not Video.objects.exists()


def test_a_file_becomes_a_table(visitor: Client) -> None:
    file = SimpleUploadedFile("list.csv", "Titel;Script;Notes\nÄ;Grüße.;x".replace("Titel", "title").encode("cp1252"))
    answer = visitor.post("/videos/batches/new/", {"file": file}, follow=True)
    assert Batch.objects.get().rows == [{"name": "Ä", "script": "Grüße."}]
    assert "Not used, as nothing is known about such a column: Notes." in text_of(answer)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a CSV file, or paste cells from a spreadsheet."),
        ({"table": TABLE, "file": b"script\nHi."}, "Choose a file or paste cells, not both."),
        ({"file": b""}, "This file is empty."),
        ({"file": b"PK\x03\x04"}, "This is a workbook."),
        ({"file": b"x" * (1024 * 1024 + 1)}, "The table is larger than 1 MB."),
        ({"table": "a,b\n1,2"}, "It says: a, b."),
    ],
)
def test_a_table_that_cant_be_read_says_why(visitor: Client, fields: dict[str, Any], sentence: str) -> None:
    if "file" in fields:
        fields = fields | {"file": SimpleUploadedFile("list.csv", fields["file"])}
    answer = visitor.post("/videos/batches/new/", fields)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not Batch.objects.exists()


def test_a_form_sent_twice_makes_one_table(visitor: Client) -> None:
    token = str(uuid4())
    assert paste(visitor, token=token) == paste(visitor, token=token)


def test_the_example_can_be_read_and_ordered(visitor: Client) -> None:
    answer = visitor.get("/videos/batches/template.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    visitor.post("/videos/batches/new/", {"file": SimpleUploadedFile("videos.csv", answer.content)})
    assert "Make 2 videos · about 2 credits" in text_of(visitor.get(Batch.objects.get().get_absolute_url()))


def test_a_mended_cell_redraws_its_row_and_the_sum(visitor: Client) -> None:
    batch = paste(visitor)
    answer = visitor.post(f"{batch.get_absolute_url()}rows/2/", cells(2), headers=HTMX)
    text = text_of(answer)
    assert "Make 2 videos · about 2 credits" in text
    assert "To mend" not in text
    assert 'id="row-2"' in answer.content.decode()
    assert 'id="row-1"' not in answer.content.decode()
    batch.refresh_from_db()
    assert batch.rows[1]["avatar"] == "Priya"


def test_a_row_that_has_become_another_ones_twin_is_redrawn_with_it(visitor: Client) -> None:
    batch = paste(visitor, f"{TABLE}\nSecond\tGood evening.\tPriya\tEmily")
    answer = visitor.post(f"{batch.get_absolute_url()}rows/2/", cells(2), headers=HTMX)
    assert "Makes the same video as row 2." in text_of(answer)
    assert re.search(r'id="row-3" hx-swap-oob="outerHTML"', answer.content.decode())


def test_a_row_can_be_left_out(visitor: Client) -> None:
    batch = paste(visitor)
    answer = visitor.post(f"{batch.get_absolute_url()}rows/1/", cells(1) | {"left_out-1": "on"}, headers=HTMX)
    assert "1 row is left out by you." in text_of(answer)
    assert "No row can be ordered yet." in text_of(answer)


def test_without_scripts_the_whole_table_is_checked_again(visitor: Client) -> None:
    batch = paste(visitor)
    shared = {"batch_name": "Spring", "default-avatar": "Marcus", "default-voice": "", "default-ratio": "square"}
    answer = visitor.post(batch.get_absolute_url(), cells(1, avatar="") | cells(2) | shared, follow=True)
    batch.refresh_from_db()
    assert (batch.name, batch.defaults["avatar"]) == ("Spring", "Marcus")
    assert "Make 2 videos" in text_of(answer)


def test_what_holds_for_all_rows_redraws_the_table(visitor: Client) -> None:
    batch = paste(visitor, "script\nHello.\nAnd you.")
    shared = {"default-avatar": "priya", "default-voice": "emily", "default-captions": "perhaps"}
    answer = visitor.post(batch.get_absolute_url(), shared, headers=HTMX)
    assert "“perhaps” is neither yes nor no." in text_of(answer)
    assert "Make 2 videos" in text_of(answer)
    assert answer.content.decode().lstrip().startswith("<form")


def test_a_table_as_large_as_can_be_is_redrawn_whatever_its_letters(visitor: Client) -> None:
    """Sent as an address is, a letter of Chinese takes nine bytes, and Django refuses 2.5 MB."""
    script = "\u597d" * 280_000
    batch = paste(visitor, f"script\n{script}")
    page = visitor.get(batch.get_absolute_url()).content.decode()
    (section,) = re.findall(r'<section[^>]*hx-trigger="change"[^>]*>', page)
    assert 'hx-encoding="multipart/form-data"' in section
    shared = {"default-avatar": "priya", "default-voice": "emily", "script-1": script}
    assert "Make 1 video" in text_of(visitor.post(batch.get_absolute_url(), shared, headers=HTMX))


def test_one_confirmation_orders_the_good_rows(visitor: Client) -> None:
    batch = paste(visitor)
    answer = confirm(visitor, batch)
    assert answer["Location"] == batch.get_absolute_url()
    assert Video.objects.get().name == "First"
    page = text_of(visitor.get(batch.get_absolute_url()))
    assert "0 of 1 ready, 1 waiting" in page
    assert "1 row of the table wasn't ordered." in page


def test_pressing_twice_orders_once(visitor: Client) -> None:
    batch = paste(visitor)
    page = visitor.get(batch.get_absolute_url()).content.decode()
    promise = re.search(r'name="promise" value="([0-9a-f]+)"', page)[1]
    for _ in range(2):
        visitor.post(f"{batch.get_absolute_url()}confirm/", {"promise": promise})
    assert Video.objects.count() == 1


def test_what_was_typed_and_not_seen_checked_is_kept_and_asked_about(visitor: Client) -> None:
    batch = paste(visitor)
    answer = confirm(visitor, batch, **cells(2))
    assert answer.status_code == 422
    assert "Nothing was ordered yet" in text_of(answer)
    assert "Make 2 videos" in text_of(answer)
    assert not Video.objects.exists()
    batch.refresh_from_db()
    assert batch.rows[1]["avatar"] == "Priya"


def test_a_page_without_a_promise_orders_nothing(visitor: Client) -> None:
    batch = paste(visitor)
    assert visitor.post(f"{batch.get_absolute_url()}confirm/").status_code == 422
    assert not Video.objects.exists()


def test_a_row_of_a_confirmed_batch_leads_to_its_page(visitor: Client) -> None:
    batch = paste(visitor)
    confirm(visitor, batch)
    answer = visitor.post(f"{batch.get_absolute_url()}rows/2/", cells(2), headers=HTMX)
    assert answer["HX-Redirect"] == batch.get_absolute_url()


@pytest.mark.parametrize("number", [0, 3, 9999])
def test_a_row_that_isnt_there_leads_back_to_the_table(visitor: Client, number: int) -> None:
    batch = paste(visitor)
    url = f"{batch.get_absolute_url()}rows/{number}/"
    assert visitor.post(url, cells(number))["Location"] == batch.get_absolute_url()


def followed(member: User) -> Batch:
    """A confirmed batch whose videos are in many states."""
    now = timezone.now()
    rows = [{"script": "Hi.", "credits": 1} for _ in range(6)]
    batch = Batch.objects.create(owner=member, name="Spring", rows=rows, confirmed_at=now)
    finished_video(member, batch=batch, batch_row=1, kept_at=now, job_id="a")
    finished_video(member, batch=batch, batch_row=2, job_id="b")
    waiting_video(member, batch=batch, batch_row=3, status="processing", job_id="c")
    queued_video(member, batch=batch, batch_row=4)
    queued_video(member, batch=batch, batch_row=5, status="rejected", error_code="1", error="Not like this.")
    queued_video(member, batch=batch, batch_row=6, deleted_at=now)
    Submit.objects.create(video=batch.videos.get(batch_row=3), number=1, body={}, body_hash="", credits=2)
    return batch


def test_a_batch_is_followed_as_one(visitor: Client, member: User, settings: Any) -> None:
    settings.JOGG_POSTS_PER_MINUTE = 20
    batch = followed(member)
    text = text_of(visitor.get(batch.get_absolute_url()))
    assert "1 of 6 ready, 1 being fetched, 1 rendering, 1 waiting, 1 in the trash, 1 not made" in text
    assert "Credits so far 2 at most Still to come about 1" in text
    assert "The last one goes to Jogg any moment now , at its limit of 20 a minute." in text
    assert "Not like this." in text


def test_credits_that_are_confirmed_are_not_called_a_limit(visitor: Client, member: User) -> None:
    batch = followed(member)
    Submit.objects.update(state="confirmed")
    assert "Credits so far 2 Still to come about 1" in text_of(visitor.get(batch.get_absolute_url()))


def test_news_are_the_progress_and_the_rows_that_changed(visitor: Client, member: User) -> None:
    batch = followed(member)
    old = batch.videos.get(batch_row=1)
    Video.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(minutes=5))
    since = (timezone.now() - timedelta(minutes=1)).isoformat()
    answer = visitor.get(f"{batch.get_absolute_url()}updates/", {"since": since}, headers=HTMX).content.decode()
    assert answer.count("hx-swap-oob") == 5
    assert f"batch-video-{old.pk}" not in answer
    assert 'id="batch-progress"' in answer
    assert MOVING in answer
    everything = visitor.get(f"{batch.get_absolute_url()}updates/", {"since": "nonsense"}).content.decode()
    assert everything.count("hx-swap-oob") == 6


def test_a_batch_that_is_decided_asks_no_more(visitor: Client, member: User) -> None:
    batch = followed(member)
    batch.videos.exclude(batch_row__in=[1, 5, 6]).delete()
    assert MOVING not in visitor.get(batch.get_absolute_url()).content.decode()


def test_news_of_many_videos_are_one_request_with_few_queries(
    visitor: Client, member: User, django_assert_max_num_queries: Any
) -> None:
    batch = Batch.objects.create(owner=member, confirmed_at=timezone.now(), rows=[{"credits": 1}] * 60)
    Video.objects.bulk_create(
        Video(owner=member, batch=batch, batch_row=number, script="Hi.", avatar_id="83") for number in range(1, 61)
    )
    with django_assert_max_num_queries(14):
        visitor.get(f"{batch.get_absolute_url()}updates/", {"since": timezone.now().isoformat()})


def test_pausing_and_going_on_are_seen_on_the_pages_of_the_videos(visitor: Client, member: User) -> None:
    batch = paste(visitor)
    confirm(visitor, batch)
    video = Video.objects.get()
    assert visitor.post(f"{batch.get_absolute_url()}pause/")["Location"] == batch.get_absolute_url()
    assert "What waits here isn't submitted until you press “Go on”" in text_of(visitor.get(batch.get_absolute_url()))
    assert "Paused with its batch" in text_of(visitor.get(video.get_absolute_url()))
    assert "Paused with its batch" in text_of(visitor.get("/videos/"))
    visitor.post(f"{batch.get_absolute_url()}resume/")
    assert "Paused with its batch" not in text_of(visitor.get(video.get_absolute_url()))


def test_unfinished_batches_come_first_and_drafts_can_be_discarded_and_put_back(visitor: Client, member: User) -> None:
    draft = paste(visitor, name="A draft")
    followed(member)
    done = Batch.objects.create(owner=member, name="Done one", confirmed_at=timezone.now())
    text = text_of(visitor.get("/videos/batches/"))
    assert text.index("A draft") < text.index("Spring") < text.index(done.name)
    assert visitor.get("/videos/batches/").content.decode().count(MOVING) == 1
    answer = visitor.post(f"{draft.get_absolute_url()}discard/", follow=True)
    assert "A draft was discarded." in text_of(answer)
    assert "Not ordered yet" not in text_of(answer)
    assert "This table was discarded" in text_of(visitor.get(draft.get_absolute_url()))
    visitor.post(f"{draft.get_absolute_url()}restore/")
    assert "Not ordered yet" in text_of(visitor.get("/videos/batches/"))


def test_what_wasnt_ordered_is_taken_up_in_a_new_table(visitor: Client) -> None:
    batch = paste(visitor)
    confirm(visitor, batch)
    answer = visitor.post(f"{batch.get_absolute_url()}rest/", follow=True)
    assert "no avatar called “Pria”" in text_of(answer)
    assert Batch.objects.drafts().count() == 1


def test_nobody_elses_batches_are_listed(visitor: Client, stranger: User) -> None:
    services.begin(owner=stranger, form_token=None, rows=[{"script": "Theirs."}], name="Their secret")
    assert "Their secret" not in text_of(visitor.get("/videos/batches/"))


def source_of(member: User, **fields: Any) -> Video:
    Voice.objects.create(voice_id="en-GB-GeorgeSandbox", position=1, name="George")
    return queued_video(member, **{"name": "Offer", "avatar_name": "Priya", "voice_name": "Emily"} | fields)


def picks(source: Video, **ticked: list[Any]) -> dict[str, Any]:
    return {"from": str(source.pk), "token": str(uuid4())} | ticked


def keys_of(model: type[Model]) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))


def test_variants_start_as_the_video_is(visitor: Client, member: User) -> None:
    source = source_of(member)
    answer = visitor.get(f"/videos/batches/variants/?from={source.pk}")
    assert "1 video, about 1 credit" in text_of(answer)
    assert answer.content.decode().count(" checked") == 3


def test_the_product_of_the_ticks_becomes_a_table(visitor: Client, member: User) -> None:
    source = source_of(member)
    every = {"avatar": keys_of(Avatar), "voice": keys_of(Voice)}
    ticked = picks(source, **every, ratio=["portrait", "square"])
    summed = text_of(visitor.get("/videos/batches/variants/sum/", ticked))
    assert summed == "8 videos, about 8 credits 2 avatars × 2 voices × 2 shapes"
    answer = visitor.post("/videos/batches/variants/", ticked, follow=True)
    assert "Make 8 videos · about 8 credits" in text_of(answer)
    batch = Batch.objects.get()
    assert batch.rows[0]["name"] == "Offer · Priya · Emily · portrait"
    confirm(visitor, batch)
    made = set(Video.objects.filter(batch=batch).values_list("avatar_id", "voice_id", "aspect_ratio", "made_from"))
    assert (len(made), {key for *_, key in made}) == (8, {source.pk})
    assert set(Video.objects.filter(batch=batch).values_list("take_key", flat=True)) == {source.take_key}


def test_an_avatar_that_is_gone_is_never_taken_for_another_of_its_number(visitor: Client, member: User) -> None:
    source = queued_video(member, avatar_id="83", avatar_type=1, avatar_name="Myself")
    visitor.post("/videos/batches/variants/", picks(source, ratio=["portrait", "square"]))
    said = "There is no avatar called “Myself (83, no longer offered)”."
    assert [row.errors["avatar"] for row in check(Batch.objects.get()).rows] == [said, said]


def test_variants_of_a_recording_keep_it(visitor: Client, member: User) -> None:
    source = source_of(member, script="", audio=hosted_asset(member), voice_id="")
    ticked = picks(source, avatar=keys_of(Avatar))
    visitor.post("/videos/batches/variants/", ticked)
    batch = Batch.objects.get()
    confirm(visitor, batch)
    assert [video.audio for video in batch.videos.all()] == [source.audio] * 2


@pytest.mark.parametrize(("count", "sentence"), [(0, "Tick at least two"), (60, "These are 60 videos, and 50")])
def test_too_few_and_too_many_variants_are_refused(visitor: Client, member: User, count: int, sentence: str) -> None:
    source = source_of(member)
    made = Avatar.objects.bulk_create(
        Avatar(avatar_id=f"1{number}", avatar_type=0, position=number, name=f"No {number}") for number in range(count)
    )
    answer = visitor.post("/videos/batches/variants/", picks(source, avatar=[avatar.pk for avatar in made]))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not Batch.objects.exists()


def test_a_search_keeps_what_is_ticked(visitor: Client, member: User) -> None:
    source = source_of(member)
    priya = Avatar.objects.get(name="Priya")
    answer = visitor.get("/videos/batches/variants/avatars/", picks(source, avatar=[priya.pk]) | {"avatar_q": "marc"})
    text = text_of(answer)
    assert ("Priya" in text, "Marcus" in text) == (True, True)
    assert f'value="{priya.pk}" checked' in answer.content.decode()
    assert "No voice is called like that." in text_of(
        visitor.get("/videos/batches/variants/voices/", picks(source) | {"voice_q": "nobody"})
    )


def test_without_scripts_the_ticks_are_counted_again(visitor: Client, member: User) -> None:
    ticked = picks(source_of(member), avatar=keys_of(Avatar), ratio=["square"])
    answer = visitor.post("/videos/batches/variants/ticked/", ticked | {"avatar_q": "marcus"})
    assert "2 videos, about 2 credits" in text_of(answer)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("path", ["", "avatars/", "voices/", "sum/"])
def test_nobody_elses_video_can_be_varied(visitor: Client, stranger: User, path: str) -> None:
    theirs = queued_video(stranger)
    for key in (str(theirs.pk), "nonsense", ""):
        assert visitor.get(f"/videos/batches/variants/{path}", {"from": key}).status_code == 404
