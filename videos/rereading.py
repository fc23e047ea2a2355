"""Having the lists of avatars and voices read again when somebody asks for it."""

from django.db import transaction
from django.utils import timezone

from videos import tasks
from videos.catalog import catalogue
from videos.models import Catalogue


def read_again() -> None:
    """Have the worker read the lists again. Where they were never read, it is at it anyway.

    The row keeps that it was asked: where the task is lost, `tasks.sweep_catalogue` finds it.
    """
    Catalogue.objects.filter(pk=catalogue().pk).update(asked_at=timezone.now(), due_at=None)
    transaction.on_commit(lambda: tasks.refresh_catalogue(), robust=True)
