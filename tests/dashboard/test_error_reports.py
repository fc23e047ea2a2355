"""Reports to Sentry: only where they are wanted, and without secrets. A server of the test's plays Sentry."""

import gzip
import json
import os
import tomllib
from pathlib import Path

from jogg_dashboard.version import VERSION
from tests import forked
from tests.sandbox_server import ROOT
from tests.scripted_server import ScriptedServer

KEY = "jk-0123456789-very-secret"
ENVELOPE = "POST /api/1/envelope/"
BREAKS = """
import django, logging, requests
django.setup()
unshown = "a person's script"
try:
    requests.get("{home}/file?signature=0123456789abcdef&a=1")
    raise ValueError("KEY at https://h.example/1.mp3?X-Amz-Signature=fedcba9876543210")
except ValueError:
    logging.getLogger("videos").exception("video 7 failed with %s", "KEY")
"""

BREAKS_A_TASK = """
import django
django.setup()
from huey.contrib.djhuey import HUEY
from uploads.tasks import forward
HUEY.execute(forward.s("an id that is none"))
"""


def run(code: str, folder: Path, **environment: str) -> str:
    """Run this in a process of its own, with only this environment; return what it prints."""
    environment |= {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "JOGG_API_KEY": KEY}
    environment["DJANGO_SETTINGS_MODULE"] = "jogg_dashboard.settings"
    done = forked.run(["-c", code], environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def reports(server: ScriptedServer) -> list[dict]:
    """The events that arrived, and the text of everything that did."""
    texts = [
        gzip.decompress(seen.body) if seen.headers.get("content-encoding") == "gzip" else seen.body
        for seen in server.requests(ENVELOPE)
    ]
    assert KEY.encode() not in b"".join(texts)
    items = [line for text in texts for line in text.splitlines() if b'"exception"' in line]
    return [json.loads(item) for item in items]


def test_without_a_dsn_not_even_the_library_is_loaded(tmp_path: Path) -> None:
    code = "import django, sys; django.setup(); print('sentry_sdk' in sys.modules)"
    assert run(code, tmp_path) == "False"


def test_an_error_is_reported_without_secrets(tmp_path: Path, scripted_server: ScriptedServer) -> None:
    scripted_server.script(ENVELOPE, {})
    home = scripted_server.url
    run(
        BREAKS.replace("{home}", home).replace("KEY", KEY),
        tmp_path,
        SENTRY_DSN=f"{home.replace('://', '://public@')}/1",
    )
    (report,) = reports(scripted_server)
    text = json.dumps(report)
    assert report["exception"]["values"][0]["type"] == "ValueError"
    assert report["release"] == VERSION
    assert "video 7 failed" in text
    for secret in ("0123456789abcdef", "fedcba9876543210", "a person's script"):
        assert secret not in text
    (asked,) = scripted_server.requests("GET /file")
    assert not {"sentry-trace", "baggage"} & set(asked.headers), "other hosts hear nothing of Sentry"


def test_a_task_that_breaks_is_reported_once_by_its_name(tmp_path: Path, scripted_server: ScriptedServer) -> None:
    scripted_server.script(ENVELOPE, {})
    run(BREAKS_A_TASK, tmp_path, SENTRY_DSN=f"{scripted_server.url.replace('://', '://public@')}/1")
    (report,) = reports(scripted_server)
    assert report["exception"]["values"][-1]["type"] == "ValueError"
    assert report["transaction"] == "forward"


def test_nothing_is_traced_unless_that_is_asked_for(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); import sentry_sdk; options = sentry_sdk.get_client().options; "
        "print(options['traces_sample_rate'], options['send_default_pii'])"
    )
    dsn = {"SENTRY_DSN": "http://public@127.0.0.1:9/1"}
    assert run(code, tmp_path, **dsn) == "None False"
    assert run(code, tmp_path, SENTRY_TRACES_RATE="0.2", **dsn) == "0.2 False"


def test_the_version_is_the_projects() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
