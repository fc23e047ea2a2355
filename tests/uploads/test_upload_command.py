"""`manage.py upload`: as from the browser, from a terminal."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from huey import Huey

from jogg_dashboard import claims
from tests import media
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer
from tests.uploads.rows import claimed, hosted_asset, stored_asset
from uploads.models import Asset

HOSTED = re.compile(r"http://127\.0\.0\.1:\d+/hosted/.+")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files that Jogg takes, one that it doesn't, and what file managers leave behind."""
    (tmp_path / "a.jpg").write_bytes(media.jpeg())
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.mp3").write_bytes(media.mp3())
    for rubbish in (".DS_Store", "Thumbs.db", "inner/._b.mp3"):
        (tmp_path / rubbish).write_bytes(b"rubbish")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.jpg").write_bytes(media.jpeg())
    return tmp_path


@pytest.fixture
def run(
    account: SandboxServer, member: User, idle_worker: Huey, capsys: pytest.CaptureFixture
) -> Callable[..., tuple[int, list[str], str]]:
    """Run the command for `member`; returns exit code, lines of standard output, and standard error."""

    def call(*arguments: object) -> tuple[int, list[str], str]:
        code = 0
        try:
            call_command("upload", *map(str, arguments), "--user", "member")
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out.splitlines(), err

    return call


def test_prints_the_hosted_url_of_a_file(run: Callable, folder: Path, member: User) -> None:
    code, lines, _ = run(folder / "a.jpg")
    asset = Asset.objects.get()
    assert (code, lines) == (0, [asset.hosted_url])
    assert HOSTED.fullmatch(asset.hosted_url)
    assert (asset.owner, asset.origin, asset.original_name, asset.status) == (member, "command", "a.jpg", "hosted")


def test_a_folder_is_uploaded_without_what_is_hidden(run: Callable, folder: Path) -> None:
    code, lines, _ = run(folder, "-r")
    assert code == 0
    assert [asset.hosted_url for asset in Asset.objects.order_by("created_at")] == lines
    assert [asset.name for asset in Asset.objects.order_by("created_at")] == ["a.jpg", "b.mp3"]


def test_a_folder_is_not_uploaded_unless_asked(run: Callable, folder: Path) -> None:
    code, lines, err = run(folder)
    assert (code, lines) == (1, [])
    assert "is a folder. Add --recursive" in err


def test_what_cant_be_sent_is_told_and_the_rest_goes_on(run: Callable, folder: Path) -> None:
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7")
    code, lines, err = run(folder / "nowhere.jpg", folder / "notes.pdf", folder / "a.jpg")
    assert code == 1
    assert len(lines) == 1
    assert HOSTED.fullmatch(lines[0])
    assert "nowhere.jpg does not exist" in err
    assert "notes.pdf is not a photo" in err


def test_what_jogg_doesnt_take_but_is_kept_is_not_told_to_be_on_its_way(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "phone.heic").write_bytes(media.heic())
    code, lines, err = run(tmp_path / "phone.heic")
    assert (code, lines) == (1, [])
    assert err.strip() == (
        "phone.heic: It is kept here only, as Jogg doesn't take its type. The dashboard can convert it."
    )


def test_prints_json_for_each_file(run: Callable, folder: Path) -> None:
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7")
    code, lines, _ = run(folder / "a.jpg", folder / "notes.pdf", "--json")
    good, bad = map(json.loads, lines)
    asset = Asset.objects.get()
    assert code == 1
    assert good == {"id": str(asset.pk), "name": "a.jpg", "hosted_url": asset.hosted_url, "error": None}
    assert (bad["id"], bad["name"], bad["hosted_url"]) == (None, "notes.pdf", None)
    assert "is not a photo" in bad["error"]


def test_what_is_at_jogg_is_not_sent_again(run: Callable, folder: Path, account: SandboxServer) -> None:
    first = run(folder / "a.jpg")
    account.clear_journal()
    assert run(folder / "a.jpg")[:2] == first[:2]
    assert account.journal() == []
    code, lines, _ = run(folder / "a.jpg", "--again")
    assert code == 0
    assert lines != first[1]
    assert Asset.objects.count() == 2


def test_what_is_at_another_jogg_is_sent(run: Callable, folder: Path, member: User) -> None:
    hosted_asset(member, content=media.jpeg(), name="a.jpg", destination="https://elsewhere.example")
    code, lines, _ = run(folder / "a.jpg")
    assert code == 0
    assert HOSTED.fullmatch(lines[0])


def test_what_was_interrupted_is_gone_on_with(run: Callable, folder: Path, member: User) -> None:
    left = stored_asset(member, content=media.jpeg(), name="a.jpg")
    code, lines, _ = run(folder / "a.jpg")
    left.refresh_from_db()
    assert (code, lines) == (0, [left.hosted_url])
    assert Asset.objects.count() == 1


def test_what_a_worker_sends_is_waited_for(
    run: Callable, folder: Path, member: User, account: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is claimed by a worker elsewhere, which finishes while the command looks."""
    asset = stored_asset(member, content=media.jpeg(), name="a.jpg", status="sending", **claimed(claims.worker() + "1"))
    looks = []

    def finish(seconds: float) -> None:
        looks.append(seconds)
        Asset.objects.filter(pk=asset.pk).update(status="hosted", hosted_url="https://h/1.jpg", claimed_until=None)

    monkeypatch.setattr("uploads.sending.time.sleep", finish)
    account.clear_journal()
    code, lines, err = run(folder / "a.jpg")
    assert (code, lines, len(looks)) == (0, ["https://h/1.jpg"], 1)
    assert "worker is sending it" in err
    assert account.journal() == []


def test_a_refusal_of_joggs_is_told(run: Callable, folder: Path, scripted: ScriptedServer, settings: Any) -> None:
    settings.JOGG_API_URL = scripted.url
    scripted.script("POST /v1/upload/asset", {"rid": "r", "code": 10105, "msg": "bad key", "data": None})
    code, lines, err = run(folder / "a.jpg")
    assert (code, lines) == (1, [])
    assert Asset.objects.get().error in err


def test_an_outage_is_waited_out(run: Callable, folder: Path, scripted: ScriptedServer, settings: Any) -> None:
    settings.JOGG_API_URL = scripted.url
    url = scripted.takes_uploads(Answer(status=503), b"")
    code, lines, err = run(folder / "a.jpg")
    assert (code, lines) == (0, [url])
    assert "It is tried again." in err


def test_an_unknown_user_is_told(member: User, folder: Path) -> None:
    with pytest.raises(CommandError, match="There is no user called nobody"):
        call_command("upload", str(folder / "a.jpg"), "--user", "nobody")
    assert Asset.objects.count() == 0
