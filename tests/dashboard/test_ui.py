"""Sizes, lengths, times, fields and waveforms as people see them."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from jogg_dashboard.sizes import GB, KB, MB, size_text
from jogg_dashboard.templatetags import ui


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"), (1023, "1023 bytes"), (KB, "1 kB"), (int(9.64 * MB), "9.6 MB"), (10 * MB, "10 MB"),
        (int(99.7 * MB), "100 MB"), (int(1.5 * GB), "1.5 GB"),
    ],
)  # fmt: skip
def test_words_a_size(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (10 * MB + 1, "10,485,761 bytes"), (10 * MB + 10_000, "10.01 MB"), (int(10.1 * MB), "10.1 MB"),
        (12 * MB, "12 MB"), (100, "100 bytes"),
    ],
)  # fmt: skip
def test_a_size_never_reads_like_the_limit_it_is_over(size: int, text: str) -> None:
    assert size_text(size, apart_from=10 * MB) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (0, "0:00"), (5.4, "0:05"), (59.6, "1:00"), (65, "1:05"), (3723, "1:02:03")]
)
def test_words_a_length(seconds: float | None, text: str) -> None:
    assert ui.clock(seconds) == text


def test_a_time_can_be_put_into_the_readers_own_zone() -> None:
    moment = datetime(2020, 1, 31, 9, 5, tzinfo=UTC)
    text = ui.when(moment)
    assert '<time datetime="2020-01-31T09:05:00+00:00"' in text
    assert ">31 Jan 2020, 09:05</time>" in text
    assert ui.when(None) == ""


def test_a_time_of_today_needs_no_date() -> None:
    now = timezone.now()
    assert now.strftime(">%H:%M") in ui.when(now)
    assert str(now.year) in ui.when(now - timedelta(days=2)).split(">")[1]


class Form(forms.Form):
    name = forms.CharField(help_text="Any name.", label="Your <name>")
    colour = forms.ChoiceField(choices=[("r", "red")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(field: str, data: dict | None = None) -> str:
    return Template("{% load ui %}{% field bound %}").render(Context({"bound": Form(data)[field]}))


def test_a_field_has_its_label_and_help_tied_to_it() -> None:
    text = drawn("name")
    assert '<label class="field__label" for="id_name">Your &lt;name&gt;</label>' in text
    assert 'aria-describedby="id_name_helptext"' in text
    assert 'id="id_name_helptext"' in text


def test_a_field_has_its_error_tied_to_it() -> None:
    text = drawn("name", {})
    assert "This field is required." in text
    assert 'aria-invalid="true"' in text
    assert "id_name_error" in text.split("aria-describedby=")[1].split(">")[0]
    assert 'id="id_name_error"' in text


def test_choices_are_a_group_and_a_hidden_field_is_just_itself() -> None:
    assert "<fieldset" in drawn("colour")
    assert "red</label>" in drawn("colour")
    assert '<label class="check" for="id_agreed">' in drawn("agreed")
    assert drawn("token").strip() == '<input type="hidden" name="token" id="id_token">'


def test_a_waveform_is_drawn_in_its_box() -> None:
    bars = ui.waveform([0, 0.5, 1])["bars"]
    assert [bar["height"] for bar in bars] == ["2.00", "24.00", "48.00"]
    assert all(float(bar["x"]) >= 0 and float(bar["x"]) + float(bar["width"]) <= ui.WAVEFORM_WIDTH for bar in bars)
    assert all(float(bar["y"]) >= 0 and float(bar["y"]) + float(bar["height"]) <= ui.WAVEFORM_HEIGHT for bar in bars)
    assert ui.waveform([])["bars"] == []
