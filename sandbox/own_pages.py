"""Pages the real API doesn't have: what this is, and for tests the journal and the jobs."""

from flask import Blueprint, Response, jsonify

from sandbox.jobs import Job
from sandbox.state import state

own_pages = Blueprint("own_pages", __name__)

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox Jogg.ai</title></head>
<body><h1>Sandbox Jogg.ai</h1>
<p>A local stand-in of the Jogg.ai API, for trying things out without a key and for tests.
Nothing leaves this machine and nothing is charged. Faces, voices and videos are drawn and synthesised here.</p>
<p>The API is under <code>/v1</code> and <code>/v2</code>; any non-empty <code>x-api-key</code> is accepted.
<a href="/sandbox/journal">What was asked so far</a>.</p></body></html>
"""


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


@own_pages.get("/sandbox/jobs")
def jobs() -> Response:
    """All videos as a JSON list, oldest first; `request` as it was received."""
    return jsonify([_job(job) for job in state().jobs.all()])


def _job(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "version": job.version,
        "request": job.request,
        "created_at": job.created_at,
        "status": job.status_word(state().options.render_seconds),
        "credits": job.credits,
    }
