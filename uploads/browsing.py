"""What the library shows for a query string."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from jogg_dashboard import browsing
from jogg_dashboard.browsing import Facet, Option, Words, by_tag
from jogg_dashboard.paging import NEWEST, Order, read_amount, read_count, read_text
from uploads import search
from uploads.media_types import Kind
from uploads.models import Asset, Shape, Status, Tag

SORTS = {
    "newest": ("Newest", NEWEST),
    "name": ("Name", Order("sort_name", read_text, is_descending=False)),
    "size": ("Largest", Order("size", read_count)),
    "length": ("Longest", Order("length", read_amount)),
}


def _used() -> QuerySet[Asset]:
    """The ids of what is in a video: a list to look into, as asking each row of a large library takes long."""
    return Asset.objects.filter(videos__isnull=False).values("pk")


def _moving() -> QuerySet[Asset]:
    """The ids of what is on its way, likewise: mostly few, and found at once by their status."""
    return Asset.objects.unfinished().values("pk")


FACETS = (
    Facet("kind", "Kind", (
        Option("image", "Photos", Q(kind=Kind.IMAGE)),
        Option("video", "Videos", Q(kind=Kind.VIDEO)),
        Option("audio", "Recordings", Q(kind=Kind.AUDIO)),
    )),
    Facet("status", "At Jogg", (
        Option("hosted", "Sent to Jogg", Q(status=Status.HOSTED)),
        Option("moving", "On its way", Q(pk__in=_moving())),
        Option("failed", "Needs you", Q(status=Status.FAILED)),
        Option("kept", "Kept here only", Q(status=Status.KEPT)),
    )),
    Facet("use", "Use", (
        Option("used", "Used in a video", Q(pk__in=_used())),
        Option("unused", "Not used yet", ~Q(pk__in=_used())),
    )),
    Facet("length", "Length", (
        Option("short", "Up to 30 s", Q(length__gt=0, length__lte=30)),
        Option("medium", "30 s to 2 min", Q(length__gt=30, length__lte=120)),
        Option("long", "2 to 5 min", Q(length__gt=120, length__lte=300)),
        Option("longer", "Over 5 min", Q(length__gt=300)),
    )),
    Facet("shape", "Shape", tuple(Option(value, label, Q(shape=value)) for value, label in Shape.choices)),
)  # fmt: skip


class Browsing(browsing.Browsing):
    """A person's view of the library."""

    home = "uploads:list"
    words = Words("file", "files", "name, tags or note", "Uploaded")
    sorts = SORTS
    offered = FACETS
    remembered = "library_look"

    def every_row(self) -> QuerySet[Asset]:
        return Asset.objects.filter(deleted_at=None)

    def matching(self, rows: QuerySet[Asset]) -> QuerySet[Asset]:
        return search.matching(rows, self.search)

    def tags_of(self, owner: User) -> list[Tag]:
        return list(Tag.objects.filter(owner=owner))

    def tagged(self, tag: Tag) -> Q:
        return Q(pk__in=Asset.tags.through.objects.filter(tag=tag).values("asset"))

    def tag_counts(self) -> dict[int, int]:
        """For each tag, how many of the assets shown have it.

        Of a whole library it is all that have it but the deleted ones: those are few, and the others needn't be read.
        """
        tagged = Asset.tags.through.objects
        if self.owner is None or self.is_narrowed:
            return by_tag(tagged.filter(asset__in=self.rows()))
        deleted = Asset.objects.filter(owner=self.owner, deleted_at__isnull=False)
        gone = by_tag(tagged.filter(asset__in=deleted))
        every = by_tag(tagged.filter(tag__in=self.all_tags))
        return {tag: number - gone.get(tag, 0) for tag, number in every.items()}
