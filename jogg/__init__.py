"""A client for the Jogg.ai API: hosted uploads and talking-avatar videos.

Uses `requests` only and knows nothing of Django. `Client` is the way in; it speaks v1. Another
dialect has its place beside `v1.py`.
"""

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
from jogg.results import Avatar, Created, JobState, Project, SignedUpload, VideoRequest, Voice

__all__ = [
    "AnswerLost",
    "AnswerUnreadable",
    "Avatar",
    "BadKey",
    "BadParameter",
    "Client",
    "ConnectionFailed",
    "Created",
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
]
