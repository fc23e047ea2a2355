"""The form of a new table, and what the page of a table sends."""

import re
import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from videos.batches.columns import BEYOND, DEFAULTED, LABELS
from videos.batches.table import LARGEST_TABLE, TOO_LARGE, Table, Unreadable, decode, read
from videos.models import Batch

NEITHER = "Choose a CSV file, or paste cells from a spreadsheet."
BOTH = "Choose a file or paste cells, not both. Empty the field below, or take the file out again."
LONGEST_NAME = Batch._meta.get_field("name").max_length
# Each control is named by its column and its row's number, "script-3"; those for all rows "default-avatar".
ROW_FIELD = re.compile(rf"({'|'.join(LABELS)})-([1-9]\d{{0,3}})")


class TableForm(forms.Form):
    """A table of videos, as a file or pasted. `token` makes one record of a form, however often it is sent."""

    name = forms.CharField(
        label="Name of the batch",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label="CSV file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"empty": "This file is empty."},
    )
    table = forms.CharField(
        label="Or paste cells",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file, pasted = cleaned.get("file"), cleaned.get("table", "")
        if file and pasted.strip():
            self.add_error("file", BOTH)
        elif file:
            self._read("file", cleaned)
        elif pasted.strip():
            self._read("table", cleaned)
        elif not self.errors:
            self.add_error("file", NEITHER)
        return cleaned

    @property
    def read(self) -> Table:
        """The table of a valid form."""
        return self.cleaned_data["read"]

    def _read(self, field: str, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["read"] = read(_text_of(cleaned["file"]) if field == "file" else cleaned["table"])
        except Unreadable as reason:
            self.add_error(field, str(reason))


def _text_of(file: Any) -> str:
    if file.size > LARGEST_TABLE:
        raise Unreadable(TOO_LARGE)
    return decode(file.read())


def rows_of(data: QueryDict) -> dict[int, dict[str, Any]]:
    """The rows that a page sends, by number, as they are kept."""
    rows: dict[int, dict[str, Any]] = {}
    for name, text in data.items():
        if field := ROW_FIELD.fullmatch(name):
            rows.setdefault(int(field[2]), {})[field[1]] = clean_cell(text)
    for number, row in rows.items():
        row["left_out"] = f"left_out-{number}" in data
        if f"{BEYOND}-{number}" in data:
            row[BEYOND] = clean_cell(data[f"{BEYOND}-{number}"])
    return rows


def shared_of(data: QueryDict) -> dict[str, Any]:
    """The batch's name and what is chosen for all rows, where a page sends them."""
    if "default-avatar" not in data:
        return {}
    defaults = {column: clean_cell(data.get(f"default-{column}", "")) for column in DEFAULTED}
    return {"name": clean_cell(data.get("batch_name", ""))[:LONGEST_NAME], "defaults": defaults}


def clean_cell(text: str) -> str:
    """A cell's text as it is kept: no database takes NUL, and browsers send line ends as two characters."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()
