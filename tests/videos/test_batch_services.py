"""Ordering a batch once, whatever happens, and holding it back."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from huey import Huey

from jogg_dashboard import pacing
from jogg_dashboard.models import Post, Turn
from jogg_dashboard.pacing import Priority, Turned
from tests.pace import exhaust_pace, forget_pace
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.videos.rows import CREATE, queued_video
from videos import budgets, submission, tasks
from videos.batches import services
from videos.batches.checking import check
from videos.models import Avatar, Batch, Budget, Status, Video, Voice

ROW = {"script": "Good morning.", "avatar": "83", "voice": "Emily"}


@pytest.fixture
def offered(db: None) -> None:
    Avatar.objects.create(avatar_id="83", avatar_type=0, position=0, name="Priya")
    Voice.objects.create(voice_id="en-US-EmilySandbox", position=0, name="Emily")


def draft(owner: User, count: int = 3, **fields: Any) -> Batch:
    rows = [ROW | {"script": f"Script {number}."} for number in range(1, count + 1)]
    return services.begin(owner=owner, form_token=None, **{"rows": rows} | fields)


def confirmed(owner: User, count: int = 3, **fields: Any) -> Batch:
    batch = draft(owner, count, **fields)
    return services.confirm(batch, promise=check(batch).promise)


def wake(*videos: Video) -> None:
    """The worker looks at these."""
    for video in videos:
        tasks.advance.call_local(str(video.pk))


def statuses(batch: Batch) -> list[str]:
    return list(batch.videos.order_by("batch_row").values_list("status", flat=True))


def test_a_form_sent_twice_is_one_table_and_a_changed_one_a_second(member: User) -> None:
    token = uuid4()
    first = services.begin(owner=member, form_token=token, rows=[ROW])
    assert services.begin(owner=member, form_token=token, rows=[ROW]) == first
    assert services.begin(owner=member, form_token=token, rows=[ROW | {"name": "New"}]) != first


def test_every_good_row_is_ordered(offered: None, member: User, idle_worker: Huey) -> None:
    batch = draft(member, rows=[ROW, ROW | {"avatar": "nobody"}, ROW | {"left_out": True}, ROW | {"name": "Last"}])
    batch = services.confirm(batch, promise=check(batch).promise)
    videos = list(batch.videos.order_by("batch_row"))
    assert [(video.batch_row, video.name, video.status) for video in videos] == [
        (1, "", "queued"),
        (4, "Last", "queued"),
    ]
    assert (videos[0].owner, videos[0].avatar_name, videos[0].take_key != "") == (member, "Priya", True)
    assert [row.get("avatar") for row in batch.rest] == ["nobody", "83"]
    assert len(idle_worker.pending()) == 2
    assert videos[0].timeline.get().sentence == "Ordered in a batch."


def test_confirmed_twice_orders_once(offered: None, member: User, idle_worker: Huey) -> None:
    batch = draft(member)
    promise = check(batch).promise
    services.confirm(batch, promise=promise)
    services.confirm(batch, promise=promise)
    assert Video.objects.count() == 3


def test_confirmed_by_two_at_once_orders_once(offered: None, member: User, idle_worker: Huey) -> None:
    batch = draft(member)
    promise = check(batch).promise

    def confirm() -> None:
        services.confirm(Batch.objects.get(pk=batch.pk), promise=promise)
        connection.close()

    both = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(Video.objects.values_list("batch_row", flat=True)) == [1, 2, 3]


def test_an_order_that_breaks_off_leaves_nothing_behind_and_can_be_repeated(
    offered: None, member: User, idle_worker: Huey, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = draft(member)
    promise = check(batch).promise
    save = Video.save

    def break_off(video: Video, *args: Any, **kwargs: Any) -> None:
        if video.batch_row == 3:
            raise RuntimeError("the power is gone")
        save(video, *args, **kwargs)

    monkeypatch.setattr(Video, "save", break_off)
    with pytest.raises(RuntimeError):
        services.confirm(batch, promise=promise)
    batch.refresh_from_db()
    assert (batch.confirmed_at, Video.objects.count(), idle_worker.pending()) == (None, 0, [])
    monkeypatch.undo()
    assert services.confirm(batch, promise=promise).videos.count() == 3


def test_what_was_committed_and_never_queued_is_found(offered: None, member: User, idle_worker: Huey) -> None:
    """As after kill -9 between the commit and the queue."""
    confirmed(member)
    idle_worker.flush()
    tasks.sweep.call_local()
    assert {task.args[0] for task in idle_worker.pending()} == {str(video.pk) for video in Video.objects.all()}


def test_no_row_can_become_two_videos(offered: None, member: User, idle_worker: Huey) -> None:
    """Not even where somebody takes the confirmation back by hand."""
    batch = confirmed(member)
    Batch.objects.update(confirmed_at=None)
    with pytest.raises(Exception, match=r"(?i)unique"):
        services.confirm(batch, promise=check(batch).promise)
    assert Video.objects.count() == 3


def test_what_the_page_didnt_show_isnt_ordered(offered: None, member: User) -> None:
    batch = draft(member)
    promise = check(batch).promise
    services.change(batch, rows={2: {"script": "Something else."}})
    with pytest.raises(services.NotOrdered, match="something in it has changed") as told:
        services.confirm(batch, promise=promise)
    assert len(told.value.sheet.good) == 3
    assert not Video.objects.exists()


def test_a_table_that_passes_the_budget_isnt_ordered_and_one_that_fits_counts_while_it_is_paused(
    offered: None, member: User, idle_worker: Huey
) -> None:
    budget = Budget.objects.create(owner=member, credits=2)
    batch = draft(member)
    with pytest.raises(services.NotOrdered, match="and this needs 3"):
        services.confirm(batch, promise=check(batch).promise)
    assert not Video.objects.exists()
    Budget.objects.filter(pk=budget.pk).update(credits=3)
    services.pause(services.confirm(batch, promise=check(batch).promise))
    assert "3 ordered" in budgets.room_for(member, 1)


def test_a_confirmed_or_discarded_table_is_changed_no_more(offered: None, member: User, idle_worker: Huey) -> None:
    ordered, discarded = confirmed(member), draft(member)
    services.discard(discarded)
    for batch in (ordered, discarded):
        assert services.change(batch, rows={1: {"script": "New."}}, name="New").rows[0]["script"] == "Script 1."


def test_rows_that_werent_ordered_are_taken_up_once(offered: None, member: User, idle_worker: Huey) -> None:
    batch = confirmed(member, rows=[ROW, ROW | {"avatar": "nobody"}, ROW | {"left_out": True}], name="Spring")
    rest = services.take_up_rest(batch)
    assert [row["avatar"] for row in rest.rows] == ["nobody", "83"]
    assert (rest.name, len(check(rest).left_out)) == ("Spring, the rest", 0)
    assert services.take_up_rest(batch) == rest


def test_a_discarded_draft_can_be_put_back_and_goes_after_thirty_days(offered: None, member: User) -> None:
    batch = draft(member)
    assert services.discard(batch)
    assert not Batch.objects.drafts().exists()
    assert services.restore(batch)
    assert services.discard(batch)
    tasks.remove_discarded_batches.call_local()
    assert Batch.objects.exists()
    Batch.objects.update(discarded_at=timezone.now() - timedelta(days=31))
    tasks.remove_discarded_batches.call_local()
    assert not Batch.objects.exists()


def test_an_ordered_batch_cant_be_discarded(offered: None, member: User, idle_worker: Huey) -> None:
    assert not services.discard(confirmed(member))


def test_nothing_of_a_paused_batch_is_submitted(
    offered: None, member: User, idle_worker: Huey, scripted: ScriptedServer
) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-1"}))
    batch = confirmed(member)
    first, *others = batch.videos.order_by("batch_row")
    wake(first)
    services.pause(batch)
    wake(*others)
    tasks.sweep.call_local()
    assert statuses(batch) == ["waiting", "queued", "queued"]
    assert len(scripted.requests(CREATE)) == 1
    assert Video.objects.for_user(member).get(pk=others[0].pk).is_paused


def test_a_resumed_batch_goes_on(offered: None, member: User, idle_worker: Huey, scripted: ScriptedServer) -> None:
    scripted.script(CREATE, *[envelope({"project_id": f"job-{number}"}) for number in range(3)])
    batch = services.pause(confirmed(member))
    idle_worker.flush()
    services.resume(batch)
    assert len(idle_worker.pending()) == 3
    wake(*batch.videos.all())
    assert statuses(batch) == ["waiting"] * 3


@pytest.mark.parametrize("step", ["ask", "_write_intent"])
def test_a_pause_at_any_moment_before_the_claim_holds(
    offered: None, member: User, idle_worker: Huey, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    batch = confirmed(member, 1)
    module = pacing if step == "ask" else submission
    original = getattr(module, step)

    def pause_first(*args: Any) -> Any:
        services.pause(batch)
        return original(*args)

    monkeypatch.setattr(module, step, pause_first)
    wake(batch.videos.get())
    assert (statuses(batch), scripted.requests(CREATE)) == (["queued"], [])
    assert not Post.objects.exists(), "the permit was given back"


def test_a_paused_video_holds_no_place_in_the_line(
    offered: None, member: User, idle_worker: Huey, scripted: ScriptedServer, settings: Any
) -> None:
    batch = confirmed(member)
    exhaust_pace(settings)
    wake(*batch.videos.all())
    assert Turn.objects.count() == 3
    services.pause(batch)
    assert not Turn.objects.exists()
    assert not batch.videos.filter(is_paced=True).exists()


def test_one_turned_away_by_jogg_while_its_batch_was_paused_leaves_the_line(
    offered: None, member: User, idle_worker: Huey, scripted: ScriptedServer, settings: Any
) -> None:
    settings.JOGG_POSTS_PER_MINUTE = 20
    batch = confirmed(member, 1)

    def pause() -> None:
        services.pause(batch)
        connection.close()

    scripted.script(CREATE, Answer(envelope(code=429), status=429, first=pause))
    wake(batch.videos.get())
    assert statuses(batch) == ["queued"]
    assert not Turn.objects.exists()


def test_a_single_video_and_its_recording_go_before_a_batch_that_is_older(
    offered: None, member: User, idle_worker: Huey, scripted: ScriptedServer, settings: Any
) -> None:
    batch = confirmed(member)
    exhaust_pace(settings)
    wake(*batch.videos.all())
    single = queued_video(member)
    wake(single)
    with pytest.raises(Turned):
        pacing.ask("asset 1", Priority.UPLOAD, timezone.now())
    line = list(Turn.objects.order_by("priority", "since").values_list("task", flat=True))
    assert line[:2] == [f"video {single.pk}", "asset 1"]
    rows = [f"video {key}" for key in batch.videos.order_by("batch_row").values_list("pk", flat=True)]
    assert line[2:] == rows, "and the batch itself in the order of its rows"


def test_a_single_video_isnt_behind_a_batch_in_the_queue(offered: None, member: User, idle_worker: Huey) -> None:
    confirmed(member)
    single = queued_video(member)
    tasks.enqueue(single)
    assert idle_worker.dequeue().args == (str(single.pk),)


def test_tells_when_the_last_of_many_will_have_been_posted(member: User, settings: Any, db: None) -> None:
    settings.JOGG_POSTS_PER_MINUTE, settings.JOGG_POSTS_WINDOW = 20, 60.0
    forget_pace()
    waits = [pacing.forecast([f"video {n}" for n in range(count)]).total_seconds() for count in (0, 1, 20, 21, 130)]
    assert waits == [0, 0, 0, 60, 360]
    settings.JOGG_POSTS_PER_MINUTE = 0
    assert pacing.forecast(["video 1"]) == timedelta()


def test_only_queued_videos_are_paused(offered: None, member: User, idle_worker: Huey) -> None:
    batch = confirmed(member)
    first = batch.videos.order_by("batch_row").first()
    Video.objects.filter(pk=first.pk).update(status=Status.PROCESSING, job_id="job-1")
    services.pause(batch)
    assert [entry.sentence for entry in first.timeline.all()] == ["Ordered in a batch."]
