"""Pages the real API doesn't have: what this is, and for tests the journal, the jobs and the webhooks."""

import time
from html import escape
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.envelope import Refusal, failure
from sandbox.jobs import Job
from sandbox.state import state
from sandbox.validation import check_required, json_fields

own_pages = Blueprint("own_pages", __name__)

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox Jogg.ai</title></head>
<body><h1>Sandbox Jogg.ai</h1>
<p>A local stand-in of the Jogg.ai API, for trying things out without a key and for tests.
Nothing leaves this machine and nothing is charged. Faces, voices and videos are drawn and synthesised here.</p>
<p>The API is under <code>/v1</code> and <code>/v2</code>; any non-empty <code>x-api-key</code> is accepted.
<a href="/sandbox/journal">What was asked so far</a>.</p></body></html>
"""


MOST_PROJECTS = 200
PROJECTS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Projects · Sandbox Jogg.ai</title>
<style>body {{ font: 15px/1.6 system-ui, sans-serif; margin: 1.5rem }}
td, th {{ padding: .3rem 1rem .3rem 0; vertical-align: top; text-align: left }}
code {{ user-select: all; overflow-wrap: anywhere }}</style></head>
<body><h1>Projects on the sandbox</h1><p>The newest first. A click selects an id.</p>
<table><tr><th>Name<th>Made<th>State<th>Id</tr>{rows}</table></body></html>
"""


@own_pages.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    """As a wrong request, which the API's own refusals aren't."""
    return failure(Refusal(refusal.code, refusal.sentence, 400))


@own_pages.get("/")
def about() -> str:
    return PAGE


@own_pages.get("/sandbox/journal")
def journal() -> Response:
    """The last requests as a JSON list, oldest first."""
    return jsonify(state().journal.entries())


@own_pages.delete("/sandbox/journal")
def empty_journal() -> tuple[str, int]:
    state().journal.clear()
    return "", 204


@own_pages.get("/sandbox/projects")
def projects() -> str:
    """The newest videos for people, as a list of one's projects would show them."""
    rows = "".join(_row(job) for job in reversed(state().jobs.all()[-MOST_PROJECTS:]))
    return PROJECTS.format(rows=rows or "<tr><td colspan=4>No projects yet.</td></tr>")


def _row(job: Job) -> str:
    made_at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(job.created_at))
    _, word = job.status(state().options.render_seconds)
    return f"<tr><td>{escape(job.title)}<td>{made_at}<td>{word}<td><code>{job.id}</code></tr>"


@own_pages.get("/sandbox/jobs")
def jobs() -> Response:
    """All videos as a JSON list, oldest first; `request` as it was received."""
    return jsonify([_job(job) for job in state().jobs.all()])


@own_pages.get("/sandbox/webhooks")
def webhooks() -> Response:
    """The POSTs made to webhook endpoints as a JSON list, oldest first."""
    return jsonify(state().webhooks.attempts())


@own_pages.post("/sandbox/webhooks")
def send_webhook() -> tuple[Response, int]:
    """Deliver any event to all enabled endpoints."""
    fields: dict[str, Any] = json_fields(request, {"event": str, "data": dict})
    check_required(fields, ["event", "data"])
    event, deliveries = state().webhooks.send(fields["event"], fields["data"])
    return jsonify(event_id=event.id, deliveries=len(deliveries)), 202


def _job(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "version": job.version,
        "request": job.request,
        "created_at": job.created_at,
        "status": job.status_word(state().options.render_seconds),
        "credits": job.credits,
    }
