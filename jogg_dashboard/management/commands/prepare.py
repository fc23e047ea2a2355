"""Everything `make run` does before the processes start."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.management import BaseCommand, CommandError, call_command

from jogg_dashboard.storage import StorageAway

DEMO = "demo"
UNUSED = ["ext", "htmx-4*", "htmax*"]  # of django-htmx; their imports can't be resolved


class Command(BaseCommand):
    help = "Bring the database, the static files and the accounts up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.S3_BUCKET:
            self._check_bucket()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED)
        self._open_demo() if settings.DEMO_MODE else self._close_demo()
        self.stdout.write(f"\n  The dashboard opens at http://localhost:{settings.PORT}/\n")

    def _check_bucket(self) -> None:
        """A bucket that is away may come back by itself; one that isn't there never does."""
        try:
            default_storage.check()
        except FileNotFoundError as error:
            raise CommandError(f"There is no bucket {settings.S3_BUCKET}. Make it, or name another.") from error
        except StorageAway as error:
            self.stderr.write(f"The bucket can't be used at the moment: {error}")

    def _open_demo(self) -> None:
        """Demo mode: a user whose password everybody knows."""
        user, _ = get_user_model().objects.get_or_create(username=DEMO)
        if not (user.is_active and user.check_password(DEMO)):
            user.is_active = True
            user.set_password(DEMO)
            user.save()
        self.stdout.write(
            "\n  No JOGG_API_KEY: this runs on the sandbox, nothing reaches Jogg.ai. Sign in as demo / demo."
        )

    def _close_demo(self) -> None:
        """With a real key nobody may come in by a password that everybody knows."""
        users = get_user_model().objects
        demo = users.filter(username=DEMO, is_active=True).first()
        if demo and demo.check_password(DEMO):
            users.filter(pk=demo.pk).update(is_active=False)
            self.stdout.write("\n  The demo user is switched off, because a real key is set.")
        if not users.filter(is_active=True).exists():
            self.stdout.write(
                "\n  Nobody can sign in yet. Make the first account, in another terminal:"
                "\n      .venv/bin/python manage.py createsuperuser"
            )
