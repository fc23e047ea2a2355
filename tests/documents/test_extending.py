"""The examples of docs/extending.md: put where they say, they pass the tests that they bring."""

import re
from pathlib import Path

from tests.documents.blocks import ROOT, block
from tests.documents.ground import Ground

DOCUMENT = "docs/extending.md"
EXAMPLE = re.compile(
    r'^```\w+ (?P<how>new|into)="(?P<path>[^"]+)"(?: (?P<where>before|after)="(?P<line>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


def put(example: re.Match[str], checkout: Path) -> None:
    """Make the new file, or add to the one that is there: at its end, or beside the line that is named."""
    path, text = checkout / example["path"], example["text"]
    if example["how"] == "new":
        assert not path.exists()
        path.write_text(text)
        return
    old = path.read_text()
    if not example["line"]:
        path.write_text(old + text)
        return
    beginning = re.search(rf"^{re.escape(example['line'])}.*\n", old, re.MULTILINE)
    assert beginning, f"{path} has no line {example['line']!r}"
    at = beginning.start() if example["where"] == "before" else beginning.end()
    path.write_text(old[:at] + text + old[at:])


def test_the_examples_work_as_they_stand(tmp_path: Path) -> None:
    examples = list(EXAMPLE.finditer((ROOT / DOCUMENT).read_text()))
    ground = Ground(tmp_path)
    for example in examples:
        put(example, ground.checkout)
    assert {example["how"] for example in examples} == {"new", "into"}
    said = ground.run(block(DOCUMENT, ".venv/bin/python -m ruff check .").text)
    assert "4 passed" in said
