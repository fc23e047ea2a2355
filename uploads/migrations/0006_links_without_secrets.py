from django.db import migrations
from django.db.migrations.state import StateApps

from uploads.web_links import address_without_query


def forget_secrets(apps: StateApps, schema_editor: object) -> None:
    """Keep of the links of finished imports what is shown of them."""
    imports = apps.get_model("uploads", "Import").objects
    for pk, url in imports.filter(status="done").values_list("pk", "url").iterator(chunk_size=500):
        imports.filter(pk=pk).exclude(url=address_without_query(url)).update(url=address_without_query(url))


class Migration(migrations.Migration):
    dependencies = [("uploads", "0005_names_and_search_texts")]

    operations = [migrations.RunPython(forget_secrets, migrations.RunPython.noop, elidable=True)]
