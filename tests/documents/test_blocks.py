"""Every command that the documents show does what they say, or says why it isn't run here."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import requests

from tests.documents.blocks import ROOT, Block, all_blocks
from tests.documents.ground import Ground
from tests.documents.ways import WAYS, Read, Runs, Serves
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for

INTERRUPTED = 130
BLOCKS = all_blocks()
NAMED = re.compile(r"(?<![\w/$.-])(?:deploy|docs|systemd)/[\w./*-]+")


def those(kind: type) -> list[Block]:
    return [block for block in BLOCKS if isinstance(WAYS.get(block.key), kind)]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A checkout whose data folder is prepared for the demo."""
    ground = Ground(tmp_path_factory.mktemp("documents"))
    ground.run(".venv/bin/python manage.py prepare")
    return ground


@pytest.fixture
def jogg(ground: Ground) -> Iterator[SandboxServer]:
    """The sandbox, where the commands look for Jogg, with a key or without."""
    server = SandboxServer.start(ground.checkout / "data" / "sandbox", ground.sandbox_port)
    yield server
    server.stop()


@contextmanager
def serving(ground: Ground, command: str) -> Iterator[None]:
    """The command's server, from when it answers to the end that Ctrl-C makes."""
    process = ground.start(f"exec env {command}")
    try:
        wait_for(lambda: not process.isalive() or answers(ground.url), f"{command} to answer")
        assert process.isalive(), process.read()
        yield
        process.sendintr()
        said = process.read()
    finally:
        process.close(force=True)
    assert process.exitstatus in (0, INTERRUPTED) or process.signalstatus == signal.SIGINT, said
    assert "Traceback" not in said


def answers(url: str) -> bool:
    with suppress(requests.ConnectionError):
        return requests.get(f"{url}/healthz", timeout=5).ok
    return False


def test_every_block_has_its_way_and_every_way_its_block() -> None:
    keys = [block.key for block in BLOCKS]
    assert len(keys) == len(set(keys)), "two blocks of a document begin with the same line"
    assert [str(block) for block in BLOCKS if block.key not in WAYS] == [], "tests/documents/ways.py lacks them"
    assert set(WAYS) - set(keys) == set()


@pytest.mark.parametrize("block", those(Runs), ids=str)
def test_runs(block: Block, ground: Ground, request: pytest.FixtureRequest) -> None:
    way = WAYS[block.key]
    if way.beside_jogg:
        request.getfixturevalue("jogg")
    text = block.text
    for shown, used in way.instead.items():
        assert shown in text
        text = text.replace(shown, used)
    if way.beside_server:
        with serving(ground, ".venv/bin/gunicorn jogg_dashboard.wsgi"):
            said = ground.run(text, way.answers)
    else:
        said = ground.run(text, way.answers)
    assert way.says in said


@pytest.mark.parametrize("block", those(Serves), ids=str)
def test_serves(block: Block, ground: Ground, request: pytest.FixtureRequest) -> None:
    way = WAYS[block.key]
    if way.beside_jogg:
        request.getfixturevalue("jogg")
    first, *others = [line.partition("  #")[0].strip() for line in block.text.splitlines()]
    assert set(way.left_out) <= set(others)
    with serving(ground, first):
        for line in others:
            if line not in way.left_out:
                ground.run(line, way.answers)


@pytest.mark.parametrize("block", those(Read), ids=str)
def test_is_read(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["sh", "-n"], input=block.text, text=True, check=True)
    for name in NAMED.findall(block.text):
        folder = ROOT / "deploy" if name.startswith("systemd/") else ROOT
        assert name == "deploy/dashboard.env" or list(folder.glob(name)), name
    for target in re.findall(r"^make (\w+)", block.text, re.MULTILINE):
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with capsys.disabled():
        print(f"\n{block} is not run here: {WAYS[block.key].reason}.")
