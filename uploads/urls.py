from django.urls import path

from uploads import (
    conversion_views,
    duplicate_views,
    export_views,
    import_views,
    media_views,
    proof_views,
    selection_views,
    views,
)

app_name = "uploads"

urlpatterns = [
    path("", views.library, name="list"),
    path("counts/", views.counts, name="counts"),
    path("updates/", views.updates, name="updates"),
    path("trash/", views.trash, name="trash"),
    path("selection/tag/", selection_views.tag, name="selection_tag"),
    path("selection/untag/", selection_views.untag, name="selection_untag"),
    path("selection/download/", selection_views.download, name="selection_download"),
    path("selection/send/", selection_views.send_again, name="selection_send"),
    path("selection/delete/", selection_views.delete, name="selection_delete"),
    path("selection/restore/", selection_views.restore, name="selection_restore"),
    path("selection/purge/", selection_views.purge, name="selection_purge"),
    path("known/", duplicate_views.known, name="known"),
    path("samples/", views.add_samples, name="samples"),
    path("export.csv", export_views.export_csv, name="export_csv"),
    path("export.json", export_views.export_json, name="export_json"),
    path("imports/", import_views.imports, name="imports"),
    path("imports/updates/", import_views.import_updates, name="import_updates"),
    path("imports/<uuid:import_id>/retry/", import_views.retry_import, name="retry_import"),
    path("imports/<uuid:import_id>/dismiss/", import_views.dismiss_import, name="dismiss_import"),
    path("<uuid:asset_id>/", views.detail, name="detail"),
    path("<uuid:asset_id>/file", views.file, name="file"),
    path("<uuid:asset_id>/picture", views.picture, name="picture"),
    path("<uuid:asset_id>/frames", media_views.frames, name="frames"),
    path("<uuid:asset_id>/convert/", conversion_views.convert, name="convert"),
    path("<uuid:asset_id>/retry/", views.retry, name="retry"),
    path("<uuid:asset_id>/describe/", views.describe, name="describe"),
    path("<uuid:asset_id>/verify/", proof_views.verify, name="verify"),
]
