"""`manage.py seed_library --assets 100000`: a large library of made-up assets, to try things out with."""

import argparse
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from uploads.seeding import library

DEMO = "demo"
NOT_DEMO = (
    "This installation works for a real Jogg account, so name whose library it is to be: "
    "manage.py seed_library --user NAME"
)


class Command(BaseCommand):
    help = (
        "Fill a person's library with made-up assets, to see how it copes, or take them away again. All share one "
        "small file for each type; names, sizes, lengths and dates are made up. Nothing is sent to Jogg."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--assets", type=_count, default=1000, metavar="N", help="how many (1000)")
        parser.add_argument("--user", metavar="NAME", help=f"whose library ({DEMO}, in demo mode)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes up other assets (1)")
        parser.add_argument("--remove", action="store_true", help="take away what was made up for this user")

    def handle(self, *args: Any, assets: int, user: str | None, seed: int, remove: bool, **options: Any) -> None:
        owner, began = _owner(user), time.monotonic()
        if remove:
            count, done = self._follow(library.remove(owner=owner)), "Removed"
        else:
            count, done = self._follow(library.seed(owner=owner, count=assets, seed=seed)), "Added"
        noun = "asset" if count == 1 else "assets"
        self.stdout.write(f"{done} {count:,} made-up {noun} of {owner} in {time.monotonic() - began:.1f} s.")

    def _follow(self, portions: Iterator[int]) -> int:
        """The number at the end; at a terminal it is shown as it grows."""
        count = 0
        for count in portions:
            if self.stdout.isatty():
                self.stdout.write(f"\r{count:,}", ending="\r")
        return count


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1 on")
    return int(text)


def _owner(name: str | None) -> AbstractBaseUser:
    if name is None and not settings.DEMO_MODE:
        raise CommandError(NOT_DEMO)
    model = get_user_model()
    try:
        return model.objects.get_by_natural_key(name or DEMO)
    except model.DoesNotExist as error:
        raise CommandError(f'There is no user "{name or DEMO}" here.') from error
