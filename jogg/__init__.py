"""A client for the Jogg.ai API: hosted uploads and talking-avatar videos.

Uses `requests` only and knows nothing of Django. `Client` is the way in; it speaks v1 and v2.
`webhooks` is for what Jogg delivers, `redact` for what is kept or shown of it.
"""

from jogg import webhooks
from jogg.calls import STORAGE, Call
from jogg.client import Client
from jogg.errors import (
    AnswerLost,
    AnswerUnreadable,
    BadKey,
    BadParameter,
    ConnectionFailed,
    JoggError,
    NoCredit,
    NoPermission,
    NotFound,
    RateLimited,
    Refused,
    ServerFailed,
    StorageRefused,
)
from jogg.redaction import redact
from jogg.results import (
    AVATAR_TRAITS,
    Account,
    Answer,
    Avatar,
    Created,
    Endpoint,
    JobState,
    Project,
    SignedUpload,
    VideoRequest,
    Voice,
)
from jogg.webhooks import WebhookEvent

__all__ = [
    "AVATAR_TRAITS",
    "STORAGE",
    "Account",
    "Answer",
    "AnswerLost",
    "AnswerUnreadable",
    "Avatar",
    "BadKey",
    "BadParameter",
    "Call",
    "Client",
    "ConnectionFailed",
    "Created",
    "Endpoint",
    "JobState",
    "JoggError",
    "NoCredit",
    "NoPermission",
    "NotFound",
    "Project",
    "RateLimited",
    "Refused",
    "ServerFailed",
    "SignedUpload",
    "StorageRefused",
    "VideoRequest",
    "Voice",
    "WebhookEvent",
    "redact",
    "webhooks",
]
