"""The tags of a person, which assets and videos share."""

from collections.abc import Iterable

from jogg_dashboard.folding import fold
from uploads.models import Tag
from uploads.models.tag import LONGEST_TAG


def named(owner_id: int, names: Iterable[str]) -> list[Tag]:
    """This person's tags of these names, made where they are new; the first spelling of a tag stays."""
    wanted = {fold(name): " ".join(name.split())[:LONGEST_TAG] for name in reversed(list(names)) if fold(name)}
    return [
        Tag.objects.get_or_create(owner_id=owner_id, folded=folded, defaults={"name": name})[0]
        for folded, name in wanted.items()
    ]


def forget_unused(owner_id: int) -> None:
    """A tag that nothing has any more, not even something in the trash, is no choice."""
    Tag.objects.filter(owner=owner_id, assets=None, videos=None).delete()
