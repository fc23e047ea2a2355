from django.urls import path

from videos import views

app_name = "videos"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("updates/", views.updates, name="updates"),
    path("new/", views.new, name="new"),
    path("new/avatars/", views.avatars, name="avatars"),
    path("new/voices/", views.voices, name="voices"),
    path("new/audios/", views.audios, name="audios"),
    path("avatars/<int:pk>/portrait", views.portrait, name="portrait"),
    path("voices/<int:pk>/sample", views.sample, name="sample"),
    path("<uuid:video_id>/", views.detail, name="detail"),
    path("<uuid:video_id>/file", views.file, name="file"),
    path("<uuid:video_id>/cover", views.cover, name="cover"),
]
