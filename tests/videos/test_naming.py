"""File names that every system takes."""

import pytest

from videos.naming import MOST_BYTES, file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["Spring offer", "Ada", "portrait"], "Spring offer - Ada - portrait.mp4"),
        (["Spring offer", "", "portrait"], "Spring offer - portrait.mp4"),
        (["日本の春", "Ada", "square"], "日本の春 - Ada - square.mp4"),
        (['a/b\\c:d*e?f"g<h>i|j', "Ada"], "a b c d e f g h i j - Ada.mp4"),
        (["Good morning. This is…", "Ada"], "Good morning. This is - Ada.mp4"),
        (["../../etc/passwd", "Ada"], "etc passwd - Ada.mp4"),
        (["one\r\ntwo\0", "Ada"], "one two - Ada.mp4"),
        (["CON", ""], "Video CON.mp4"),
        (["nul.txt", ""], "Video nul.txt.mp4"),
        (["Console", ""], "Console.mp4"),
        (["...", "Ada"], "Video - Ada.mp4"),
    ],
)
def test_a_name_holds_only_what_every_system_takes(parts: list[str], name: str) -> None:
    assert file_name(parts, "mp4") == name


@pytest.mark.parametrize("sign", ["a", "ü", "日", "🙂"])
def test_a_long_name_is_cut_between_signs_and_keeps_its_tail(sign: str) -> None:
    name = file_name([sign * 300, "Ada", "portrait"], "mp4")
    assert name.endswith(" - Ada - portrait.mp4")
    assert MOST_BYTES - 4 <= len(name.encode()) <= MOST_BYTES
    assert set(name.removesuffix(" - Ada - portrait.mp4")) == {sign}
