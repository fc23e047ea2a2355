"""Taking secrets out of what is kept or shown: answers, webhooks, messages."""

import re
from typing import Any
from urllib.parse import quote, unquote

REDACTED = "…redacted…"
# Deeper than this nothing is read: Jogg's answers have five levels.
MOST_LEVELS = 50

# Names are compared without case and without what isn't a letter or digit: X-Api-Key, api_key, apiKey.
SECRET_WORDS = (
    "accesskey", "apikey", "authorization", "cookie", "credential", "passwd", "password", "privatekey", "secret",
    "signature", "token",
)  # fmt: skip
SIGNING_PARAMETERS = {"auth", "expires", "googleaccessid", "key", "keypairid", "policy", "qak", "sig", "sign"}
SIGNING_PREFIXES = ("xamz", "xgoog", "xoss")
SIGNED_URLS = {"signurl", "signedurl"}

# A parameter's name up to its equals sign, also where a whole URL is percent-encoded inside another one (%3F, %253F),
# and where the text is HTML (&amp;) or JSON (\u0026).
PARAMETER = re.compile(
    r"""(?:[?&;\#]|\\u0026|%(?:25)*(?:3F|26|23))
        (?P<name>(?:[\w.~\[\]-]|%(?:25)*(?:2D|5F|2E|5B|5D))+)
        (?:(?P<plain>=)|%(?:25)*3D)""",
    re.IGNORECASE | re.VERBOSE,
)
PLAIN_VALUE = re.compile(r"""(?:(?!\\u0026)[^&\s"'<>\#])*""", re.IGNORECASE)
ENCODED_VALUE = re.compile(r"""(?:(?!\\u0026|%(?:25)*(?:26|23))[^&\s"'<>\#])*""", re.IGNORECASE)
# A field of XML or JSON in a text: storage hosts explain a wrong signature by quoting it.
FIELD = re.compile(
    r"""<(?P<element>[\w:-]+)(?:\s[^<>]*)?>[^<]+|"(?P<label>[\w-]+)"\s*:\s*"(?:[^"\\]|\\.)*""", re.DOTALL
)
FIELD_HEAD = re.compile(r"""<[^>]+>|"[^"]+"\s*:\s*\"""")
USER = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{0,20}://)[^\s/?#\"'<>]+@", re.IGNORECASE)
QUERY = re.compile(r"[?#].*", re.DOTALL)


def redact(value: Any, *secrets: str) -> Any:
    """Return a copy of JSON-like data, or of a text, that gives no secret away.

    Replaced by "…redacted…" are: values under keys that name a secret; in texts the values of URL
    parameters that sign or authorise, and a URL's user and password; under `sign_url` the whole
    query; and each of `secrets` wherever it stands, percent-encoded too. Redacting twice changes nothing.
    """
    return _Redaction(secrets).of(value, MOST_LEVELS)


class _Redaction:
    def __init__(self, secrets: tuple[str, ...]) -> None:
        spellings = {spelling for secret in secrets if secret for spelling in (secret, quote(secret, safe=""))}
        self._secrets = spellings
        # The longest first, lest a secret that begins like another one leaves its end behind.
        longest_first = sorted(spellings, key=len, reverse=True)
        self._literal = re.compile("|".join(re.escape(spelling) for spelling in longest_first or ["(?!)"]))

    def of(self, value: Any, levels: int) -> Any:
        if isinstance(value, dict | list | tuple):
            return self._nested(value, levels - 1) if levels else REDACTED
        if isinstance(value, bytes):
            return self._text(value.decode(errors="replace"))
        if isinstance(value, str):
            return self._text(value)
        return REDACTED if str(value) in self._secrets else value

    def _nested(self, value: dict[Any, Any] | list[Any] | tuple[Any, ...], levels: int) -> Any:
        if isinstance(value, dict):
            return {self.of(key, levels): self._named(str(key), below, levels) for key, below in value.items()}
        return [self.of(below, levels) for below in value]

    def _named(self, key: str, value: Any, levels: int) -> Any:
        name = _plain(key)
        if _names_secret(name):
            return REDACTED
        below = self.of(value, levels)
        return _without_query(below) if name in SIGNED_URLS else below

    def _text(self, text: str) -> str:
        text = self._literal.sub(REDACTED, text)
        text = USER.sub(rf"\g<scheme>{REDACTED}@", text)
        return FIELD.sub(_without_value, _without_signatures(text))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _names_secret(name: str) -> bool:
    return any(word in name for word in SECRET_WORDS)


def _signs(name: str) -> bool:
    """Whether a URL's parameter of this name, however often encoded, signs or authorises."""
    for _ in range(name.count("%25") + 1):
        name = unquote(name)
    name = _plain(name)
    return _names_secret(name) or name in SIGNING_PARAMETERS or name.startswith(SIGNING_PREFIXES)


def _without_signatures(text: str) -> str:
    """The values that don't sign are searched too, as one may be a URL of its own."""
    kept, start = [], 0
    found = PARAMETER.search(text)
    while found:
        end = found.end()
        if _signs(found["name"]):
            kept += [text[start:end], REDACTED]
            start = end = (PLAIN_VALUE if found["plain"] else ENCODED_VALUE).match(text, end).end()
        found = PARAMETER.search(text, end)
    return "".join([*kept, text[start:]])


def _without_value(found: re.Match[str]) -> str:
    name = _plain(found["element"] or found["label"])
    return FIELD_HEAD.match(found[0])[0] + REDACTED if _names_secret(name) else found[0]


def _without_query(value: Any) -> Any:
    """A signed URL, or a list of them, whose query says nothing any more."""
    if isinstance(value, list):
        return [_without_query(each) for each in value]
    return QUERY.sub(f"?{REDACTED}", value, count=1) if isinstance(value, str) else value
