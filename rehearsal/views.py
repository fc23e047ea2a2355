"""The rehearsal page: what there is to rehearse, and what is armed."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.http import UserRequest
from rehearsal import services
from rehearsal.access import demo_only, scene_for
from rehearsal.forms import SceneForm
from rehearsal.scenes import GROUPS
from rehearsal.services import NotNow


@demo_only
@require_safe
def scenes(request: UserRequest) -> HttpResponse:
    return render(request, "rehearsal/scene_list.html", _context())


@demo_only
@require_POST
def rehearse(request: UserRequest, scene_key: str) -> HttpResponse:
    form = SceneForm(scene_for(scene_key), request.POST)
    if form.is_valid():
        try:
            watched = services.rehearse(scene=form.scene, owner=request.user, chosen=form.cleaned_data)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.info(request, render_to_string("rehearsal/_started.html", {"scene": form.scene}))
            return redirect(watched)
    return render(request, "rehearsal/scene_list.html", _context(form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@demo_only
@require_POST
def switch_off(request: UserRequest, fault_id: str) -> HttpResponse:
    try:
        services.switch_off(fault_id)
    except NotNow as reason:
        messages.error(request, str(reason))
    return redirect("rehearsal:scenes")


@demo_only
@require_POST
def switch_all_off(request: UserRequest) -> HttpResponse:
    try:
        services.switch_all_off()
    except NotNow as reason:
        messages.error(request, str(reason))
    return redirect("rehearsal:scenes")


def _context(refused: SceneForm | None = None) -> dict[str, Any]:
    """The page's; a refused form stands on its scene's card."""
    groups = [
        (group, [refused if refused and refused.scene is scene else SceneForm(scene) for scene in group.scenes])
        for group in GROUPS
    ]
    try:
        return {"groups": groups, "armed": services.armed()}
    except NotNow as reason:
        return {"groups": groups, "trouble": str(reason)}
