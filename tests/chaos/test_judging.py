"""That the judge of the randomised test finds what is wrong, and nothing where all is true."""

import json
from collections import Counter
from collections.abc import Callable

import pytest

from tests.chaos.deciding import Decisions
from tests.chaos.evidence import Evidence, Row
from tests.chaos.judging import offences, seconds
from tests.chaos.ordering import Form, Order

Break = Callable[[Evidence], object]


def moment(second: int) -> str:
    return f"2026-03-01 12:00:{second:02}.000001"


def body(name: str) -> Row:
    return {"video_name": name, "script": "Hello."}


def order(name: str, clicks: int = 1) -> Order:
    return Order(Form(name, f"0000-{name}", clicks > 1, 1), (f"id-{name}",) * clicks)


def video(name: str, status: str, job_id: str = "", number: int = 1) -> Row:
    return {
        "id": f"id-{name}", "name": name, "form_token": f"0000{name}", "status": status, "job_id": job_id,
        "submit_number": number, "file": f"{name}.mp4" if status == "succeeded" else "", "attach_id": "",
        "attach_error": "",
    }  # fmt: skip


def submit(name: str, state: str, job_id: str = "", number: int = 1) -> Row:
    return {
        "video_id": f"id-{name}", "number": number, "state": state, "job_id": job_id, "body": json.dumps(body(name)),
        "made_at": moment(10),
    }  # fmt: skip


def job(name: str, job_id: str, status: str = "success", second: int = 10) -> Row:
    return {"id": job_id, "request": body(name), "status": status, "created_at": seconds(moment(second))}


def create(name: str | None, second: int = 10, code: int | None = 0, *, carried_out: bool = True) -> Row:
    return {
        "name": name, "time": seconds(moment(second)), "status": None if code is None else 200, "code": code,
        "fault": "some", "carried_out": carried_out,
    }  # fmt: skip


def entry(name: str, sentence: str, second: int = 20) -> Row:
    return {
        "row_id": f"id-{name}", "at": moment(second), "state": "queued", "source": "person", "sentence": sentence,
    }  # fmt: skip


@pytest.fixture
def evidence() -> Evidence:
    """A made one that met the limit first, a refused one, one that was dropped unread, and one asked for again."""
    return Evidence(
        orders=[order("made", clicks=2), order("refused"), order("unread"), order("again")],
        decisions=Decisions(again=Counter({"id-again": 1}), wrong=[("id-unread", "job-made")]),
        videos=[
            video("made", "succeeded", "job-made"), video("refused", "rejected"), video("unread", "outcome_unknown"),
            video("again", "failed", "job-2", number=2),
        ],
        submits=[
            submit("made", "confirmed", "job-made"), submit("refused", "released"), submit("unread", "uncertain"),
            submit("again", "uncertain"), submit("again", "uncertain", "job-2", number=2),
        ],
        entries=[
            entry("again", "Asked to submit it again, knowing that it may be charged twice."),
            entry("unread", "Gave Jogg's project job-made for it."),
            entry("unread", "Project job-made was not attached. This project belongs to another video here."),
        ],
        jobs=[job("made", "job-made"), job("again", "job-1"), job("again", "job-2", "failed", 30)],
        creates=[
            create("made", 9, 429, carried_out=False), create("made"), create("refused", code=18020, carried_out=False),
            create(None, code=None, carried_out=False), create("again", code=None), create("again", 30),
        ],
        files={"made.mp4"},
    )  # fmt: skip


def last(submits: list[Row], name: str) -> Row:
    """The last submit of this video."""
    return next(submit for submit in reversed(submits) if submit["video_id"] == f"id-{name}")


def test_finds_nothing_wrong_where_all_is_true(evidence: Evidence) -> None:
    assert offences(evidence) == []


@pytest.mark.parametrize(
    ("name", "sentence", "spoil"),
    [
        ("made", "Charged 2 times; a person wanted 1", lambda it: it.jobs.append(job("made", "job-x", second=11))),
        ("made", "One submit was charged 2 times", lambda it: it.jobs.append(job("made", "job-x", second=11))),
        ("again", "One submit was charged 2 times", lambda it: it.jobs.append(job("again", "job-x", second=31))),
        ("again", "Charged 2 times; a person wanted 1", lambda it: it.decisions.again.clear()),
        ("made", "1 of its jobs aren't known", lambda it: last(it.submits, "made").update(job_id="")),
        (
            "made",
            "It is said to be job-2, which",
            lambda it: last(it.submits, "made").update(job_id="job-2"),
        ),
        ("again", "1 submits are said not to be charged", lambda it: it.submits[3].update(state="released")),
        ("made", "What was sent isn't what was written", lambda it: last(it.submits, "made").update(body="{}")),
        ("made", "after an answer that was 200, code 0.", lambda it: it.creates.append(create("made", 12))),
        ("refused", "code 18020", lambda it: it.creates.append(create("refused", 12, 18020, carried_out=False))),
        ("again", "that was None, code None", lambda it: it.entries.pop(0)),
        ("made", "it is left queued", lambda it: it.videos[0].update(status="queued")),
        ("made", "it is left processing", lambda it: it.videos[0].update(status="processing")),
        ("made", "It is failed, but the sandbox says", lambda it: it.videos[0].update(status="failed")),
        ("again", "the sandbox says of “job-2”: success", lambda it: it.jobs[2].update(status="success")),
        ("made", "its file “made.mp4” isn't there", lambda it: it.files.clear()),
        ("made", "its submit is ['booked']", lambda it: last(it.submits, "made").update(state="booked")),
        ("made", "No submit of its has led to its job.", lambda it: last(it.submits, "made").update(job_id="job-x")),
        ("made", "said that nothing was charged, but there are 1", lambda it: it.videos[0].update(status="rejected")),
        ("refused", "its submits are ['booked']", lambda it: last(it.submits, "refused").update(state="booked")),
        (
            "refused",
            "its submits are ['uncertain', 'released']",
            lambda it: it.submits.insert(0, submit("refused", "uncertain", number=0)),
        ),
        ("unread", "its submits ['booked']", lambda it: last(it.submits, "unread").update(state="booked")),
        ("unread", "its job is “job-x”", lambda it: it.videos[2].update(job_id="job-x")),
        ("unread", "1 times it was said to be job-made, which is wrong; 0", lambda it: it.entries.pop()),
        ("made", "there is no record", lambda it: it.videos.pop(0)),
        ("made", "led to other records", lambda it: it.orders.append(Order(it.orders.pop(0).form, ("id-x",)))),
        ("unread", "A record without a form.", lambda it: it.orders.pop(2)),
        ("", "Nobody ordered job job-x.", lambda it: it.jobs.append(job("nobody", "job-x"))),
        ("", "Job job-made is said to be 2 videos'", lambda it: it.videos[2].update(job_id="job-made")),
        ("", "tells of 4 orders carried out; there are 3 jobs", lambda it: it.creates.append(create("unread"))),
        ("", "came faster than the sandbox takes", lambda it: it.creates[0].update(fault=None)),
        (
            "",
            "2 orders were dropped unread, but only 1",
            lambda it: it.creates.append(create(None, code=None, carried_out=False)),
        ),
    ],
)
def test_finds_what_is_wrong(evidence: Evidence, name: str, sentence: str, spoil: Break) -> None:
    spoil(evidence)
    assert any(about == name and sentence in said for about, said in offences(evidence)), offences(evidence)
