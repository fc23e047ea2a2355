from django.urls import path

from uploads import views

app_name = "uploads"

urlpatterns = [
    path("", views.library, name="list"),
    path("updates/", views.updates, name="updates"),
    path("samples/", views.add_samples, name="samples"),
    path("<uuid:asset_id>/", views.detail, name="detail"),
    path("<uuid:asset_id>/file", views.file, name="file"),
    path("<uuid:asset_id>/picture", views.picture, name="picture"),
    path("<uuid:asset_id>/retry/", views.retry, name="retry"),
    path("<uuid:asset_id>/delete/", views.delete, name="delete"),
    path("<uuid:asset_id>/restore/", views.restore, name="restore"),
]
