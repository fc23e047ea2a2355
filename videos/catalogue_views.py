"""Having Jogg's lists read again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from videos import services
from videos.catalog import catalogue


@require_POST
def read_again(request: UserRequest) -> HttpResponse:
    services.read_catalogue_again()
    if not request.htmx:
        return back_to_picker(request)
    return render_fragment(request, "videos/_catalogue_ages.html", {"catalogue": catalogue()})


def back_to_picker(request: UserRequest) -> HttpResponse:
    """The page that `next` names, where a browser without scripts pressed a button."""
    page = request.POST.get("next", "")
    return redirect(page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "videos:new")
