"""Whatever Jogg sends as JSON can be kept in any database, or is refused as none."""

from typing import Any

import pytest

from jogg.strict_json import parsed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"a": "cut \\ud83d off"}', {"a": "cut \N{REPLACEMENT CHARACTER} off"}),
        (b'{"a\\u0000": ["\\u0000"]}', {"a\N{REPLACEMENT CHARACTER}": ["\N{REPLACEMENT CHARACTER}"]}),
        (b'"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b"[NaN, 1e999]", [None, None]),
    ],
)
def test_reads_what_can_be_kept(content: bytes, said: Any) -> None:
    assert parsed(content) == said
    str(parsed(content)).encode()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{\x00}\x00", b"\xff", b"[" * 100_000])
def test_refuses_what_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed(content)
