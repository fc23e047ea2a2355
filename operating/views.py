"""What operators and their machines ask for."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from jogg_dashboard.http import UserRequest
from operating import checks, metrics, overview
from operating.access import by_token, staff_only


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything needed is there, else 503; `?exclude=worker` leaves a check out, as Kubernetes' own does."""
    found = checks.readiness(exclude=request.GET.getlist("exclude"))
    is_ready = checks.is_ready(found)
    told = [{"name": check.name, "ok": check.ok, "needed": check.is_needed, "reason": check.reason} for check in found]
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": is_ready, "checks": told}, status=status)


@login_not_required
@require_safe
@never_cache
@by_token
def prometheus(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics.as_text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


@require_safe
@staff_only
@never_cache
def status(request: UserRequest) -> HttpResponse:
    return render(request, "operating/status.html", overview.everything())
