"""What a person wants to be told, as a form."""

from typing import Any

from django import forms

from videos.models import Preferences

NO_ADDRESS = "Write down where the mails are to go."


class PreferencesForm(forms.Form):
    """Whether to send e-mails, and where to."""

    mails_results = forms.BooleanField(
        required=False,
        label="Send me an e-mail when a video is ready, or needs me",
        help_text="One for each video; of a batch one in all, when the whole batch is done.",
    )
    email = forms.EmailField(required=False, max_length=254, label="E-mail address")

    @classmethod
    def of(cls, preferences: Preferences) -> "PreferencesForm":
        """The form as things are chosen now."""
        return cls(initial={"mails_results": preferences.mails_results, "email": preferences.owner.email})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("mails_results") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", NO_ADDRESS)
        return cleaned
