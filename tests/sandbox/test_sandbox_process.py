"""The process: its key check, journal, restart and end."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import Api, Start, put
from tests.sandbox_server import ROOT, SandboxServer


@pytest.mark.parametrize("headers", [{}, {"x-api-key": ""}, {"Authorization": "Bearer key"}])
def test_refuses_a_missing_key_under_http_200(sandbox: SandboxServer, headers: dict) -> None:
    answer = requests.get(f"{sandbox.url}/v1/avatars", headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (200, 10105)


def test_each_answer_has_its_own_rid(api: Api) -> None:
    first, second = api.get("/voices/custom"), api.get("/voices/custom")
    assert first["rid"] != second["rid"]
    assert list(first) == ["rid", "code", "msg", "data"]


def test_a_wrong_method_is_refused(api: Api, sandbox: SandboxServer) -> None:
    answer = api.session.get(f"{sandbox.url}/v1/upload/asset", timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (405, 40000)


def test_the_front_page_says_what_this_is(sandbox: SandboxServer) -> None:
    assert "stand-in of the Jogg.ai API" in requests.get(sandbox.url, timeout=10).text


def test_the_journal_tells_what_was_asked_without_secrets(api: Api, sandbox: SandboxServer) -> None:
    sandbox.clear_journal()
    sign_url, _ = api.announce("a.png")
    put(sign_url, b"12345")
    api.get("/voices", page=2)

    announced, sent, listed = sandbox.journal()
    assert (announced["method"], announced["path"], announced["had_api_key"]) == ("POST", "/v1/upload/asset", True)
    assert (sent["method"], sent["status"], sent["had_api_key"]) == ("PUT", 200, False)
    assert (sent["content_length"], sent["bytes_received"], sent["content_type"]) == (5, 5, "application/octet-stream")
    assert (listed["path"], listed["query"], listed["code"]) == ("/v1/voices", {"page": "2"}, 0)
    assert "signature" not in str(sandbox.journal())


def test_the_log_has_a_line_a_request_and_no_secrets(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    client = Api(server)
    client.session.headers["x-api-key"] = "very-secret"
    put(client.announce("a.png")[0], b"x")
    client.session.close()
    log = data_dir.with_name("data.log").read_text()
    assert [line.split()[0] for line in log.splitlines()] == ["POST", "PUT"]
    assert "signature" not in log
    assert "very-secret" not in log


def test_what_was_made_outlives_a_restart_on_another_port(start: Start, data_dir: Path, tone: bytes) -> None:
    first = start(data_dir, render_seconds=0)
    client = Api(first)
    sign_url, hosted_url = client.announce("a.wav")
    put(sign_url, tone)
    job_id = client.create(script="Hi.")["data"]["project_id"]
    client.ended(job_id)
    assert first.stop() == 0

    second = start(data_dir, render_seconds=0)
    client.server = second
    project = client.ended(job_id)
    assert requests.get(project["video_url"], timeout=10).status_code == 200
    assert put(sign_url.replace(first.url, second.url), tone).status_code == 200
    assert requests.get(hosted_url.replace(first.url, second.url), timeout=10).content == tone
    assert client.create(script=None, audio_url=hosted_url)["code"] == 0
    client.session.close()


def test_sigterm_ends_it_quietly_even_while_rendering(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    client = Api(server)
    client.create(script="word " * 900)
    client.session.close()
    assert server.stop() == 0
    assert "Traceback" not in data_dir.with_name("data.log").read_text()


def test_a_taken_port_is_said_in_a_sentence(sandbox: SandboxServer, data_dir: Path) -> None:
    command = [sys.executable, "-m", "sandbox", f"--port={sandbox.port}", f"--data={data_dir}"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode != 0
    assert "is the port taken?" in ended.stderr
