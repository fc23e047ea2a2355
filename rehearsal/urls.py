from django.urls import path

from rehearsal import views

app_name = "rehearsal"

urlpatterns = [
    path("", views.scenes, name="scenes"),
    path("faults/off/", views.switch_all_off, name="switch_all_off"),
    path("faults/<slug:fault_id>/off/", views.switch_off, name="switch_off"),
    path("<slug:scene_key>/", views.rehearse, name="rehearse"),
]
