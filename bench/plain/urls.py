"""One view that moves the received file into the storage, and nothing else."""

from django.core.files.storage import default_storage
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from jogg_dashboard.views import healthz


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    file = request.FILES["file"]
    return JsonResponse({"id": default_storage.save(file.name, file)}, status=201)


urlpatterns = [path("healthz", healthz), path("uploads/", upload)]
