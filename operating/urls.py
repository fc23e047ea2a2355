from django.urls import path

from operating import views

app_name = "operating"

urlpatterns = [
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.prometheus, name="metrics"),
    path("status/", views.status, name="status"),
]
