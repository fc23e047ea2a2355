"""What deleting videos does, beyond taking them out of the list."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from videos.models import AT_JOGG, ShareLink, Status, Video

NOT_SUBMITTED = "waits to be submitted to Jogg, and isn't while it is in the trash."
GOES_ON = "is on its way to Jogg or being made there. That goes on and stays paid for; finished, it lies in the trash."
IN_QUESTION = (
    "may or may not have been taken by Jogg. That stays to be found out: open it in the trash to say what became of it."
)
NOT_SHARED = "is shared by a link. The link stops playing."


@dataclass(frozen=True)
class Effect:
    """What happens to some of the videos; the sentence goes on from the name of each."""

    videos: list[Video]
    sentence: str


def effects(videos: QuerySet[Video]) -> list[Effect]:
    """What deleting these does, each with the videos concerned; none where it only hides them."""
    found = [
        (Q(status=Status.QUEUED), NOT_SUBMITTED),
        (Q(status__in=[Status.SUBMITTING, *AT_JOGG]), GOES_ON),
        (Q(status=Status.OUTCOME_UNKNOWN), IN_QUESTION),
        (Q(pk__in=_shared()), NOT_SHARED),
    ]
    each = [Effect(list(videos.filter(condition).order_by("sort_name", "id")), words) for condition, words in found]
    return [effect for effect in each if effect.videos]


def _shared() -> QuerySet[ShareLink]:
    lasting = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return ShareLink.objects.filter(lasting, closed_at=None).values("video")
