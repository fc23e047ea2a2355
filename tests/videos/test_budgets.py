"""Budgets: what may be spent in a month, told on the form and kept by the worker, however many there are of it."""

import threading
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from jogg_dashboard.models import Post, Turn
from tests.pace import exhaust_pace
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.videos.rows import CREATE, SCRIPTED, advance, queued_video
from videos import budget_services, budgets, submission, tasks
from videos.models import Batch, Budget, Submit, SubmitState, Video

LONG = "word " * 700  # 3 credits at 150 words a minute
FORM = SCRIPTED | {"name": "Hello"}


@pytest.fixture
def accepting(scripted: ScriptedServer) -> ScriptedServer:
    scripted.script(CREATE, *(envelope({"project_id": f"job-{number}"}) for number in range(10)))
    return scripted


@pytest.fixture
def boss(transactional_db: None) -> User:
    return User.objects.create_user("boss", password="a good password", is_staff=True)


def spend(owner: User, credits: int, state: str = SubmitState.BOOKED, **fields: Any) -> Submit:
    """A submit of a video that Jogg has taken."""
    video = queued_video(owner, status="waiting")
    return Submit.objects.create(video=video, number=1, body={}, body_hash="", credits=credits, state=state, **fields)


def text_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_what_may_be_charged_counts_and_what_wasnt_doesnt(member: User, stranger: User) -> None:
    for state, credits in [("booked", 1), ("confirmed", 2), ("uncertain", 4), ("released", 8)]:
        spend(member, credits, state)
    spend(stranger, 16)
    Budget.objects.create(owner=member, credits=10)
    standing = budgets.standing(member)
    assert (standing.spent, standing.promised, standing.left, standing.share) == (7, 0, 3, 0.7)


def test_what_is_queued_is_promised_unless_it_is_in_the_trash(member: User) -> None:
    queued_video(member, script=LONG)
    queued_video(member)
    queued_video(member, status="draft")
    queued_video(member, deleted_at=timezone.now())
    assert budgets.standing(member).promised == 4


def test_what_many_voices_are_to_say_is_counted_with_few_queries(
    member: User, django_assert_max_num_queries: Any
) -> None:
    Budget.objects.create(owner=member, credits=100)
    for number in range(20):
        queued_video(member, voice_id=f"fr-{number}")
    with django_assert_max_num_queries(6):
        assert budgets.standing(member).promised == 20


def test_what_was_spent_at_another_jogg_counts_nowhere(member: User) -> None:
    submit = spend(member, 5)
    Video.objects.filter(pk=submit.video_id).update(destination="https://another.example")
    assert budgets.standing(member).spent == 0


def test_a_month_is_the_servers_calendar_month(member: User, settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    auckland = ZoneInfo("Pacific/Auckland")
    with timezone.override(auckland):
        month = budgets.month_of(datetime(2026, 9, 30, 12, tzinfo=ZoneInfo("UTC")))  # summer time began on the 27th
    assert (month.start, month.end) == (
        datetime(2026, 10, 1, tzinfo=auckland),
        datetime(2026, 11, 1, tzinfo=auckland),
    )


def test_a_new_month_begins_at_nothing(member: User) -> None:
    Budget.objects.create(owner=member, credits=5)
    now = timezone.now()
    spend(member, 5)
    month = budgets.month_of(now)
    assert "needs 1" in budgets.room_for(member, 1, now)
    assert "needs 1" in budgets.room_for(member, 1, month.end - timedelta(microseconds=1))
    assert budgets.room_for(member, 5, month.end) == ""


def test_a_refusal_says_the_limit_what_is_spent_the_next_month_and_who_can_raise_it(member: User, boss: User) -> None:
    Budget.objects.create(owner=member, credits=10)
    spend(member, 6)
    queued_video(member, script=LONG)
    now = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("UTC"))
    Submit.objects.update(made_at=now)
    assert budgets.room_for(member, 1, now) == ""
    assert budgets.room_for(member, 2, now) == (
        "Your budget for November is 10 credits: 6 spent and 3 ordered, and this needs 2. "
        "The next month begins on 1 December. boss can raise it."
    )


def test_the_budget_of_all_binds_everybody(member: User, stranger: User) -> None:
    Budget.objects.create(credits=3)
    spend(stranger, 3)
    assert budgets.room_for(member, 1).startswith("The shared budget for ")
    assert budgets.standing(member).limit is None


def test_the_worker_submits_what_fits_and_lets_the_rest_wait(accepting: ScriptedServer, member: User) -> None:
    Budget.objects.create(owner=member, credits=1)
    first, second = advance(queued_video(member)), advance(queued_video(member))
    assert (first.status, second.status, second.attempts, second.claimed_by) == ("waiting", "queued", 0, "")
    assert second.notice.startswith("Your budget for ")
    assert "is used up. Nothing was charged." in second.notice
    assert len(accepting.requests(CREATE)) == 1
    assert not second.submits.exists()


def test_what_waits_is_looked_at_again_when_the_month_ends_at_the_latest(member: User) -> None:
    Budget.objects.create(owner=member, credits=0)
    now = timezone.now()
    end = budgets.month_of(now).end
    with pytest.raises(budgets.OverBudget) as over:
        budgets.check(queued_video(member), 1, now=end - timedelta(seconds=30))
    assert over.value.until == end
    with pytest.raises(budgets.OverBudget) as over:
        budgets.check(queued_video(member), 1, now=end - timedelta(days=3))
    assert over.value.until < end


def test_it_goes_by_itself_in_the_new_month(accepting: ScriptedServer, member: User) -> None:
    Budget.objects.create(owner=member, credits=1)
    spent = spend(member, 1)
    video = advance(queued_video(member))
    assert video.status == "queued"
    Submit.objects.filter(pk=spent.pk).update(made_at=budgets.month_of(timezone.now()).start - timedelta(seconds=1))
    Video.objects.filter(pk=video.pk).update(due_at=timezone.now())
    tasks.sweep()
    video.refresh_from_db()
    assert (video.status, video.notice) == ("waiting", "")


def test_a_look_that_changes_nothing_leaves_one_entry(accepting: ScriptedServer, member: User) -> None:
    Budget.objects.create(owner=member, credits=0)
    video = advance(advance(queued_video(member)))
    assert video.timeline.count() == 1


def test_raising_the_budget_wakes_what_waited(accepting: ScriptedServer, member: User, boss: User) -> None:
    Budget.objects.create(owner=member, credits=0)
    video = advance(queued_video(member))
    budget_services.set_limits([(member, 1)])
    video.refresh_from_db()
    assert video.status == "waiting"


def test_taking_the_budget_away_wakes_what_waited(accepting: ScriptedServer, member: User) -> None:
    Budget.objects.create(credits=0)
    video = advance(queued_video(member))
    assert video.notice.startswith("The shared budget for ")
    budget_services.set_limits([(None, None)])
    video.refresh_from_db()
    assert video.status == "waiting"


@pytest.mark.parametrize("is_shared", [False, True], ids=["one's own", "shared"])
def test_of_two_workers_at_the_limit_only_one_submits(
    scripted: ScriptedServer, member: User, stranger: User, is_shared: bool
) -> None:
    scripted.script(CREATE, *(Answer(envelope({"project_id": f"job-{number}"}), delay=0.1) for number in range(2)))
    Budget.objects.create(owner=None if is_shared else member, credits=1)
    videos = [queued_video(member), queued_video(stranger if is_shared else member)]
    start = threading.Barrier(2)

    def work(video: Video) -> None:
        start.wait()
        submission.submit(video.pk)
        connection.close()

    workers = [threading.Thread(target=work, args=(video,)) for video in videos]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(Video.objects.values_list("status", flat=True)) == ["queued", "waiting"]
    assert len(scripted.requests(CREATE)) == 1
    assert [submit.credits for submit in Submit.objects.all()] == [1]


def test_who_books_against_a_budget_waits_for_who_is_at_it(member: User) -> None:
    Budget.objects.create(owner=member, credits=1)
    video, refused = queued_video(member), []

    def book() -> None:
        try:
            with transaction.atomic():
                budgets.check(video, 1, lock=True)
        except budgets.OverBudget as over:
            refused.append(over)
        connection.close()

    other = threading.Thread(target=book)
    with transaction.atomic():
        budgets.check(video, 1, lock=True)
        other.start()
        other.join(0.3)
        assert other.is_alive(), "it waits for the end of this transaction"
        spend(member, 1)
    other.join()
    assert len(refused) == 1


def test_what_another_worker_booked_since_the_look_is_seen(
    accepting: ScriptedServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look before the line and the booking anything may have been spent."""
    Budget.objects.create(owner=member, credits=1)
    video = queued_video(member)
    ask = submission.pacing.ask

    def spend_and_ask(*asked: Any) -> Any:
        spend(member, 1)
        return ask(*asked)

    monkeypatch.setattr(submission.pacing, "ask", spend_and_ask)
    submission.submit(video.pk)
    video.refresh_from_db()
    assert (video.status, accepting.requests(CREATE)) == ("queued", [])
    assert not Post.objects.exists(), "the turn was given back"
    assert not video.submits.exists()


def test_what_waits_for_a_budget_holds_no_place_in_the_line(
    accepting: ScriptedServer, member: User, settings: Any
) -> None:
    exhaust_pace(settings)
    video = queued_video(member)
    submission.submit(video.pk)
    assert Turn.objects.exists()
    Budget.objects.create(owner=member, credits=0)
    Video.objects.update(due_at=None)
    submission.submit(video.pk)
    assert not Turn.objects.exists()


def test_what_can_never_be_submitted_is_refused_at_once(accepting: ScriptedServer, member: User) -> None:
    Budget.objects.create(owner=member, credits=0)
    assert advance(queued_video(member, script="")).status == "rejected"


def test_a_retry_of_what_jogg_didnt_take_costs_once(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope(code=429), envelope({"project_id": "job-1"}))
    Budget.objects.create(owner=member, credits=1)
    assert advance(advance(queued_video(member))).status == "waiting"


def test_the_form_refuses_what_the_budget_has_no_room_for(browser_of_member: Client, member: User) -> None:
    Budget.objects.create(owner=member, credits=1)
    spend(member, 1)
    answer = browser_of_member.post("/videos/new/", FORM)
    assert answer.status_code == 422
    assert "is 1 credit: 1 spent, and this needs 1." in answer.content.decode()
    assert Video.objects.filter(name="Hello").count() == 0


def test_a_form_sent_twice_is_one_video_though_it_used_up_the_budget(browser_of_member: Client, member: User) -> None:
    Budget.objects.create(owner=member, credits=1)
    form = FORM | {"token": "0b3e9c3a-8a52-4c5c-9a4c-6a0f6f1f2b11"}
    answers = [browser_of_member.post("/videos/new/", form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


@pytest.mark.parametrize(
    ("spent", "on_form", "on_list"),
    [
        (7, "7 of 10 credits used", ""),
        (8, "2 of 10 credits are left", "2 of 10 credits are left"),
        (9, "1 of 10 credits is left", "1 of 10 credits is left"),
        (10, "is used up: 10 of 10 credits", "is used up: 10 of 10 credits"),
    ],
)
def test_pages_tell_how_the_budget_stands_and_warn_at_80_percent(
    browser_of_member: Client, member: User, spent: int, on_form: str, on_list: str
) -> None:
    Budget.objects.create(owner=member, credits=10)
    spend(member, spent)
    assert text_of(browser_of_member, "/videos/budget/note/").count(on_form) == 1
    shown = text_of(browser_of_member, "/videos/budget/note/?warning")
    assert shown.count(on_list) == 1 if on_list else "Your budget" not in shown


def test_without_a_budget_nothing_is_said_of_one(browser_of_member: Client) -> None:
    assert "udget for" not in text_of(browser_of_member, "/videos/budget/note/")


def test_form_and_list_ask_how_the_budget_stands(browser_of_member: Client) -> None:
    assert 'hx-get="/videos/budget/note/"' in text_of(browser_of_member, "/videos/new/")
    assert 'hx-get="/videos/budget/note/?warning"' in text_of(browser_of_member, "/videos/")


def test_only_staff_set_budgets(browser_of_member: Client, member: User) -> None:
    assert browser_of_member.get("/videos/budget/").status_code == 403
    assert browser_of_member.post("/videos/budget/", {f"person-{member.pk}": "5"}).status_code == 403
    assert not Budget.objects.exists()


def test_staff_see_what_everybody_has_spent_and_set_limits(
    client: Client, member: User, boss: User, account: SandboxServer
) -> None:
    spend(member, 4)
    client.force_login(boss)
    assert "Ordered is what" not in text_of(client, "/videos/budget/")  # nothing on the page is called so
    queued_video(member, script=LONG, batch=Batch.objects.create(owner=member, paused_at=timezone.now()))
    assert "Ordered is what" in text_of(client, "/videos/budget/")
    standings = budgets.everybodys(budgets.month_of(timezone.now()))
    assert (standings[member.pk].spent, standings[member.pk].promised) == (4, 3)
    assert (standings[boss.pk].used, standings[None].used) == (0, 7)
    assert "Credits a month for member" in text_of(client, "/videos/budget/")
    answer = client.post("/videos/budget/", {"all": "20", f"person-{member.pk}": "5"}, follow=True)
    assert "The budgets are saved." in answer.content.decode()
    assert set(Budget.objects.values_list("owner__username", "credits")) == {(None, 20), ("member", 5)}
    client.post("/videos/budget/", {"all": "", f"person-{member.pk}": "5", "initial-all": "20"})
    assert set(Budget.objects.values_list("owner__username", "credits")) == {("member", 5)}


def test_a_limit_that_makes_no_sense_is_refused_beside_its_field(client: Client, member: User, boss: User) -> None:
    client.force_login(boss)
    for nonsense in ("-1", "2.5", "many", "1000001"):
        answer = client.post("/videos/budget/", {f"person-{member.pk}": nonsense, "all": "3"})
        assert answer.status_code == 422
        assert f'id="id_person-{member.pk}_error"' in answer.content.decode()
    assert not Budget.objects.exists()


def test_saving_an_old_page_doesnt_undo_what_others_have_set_since(client: Client, member: User, boss: User) -> None:
    Budget.objects.create(owner=member, credits=50)
    client.force_login(boss)
    as_shown_before = {f"person-{member.pk}": "5", f"initial-person-{member.pk}": "5", "all": "9", "initial-all": ""}
    client.post("/videos/budget/", as_shown_before)
    assert set(Budget.objects.values_list("owner__username", "credits")) == {(None, 9), ("member", 50)}
