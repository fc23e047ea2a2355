"""The form of a new video, which refuses, beside the field, what Jogg would refuse; and those of an unknown outcome."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from uploads.findings import blocking
from uploads.models import Asset
from uploads.models import Status as AssetStatus
from videos import again, budgets
from videos.models import Avatar, AvatarType, ScreenStyle, Video
from videos.recordings import recordings_of, stand_in

ALWAYS_CHOSEN = ("avatar_type", "aspect_ratio", "screen_style")
NEITHER = "Write a script, or choose a recording: the avatar needs something to say."
BOTH = "A video speaks a script or plays a recording, not both. Clear one of the two."
TRANSPARENT_CAPTIONS = "A transparent video can't have captions. Switch captions off, or choose another background."


class VideoForm(forms.ModelForm):
    """Fields as in the interface. `token` makes one record of a form, however often it is sent.

    `made_from` is the id of the video whose choices the form began with.
    """

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    made_from = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Video
        fields = [
            "name",
            "script",
            "audio",
            "avatar_id",
            "avatar_type",
            "voice_id",
            "aspect_ratio",
            "screen_style",
            "caption",
            "made_from",
        ]
        widgets = {"script": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"avatar_id": {"required": "Choose an avatar."}}

    def __init__(self, *args: Any, owner: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.fields["audio"].queryset = recordings_of(owner)
        self.fields["audio"].error_messages["invalid_choice"] = (
            "This recording isn't in your library any more. Choose another."
        )
        self.fields["token"].initial = uuid.uuid4

    def choices(self) -> dict[str, Any]:
        """The valid form as arguments of `services.create`."""
        chosen = dict(self.cleaned_data)
        return {"form_token": chosen.pop("token"), **chosen}

    def renew_token(self) -> None:
        """Make the form, as it was filled in, one that hasn't been sent yet."""
        self.data = self.data.copy()
        self.data["token"] = str(uuid.uuid4())

    def clean_avatar_id(self) -> str:
        """v1 knows avatars by number only."""
        avatar_id = self.cleaned_data["avatar_id"]
        is_number = avatar_id.isascii() and avatar_id.isdigit()
        if settings.JOGG_API_VERSION == "v1" and not is_number:
            raise forms.ValidationError("This isn't one of Jogg's avatars. Choose one from the gallery.")
        return avatar_id

    def clean_script(self) -> str:
        """The script as it was typed; browsers send line ends as two characters."""
        return self.cleaned_data["script"].replace("\r\n", "\n")

    def clean_made_from(self) -> Video | None:
        """Nobody can mend what a hidden field holds: what names none of one's videos names none."""
        return again.video_named(self.owner, self.cleaned_data["made_from"])

    def clean_audio(self) -> Asset | None:
        """The recording, which may still be on its way to Jogg: the worker waits for it."""
        audio = self._stand_in(self.cleaned_data["audio"])
        if audio is None:
            return None
        if audio.status == AssetStatus.KEPT and audio.is_being_converted:
            raise forms.ValidationError(
                f"{audio.name} is just being made into an MP3, as Jogg takes. Try again in a moment."
            )
        if finding := blocking(audio):
            raise forms.ValidationError(f"{audio.name} can't be used. {finding.sentence}")
        if audio.is_elsewhere:
            raise forms.ValidationError(
                f"{audio.name} is at another Jogg than the one in use. Send it again from the library."
            )
        if audio.status == AssetStatus.FAILED:
            raise forms.ValidationError(f"{audio.name} didn't reach Jogg. Open it in the library and retry.")
        return audio

    def _stand_in(self, audio: Asset | None) -> Asset | None:
        """What was made of a recording that Jogg doesn't take, else the recording itself."""
        key = stand_in(self.owner, audio and audio.pk)
        return audio if audio is None or key == audio.pk else recordings_of(self.owner).get(pk=key)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_speech(cleaned)
        self._check_avatar(cleaned)
        if cleaned.get("screen_style") == ScreenStyle.TRANSPARENT and cleaned.get("caption"):
            self.add_error("caption", TRANSPARENT_CAPTIONS)
        if not self.errors and (sentence := budgets.refusal(self.owner, **cleaned)):
            self.add_error(None, sentence)
        return cleaned

    def _check_speech(self, cleaned: dict[str, Any]) -> None:
        script = cleaned.get("script")
        if script and self.data.get("audio"):
            self.add_error("audio", BOTH)
        elif script and not cleaned.get("voice_id"):
            self.add_error("voice_id", "Choose the voice that speaks the script.")
        elif not script and not cleaned.get("audio") and "audio" not in self.errors:
            self.add_error("audio" if self.data.get("voice_source") == "audio" else "script", NEITHER)

    def _check_avatar(self, cleaned: dict[str, Any]) -> None:
        if "avatar_id" in self.errors and not self.data.get("avatar_type"):
            self.errors.pop("avatar_type", None)  # a hidden field that the avatar fills
        avatar = Avatar.objects.filter(
            avatar_type=cleaned.get("avatar_type", AvatarType.JOGG), avatar_id=cleaned.get("avatar_id", "")
        ).first()
        if avatar and not avatar.ready:
            self.add_error("avatar_id", f"{avatar} isn't ready at Jogg yet. Choose another one.")


class DraftForm(VideoForm):
    """What a form holds so far, however incomplete. Only what no row can hold is wrong with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def choices(self) -> dict[str, Any]:
        """The fields that hold something valid, as arguments of `drafts.save`."""
        self.full_clean()
        kept = {name: value for name, value in self.cleaned_data.items() if value != "" or name not in ALWAYS_CHOSEN}
        return {"form_token": kept.pop("token", None) or uuid.uuid4(), **kept}

    def problems(self) -> list[str]:
        """Why some of it wasn't kept, in sentences."""
        return [error for errors in self.errors.values() for error in errors]

    def clean_avatar_id(self) -> str:
        return self.cleaned_data["avatar_id"]

    def clean_audio(self) -> Asset | None:
        return self.cleaned_data["audio"]

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class AttachForm(forms.Form):
    """The project at Jogg that an unknown outcome has become, as a person found it there."""

    project_id = forms.CharField(
        label="The project's id on Jogg.ai",
        max_length=200,
        error_messages={"required": "Give the id of the project that you found on Jogg.ai."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_project_id(self) -> str:
        """Ids are opaque (Q13); but a link or a sentence is none."""
        project_id = self.cleaned_data["project_id"]
        if not project_id.isprintable() or any(sign in project_id for sign in " /?"):
            raise forms.ValidationError("Give the id alone, without a link or other words around it.")
        return project_id


class SubmitAgainForm(forms.Form):
    """`after` is the number of the submit whose outcome is unknown, so that a double click submits once."""

    after = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(["required", "invalid", "min_value"], "Reload this page and try again."),
    )
    sure = forms.BooleanField(
        label="I know that it may be charged twice",
        error_messages={"required": "Say that you know it may be charged twice; without that it isn't submitted."},
    )
