"""Checking a table: what each row would make, what it would cost, and what is wrong, cell by cell."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from jogg_dashboard.folding import fold
from uploads.findings import blocking
from uploads.models import Asset
from uploads.models import Status as AssetStatus
from videos.batches import meaning
from videos.batches.columns import BEYOND, DEFAULTED, LABELS
from videos.batches.naming import Names, ambiguous, unknown
from videos.batches.words import answer_of, ratio_of, style_of
from videos.estimates import credits_for, words_in
from videos.models import AspectRatio, Avatar, AvatarType, Batch, ScreenStyle, Video, Voice
from videos.paces import pace_of

LONGEST_NAME = Video._meta.get_field("name").max_length

NEITHER = "Write what the avatar says, or name a recording."
BOTH = "A video speaks a script or plays a recording, not both. Empty one of the two cells."
NO_AVATAR = "Name an avatar here, or one for all rows above the table."
NO_VOICE = "Name the voice that speaks the script, or one for all rows above the table."
NO_RATIO = "“{}” is no shape. Write portrait, landscape or square."
NO_STYLE = "“{}” is no background. Write background, green or transparent."
NO_ANSWER = "“{}” is neither yes nor no."
NO_CAPTIONS = "A transparent video can't have captions. Write no, or choose another background."
TOO_LONG = "A name has at most {} characters; this one has {}."
TOO_MANY_CELLS = (
    "The row has more cells than the first line has names. A text with a comma in it needs quotes around it. "
    "Put this where it belongs, then empty this cell."
)
BUILT_IN = {"avatar": "", "voice": "", "ratio": "portrait", "style": "background", "captions": "yes"}
NOT_READY = "{} isn't ready at Jogg yet. Name another one."
NOTHING_OFFERED = "Jogg's {}s aren't known here yet; they are being fetched. Check again in a minute."
ELSEWHERE = "{} is at another Jogg than the one in use. Send it again from the library."
NOT_SENT = "{} didn't reach Jogg. Open it in the library and retry."


@dataclass(frozen=True)
class Cell:
    """A cell as a page shows it: `text` as typed, why it is wrong, what an empty one implies.

    `meant` is the whole name of what an id or the beginning of a name was taken for.
    """

    column: str
    label: str
    text: str
    error: str
    implied: str
    meant: str = ""


@dataclass(frozen=True)
class Row:
    """A row and what came of it. `number` counts from 1; `cells` are as they were typed, by column.

    `errors` are sentences by column; where there are none, `choices` are the fields of its video, `credits` and
    `seconds` the estimate. `twin` is the number of an earlier row that makes the same video, `implied` the words
    for what stands in for empty cells, `meant` the names of what others were taken for.
    """

    number: int
    cells: dict[str, str]
    is_left_out: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    credits: int = 0
    seconds: float = 0.0
    twin: int | None = None
    implied: dict[str, str] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> list["Cell"]:
        """The cells to be shown, the one beyond the last column only where there is something in it."""
        shown = LABELS | {BEYOND: "Beyond the columns"} if self.cells[BEYOND] else LABELS
        return [
            Cell(
                column,
                label,
                self.cells[column],
                self.errors.get(column, ""),
                self.implied.get(column, ""),
                self.meant.get(column, ""),
            )
            for column, label in shown.items()
        ]

    @property
    def is_good(self) -> bool:
        return not self.errors and not self.is_left_out

    @property
    def is_broken(self) -> bool:
        return bool(self.errors) and not self.is_left_out


@dataclass(frozen=True)
class Sheet:
    """A table that was checked. `defaults` are the cells of what rows leave empty, `default_errors` theirs."""

    defaults: dict[str, str]
    default_errors: dict[str, str]
    rows: list[Row]

    @property
    def fields(self) -> list[Cell]:
        """The cells above the table."""
        return [
            Cell(column, LABELS[column], self.defaults[column], self.default_errors.get(column, ""), BUILT_IN[column])
            for column in DEFAULTED
        ]

    @cached_property
    def good(self) -> list[Row]:
        return [row for row in self.rows if row.is_good]

    @cached_property
    def broken(self) -> list[Row]:
        return [row for row in self.rows if row.is_broken]

    @cached_property
    def left_out(self) -> list[Row]:
        return [row for row in self.rows if row.is_left_out]

    @property
    def credits(self) -> int:
        return sum(row.credits for row in self.good)

    @property
    def seconds(self) -> float:
        return sum(row.seconds for row in self.good)

    @property
    def promise(self) -> str:
        """What is shown of the videos to be made and their cost, as a digest: another one means another order."""
        said = [[row.number, row.credits, _digestible(row.choices)] for row in self.good]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:32]


def check(batch: Batch) -> Sheet:
    """Check a batch's table as the catalogue and its owner's library are now."""
    return Checker(batch.owner).sheet(batch.rows, batch.defaults)


class Checker:
    """Knows what can be named, and how fast voices speak: read once for all rows."""

    def __init__(self, owner: AbstractBaseUser) -> None:
        self._owner = owner
        self._pace = pace_of()
        self._assets: dict[Any, Asset] = {}

    @cached_property
    def avatars(self) -> Names:
        return meaning.avatars()

    @cached_property
    def voices(self) -> Names:
        return meaning.voices()

    @cached_property
    def recordings(self) -> Names:
        return meaning.recordings(self._owner)

    def sheet(self, rows: list[dict[str, Any]], defaults: Mapping[str, str]) -> Sheet:
        """Check the rows as they are kept (`Batch.rows`), with what they leave empty (`Batch.defaults`)."""
        self._fetch_recordings(rows)
        standing, default_errors = self._defaults(defaults)
        typed = {column: defaults.get(column, "") for column in DEFAULTED}
        texts = {column: typed[column] or BUILT_IN[column] for column in DEFAULTED}
        checked = [self._row(number, row, standing, texts) for number, row in enumerate(rows, 1)]
        return Sheet(typed, default_errors, _paired(checked))

    def _fetch_recordings(self, rows: list[dict[str, Any]]) -> None:
        named = {text for row in rows if (text := row.get("audio", ""))}
        found = [offers[0].value for text in named if len(offers := self.recordings.find(text)) == 1]
        self._assets = meaning.assets(self._owner, found) if found else {}

    def _defaults(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """What stands in for empty cells, and what is wrong with it."""
        values: dict[str, Any] = {"ratio": AspectRatio.PORTRAIT, "style": ScreenStyle.BACKGROUND, "captions": True}
        errors: dict[str, str] = {}
        for column in filter(cells.get, DEFAULTED):
            self._read(column, cells[column], values, errors)
        return values, errors

    def _row(self, number: int, row: Mapping[str, Any], standing: Mapping[str, Any], texts: dict[str, str]) -> Row:
        cells = {column: row.get(column, "") for column in (*LABELS, BEYOND)}
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for column in filter(cells.get, (*DEFAULTED, "audio")):
            self._read(column, cells[column], values, errors)
        self._check_name(cells, errors)
        self._check_speech(cells, errors)
        for column in DEFAULTED:
            if not cells[column] and column in standing:
                values[column] = standing[column]
        self._check_whole(cells, values, errors)
        is_left_out = bool(row.get("left_out"))
        told = {"implied": _implied(cells, values, texts), "meant": _meant(cells, values)}
        if errors:
            return Row(number, cells, is_left_out, errors, **told)
        choices = _choices(cells, values)
        seconds = self._seconds(choices)
        return Row(number, cells, is_left_out, {}, choices, credits_for(seconds), seconds, **told)

    def _read(self, column: str, text: str, values: dict[str, Any], errors: dict[str, str]) -> None:
        """Put what a cell means into `values`, or why it means nothing into `errors`."""
        read = getattr(self, f"_read_{column}")
        value = read(text)
        if isinstance(value, Wrong):
            errors[column] = value.sentence
        else:
            values[column] = value

    def _read_avatar(self, text: str) -> "Avatar | Wrong":
        found = self._named(self.avatars, "avatar", text)
        return Wrong(NOT_READY.format(found)) if isinstance(found, Avatar) and not found.ready else found

    def _read_voice(self, text: str) -> "Voice | Wrong":
        return self._named(self.voices, "voice", text)

    def _read_audio(self, text: str) -> "Asset | Wrong":
        found = self._named(self.recordings, "recording", text)
        if isinstance(found, Wrong):
            return found
        asset = self._assets.get(found)
        if asset is None:  # deleted in this very moment
            return Wrong(unknown("recording", text, []))
        return _refusal(asset) or asset

    def _read_ratio(self, text: str) -> "AspectRatio | Wrong":
        return ratio_of(text) or Wrong(NO_RATIO.format(text))

    def _read_style(self, text: str) -> "ScreenStyle | Wrong":
        return style_of(text) or Wrong(NO_STYLE.format(text))

    def _read_captions(self, text: str) -> "bool | Wrong":
        answer = answer_of(text)
        return Wrong(NO_ANSWER.format(text)) if answer is None else answer

    def _named(self, names: Names, what: str, text: str) -> Any:
        found = names.find(text)
        if len(found) == 1:
            return found[0].value
        if found:
            return Wrong(ambiguous(what, text, [names.label(offer) for offer in found]))
        if not names.offers and what != "recording":
            return Wrong(NOTHING_OFFERED.format(what))
        return Wrong(unknown(what, text, names.near(text)))

    def _check_name(self, cells: dict[str, str], errors: dict[str, str]) -> None:
        if len(cells["name"]) > LONGEST_NAME:
            errors["name"] = TOO_LONG.format(LONGEST_NAME, len(cells["name"]))
        if cells[BEYOND]:
            errors[BEYOND] = TOO_MANY_CELLS

    def _check_speech(self, cells: dict[str, str], errors: dict[str, str]) -> None:
        if cells["script"] and cells["audio"]:
            errors["audio"] = BOTH
        elif not cells["script"] and not cells["audio"]:
            errors["script"] = NEITHER

    def _check_whole(self, cells: dict[str, str], values: dict[str, Any], errors: dict[str, str]) -> None:
        """What is wrong only together with another cell, or because nothing stands in for an empty one."""
        if not cells["avatar"] and "avatar" not in values:
            errors["avatar"] = NO_AVATAR
        if cells["script"] and not cells["voice"] and "voice" not in values:
            errors["voice"] = NO_VOICE
        if values.get("style") == ScreenStyle.TRANSPARENT and values.get("captions"):
            if cells["captions"]:
                errors["captions"] = NO_CAPTIONS
            values["captions"] = False

    def _seconds(self, choices: dict[str, Any]) -> float:
        if choices["audio"]:
            return choices["audio"].duration or 0.0
        return words_in(choices["script"]) / self._pace(choices["voice_id"])


@dataclass(frozen=True)
class Wrong:
    """In place of a value: why there is none."""

    sentence: str


def _refusal(asset: Asset) -> Wrong | None:
    """Why a recording can't be used. One still on its way to Jogg can: its video waits for it."""
    if finding := blocking(asset):
        return Wrong(f"{asset.name} can't be used. {finding.sentence}")
    if asset.is_elsewhere:
        return Wrong(ELSEWHERE.format(asset.name))
    return Wrong(NOT_SENT.format(asset.name)) if asset.status == AssetStatus.FAILED else None


def _implied(cells: dict[str, str], values: dict[str, Any], texts: dict[str, str]) -> dict[str, str]:
    """The words for what stands in for empty cells."""
    special = {}
    if cells["audio"] and not cells["script"]:
        special["voice"] = "not needed"
    if values.get("style") == ScreenStyle.TRANSPARENT:
        special["captions"] = "no"
    return texts | special


def _meant(cells: dict[str, str], values: dict[str, Any]) -> dict[str, str]:
    named = {
        column: str(values[column]) for column in ("avatar", "voice", "audio") if cells[column] and column in values
    }
    return {column: name for column, name in named.items() if fold(name) != fold(cells[column])}


def _choices(cells: dict[str, str], values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row's video. With a recording the voice is only sent where the row itself names one."""
    avatar, audio = values["avatar"], values.get("audio")
    voice = values.get("voice") if cells["script"] or cells["voice"] else None
    return {
        "name": cells["name"],
        "script": cells["script"],
        "audio": audio,
        "avatar_id": avatar.avatar_id,
        "avatar_type": AvatarType(avatar.avatar_type),
        "avatar_name": avatar.name,
        "voice_id": voice.voice_id if voice else "",
        "voice_name": voice.name if voice else "",
        "aspect_ratio": values["ratio"],
        "screen_style": values["style"],
        "caption": values["captions"],
    }


def _digestible(choices: dict[str, Any]) -> dict[str, str]:
    return {name: str(value.pk if isinstance(value, Asset) else value) for name, value in choices.items()}


def _paired(rows: list[Row]) -> list[Row]:
    """The rows, each that makes the same video as an earlier one with that one's number."""
    first: dict[str, int] = {}
    paired = []
    for row in rows:
        key = json.dumps(_digestible(row.choices), sort_keys=True) if row.is_good else ""
        twin = first.setdefault(key, row.number) if key else row.number
        paired.append(Row(**{**vars(row), "twin": twin}) if twin != row.number else row)
    return paired
