"""The documents' links and pictures lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.documents.blocks import DOCUMENTS, ROOT

LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")


def anchors(path: Path) -> set[str]:
    """The headings of a document, as GitHub names them in addresses."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for link in LINK.findall(document.read_text()):
        name, _, anchor = link.partition("#")
        target = (document.parent / name) if name else document
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link
