"""What the list of videos shows for a query string."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import CharField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from jogg_dashboard import browsing
from jogg_dashboard.browsing import Facet, Option, Words, by_tag
from jogg_dashboard.folding import fold
from jogg_dashboard.paging import NEWEST, Order, read_amount, read_text
from uploads.models import Tag
from videos.models import AspectRatio, Batch, Status, Video, is_moving

SORTS = {
    "newest": ("Newest", NEWEST),
    "name": ("Name", Order("sort_name", read_text, is_descending=False)),
    "length": ("Longest", Order("seconds", read_amount)),
}
MOST_WORDS = 10
MOST_CHOICES = 200  # of avatars, and of batches


class Browsing(browsing.Browsing):
    """A person's view of the videos."""

    home = "videos:list"
    words = Words("video", "videos", "name, script, tags or note", "Made")
    sorts = SORTS
    remembered = "videos_look"
    usual_look = "tiles"

    @cached_property
    def offered(self) -> Sequence[Facet]:
        facets = [
            Facet("state", "State", _states()),
            Facet(
                "ratio",
                "Shape",
                tuple(Option(value, label, Q(aspect_ratio=value)) for value, label in AspectRatio.choices),
            ),
            Facet("avatar", "Avatar", self._avatars()),
            Facet("batch", "Batch", self._batches()),
        ]
        return [facet for facet in facets if facet.options]

    def every_row(self) -> QuerySet[Video]:
        return Video.objects.listed()

    def matching(self, rows: QuerySet[Video]) -> QuerySet[Video]:
        """Every word must occur somewhere, parts of words included."""
        words = fold(self.search.replace("\0", " ")).split()[:MOST_WORDS]
        return rows.filter(*(Q(search_text__contains=word) for word in words))

    def tags_of(self, owner: User) -> list[Tag]:
        return self._choices["tag"]

    def tagged(self, tag: Tag) -> Q:
        return Q(pk__in=Video.tags.through.objects.filter(tag=tag.pk).values("video"))

    def tag_counts(self) -> dict[int, int]:
        return by_tag(Video.tags.through.objects.filter(video__in=self.rows()))

    def sorted_rows(self) -> QuerySet[Video]:
        rows = self.rows().annotate(seconds=Coalesce("duration", 0.0))
        return self.order.sort(rows, self.cursor)

    def _avatars(self) -> tuple[Option, ...]:
        return tuple(
            Option(f"{kind}-{avatar}", name or avatar, Q(avatar_type=kind, avatar_id=avatar))
            for kind, avatar, name in self._choices["avatar"]
        )

    def _batches(self) -> tuple[Option, ...]:
        return tuple(Option(str(batch.pk), str(batch), Q(batch=batch.pk)) for batch in self._choices["batch"])

    @cached_property
    def _choices(self) -> dict[str, list[Any]]:
        """The avatars, batches and tags that there are to choose from: three lists in one query."""
        mine = Q(owner=self.owner) if self.owner else Q()
        videos = Video.objects.listed().filter(mine)
        avatars = videos.exclude(avatar_id="").annotate(
            key=_text(Concat(_text("avatar_type"), Value("-"), "avatar_id"))
        )
        batches = Batch.objects.filter(pk__in=videos.exclude(batch=None).values("batch"))
        tags = Tag.objects.filter(owner=self.owner) if self.owner else Tag.objects.none()
        never = Cast(Value(None), DateTimeField())
        found = _listed(avatars, "avatar", label=F("avatar_name"), at=never).union(
            _listed(batches.annotate(key=_text("pk")), "batch", label=F("name"), at=F("created_at")),
            _listed(tags.annotate(key=_text("pk")), "tag", label=F("name"), at=never),
        )
        return _sorted(found)


def _states() -> tuple[Option, ...]:
    """Whether a video is under way, and if not, what it waits for."""
    needs = Q(status__in=[Status.FAILED, Status.REJECTED, Status.DELETED, Status.OUTCOME_UNKNOWN])
    not_fetched = Q(status=Status.SUCCEEDED, kept_at=None, keep_given_up=True)
    return (
        Option("running", "Under way", is_moving()),
        Option("ready", "Ready", Q(status=Status.SUCCEEDED, kept_at__isnull=False)),
        Option("needs", "Needs you", (needs | not_fetched) & ~is_moving()),
        Option("drafts", "Drafts", Q(status=Status.DRAFT)),
    )


def _text(value: Any) -> Cast:
    return Cast(value, CharField())


def _listed(rows: QuerySet[Any], kind: str, *, label: Any, at: Any) -> QuerySet[Any]:
    """One part of a union: rows of (which list, key, label, time)."""
    plain = rows.order_by().annotate(
        which=Value(kind, CharField()), words=Cast(label, CharField()), at=Cast(at, DateTimeField())
    )
    return plain.values_list("which", "key", "words", "at").distinct()


def _sorted(found: QuerySet[Any]) -> dict[str, list[Any]]:
    """The lists apart, each by name, batches by their age; of very many the first."""
    lists: dict[str, dict[str, Any]] = {"avatar": {}, "batch": {}, "tag": {}}
    for which, key, words, at in found:
        lists[which][key] = _choice(which, key, words, at)
    avatars = sorted(lists["avatar"].values(), key=lambda avatar: (fold(avatar[2]), avatar[1]))
    batches = sorted(lists["batch"].values(), key=lambda batch: batch.created_at, reverse=True)
    tags = sorted(lists["tag"].values(), key=lambda tag: tag.folded)
    return {"avatar": avatars[:MOST_CHOICES], "batch": batches[:MOST_CHOICES], "tag": tags}


def _choice(which: str, key: str, words: str, at: datetime | None) -> Any:
    if which == "avatar":
        kind, _, avatar = key.partition("-")
        return int(kind), avatar, words
    if which == "batch":
        return Batch(pk=UUID(key), name=words, created_at=at)
    return Tag(pk=int(key), name=words, folded=fold(words))
