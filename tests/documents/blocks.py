"""The commands that the documents show: every fenced `sh` block."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """Commands as they stand in a document; `first` is the first line without its comment, by which it is known."""

    document: str
    line: int
    text: str

    @property
    def first(self) -> str:
        return self.text.splitlines()[0].partition("  #")[0].strip()

    @property
    def key(self) -> tuple[str, str]:
        return self.document, self.first

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def all_blocks() -> list[Block]:
    return [block for path in DOCUMENTS for block in _blocks_of(path)]


def block(document: str, first: str) -> Block:
    """The one that begins with this line."""
    return next(block for block in all_blocks() if block.key == (document, first))


def _blocks_of(path: Path) -> list[Block]:
    text = path.read_text()
    name = str(path.relative_to(ROOT))
    return [Block(name, text.count("\n", 0, found.start()) + 2, found[1]) for found in FENCE.finditer(text)]
