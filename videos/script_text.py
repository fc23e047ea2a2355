"""Text that comes from elsewhere, as a script: without what a page or a printer needs and a voice doesn't.

Nothing that can be heard is changed: quotation marks, dashes, pauses and marks of pronunciation stay. So do the
joiners U+200C and U+200D, which some languages and emoji are written with.
"""

import re

SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"  # of a width of their own
NOTHING = "\u00ad\u200b\u2060\ufeff"  # soft hyphens, and what is invisible
BREAKS = "\u000b\u000c\u0085\u2028\u2029"  # lines and pages that end otherwise than by Enter

FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FENCE_OR_RULE = re.compile(r"^[ \t]*(?:```.*|~~~.*|(?:[-*_][ \t]*){3,}|=+)$\n?", re.MULTILINE)
LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)", re.MULTILINE)
LINE_END = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")
CODE = re.compile(r"`([^`\n]+)`")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
PUT_ASIDE = 0xE000  # into the private range, where no text is
BROUGHT_BACK = {PUT_ASIDE + code: code for code in range(128)}
MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def cleaned(text: str) -> str:
    """The text with plain spaces and line ends, and without what can't be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(f"[{BREAKS}]", "\n", text)
    return re.sub(f"[{NOTHING}]", "", re.sub(f"[{SPACES}]", " ", text))


def without_markdown(text: str) -> str:
    """The words of a Markdown text without its marks; a link leaves its words, a picture nothing."""
    text = ESCAPED.sub(lambda found: chr(PUT_ASIDE + ord(found[1])), COMMENT.sub("", FRONT_MATTER.sub("", text)))
    text = PICTURE.sub("", FENCE_OR_RULE.sub("", text))
    text = LINE_END.sub("", LINE_START.sub("", LINK.sub(r"\1", text)))
    for _ in range(2):  # strong words may hold others with emphasis
        text = EMPHASIS.sub(r"\2", STRONG.sub(r"\2", text))
    return MANY_EMPTY_LINES.sub("\n\n", CODE.sub(r"\1", text)).translate(BROUGHT_BACK).strip()
