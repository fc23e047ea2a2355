"""Every URL of the project."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from jogg_dashboard import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="uploads:list"), name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("settings/key/", views.about_key, name="about_key"),
    path("uploads/", include("uploads.urls")),
    path("videos/", include("videos.urls")),
    path("share/", include("videos.share_urls")),
    path("webhooks/", include("videos.webhook_urls")),
    path("rehearsal/", include("rehearsal.urls")),
    path("", include("operating.urls")),
]
