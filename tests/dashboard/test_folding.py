"""Text as it is compared."""

import pytest

from jogg_dashboard.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Spring OFFER", "spring offer"),
        ("Café Übersicht", "cafe ubersicht"),
        ("Größe", "grosse"),
        ("Łódź, Ørsted", "lodz, orsted"),
        ("ﬁne print", "fine print"),
        ("  many\n spaces ", "many spaces"),
        ("Привет", "привет"),
        ("春のお知らせ", "春のお知らせ"),
    ],
)
def test_case_and_accents_are_left_out(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_typed_with_or_without_composed_letters_is_the_same() -> None:
    assert fold("e\u0301") == fold("\u00e9") == "e"
