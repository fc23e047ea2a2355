"""Assets of earlier installations: named as they were uploaded, found by that, and looked into anew."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from jogg_dashboard.folding import fold

MANY = 500


def fill_in(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Asset, SearchText = apps.get_model("uploads", "Asset"), apps.get_model("uploads", "SearchText")
    Asset.objects.filter(name="").update(name=F("original_name"))
    unnamed = Asset.objects.filter(sort_name="")
    while batch := list(unnamed.only("pk", "name")[:MANY]):
        for asset in batch:
            asset.sort_name = fold(asset.name)[:100] or "-"
        Asset.objects.bulk_update(batch, ["sort_name"])
        SearchText.objects.bulk_create(SearchText(asset=asset, text=fold(asset.name)) for asset in batch)
    # What is shown now was not looked for then: codec, frame rate, loudness, shape.
    Asset.objects.update(probed_at=None)


class Migration(migrations.Migration):
    dependencies = [("uploads", "0004_search_index")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
