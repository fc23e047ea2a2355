"""The log's lines: what they are about, and what they never hold."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from huey.contrib.djhuey import HUEY

from jogg_dashboard import logs
from jogg_dashboard import tasks as dashboard_tasks
from tests.scripted_server import ScriptedServer, envelope
from tests.uploads.rows import hosted_asset, stored_asset
from uploads import tasks

KEY = "jk-0123456789-very-secret"
SIGNED = "https://storage.example/1.mp3?X-Amz-Signature=0123456789abcdef&x=1"


@pytest.fixture(params=[logs.LineFormatter, logs.JsonLineFormatter])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is logged, in either format."""
    yield from _captured(request.param([KEY]))


@pytest.fixture
def lines(settings: Any) -> Iterator[io.StringIO]:
    """What is logged as JSON."""
    yield from _captured(logs.JsonLineFormatter())


def _captured(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(logs.IdsFilter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def objects(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_names_what_it_is_about(written: io.StringIO) -> None:
    with logs.apart(request_id="r-12345678", user_id=7):
        logs.bind(video_id="v-1")
        logging.getLogger("videos").warning("It was refused.")
    assert all(word in written.getvalue() for word in ("It was refused.", "r-12345678", "user_id", "v-1"))


def test_what_is_over_is_forgotten(lines: io.StringIO) -> None:
    with logs.apart(request_id="r-12345678"):
        with logs.apart(task="inner"):
            logging.getLogger("videos").warning("inside")
        logging.getLogger("videos").warning("outside")
    logs.bind(rid="of nothing that has an end")
    logging.getLogger("videos").warning("afterwards")
    found = [{name: line[name] for name in logs.IDS if name in line} for line in objects(lines)]
    assert found == [{"task": "inner"}, {"request_id": "r-12345678"}, {}]


def test_no_line_holds_the_key_or_a_signature(written: io.StringIO) -> None:
    try:
        raise ValueError(f"{KEY} at {SIGNED}")
    except ValueError:
        logging.getLogger("uploads").exception("PUT to %s failed with %s", SIGNED, KEY)
    assert "ValueError" in written.getvalue()
    assert "storage.example" in written.getvalue()
    assert KEY not in written.getvalue()
    assert "0123456789abcdef" not in written.getvalue()


def test_no_line_holds_the_token_of_a_shared_link(written: io.StringIO) -> None:
    logging.getLogger("django.request").error("Service Unavailable: %s", "/share/token-of-a-link/file")
    assert "Service Unavailable: /share/" in written.getvalue()
    assert "token-of-a-link" not in written.getvalue()


def test_a_json_line_is_one_object_with_a_time_a_level_and_the_traceback(lines: io.StringIO) -> None:
    try:
        raise ValueError("broken\nin two")
    except ValueError:
        logging.getLogger("uploads").exception("No.")
    (line,) = objects(lines)
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "uploads", "No.")
    assert line["time"].endswith("+00:00")
    assert "ValueError: broken\nin two" in line["exc_info"]


def test_an_answer_tells_its_requests_id(client: Client, db: None) -> None:
    first, second = client.get("/healthz"), client.get("/healthz")
    assert len(first["X-Request-ID"]) == 32
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        ("req-0123-4567.89_a", True),
        ("short", False),
        ("a" * 65, False),
        ("with space in it", False),
        ("<script>-12", False),
    ],
)
def test_an_id_from_before_is_taken_where_it_is_well_formed(
    client: Client, db: None, given: str, is_taken: bool
) -> None:
    assert (client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given) == is_taken


def test_what_breaks_in_a_page_is_logged_with_request_person_and_row(
    client: Client, member: User, lines: io.StringIO
) -> None:
    client.force_login(member)
    client.raise_request_exception = False
    asset = hosted_asset(member)
    asset.file.storage.delete(asset.file.name)
    answer = client.get(f"/uploads/{asset.pk}/file")
    assert answer.status_code == 500
    line = objects(lines)[-1]
    assert (line["request_id"], line["user_id"], line["asset_id"]) == (
        answer["X-Request-ID"], str(member.pk), str(asset.pk),
    )  # fmt: skip


def test_a_workers_line_names_its_task_its_row_and_joggs_request(
    scripted: ScriptedServer, member: User, lines: io.StringIO
) -> None:
    assert dashboard_tasks.name_task
    scripted.script("POST /v1/upload/asset", envelope(code=40000, msg="no", rid="rid-77"))
    asset = stored_asset(member, probed_at=None)
    tasks.forward(str(asset.pk))
    line = next(line for line in objects(lines) if "failed" in line["message"])
    assert (line["task"], line["asset_id"], line["rid"]) == ("uploads.tasks.forward", str(asset.pk), "rid-77")
    logging.getLogger("uploads").warning("between tasks")
    assert "task" not in objects(lines)[-1]


def test_a_task_that_breaks_is_logged_with_its_name(db: None, lines: io.StringIO) -> None:
    logging.getLogger("huey").propagate = True
    try:
        HUEY.execute(tasks.forward.s(f"no-id-{uuid4()}"))
    finally:
        logging.getLogger("huey").propagate = False
    line = next(line for line in objects(lines) if line["logger"] == "huey")
    assert line["task"] == "uploads.tasks.forward"
    assert "ValueError" in line["exc_info"]
