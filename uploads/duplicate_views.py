"""Files that a person has already: asked by their hash before anything is sent, and told when they were sent."""

import re
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from uploads import services
from uploads.models import Asset, Origin

FRAGMENT = "uploads/_already_here.html"
NO_HASH = "Ask with sha256, the 64 hex digits of the file's hash."


@require_safe
def known(request: UserRequest) -> HttpResponse:
    """Say whether a file of this `sha256` is here: 200 with the fragment, or 204."""
    sha256 = request.GET.get("sha256", "")
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        return HttpResponse(NO_HASH, status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain")
    asset = services.find_known(owner=request.user, sha256=sha256)
    if asset is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render_fragment(request, FRAGMENT, {"asset": asset})


def already_here(request: UserRequest, asset: Asset, *, as_json: bool) -> HttpResponse:
    """The answer to an upload of what is here already."""
    if not as_json:
        return render_fragment(request, FRAGMENT, {"asset": asset}, HTTPStatus.CONFLICT)
    told = {"error": _sentence(asset), "id": str(asset.pk), "detail_url": asset.get_absolute_url()}
    return JsonResponse(told, status=HTTPStatus.CONFLICT)


def tell_already_here(request: UserRequest, asset: Asset, name: str) -> None:
    """The same for a form without JavaScript, on the page it leads to; `name` is what the file was sent as."""
    messages.warning(request, render_to_string(FRAGMENT, {"asset": asset, "name": name}, request))


def _sentence(asset: Asset) -> str:
    if asset.deleted_at:
        return f"This is in your trash, as {asset.name}. Put it back there, or upload it with anyway=1."
    day = date_format(localtime(asset.created_at), "j F Y")
    since = "uploaded on" if asset.origin == Origin.UPLOAD else "here since"
    return f"You have this already: {asset.name}, {since} {day}."
