from django.urls import path

from videos import watch_views

app_name = "share"

urlpatterns = [
    path("<str:token>/", watch_views.player, name="player"),
    path("<str:token>/file", watch_views.file, name="file"),
    path("<str:token>/cover", watch_views.cover, name="cover"),
    path("<str:token>/captions.vtt", watch_views.captions, name="captions"),
]
