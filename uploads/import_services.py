"""What people do with imports. Apart from `uploads.services`, whose `add` the worker's part of an import calls."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from jogg_dashboard import claims
from uploads import import_tasks
from uploads.models import Import, JobStatus


def import_urls(*, owner: AbstractBaseUser, urls: list[str]) -> list[Import]:
    """Have the files at these links fetched: all of them are accepted, or none."""
    with transaction.atomic():
        return [import_url(owner=owner, url=url) for url in urls]


def import_url(*, owner: AbstractBaseUser, url: str) -> Import:
    """Have the file at a link fetched into a person's library."""
    with transaction.atomic():
        job = Import.objects.create(owner=owner, url=url)
        import_tasks.enqueue(job)
    return job


def retry_import(job: Import) -> Import:
    """Start over with an import that failed, or waits for its next try."""
    fresh = {"status": JobStatus.WAITING, "attempts": 0, "due_at": None, "error": "", "dismissed_at": None}
    stopped = Import.objects.filter(pk=job.pk, status__in=[JobStatus.WAITING, JobStatus.FAILED], claimed_by="")
    with transaction.atomic():
        if claims.update(stopped, received=0, **fresh):
            import_tasks.enqueue(job)
    job.refresh_from_db()
    return job


def dismiss_import(job: Import) -> Import:
    """Take an import's line away; one that is under way is cancelled, and nothing of it is kept."""
    now = timezone.now()
    with transaction.atomic():
        row = Import.objects.filter(pk=job.pk)
        claims.overrule(row.unfinished(), status=JobStatus.FAILED, error="Cancelled.", due_at=None)
        claims.update(row, dismissed_at=now)
    job.refresh_from_db()
    return job
