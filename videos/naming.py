"""What a video is called without a name, and what its files are called on the computer of whoever saves them."""

import re

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # on some system or other
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # names of devices on Windows
MOST_BYTES = 180  # of a name; many systems take 255, and a browser may add "(1)" or ".part"
LONGEST_BEGINNING = 58  # signs
SHORTEST_BEGINNING = 30  # less than that tells too little, so a very long word is cut


def beginning(script: str) -> str:
    """The first words of a script, on one line; the last of them whole."""
    words = " ".join(script.split())
    if len(words) <= LONGEST_BEGINNING:
        return words
    whole = words[:LONGEST_BEGINNING].rpartition(" ")[0]
    return f"{whole if len(whole) >= SHORTEST_BEGINNING else words[: LONGEST_BEGINNING - 1]}…"


def file_name(parts: list[str], extension: str) -> str:
    """Join what tells files apart into a name that every system takes: "Spring offer - Ada - portrait.mp4".

    The first part is shortened where it all gets too long.
    """
    first, *others = [_plain(part) for part in parts]
    tail = "".join(f" - {other}" for other in others if other) + f".{extension}"
    name = _shortened(first or "Video", MOST_BYTES - len(tail.encode())) + tail
    return f"Video {name}" if RESERVED.match(name) else name


def _plain(part: str) -> str:
    """One part without what a system forbids; a full stop at an end is lost on some."""
    return " ".join(FORBIDDEN.sub(" ", part).split()).strip(". …")


def _shortened(text: str, most: int) -> str:
    """Cut to so many bytes, never within a sign."""
    cut = text.encode()[:most].decode(errors="ignore")
    return cut if cut == text else cut.rstrip(" .")
