"""Assets and what belongs to them."""

from uploads.models.asset import Asset, AssetEntry, AssetQuerySet
from uploads.models.choices import UNVERIFIED, JobStatus, Origin, Proof, Shape, Status
from uploads.models.jobs import Conversion, Import, Job
from uploads.models.search import SearchText
from uploads.models.tag import Tag

__all__ = [
    "UNVERIFIED",
    "Asset",
    "AssetEntry",
    "AssetQuerySet",
    "Conversion",
    "Import",
    "Job",
    "JobStatus",
    "Origin",
    "Proof",
    "SearchText",
    "Shape",
    "Status",
    "Tag",
]
