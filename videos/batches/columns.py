"""The columns of a table of videos, whatever somebody has called them."""

from jogg_dashboard.folding import fold

LABELS = {
    "name": "Name",
    "script": "Script",
    "audio": "Audio",
    "avatar": "Avatar",
    "voice": "Voice",
    "ratio": "Shape",
    "style": "Background",
    "captions": "Captions",
}
SPEECH = ("script", "audio")
# What every row may leave empty, as it is chosen for all rows above the table.
DEFAULTED = ("avatar", "voice", "ratio", "style", "captions")
# Cells to the right of the last column that has a name: most often a text with a comma and no quotes around it.
BEYOND = "beyond"

SYNONYMS = {
    "name": ("title", "video", "video name", "video title", "file name"),
    "script": ("text", "words", "speech", "says", "spoken text", "what it says", "script text", "content"),
    "audio": ("recording", "sound", "audio file", "voice over", "voiceover", "audio name", "mp3"),
    "avatar": ("speaker", "presenter", "face", "who speaks", "avatar name", "avatar id", "person"),
    "voice": ("voice name", "voice id", "speaking voice"),
    "ratio": ("shape", "aspect ratio", "aspect", "format", "orientation", "video shape"),
    "style": ("background", "screen style", "screen", "background style"),
    "captions": ("caption", "subtitles", "subtitle", "with captions"),
}
COLUMNS = {fold(word): column for column, words in SYNONYMS.items() for word in (column, *words)}


def column_of(heading: str) -> str:
    """Return the column that a heading means, "" where it is none of ours: "Aspect-Ratio" is "ratio"."""
    return COLUMNS.get(fold(heading.replace("_", " ").replace("-", " ")).strip(" :*"), "")
