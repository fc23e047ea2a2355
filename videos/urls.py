from django.urls import path

from videos import budget_views, caption_views, catalogue_views, favourite_views, unknown_views, usage_views, views

app_name = "videos"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("updates/", views.updates, name="updates"),
    path("credits/", views.show_credits, name="credits"),
    path("budget/", budget_views.budget, name="budget"),
    path("events/", views.events, name="events"),
    path("events/back/", views.bring_events_back, name="bring_events_back"),
    path("events/<int:pk>/aside/", views.put_event_aside, name="put_event_aside"),
    path("usage/", usage_views.usage, name="usage"),
    path("usage.csv", usage_views.usage_csv, name="usage_csv"),
    path("new/", views.new, name="new"),
    path("new/avatars/", views.avatars, name="avatars"),
    path("new/voices/", views.voices, name="voices"),
    path("new/audios/", views.audios, name="audios"),
    path("catalogue/read/", catalogue_views.read_again, name="read_catalogue"),
    path("avatars/<int:pk>/favourite/", favourite_views.add_avatar, name="add_favourite_avatar"),
    path("avatars/<int:pk>/no-favourite/", favourite_views.remove_avatar, name="remove_favourite_avatar"),
    path("voices/<int:pk>/favourite/", favourite_views.add_voice, name="add_favourite_voice"),
    path("voices/<int:pk>/no-favourite/", favourite_views.remove_voice, name="remove_favourite_voice"),
    path("avatars/<int:pk>/portrait", views.portrait, name="portrait"),
    path("voices/<int:pk>/sample", views.sample, name="sample"),
    path("<uuid:video_id>/", views.detail, name="detail"),
    path("<uuid:video_id>/file", views.file, name="file"),
    path("<uuid:video_id>/cover", views.cover, name="cover"),
    path("<uuid:video_id>/captions.srt", caption_views.srt, name="captions_srt"),
    path("<uuid:video_id>/captions.vtt", caption_views.vtt, name="captions_vtt"),
    path("<uuid:video_id>/fetch-again/", views.fetch_again, name="fetch_again"),
    path("<uuid:video_id>/attach/", unknown_views.attach, name="attach"),
    path("<uuid:video_id>/detach/", unknown_views.detach, name="detach"),
    path("<uuid:video_id>/not-created/", unknown_views.not_created, name="not_created"),
    path("<uuid:video_id>/take-back/", unknown_views.take_back, name="take_back"),
    path("<uuid:video_id>/submit-again/", unknown_views.submit_again, name="submit_again"),
]
