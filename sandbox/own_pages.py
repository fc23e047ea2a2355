"""Pages the real API doesn't have: what this is, and the journal for tests."""

from flask import Blueprint, Response, jsonify

from sandbox.state import state

own_pages = Blueprint("own_pages", __name__)

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox Jogg.ai</title></head>
<body><h1>Sandbox Jogg.ai</h1>
<p>A local stand-in of the Jogg.ai API, for trying things out without a key and for tests.
Nothing leaves this machine and nothing is charged. Faces, voices and videos are drawn and synthesised here.</p>
<p>The API is under <code>/v1</code>; any non-empty <code>x-api-key</code> is accepted.
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
