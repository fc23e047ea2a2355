"""The move of all files into a bucket, or back out of it."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, default_storage, storages
from django.core.management import BaseCommand, CommandError

from jogg_dashboard.moving_files import WRONG, Outcome, copy, named_files
from jogg_dashboard.sizes import size_text

NO_SOURCE = (
    "Files are kept in DATA_DIR, as S3_BUCKET isn't set. To fetch them back from a bucket, name it: "
    "--from-bucket NAME, with S3_ENDPOINT_URL and the keys set as they were."
)


class Command(BaseCommand):
    help = (
        "Copy every file that rows name from the other storage into the one that is set: with S3_BUCKET from "
        "DATA_DIR/media into the bucket, without it from the bucket named. Goes on where it was interrupted; "
        "checks sizes and SHA-256; removes nothing. Exit code 1 where something differs or is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from-bucket", metavar="NAME", help="the bucket to copy from, where S3_BUCKET isn't set")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be copied")

    def handle(self, *args: Any, from_bucket: str | None, dry_run: bool, **options: Any) -> None:
        source, counts, copied = _source(from_bucket), Counter[Outcome](), 0
        for name in named_files():
            outcome, size = copy(name, source, default_storage, dry_run=dry_run)
            counts[outcome] += 1
            copied += size
            if outcome in WRONG:
                self.stderr.write(f"{name}: {outcome}")
        for outcome, count in counts.items():
            self.stdout.write(f"{count} {outcome}")
        self.stdout.write(f"{size_text(copied)} {'to copy' if dry_run else 'copied'}, {counts.total()} files in all")
        if wrong := sum(counts[outcome] for outcome in WRONG):
            raise CommandError(f"{wrong} of {counts.total()} files aren't right; they are named above.")


def _source(from_bucket: str | None) -> Storage:
    if settings.S3_BUCKET:
        if from_bucket:
            raise CommandError("S3_BUCKET is set, so files are copied into that bucket; leave --from-bucket out.")
        return storages.create_storage(settings.LOCAL_FILES)
    if not from_bucket:
        raise CommandError(NO_SOURCE)
    options = settings.S3_FILES["OPTIONS"] | {"bucket_name": from_bucket}
    return storages.create_storage(settings.S3_FILES | {"OPTIONS": options})
