"""The form of a new link to a video."""

from django import forms

EXPIRIES = [(1, "1 day"), (7, "7 days"), (30, "30 days"), (0, "No end")]


class ShareForm(forms.Form):
    """`days` is how many the link works, 0 for one without an end."""

    days = forms.TypedChoiceField(label="A new link works for", choices=EXPIRIES, coerce=int, initial=7)

    def __init__(self, *args: object, video_id: object = "", **kwargs: object) -> None:
        super().__init__(*args, auto_id=f"share-%s-{video_id}", **kwargs)
