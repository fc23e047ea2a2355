"""Whether what the dashboard says is true of what the sandbox has, and whether anything was charged twice."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from tests.chaos.evidence import Evidence, Record, Row
from tests.stack import seconds

ASKED_AGAIN = "Asked to submit it again"
TOO_MANY = 429  # the only answer that leads to another try by itself
SANDBOX_SAYS = {"succeeded": "success", "failed": "failed"}

Offence = tuple[str, str]


def offences(evidence: Evidence) -> list[Offence]:
    """What is wrong, each as the name of the video it is about ("" for none) and a sentence."""
    found = [*_about_orders(evidence), *_about_jobs(evidence), *_about_creates(evidence)]
    for video in evidence.videos:
        record = evidence.of(video)
        sentences = [*_charged(record, evidence), *_submits(record), *_tries(record), *_state(record, evidence)]
        sentences += _attached(record, evidence)
        found += [(video["name"], sentence) for sentence in sentences]
    return found


def _about_orders(evidence: Evidence) -> Iterator[Offence]:
    """Each form is one record, however often it was sent."""
    rows = {video["form_token"]: video for video in evidence.videos}
    for order in evidence.orders:
        row = rows.pop(order.form.token.replace("-", ""), None)
        if row is None:
            yield order.form.name, "The form was answered, but there is no record."
        elif (row["name"], {row["id"]}) != (order.form.name, set(order.video_ids)):
            yield order.form.name, "The form's answers led to other records than its own."
    for row in rows.values():
        yield row["name"], "A record without a form."


def _about_jobs(evidence: Evidence) -> Iterator[Offence]:
    """Each job is somebody's, and one video's only."""
    names = {video["name"] for video in evidence.videos}
    for job in evidence.jobs:
        if job["request"]["video_name"] not in names:
            yield "", f"Nobody ordered job {job['id']}."
    owners = defaultdict(set)
    for job_id, video in _named_jobs(evidence):
        if job_id:
            owners[job_id].add(video)
    for job_id, videos in owners.items():
        if len(videos) > 1:
            yield "", f"Job {job_id} is said to be {len(videos)} videos'."


def _named_jobs(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for video in evidence.videos:
        yield video["job_id"], video["id"]
    for submit in evidence.submits:
        yield submit["job_id"], submit["video_id"]


def _about_creates(evidence: Evidence) -> Iterator[Offence]:
    """The journal is whole, and explains every order it saw."""
    carried_out = sum(create["carried_out"] for create in evidence.creates)
    if carried_out != len(evidence.jobs):
        yield "", f"The journal tells of {carried_out} orders carried out; there are {len(evidence.jobs)} jobs."
    if wild := [create for create in evidence.creates if _is_limit(create) and not create["fault"]]:
        yield "", f"{len(wild)} orders came faster than the sandbox takes them."
    # Those whose body wasn't read have no name. Each must have been the last try of a submit.
    nameless = sum(create["name"] is None for create in evidence.creates)
    open_submits = sum(_submits_without_a_last_try(evidence.of(video)) for video in evidence.videos)
    if nameless > open_submits:
        yield "", f"{nameless} orders were dropped unread, but only {open_submits} submits can have made them."


def _submits_without_a_last_try(record: Record) -> int:
    return sum(all(_is_limit(create) for create in part) for part in _parts(record, record.creates, "time"))


def _parts(record: Record, rows: list[Row], moment: str) -> list[list[Row]]:
    """What happened because of the form, then because of each time that a person asked to submit it again."""
    asked = [seconds(entry["at"]) for entry in record.entries if entry["sentence"].startswith(ASKED_AGAIN)]
    borders = [0.0, *asked, float("inf")]
    return [[row for row in rows if start <= row[moment] < end] for start, end in pairwise(borders)]


def _charged(record: Record, evidence: Evidence) -> Iterator[str]:
    """Never twice without a person's word."""
    allowed = 1 + evidence.decisions.again[record.video["id"]]
    if len(record.jobs) > allowed:
        yield f"Charged {len(record.jobs)} times; a person wanted {allowed} at most."
    for jobs in _parts(record, record.jobs, "created_at"):
        if len(jobs) > 1:
            yield f"One submit was charged {len(jobs)} times: {', '.join(job['id'] for job in jobs)}."


def _tries(record: Record) -> Iterator[str]:
    """After an answer that doesn't ask to come later, a submit isn't tried again."""
    for creates in _parts(record, record.creates, "time"):
        for create in creates[:-1]:
            if not _is_limit(create):
                yield f"Submitted again after an answer that was {create['status']}, code {create['code']}."


def _submits(record: Record) -> Iterator[str]:
    """The ledger: every job is known or in doubt, and what is said not to be charged wasn't."""
    ids = {job["id"] for job in record.jobs}
    doubted = sum(submit["state"] == "uncertain" and not submit["job_id"] for submit in record.submits)
    named = {submit["job_id"] for submit in record.submits} - {""}
    if len(ids - named) > doubted:
        yield f"{len(ids - named)} of its jobs aren't known, with {doubted} submits in doubt."
    if foreign := named - ids:
        yield f"It is said to be {', '.join(foreign)}, which isn't its."
    released = sum(submit["state"] == "released" for submit in record.submits)
    if len(record.jobs) > len(record.submits) - released:
        yield f"{released} submits are said not to be charged, but there are {len(record.jobs)} jobs."
    written = [json.loads(submit["body"]) for submit in record.submits]
    if any(job["request"] not in written for job in record.jobs):
        yield "What was sent isn't what was written down."


def _state(record: Record, evidence: Evidence) -> Iterator[str]:
    """The state is one that lasts, and true."""
    status, job_id = record.video["status"], record.video["job_id"]
    if status in SANDBOX_SAYS:
        yield from _ended_at_jogg(record, evidence)
    elif status == "rejected":
        yield from _rejected(record)
    elif status != "outcome_unknown":
        yield f"Nothing became of it: it is left {status}."
    elif job_id or "uncertain" not in record.submit_states:
        yield f"Its outcome is said to be unknown, but its job is “{job_id}”, its submits {record.submit_states}."


def _ended_at_jogg(record: Record, evidence: Evidence) -> Iterator[str]:
    video, submits = record.video, record.submits
    said = {job["id"]: job["status"] for job in record.jobs}.get(video["job_id"], "unknown")
    if said != SANDBOX_SAYS[video["status"]]:
        yield f"It is {video['status']}, but the sandbox says of “{video['job_id']}”: {said}."
    if video["job_id"] not in {submit["job_id"] for submit in submits}:
        yield "No submit of its has led to its job."
    settled = [submit["state"] for submit in submits if submit["job_id"] == video["job_id"]]
    if settled != [{"succeeded": "confirmed", "failed": "uncertain"}[video["status"]]]:
        yield f"It is {video['status']}, but its submit is {settled}."
    if video["status"] == "succeeded" and video["file"] not in evidence.files:
        yield f"It is succeeded, but its file “{video['file']}” isn't there."


def _rejected(record: Record) -> Iterator[str]:
    """Said to be taken by nobody, and charged to nobody."""
    if record.jobs or record.video["job_id"]:
        yield f"It is said that nothing was charged, but there are {len(record.jobs)} jobs."
    if {*record.submit_states} != {"released"}:
        yield f"It is said that nothing was charged, but its submits are {record.submit_states}."


def _attached(record: Record, evidence: Evidence) -> Iterator[str]:
    """Another's project, or one that there isn't, is refused."""
    said = Counter(entry["sentence"] for entry in record.entries)
    for project_id in {project for video, project in evidence.decisions.wrong if video == record.video["id"]}:
        asked, refused = f"Gave Jogg's project {project_id} for it.", f"Project {project_id} was not attached."
        answered = sum(count for sentence, count in said.items() if sentence.startswith(refused))
        if answered != said[asked]:
            yield f"{said[asked]} times it was said to be {project_id}, which is wrong; {answered} times refused."


def _is_limit(create: Row) -> bool:
    return TOO_MANY in (create["status"], create["code"])
