"""Making an asset into one that Jogg takes, as a new asset that names its source. Runs in the worker."""

import logging
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jogg_dashboard import claims
from jogg_dashboard.claims import ClaimLost
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.local_copy import local_path
from jogg_dashboard.storage import StorageAway
from uploads import child_process, offers, services
from uploads.media_types import EXTENSIONS, LIMITS, Limit, NotTaken, kind_of
from uploads.models import Asset, Conversion, JobStatus, Origin

logger = logging.getLogger(__name__)

TIMEOUT = 3600  # seconds
MOST_ATTEMPTS = 3  # that ended with nothing written down
INTERRUPTED = "Converting it was interrupted again and again. Try again later, or upload a file that is converted."
SENTENCES = {
    "unreadable": "The file can't be read to its end. It may be damaged: save it anew on your device and upload that.",
    "no_sound": "There is no sound in the file, so no {name} can be made of it. Upload a file with sound.",
    "no_pictures": "There are no pictures in the file, so no {name} can be made of it. Upload a file with pictures.",
    "too_large": "As {name} it is larger than the {limit} Jogg takes. Make it shorter or smaller, and upload that.",
    "": "It took too much time or memory to convert here. Convert it on your device, and upload the result.",
}


def convert(conversion_id: int) -> None:
    """Carry out one conversion that waits, unless another worker does."""
    row = Conversion.objects.filter(pk=conversion_id)
    if not (row & Conversion.objects.to_convert()).exists():
        return
    if not claims.claim(row.filter(status=JobStatus.WAITING), status=JobStatus.WORKING):
        return
    conversion = row.select_related("source__owner").get()
    if conversion.attempts > MOST_ATTEMPTS:
        _fail(conversion, INTERRUPTED)
        return
    try:
        _carry_out(conversion)
    except ClaimLost:
        logger.info("conversion %s was taken over", conversion.pk)
    except StorageAway as error:  # begun again when the lease has ended, and nobody's failure
        claims.renew(row, attempts=conversion.attempts - 1)
        logger.warning("conversion %s waits for our storage: %s", conversion.pk, error)


def _carry_out(conversion: Conversion) -> None:
    with tempfile.TemporaryDirectory(dir=settings.UPLOAD_DIR) as folder:
        made = Path(folder) / f"made.{EXTENSIONS[conversion.content_type]}"
        error = _make(conversion, made)
        if error is None:
            _finish(conversion, made)
        else:
            _fail(conversion, _sentence(error, conversion))


def _make(conversion: Conversion, made: Path) -> str | None:
    """Have the new file written; return a key of `SENTENCES` where that failed."""
    source, most_bytes = conversion.source, _limit(conversion).max_bytes
    row = Conversion.objects.filter(pk=conversion.pk)
    with local_path(source.file, claims.Keeper(row)) as path:
        told = child_process.run(
            "uploads.transcoding.__main__",
            source.content_type, path, conversion.content_type, str(made), str(most_bytes),
            timeout=TIMEOUT,
            is_wanted=lambda: claims.renew(row),
        )  # fmt: skip
    return None if "made" in told else told.get("error", "")


def _finish(conversion: Conversion, made: Path) -> None:
    """Keep the new asset and end the conversion, both or neither."""
    source = conversion.source
    try:
        services.add(
            owner=source.owner,
            path=made,
            name=offers.renamed(source.name, conversion.content_type),
            origin=Origin.CONVERSION,
            source=source,
            and_then=lambda result: _end(conversion, result),
        )
    except NotTaken as reason:
        _fail(conversion, str(reason))


def _end(conversion: Conversion, result: Asset) -> None:
    ended = {"status": JobStatus.DONE, "result": result, "error": ""}
    if not claims.settle(Conversion.objects.filter(pk=conversion.pk), **ended):
        result.file.delete(save=False)
        raise ClaimLost
    name = offers.name_in(conversion.content_type)
    _tell(result, f"Made as {name} of {conversion.source}.")
    _tell(conversion.source, f"Converted to {name}: {result}.")


def _fail(conversion: Conversion, sentence: str) -> None:
    with transaction.atomic():
        row = Conversion.objects.filter(pk=conversion.pk)
        if claims.settle(row, status=JobStatus.FAILED, error=sentence):
            _tell(conversion.source, f"Converting it to {offers.name_in(conversion.content_type)} failed. {sentence}")
    logger.info("conversion %s failed: %s", conversion.pk, sentence)


def _tell(asset: Asset, sentence: str) -> None:
    """Note it in the asset's timeline, which makes its row a new version."""
    claims.update(Asset.objects.filter(pk=asset.pk), Entry(Source.WORKER, sentence))


def _sentence(error: str, conversion: Conversion) -> str:
    return SENTENCES[error].format(name=offers.name_in(conversion.content_type), limit=_limit(conversion).max_text)


def _limit(conversion: Conversion) -> Limit:
    return LIMITS[kind_of(conversion.content_type)]
