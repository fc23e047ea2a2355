"""What a person can do about an unknown outcome, and that nothing is done about it without one."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests import media
from tests.kept import Kept
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.videos.rows import CREATE, advance, queued_video, says, waiting_video
from videos import services, submission, tasks
from videos.models import Video

PROJECT = "GET /v1/project"


@pytest.fixture
def visitor(client: Client, member: User, scripted: ScriptedServer) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def video(scripted: ScriptedServer, member: User) -> Video:
    """One whose answer was lost, and Jogg knowing every project as being rendered."""
    scripted.script(CREATE, Answer(breaks="read"))
    says(scripted, status_code=3)
    lost = advance(queued_video(member))
    assert (lost.status, lost.submits.get().state) == ("outcome_unknown", "uncertain")
    return lost


def act(visitor: Client, video: Video, what: str, **fields: Any) -> HttpResponse:
    answer = visitor.post(f"/videos/{video.pk}/{what}/", fields)
    video.refresh_from_db()
    return answer


def creates(scripted: ScriptedServer) -> int:
    return len(scripted.requests(CREATE))


def test_says_in_words_what_happened_on_the_page_and_on_the_list(visitor: Client, video: Video) -> None:
    for url in (f"/videos/{video.pk}/", "/videos/"):
        text = visitor.get(url).content.decode()
        assert "Outcome unknown" in text or "We don't know whether Jogg accepted this" in text
        assert "The connection to Jogg broke before its answer came." in text


def test_a_project_that_jogg_knows_is_attached_and_followed(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    answer = act(visitor, video, "attach", project_id=" job-77 ")
    assert answer["Location"] == f"/videos/{video.pk}/"
    assert (video.status, video.job_id, video.error, video.attach_id) == ("processing", "job-77", "", "")
    assert scripted.requests(PROJECT)[0].query == "project_id=job-77"
    assert (video.submits.get().state, video.submits.get().job_id) == ("booked", "job-77")
    assert creates(scripted) == 1


def test_a_project_that_jogg_doesnt_know_is_refused_beside_the_field(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    scripted.script(PROJECT, envelope(code=10104, msg="not found"))
    act(visitor, video, "attach", project_id="job-77")
    assert (video.status, video.job_id) == ("outcome_unknown", "")
    text = visitor.get(f"/videos/{video.pk}/").content.decode()
    assert "Jogg doesn&#x27;t know a project with this id." in text
    assert 'value="job-77"' in text, "what was typed is kept"
    says(scripted, status_code=3)
    act(visitor, video, "attach", project_id="job-78")
    assert (video.status, video.job_id) == ("processing", "job-78")


def test_a_project_of_another_video_is_refused(visitor: Client, member: User, video: Video) -> None:
    waiting_video(member, job_id="job-77")
    act(visitor, video, "attach", project_id="job-77")
    assert (video.status, video.attach_error) == ("outcome_unknown", "This project belongs to another video here.")


def test_a_project_made_before_the_submit_is_refused(visitor: Client, scripted: ScriptedServer, video: Video) -> None:
    says(scripted, status_code=3, created_at=int(time.time()) - 3600)
    act(visitor, video, "attach", project_id="job-77")
    assert video.status == "outcome_unknown"
    assert "before this was submitted" in video.attach_error
    says(scripted, status_code=3, created_at=int(time.time()))
    act(visitor, video, "attach", project_id="job-77")
    assert video.status == "processing"


@pytest.mark.parametrize(
    ("project_id", "sentence"),
    [
        ("", "Give the id of the project that you found on Jogg.ai."),
        ("https://app.jogg.ai/p/1", "Give the id alone"),
        ("it is 12", "Give the id alone"),
        ("x" * 201, "at most 200 characters"),
    ],
)
def test_what_is_no_id_is_refused_before_jogg_is_asked(
    visitor: Client, scripted: ScriptedServer, video: Video, project_id: str, sentence: str
) -> None:
    answer = act(visitor, video, "attach", project_id=project_id)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert scripted.requests(PROJECT) == []


def test_jogg_is_asked_again_about_a_project_after_an_outage(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    scripted.script(PROJECT, Answer(status=500))
    act(visitor, video, "attach", project_id="job-77")
    assert (video.status, video.attach_id, video.attach_error) == ("outcome_unknown", "job-77", "")
    assert video.is_running
    assert video.due_at > timezone.now()
    says(scripted, status_code=3)
    advance(video)
    assert (video.status, video.job_id) == ("processing", "job-77")


def test_the_sweep_goes_on_with_a_check_that_was_interrupted(scripted: ScriptedServer, video: Video) -> None:
    Video.objects.filter(pk=video.pk).update(attach_id="job-77")
    tasks.sweep()
    video.refresh_from_db()
    assert video.job_id == "job-77"


def test_declared_not_created_counts_as_not_charged_and_can_be_taken_back(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    answer = act(visitor, video, "not-created")
    assert (video.status, video.submits.get().state) == ("rejected", "released")
    text = visitor.get(answer["Location"]).content.decode()
    assert "You said that Jogg did not create it" in text
    assert "Undo" in text
    act(visitor, video, "take-back")
    assert (video.status, video.submits.get().state) == ("outcome_unknown", "uncertain")
    assert creates(scripted) == 1


def test_only_what_was_declared_can_be_taken_back(visitor: Client, scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope(code=18020))
    refused = advance(queued_video(member))
    act(visitor, refused, "take-back")
    assert refused.status == "rejected"


def test_is_submitted_again_only_by_somebody_who_knows_what_it_may_cost(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-8"}))
    answer = act(visitor, video, "submit-again", after=1)
    assert answer.status_code == 422
    assert "Say that you know it may be charged twice" in answer.content.decode()
    assert (video.status, creates(scripted)) == ("outcome_unknown", 1)
    act(visitor, video, "submit-again", after=1, sure="on")
    assert (video.status, video.job_id, creates(scripted)) == ("waiting", "job-8", 2)
    submits = [(submit.number, submit.state) for submit in video.submits.order_by("number")]
    assert submits == [(1, "uncertain"), (2, "booked")], "the first may have cost a credit, too"


def test_a_double_click_submits_again_once(visitor: Client, scripted: ScriptedServer, video: Video) -> None:
    act(visitor, video, "submit-again", after=1, sure="on")
    assert (video.status, creates(scripted)) == ("outcome_unknown", 2)
    act(visitor, video, "submit-again", after=1, sure="on")
    assert creates(scripted) == 2
    act(visitor, video, "submit-again", after=2, sure="on")
    assert creates(scripted) == 3


@pytest.mark.parametrize("status", ["queued", "waiting", "succeeded", "failed", "rejected"])
@pytest.mark.parametrize(
    ("what", "fields"),
    [("attach", {"project_id": "job-9"}), ("not-created", {}), ("submit-again", {"after": 1, "sure": "on"})],
)
def test_nothing_of_this_touches_a_video_whose_outcome_is_known(
    visitor: Client, scripted: ScriptedServer, member: User, status: str, what: str, fields: dict[str, Any]
) -> None:
    known = queued_video(member, status=status, due_at=timezone.now() + timedelta(hours=1))
    before = known.version
    act(visitor, known, what, **fields)
    assert (known.status, known.version, scripted.seen) == (status, before, [])


def test_nobody_but_a_person_ends_it(scripted: ScriptedServer, video: Video) -> None:
    for _ in range(3):
        tasks.sweep()
        advance(video)
    assert (video.status, creates(scripted), scripted.requests(PROJECT)) == ("outcome_unknown", 1, [])


def made_earlier(video: Video, number: int, seconds: int) -> None:
    """As if this submit had been made so long ago."""
    video.submits.filter(number=number).update(made_at=timezone.now() - timedelta(seconds=seconds))


def states(video: Video) -> list[tuple[int, str]]:
    return list(video.submits.order_by("number").values_list("number", "state"))


def test_a_refused_second_submit_doesnt_end_the_question_about_the_first(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    scripted.script(CREATE, envelope(code=18020))
    act(visitor, video, "submit-again", after=1, sure="on")
    assert (video.status, states(video)) == ("outcome_unknown", [(1, "uncertain"), (2, "released")])
    assert "What became of an earlier one is still not known." in video.error
    act(visitor, video, "attach", project_id="job-77")
    assert (video.status, states(video)) == ("processing", [(1, "booked"), (2, "released")])


def test_the_project_of_the_first_of_two_unknown_submits_is_attached_to_it(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    act(visitor, video, "submit-again", after=1, sure="on")
    made_earlier(video, 1, seconds=3600)
    says(scripted, status_code=3, created_at=int(time.time()) - 3500)
    act(visitor, video, "attach", project_id="job-77")
    assert (video.status, states(video)) == ("processing", [(1, "booked"), (2, "uncertain")])
    says(scripted, status_code=5, err_msg="No face found.")
    advance(video)
    assert states(video) == [(1, "uncertain"), (2, "uncertain")]


def test_declaring_counts_for_every_submit_in_question(visitor: Client, scripted: ScriptedServer, video: Video) -> None:
    scripted.script(CREATE, envelope(code=18020), Answer(breaks="read"))
    act(visitor, video, "submit-again", after=1, sure="on")
    act(visitor, video, "submit-again", after=2, sure="on")
    before = [(1, "uncertain"), (2, "released"), (3, "uncertain")]
    assert states(video) == before
    act(visitor, video, "not-created")
    assert {state for _, state in states(video)} == {"released"}
    act(visitor, video, "take-back")
    assert states(video) == before, "what was refused stays so"


def test_what_was_declared_can_be_taken_back_after_a_reload(visitor: Client, video: Video) -> None:
    act(visitor, video, "not-created")
    for _ in range(2):
        assert "Undo" in visitor.get(f"/videos/{video.pk}/").content.decode()
    act(visitor, video, "take-back")
    assert "what became of it is unknown" in video.error


def test_an_unknown_outcome_at_another_jogg_can_only_be_declared_not_created(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    Video.objects.update(destination="https://another.example")
    text = visitor.get(f"/videos/{video.pk}/").content.decode()
    assert "It was submitted to https://another.example" in text
    assert "Submit again" not in text
    act(visitor, video, "attach", project_id="job-77")
    act(visitor, video, "submit-again", after=1, sure="on")
    assert (video.status, video.attach_id, creates(scripted)) == ("outcome_unknown", "", 1)
    act(visitor, video, "not-created")
    assert video.status == "rejected"


def test_a_second_id_given_while_the_first_is_asked_about_counts(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    def correct() -> None:
        scripted.script(PROJECT, envelope({"status_code": 3}))
        services.attach(Video.objects.get(), job_id="job-right")
        connection.close()

    scripted.script(PROJECT, Answer(envelope(code=10104), first=correct))
    act(visitor, video, "attach", project_id="job-wrong")
    assert (video.job_id, video.attach_error) == ("job-right", "")


def test_a_late_answer_is_taken_before_a_second_submit_is_made(
    scripted: ScriptedServer, member: User, idle_worker: Huey
) -> None:
    """The worker was asleep, its submit was disowned, and a person has asked for another one."""

    def wake_up_late() -> None:
        Video.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        submission.disown_crashed()
        services.submit_again(Video.objects.get(), after=1)
        connection.close()

    scripted.script(CREATE, Answer(envelope({"project_id": "job-7"}), first=wake_up_late))
    video = queued_video(member)
    submission.submit(video.pk)
    video.refresh_from_db()
    assert (video.status, video.job_id, video.submit_number) == ("waiting", "job-7", 1)
    assert states(video) == [(1, "booked")]
    submission.submit(video.pk)
    assert creates(scripted) == 1


def test_a_late_answer_after_the_second_submit_is_kept_with_the_first(
    visitor: Client, scripted: ScriptedServer, member: User, idle_worker: Huey
) -> None:
    def submit_meanwhile() -> None:
        Video.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        submission.disown_crashed()
        services.submit_again(Video.objects.get(), after=1)
        submission.submit(Video.objects.get().pk)
        connection.close()

    late = Answer(envelope({"project_id": "job-7"}), first=submit_meanwhile)
    scripted.script(CREATE, late, envelope({"project_id": "job-8"}))
    video = queued_video(member)
    submission.submit(video.pk)
    video.refresh_from_db()
    assert (video.job_id, states(video)) == ("job-8", [(1, "booked"), (2, "booked")])
    assert "job-7" in visitor.get(f"/videos/{video.pk}/").content.decode()


def test_an_outage_while_checking_is_told_once_and_not_after_the_answer(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    scripted.script(PROJECT, Answer(status=500))
    act(visitor, video, "attach", project_id="job-77")
    advance(video)
    assert "We go on asking about job-77." in video.notice
    assert video.timeline.filter(http_status=500).count() == 1
    scripted.script(PROJECT, envelope(code=10104))
    advance(video)
    assert (video.notice, bool(video.attach_error)) == ("", True)


def test_a_form_that_was_tampered_with_is_refused_in_words(visitor: Client, video: Video) -> None:
    answer = act(visitor, video, "submit-again", after="x", sure="on")
    assert answer.status_code == 422
    assert "Reload this page and try again." in answer.content.decode()


def test_asked_for_again_and_then_for_another_jogg_it_is_still_unknown(scripted: ScriptedServer, video: Video) -> None:
    Video.objects.update(status="queued", submit_number=2, destination="https://another.example")
    tasks.sweep()
    video.refresh_from_db()
    assert (video.status, states(video)) == ("outcome_unknown", [(1, "uncertain")])
    assert "works for another Jogg now" in video.error


def test_a_project_attached_by_mistake_is_taken_off_with_all_that_came_of_it(
    visitor: Client, scripted: ScriptedServer, video: Video
) -> None:
    says(scripted, status_code=4, video_url=f"{scripted.url}/file", video_duration=130)
    scripted.script("GET /file", media.mp4())
    act(visitor, video, "attach", project_id="job-wrong")
    assert (video.status, bool(video.file), states(video)) == ("succeeded", True, [(1, "confirmed")])
    path = Kept(video.file)
    assert "It was another video" in visitor.get(f"/videos/{video.pk}/").content.decode()
    act(visitor, video, "detach")
    assert (video.status, video.job_id, bool(video.file), video.duration) == ("outcome_unknown", "", False, None)
    assert (states(video), path.exists()) == ([(1, "uncertain")], False)
    act(visitor, video, "attach", project_id="job-right")
    assert (video.status, video.job_id) == ("succeeded", "job-right")


def test_what_jogg_itself_has_answered_cant_be_taken_off(
    visitor: Client, scripted: ScriptedServer, member: User
) -> None:
    known = waiting_video(member)
    assert "It was another video" not in visitor.get(f"/videos/{known.pk}/").content.decode()
    act(visitor, known, "detach")
    assert known.job_id == "job-1"


def test_a_page_that_was_opened_long_ago_says_that_nothing_was_done(visitor: Client, video: Video) -> None:
    act(visitor, video, "not-created")
    answer = visitor.post(f"/videos/{video.pk}/attach/", {"project_id": "job-7"}, follow=True)
    assert "Nothing was done: the video has moved on" in answer.content.decode()


@pytest.mark.parametrize("what", ["attach", "submit-again"])
def test_the_address_of_a_refused_form_leads_to_the_video(visitor: Client, video: Video, what: str) -> None:
    assert visitor.get(f"/videos/{video.pk}/{what}/")["Location"] == f"/videos/{video.pk}/"
