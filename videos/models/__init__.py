"""Videos, what they cost, what Jogg tells of them, and what it offers to make them of."""

from videos.models.batches import Batch
from videos.models.catalogue import Avatar, Catalogue, Voice, avatar_key
from videos.models.choices import AT_JOGG, UNSUBMITTED, AspectRatio, AvatarType, ScreenStyle, Status
from videos.models.events import WebhookEvent
from videos.models.people import Budget, FavouriteAvatar, FavouriteVoice, Preferences
from videos.models.sharing import ShareLink
from videos.models.submits import Submit, SubmitState
from videos.models.video import (
    NOT_CREATED,
    Video,
    VideoEntry,
    VideoQuerySet,
    is_moving,
    sort_name,
    take_key,
    turn_of,
)

__all__ = [
    "AT_JOGG",
    "NOT_CREATED",
    "UNSUBMITTED",
    "AspectRatio",
    "Avatar",
    "AvatarType",
    "Batch",
    "Budget",
    "Catalogue",
    "FavouriteAvatar",
    "FavouriteVoice",
    "Preferences",
    "ScreenStyle",
    "ShareLink",
    "Status",
    "Submit",
    "SubmitState",
    "Video",
    "VideoEntry",
    "VideoQuerySet",
    "Voice",
    "WebhookEvent",
    "avatar_key",
    "is_moving",
    "sort_name",
    "take_key",
    "turn_of",
]
