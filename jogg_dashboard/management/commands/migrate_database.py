"""The move of all rows into another database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, transaction

from jogg_dashboard import moving_rows
from jogg_dashboard.moving_rows import SOURCE, TARGET, NotCopied


class Command(BaseCommand):
    help = (
        "Copy every row of another database into the one that DATABASE_URL names, which must be new. In one "
        "transaction: at the end each table's number of rows and their hashes are compared, and where they differ "
        "nothing has been copied. The other database is only read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="source", required=True, metavar="URL", help="sqlite:////data/dashboard.sqlite3"
        )

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        try:
            with (
                moving_rows.connected(_settings(source)),
                transaction.atomic(using=SOURCE),
                transaction.atomic(using=TARGET),
            ):
                self._copy()
        except (NotCopied, DatabaseError, ValueError) as error:
            raise CommandError(f"Nothing was copied. {error}") from error

    def _copy(self) -> None:
        moving_rows.check_beforehand()
        moving_rows.clear()
        rows = 0
        for model in moving_rows.tables():
            count = moving_rows.copy(model)
            found, wanted = (moving_rows.digest(model, alias) for alias in (TARGET, SOURCE))
            if found != wanted or found[0] != count:
                raise NotCopied(f"{model._meta.label} would not be the same: {wanted[0]} rows, {found[0]} copied.")
            rows += count
            self.stdout.write(f"{count:>9}  {model._meta.label}  {found[1][:16]}")
        moving_rows.set_sequences()
        self.stdout.write(f"{rows:>9}  rows, the same in both")


def _settings(url: str) -> dict[str, Any]:
    try:
        settings = dj_database_url.parse(url)
    except ValueError as error:
        raise CommandError("--from isn't understood; it looks like sqlite:////data/dashboard.sqlite3") from error
    # SQLite would make one that isn't there.
    if settings["ENGINE"].endswith("sqlite3") and not Path(settings["NAME"]).is_file():
        raise CommandError(f"There is no database {settings['NAME']}.")
    return settings
