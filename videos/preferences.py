"""What a person wants to be told."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from videos import tasks
from videos.models import Preferences


def preferences_of(owner: AbstractUser) -> Preferences:
    """What this person has chosen; what nobody has chosen yet as a row that isn't stored."""
    return Preferences.objects.filter(owner=owner).first() or Preferences(owner=owner)


def change(owner: AbstractUser, *, mails_results: bool, email: str) -> Preferences:
    """Switch e-mails about results on or off, and write down where to; what ended before isn't told."""
    with transaction.atomic():
        preferences, _ = Preferences.objects.select_for_update().get_or_create(owner=owner)
        if mails_results and not preferences.mails_results:
            preferences.mails_since = timezone.now()
        preferences.mails_results = mails_results
        preferences.save()
        owner.email = email
        owner.save(update_fields=["email"])
    return preferences


def ask_for_test_mail(owner: AbstractUser) -> None:
    """Have the worker send a mail by which one sees that mails arrive."""
    now = timezone.now()
    Preferences.objects.update_or_create(owner=owner, defaults={"test_asked_at": now, "mail_problem": ""})
    tasks.enqueue_test_mail(owner.pk)
