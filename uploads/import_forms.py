"""The form that asks for links."""

from django import forms
from django.core.exceptions import ValidationError

from uploads import web_links
from uploads.web_links import BadLink

MOST_LINKS = 20


class ImportForm(forms.Form):
    urls = forms.CharField(
        label="Links to files, one per line",
        help_text="The link of the file itself. Links shared by Dropbox or Google Drive work if anyone may open them.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "placeholder": "https://example.org/clip.mp4"}),
        error_messages={"required": "Paste at least one link."},
    )

    def clean_urls(self) -> list[str]:
        """The links, each once."""
        lines = [line.strip() for line in self.cleaned_data["urls"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(f"These are {len(lines)} links; send at most {MOST_LINKS} at a time.")
        problems = [problem for number, line in enumerate(lines, 1) if (problem := _problem(number, line, len(lines)))]
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(lines))


def _problem(number: int, line: str, of: int) -> str:
    """Why a line is no link that can be fetched; "" where it is one."""
    try:
        web_links.checked(line)
    except BadLink as reason:
        return f"Line {number}: {reason}" if of > 1 else str(reason)
    return ""
