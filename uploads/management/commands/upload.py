"""`manage.py upload PATH… --user NAME`: files from this computer to Jogg, and their hosted URLs on standard output."""

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import DatabaseError

from jogg_dashboard import calls
from jogg_dashboard.account import account
from uploads import sending
from uploads.media_types import NotTaken
from uploads.models import Asset, Status

INTERRUPTED = 130
KEPT = "It is kept here only, as Jogg doesn't take its type. The dashboard can convert it."
GOES_ON = "Stopped. What was received here is sent on by the dashboard's worker."


class Command(BaseCommand):
    help = "Upload files to Jogg and print the URL that each is hosted at, one a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or with -r a folder")
        parser.add_argument("--user", required=True, metavar="NAME", help="whose library they go into")
        parser.add_argument("-r", "--recursive", action="store_true", help="upload what is in folders")
        parser.add_argument("--json", action="store_true", help="print a JSON object for each file instead of its URL")
        parser.add_argument("--again", action="store_true", help="send also what is at Jogg already")

    def handle(self, *args: Any, paths: list[Path], user: str, recursive: bool, **options: Any) -> None:
        self._options, self._failed = options, False
        owner = _person(user)
        try:
            for path in sending.paths_of(paths, recursive=recursive, refused=self._refuse):
                self._upload(owner, path)
        except KeyboardInterrupt:
            self.stderr.write(GOES_ON)
            sys.exit(INTERRUPTED)
        finally:
            with suppress(DatabaseError):  # what was sent is sent, counted or not
                calls.write_down(account())
        if self._failed:
            sys.exit(1)

    def _upload(self, owner: AbstractBaseUser, path: Path) -> None:
        try:
            asset = sending.upload(owner=owner, path=path, again=self._options["again"])
        except NotTaken as reason:
            self._refuse(path, str(reason))
        except OSError as error:
            self._refuse(path, f"{path} can't be read: {error.strerror}.")
        else:
            self._send(path, asset)

    def _send(self, path: Path, asset: Asset) -> None:
        if asset.status == Status.HOSTED:
            self._tell(path, "is at Jogg already.")
        elif asset.status != Status.KEPT:
            self._tell(path, "received here; on its way to Jogg.")
            asset = sending.send(asset, lambda reason: self._tell(path, reason))
        if asset.status == Status.HOSTED:
            self._print(path, asset.hosted_url, asset=asset)
        else:
            self._refuse(path, asset.error or KEPT, asset)

    def _refuse(self, path: Path, sentence: str, asset: Asset | None = None) -> None:
        self._failed = True
        self._tell(path, sentence)
        if self._options["json"]:
            self._print(path, "", asset=asset, error=sentence)

    def _tell(self, path: Path, sentence: str) -> None:
        self.stderr.write(sentence if sentence.startswith((str(path), path.name)) else f"{path.name}: {sentence}")
        self.stderr.flush()

    def _print(self, path: Path, url: str, *, asset: Asset | None = None, error: str = "") -> None:
        line = {
            "id": str(asset.pk) if asset else None,
            "name": asset.name if asset else path.name,
            "hosted_url": url or None,
            "error": error or None,
        }
        self.stdout.write(json.dumps(line, ensure_ascii=False) if self._options["json"] else url)
        self.stdout.flush()


def _person(name: str) -> AbstractBaseUser:
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(f"There is no user called {name}. `manage.py createsuperuser` makes one.") from None
