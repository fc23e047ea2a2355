"""Reading Jogg's lists, whole or page by page: pages may repeat, or hold everything at once (Q11)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from jogg.answers import Reply
from jogg.reading import avatar, lacking, voice
from jogg.results import Avatar, Voice
from jogg.transport import Transport

PER_PAGE = 100  # the most that v2 gives
# Enough for about 630 avatars, and for three times as many, where `page_size` is ignored and 10 come at a time.
MOST_PAGES = 200

ANY: Mapping[str, str] = MappingProxyType({})

Item = TypeVar("Item", Avatar, Voice)
Read = Callable[[dict[str, Any]], Item]


def avatars(
    transport: Transport,
    path: str,
    avatar_type: int,
    *,
    paged: bool,
    photo: bool = False,
    traits: Mapping[str, str] = ANY,
) -> list[Avatar]:
    """The avatars of a list that have these traits, each once, those without an id left out."""
    return _listed(
        transport, path, "avatars", lambda item: avatar(item, avatar_type, photo=photo), paged=paged, asked=traits
    )


def voices(transport: Transport, path: str, *, custom: bool, paged: bool) -> list[Voice]:
    """The voices of a list, each once, those without an id left out."""
    return _listed(transport, path, "voices", lambda item: voice(item, custom=custom), paged=paged)


def _listed(
    transport: Transport, path: str, name: str, read: Read[Item], *, paged: bool, asked: Mapping[str, str] = ANY
) -> list[Item]:
    """Walk the pages until one is empty or brings nothing new, or Jogg says that there are no more.

    A list that isn't `paged` by its description is asked for without a page, and for further ones
    only if the answer says that there are some. `asked` are further parameters.
    """
    found: dict[str, Item] = {}
    came = 0
    for page in range(1, MOST_PAGES + 1):
        paging = {"page": page, "page_size": PER_PAGE} if paged else {"page": page} if page > 1 else {}
        reply = transport.get(path, {**asked, **paging} or None)
        known = len(found)
        page_items = items(reply, name)
        came += len(page_items)
        for item in map(read, page_items):
            found.setdefault(_id(item), item)
        found.pop("", None)
        if len(found) == known or not _may_go_on(reply, came, paged=paged):
            break
    return list(found.values())


def items(reply: Reply, name: str) -> list[dict[str, Any]]:
    """A list, wherever the answer has it; an empty one may be null, or data itself be empty."""
    data = reply.envelope.get("data") or []
    listed = (data.get(name) if isinstance(data, dict) else data) or []
    if not isinstance(listed, list):
        raise lacking(reply, f"its {name}")
    return [item for item in listed if isinstance(item, dict)]


def _id(item: Avatar | Voice) -> str:
    return item.avatar_id if isinstance(item, Avatar) else item.voice_id


def _may_go_on(reply: Reply, came: int, *, paged: bool) -> bool:
    """Whether there may be another page after `came` items."""
    data = reply.envelope.get("data")
    said = data if isinstance(data, dict) else {}
    if said.get("has_more") is False:
        return False
    total = said.get("total")
    return paged or said.get("has_more") is True or (type(total) is int and total > came)
