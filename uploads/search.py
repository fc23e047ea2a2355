"""Finding assets by their words: name, original name, tags and note, without case and accents."""

from jogg_dashboard.folding import fold
from uploads.models import Asset, SearchText


def index(asset: Asset) -> None:
    """Write down the words by which an asset is found; to be called whenever they change."""
    words = [asset.name, asset.original_name, *asset.tags.values_list("name", flat=True), asset.note]
    SearchText.objects.update_or_create(asset=asset, defaults={"text": fold(" ".join(words))})
