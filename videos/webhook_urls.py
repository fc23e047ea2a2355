from django.urls import path

from videos import webhook_views

urlpatterns = [path("jogg/", webhook_views.receive, name="webhook")]
