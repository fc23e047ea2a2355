"""What people write about an asset."""

from typing import Any

from django import forms

from jogg_dashboard.folding import fold
from uploads.models import Asset
from uploads.models.tag import LONGEST_FOLDED_TAG, LONGEST_TAG

LONGEST_NOTE = 5000
MOST_TAGS = 30


class TagsField(forms.CharField):
    """Tags with commas in between; cleaned to a list of names."""

    def clean(self, value: Any) -> list[str]:
        names = [" ".join(name.split()) for name in super().clean(value).split(",")]
        tags = [name for name in names if fold(name)]  # accents alone name nothing
        if self.required and not tags:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for name in tags:
            if len(name) > LONGEST_TAG or len(fold(name)) > LONGEST_FOLDED_TAG:
                raise forms.ValidationError(
                    f"“{name[:20]}…” is too long for a tag: up to {LONGEST_TAG} characters. Put commas between tags."
                )
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"That is {len(tags)} tags; up to {MOST_TAGS} can be given.")
        return tags


class DescriptionForm(forms.Form):
    """Name, tags and note of one asset."""

    name = forms.CharField(max_length=255, required=False)
    tags = TagsField(required=False, help_text="Words to find it by, with commas in between.")
    note = forms.CharField(max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def of(cls, asset: Asset) -> "DescriptionForm":
        """The form as the asset is described now."""
        tags = ", ".join(tag.name for tag in asset.tags.all())
        return cls(initial={"name": asset.name, "tags": tags, "note": asset.note}, asset=asset)

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = f"Uploaded as {asset.original_name}. Leave it empty to use that name."


class TagForm(forms.Form):
    """One or more tags for several assets."""

    tag = TagsField()

    def first_error(self, missing: str) -> str:
        """What is wrong with the tags; `missing` is said where there are none."""
        if self["tag"].errors.as_data()[0].code == "required":
            return missing
        return str(self["tag"].errors[0])
