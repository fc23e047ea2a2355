"""The form on a scene's card."""

from typing import Any

from django import forms

from rehearsal.scenes import Choice, Scene


class SceneForm(forms.Form):
    """A select for each choice of one scene; the cleaned values are those that the sandbox takes."""

    def __init__(self, scene: Scene, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{scene.key}-%s")
        self.scene = scene
        for choice in scene.choices:
            self.fields[choice.parameter] = _field(choice)


def _field(choice: Choice) -> forms.Field:
    values = {str(value): value for value, _ in choice.options}
    return forms.TypedChoiceField(
        label=choice.label,
        choices=[(str(value), words) for value, words in choice.options],
        coerce=values.__getitem__,
        error_messages={"required": f"Choose: {choice.label}.", "invalid_choice": "Choose one of these."},
    )
