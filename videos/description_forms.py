"""What people write about a video."""

from typing import Any

from django import forms

from uploads.forms import LONGEST_NOTE, TagsField
from videos.models import Video


class DescriptionForm(forms.Form):
    """Name, tags and note of one video."""

    name = forms.CharField(max_length=120, required=False)
    tags = TagsField(required=False, help_text="Words to find it by, with commas in between.")
    note = forms.CharField(max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def of(cls, video: Video) -> "DescriptionForm":
        """The form as the video is described now."""
        tags = ", ".join(tag.name for tag in video.tags.all())
        return cls(initial={"name": video.name, "tags": tags, "note": video.note})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="describe_%s", **kwargs)
        self.fields["name"].help_text = "Left empty, it is called by the beginning of its script."
