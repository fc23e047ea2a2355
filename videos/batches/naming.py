"""Things that cells name: avatars, voices, recordings, found by id or by name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jogg_dashboard.folding import fold

MOST_NEAR = 3
MOST_CANDIDATES = 6
MOST_COMPARED = 20_000  # pairs of names, some 0.7 s at worst: a table may name 500 files of a library that has none


@dataclass(frozen=True)
class Offer:
    """Something that can be named; `note` tells apart what has the same name and the same id."""

    id: str
    name: str
    value: Any
    note: str = ""


class Names:
    """What can be named, by its id, its name (whatever its case and accents), or the label that is it alone."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self.offers = list(offers)
        self._namesakes = Counter(fold(offer.name) for offer in self.offers)
        self._ids = Counter(offer.id for offer in self.offers)
        self._by_id: dict[str, list[Offer]] = defaultdict(list)
        self._by_name: dict[str, list[Offer]] = defaultdict(list)
        self._by_label: dict[str, Offer] = {}
        for offer in self.offers:
            self._by_id[offer.id].append(offer)
            self._by_name[fold(offer.name)].append(offer)
            self._by_label[fold(self.label(offer))] = offer
        self._near: dict[str, list[str]] = {}
        self._compared = 0

    def find(self, text: str) -> list[Offer]:
        """Everything that the text may mean; the first words of a name do where nothing has just that name."""
        wanted = fold(text)
        labelled = self._by_label.get(wanted)
        return [labelled] if labelled else self._by_id.get(text) or self._by_name.get(wanted) or self._begun(wanted)

    def _begun(self, wanted: str) -> list[Offer]:
        """What is called so and then goes on with another word, or with a file's ending."""
        names = [name for name in self._by_name if name.startswith(wanted) and not name[len(wanted) :][:1].isalnum()]
        return [offer for name in names for offer in self._by_name[name]]

    def near(self, text: str) -> list[str]:
        """The labels of what is called much like it, the nearest first; none once very many were compared."""
        wanted = fold(text)
        if wanted not in self._near:
            self._near[wanted] = self._nearest(wanted) if self._compared < MOST_COMPARED else []
        return self._near[wanted]

    def _nearest(self, wanted: str) -> list[str]:
        first_words = {name.split()[0]: name for name in reversed(self._by_name) if name}
        words = {*self._by_name, *first_words}
        self._compared += len(words)
        close = get_close_matches(wanted, words, MOST_NEAR)
        names = list(dict.fromkeys(word if word in self._by_name else first_words[word] for word in close))
        return [self.label(self._by_name[name][0]) for name in names]

    def label(self, offer: Offer) -> str:
        """Words that mean this one alone: its name, with its id where others are called the same."""
        if offer.name and self._namesakes[fold(offer.name)] == 1 and offer.name not in self._ids:
            return offer.name
        note = f", {offer.note}" if offer.note and self._ids[offer.id] > 1 else ""
        return f"{offer.name} ({offer.id}{note})" if offer.name else f"{offer.id}{note}"

    def labels(self) -> list[str]:
        return [self.label(offer) for offer in self.offers]


def unknown(what: str, text: str, near: list[str]) -> str:
    """The sentence for what isn't there."""
    meant = f" Did you mean {listed(near)}?" if near else ""
    return f"There is no {what} called “{text}”.{meant}"


def ambiguous(what: str, text: str, labels: list[str]) -> str:
    """The sentence for a name that several have."""
    more = f" or {len(labels) - MOST_CANDIDATES} more" if len(labels) > MOST_CANDIDATES else ""
    return f"“{text}” can be {len(labels)} {what}s. Write {listed(labels[:MOST_CANDIDATES])}{more}."


def listed(words: list[str]) -> str:
    """“A”, “B” or “C”."""
    quoted = [f"“{word}”" for word in words]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
