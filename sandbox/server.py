"""Puts the sandbox together: the state, the Flask app, the server."""

import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer

from sandbox.api_v1 import v1
from sandbox.api_v2 import v2
from sandbox.assets import Assets
from sandbox.catalog import Catalog
from sandbox.database import Database
from sandbox.endpoints import Endpoints
from sandbox.envelope import NOT_FOUND, PARAMETER, SYSTEM, Refusal, failure
from sandbox.fault_pages import fault_pages
from sandbox.faults import Faults
from sandbox.files import files, result_url
from sandbox.http_server import listen
from sandbox.jobs import Job, Jobs
from sandbox.journal import Journal, keep_journal
from sandbox.misbehaving import misbehave
from sandbox.options import Options
from sandbox.own_pages import own_pages
from sandbox.pace import Pace
from sandbox.previews import Previews
from sandbox.state import State
from sandbox.webhooks import Webhooks


def make_http_server(options: Options, host: str, port: int) -> BaseWSGIServer:
    """The whole sandbox behind a bound socket; unfinished videos go on being rendered, events being delivered."""
    state = open_state(options)
    app = create_app(state)
    server = listen(app, host, port)
    state.jobs.resume()
    state.webhooks.start(_result_urls(app, host, server.port))
    return server


def open_state(options: Options) -> State:
    """What is kept in `options.data`; the directory is made where there is none."""
    options.data.mkdir(parents=True, exist_ok=True)
    database = Database(options.data / "sandbox.sqlite3")
    assets = Assets(database, options.data / "assets", kept_secret(options.data / "secret"), options.sign_seconds)
    catalog = Catalog()
    decided, faults = threading.Event(), Faults()
    endpoints = Endpoints(database)
    jobs = Jobs(database, options, assets, catalog, decided)
    return State(
        options=options,
        assets=assets,
        catalog=catalog,
        jobs=jobs,
        previews=Previews(options.previews or options.data / "previews"),
        journal=Journal(),
        pace=Pace(options.posts_per_minute, options.pace_seconds),
        endpoints=endpoints,
        webhooks=Webhooks(database, endpoints, jobs, faults, decided, options.webhook_retry_seconds),
        faults=faults,
    )


def create_app(state: State) -> Flask:
    """The WSGI app. Each version of the API is a blueprint of its own."""
    app = Flask("sandbox", static_folder=None)
    app.json.sort_keys = False
    app.extensions["sandbox"] = state
    app.register_blueprint(v1, url_prefix="/v1")
    app.register_blueprint(v2, url_prefix="/v2")
    app.register_blueprint(files)
    app.register_blueprint(own_pages)
    app.register_blueprint(fault_pages)
    app.register_error_handler(Refusal, failure)
    app.register_error_handler(HTTPException, refuse_by_status)
    keep_journal(app, state.journal)
    misbehave(app)
    return app


def _result_urls(app: Flask, host: str, port: int) -> Callable[[Job, str], str]:
    """Makes the URLs of results outside of requests, which would name the host the client sees."""
    seen_as = "127.0.0.1" if host in ("", "0.0.0.0", "::") else f"[{host}]" if ":" in host else host

    def url_of(job: Job, filename: str) -> str:
        with app.test_request_context(base_url=f"http://{seen_as}:{port}"):
            return result_url(job, filename)

    return url_of


def refuse_by_status(error: HTTPException) -> Response:
    """Flask's own errors as envelopes, under their HTTP status."""
    code = {404: NOT_FOUND, 500: SYSTEM}.get(error.code or 500, PARAMETER)
    return failure(Refusal(code, f"{error.name}.", error.code or 500))


def kept_secret(path: Path) -> str:
    """The key for signatures, made once and readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text()
