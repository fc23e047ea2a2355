"""What people call their files, in the languages they speak."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

TOPICS = {
    "image": (
        "Produktfoto Frühling", "portrait Zoë", "équipe été", "foto de la señora Núñez", "Größentabelle",
        "menu déjeuner", "logo świeży", "fundo estúdio", "book cover", "Bühnenbild", "smörgåsbord", "studio backdrop",
        "chef de rayon", "Ausflug Zürich", "cartaz promoção", "whiteboard lesson", "team photo", "żółty plakat",
    ),
    "video": (
        "Schulung Arbeitsschutz", "unboxing", "cours de français leçon", "tráiler otoño", "intro animação",
        "lekcja matematyki", "testimonial Søren", "shop tour", "Messe München", "visite guidée", "lesson recording",
        "b-roll café", "webinar", "demostración cocina", "product teaser", "Führung Altstadt", "interview Łukasz",
    ),
    "audio": (
        "Übung Begrüßung", "spring offer voice-over", "annonce rentrée", "bienvenida al curso", "narração capítulo",
        "lektion uttal", "podcast intro", "Ansage Telefon", "voice memo", "cours d'espagnol dialogue", "audiolibro",
        "ogłoszenie szkolne", "chapter read aloud", "Hörverstehen Prüfung", "jingle", "güvenlik duyurusu",
    ),
}  # fmt: skip
PROJECTS = ("Aurora", "Müller & Söhne", "Atelier Noël", "Kolibri", "Northside", "Çınar", "Escuela Sol", "Fjord")
ENDINGS = ("final", "final final", "v2", "take 2", "take 3", "kurz", "court", "corregido", "ohne Musik", "mix", "draft")
NOTES = (
    "Approved by Zoë, use this one.", "Too quiet at the end; record it anew.", "Rechte bis Ende des Jahres geklärt.",
    "Pour la page d'accueil.", "Usar solo en la versión corta.", "Ask the client about the background.",
    "Klasse 7b, Unit 3.", "Licence: own recording.",
)  # fmt: skip
TAGS = (
    "Spring", "Summer", "Autumn", "Winter", "Course A1", "Course B2", "Français", "Español", "Deutsch", "Português",
    "Polski", "Client", "Internal", "Approved", "To check", "Social", "Newsletter", "Website", "Trailer", "Voice-over",
    "Music", "B-roll", "Portrait", "Logo", "Übung", "Été", "Niños", "Studio", "Archive", "2026",
)  # fmt: skip
RARE, FREQUENT = "zanzibar", "campaign"
RARE_TIMES = 3


def original_name(random: Random, kind: str, day: datetime, extension: str, word: str = "") -> str:
    """A file's name as it may arrive; `word` is in it."""
    parts = [random.choice(TOPICS[kind]), word, str(random.randint(1, 40)) if random.random() < 0.6 else ""]
    parts.append(random.choice(PROJECTS) if random.random() < 0.3 else "")
    parts.append(random.choice(ENDINGS) if random.random() < 0.4 else "")
    parts.append(_date(random, day) if random.random() < 0.35 else "")
    stem = " ".join(filter(None, parts))
    return f"{stem.replace(' ', '_') if random.random() < 0.25 else stem}.{extension}"


def name(random: Random, original: str) -> str:
    """What its owner calls it: mostly as it arrived, now and then without ending and underscores."""
    if random.random() < 0.8:
        return original
    stem = original.rpartition(".")[0].replace("_", " ")
    return f"{stem[0].upper()}{stem[1:]}"


def note(random: Random) -> str:
    return random.choice(NOTES) if random.random() < 0.15 else ""


def tags(random: Random, of: Sequence[str] = TAGS) -> list[str]:
    """None to four tags, those at the beginning of the list more often."""
    wanted = random.choices((0, 1, 2, 3, 4), (25, 35, 25, 10, 5))[0]
    found = {of[int(len(of) * random.random() ** 1.6)] for _ in range(wanted)}
    return sorted(found)


def words(number: int, of: int) -> str:
    """The word to search for that the so-manyth of so many assets has: `RARE` three in all, `FREQUENT` each other."""
    if of >= RARE_TIMES and number in {round((turn + 0.5) * of / RARE_TIMES) for turn in range(RARE_TIMES)}:
        return f"{RARE} {FREQUENT}" if number % 2 else RARE
    return FREQUENT if number % 2 else ""


def _date(random: Random, day: datetime) -> str:
    return day.strftime(random.choice(("%Y-%m-%d", "%d.%m.%Y", "%y%m%d", "%B %Y")))
