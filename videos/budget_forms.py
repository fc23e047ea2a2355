"""The form of all budgets: a field for everybody together and one for each person."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.forms import BoundField

from videos.models import Budget

MOST_CREDITS = 1_000_000
OF_ALL = "all"
NO_NUMBER = "Give a whole number of credits, or nothing for no limit."


class BudgetForm(forms.Form):
    """Credits a month, empty for no limit. Each field carries what it showed: only what was changed is saved."""

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {budget.owner_id: budget.credits for budget in Budget.objects.all()}
        self._owners = {OF_ALL: None} | {f"person-{person.pk}": person for person in people}
        for name, person in self._owners.items():
            label = f"Credits a month for {person.get_username() if person else 'all together'}"
            self.fields[name] = _limit_field(label, limits.get(person and person.pk))

    def of(self, person: User | None) -> BoundField:
        """The field of a person, of all together for None."""
        return self[f"person-{person.pk}" if person else OF_ALL]

    def changed_limits(self) -> list[tuple[User | None, int | None]]:
        """Whose limits were changed on the valid form, and to what; None for no limit."""
        return [(self._owners[name], self.cleaned_data[name]) for name in self.changed_data]


def _limit_field(label: str, limit: int | None) -> forms.IntegerField:
    most = f"That is more than {MOST_CREDITS:,} credits. Leave it empty for no limit."
    messages = {"invalid": NO_NUMBER, "min_value": NO_NUMBER, "max_value": most}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_CREDITS,
        initial=limit,
        show_hidden_initial=True,
        error_messages=messages,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "No limit"}),
    )
