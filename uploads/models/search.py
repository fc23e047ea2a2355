"""What is searched: an asset's words, folded. `uploads.search` works with it."""

from django.db import models

from uploads.models.asset import Asset


class SearchText(models.Model):
    """Name, original name, tags and note of an asset without case and accents, with a trigram index.

    A table of its own, since SQLite's full-text index wants rows with an integer key.
    """

    asset = models.OneToOneField(Asset, models.CASCADE, related_name="search_text")
    text = models.TextField()
