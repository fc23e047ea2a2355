"""Timelines: what became of a row, when, who said so, and what Jogg answered word for word.

Each app has a table of entries of its own, made of `TimelineEntry`, whose `row` names the model and
is called `timeline` from there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from jogg import Answer


class Source(models.TextChoices):
    FORM = "form", "Form"
    WORKER = "worker", "Worker"
    POLL = "poll", "Asked Jogg"
    WEBHOOK = "webhook", "Jogg's webhook"
    PERSON = "person", "Person"


@dataclass(frozen=True)
class Entry:
    """What is to be noted: who says it, a sentence, and the answer of Jogg's that it rests on, if one came."""

    source: Source
    sentence: str
    answer: Answer | None = None


class TimelineEntry(models.Model):
    """One entry. `state` is the row's status afterwards; `payload` is Jogg's answer with every secret taken out."""

    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=15)
    source = models.CharField(max_length=7, choices=Source)
    sentence = models.TextField()
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    code = models.CharField(max_length=20, blank=True)
    rid = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    @property
    def state_label(self) -> str:
        """The state in words, as the row's model has them."""
        labels = self._meta.get_field("row").related_model._meta.get_field("status").choices
        return str(dict(labels).get(self.state, self.state))


def note(model: type[models.Model], keys: Iterable[Any], entry: Entry) -> None:
    """Put an entry into the timelines of these rows of a model, each with the state its row has now."""
    table = model._meta.get_field("timeline").related_model
    states = model.objects.filter(pk__in=list(keys)).values_list("pk", "status")
    table.objects.bulk_create(table(row_id=pk, state=state, **_columns(entry)) for pk, state in states)


def _columns(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"source": entry.source, "sentence": entry.sentence}
    if entry.answer is None:
        return told
    answer = entry.answer
    return told | {
        "http_status": answer.http_status or None,
        "code": answer.code[:20],
        "rid": answer.rid[:200],
        "payload": answer.payload,
    }
