"""Bringing files in by their links."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from uploads import import_services
from uploads.import_forms import ImportForm
from uploads.models import Asset, Import, JobStatus
from uploads.models.jobs import ImportQuerySet

MOST_SHOWN = 50


@require_safe
def show_imports(request: UserRequest) -> HttpResponse:
    return render(request, "uploads/import_list.html", {"form": ImportForm(), "imports": _recent(request)})


@require_POST
def add_imports(request: UserRequest) -> HttpResponse:
    form = ImportForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    import_services.import_urls(owner=request.user, urls=form.cleaned_data["urls"])
    if request.htmx:
        return _added(request)
    return redirect("uploads:imports")


imports = by_method(GET=show_imports, POST=add_imports)


def _refused(request: UserRequest, form: ImportForm) -> HttpResponse:
    if request.htmx:
        return render_fragment(request, "uploads/_import_form.html", {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    context = {"form": form, "imports": _recent(request)}
    return render(request, "uploads/import_list.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _added(request: UserRequest) -> HttpResponse:
    """An empty form, and the lines of what is now under way."""
    context = {"form": ImportForm(), "imports": shown_to(request), "is_oob": True, "in_library": True}
    response = render_fragment(request, "uploads/_import_added.html", context, HTTPStatus.CREATED)
    return trigger_client_event(response, "importsAdded")


@require_safe
def import_updates(request: UserRequest) -> HttpResponse:
    """The list of imports; in the library, with the rows of those assets that have come of what it showed."""
    if request.GET.get("view") != "library":
        return render_fragment(request, "uploads/_imports.html", {"imports": _recent(request)})
    context = {"imports": shown_to(request), "in_library": True, "arrived": _arrived(request)}
    return render_fragment(request, "uploads/_import_news.html", context)


@require_POST
def retry_import(request: UserRequest, import_id: UUID) -> HttpResponse:
    job = import_services.retry_import(_import_for(request, import_id))
    return _changed(request, job)


@require_POST
def dismiss_import(request: UserRequest, import_id: UUID) -> HttpResponse:
    job = import_services.dismiss_import(_import_for(request, import_id))
    if request.htmx:
        return HttpResponse()
    messages.success(request, f"{job.link_text} was taken off the list.")
    return redirect("uploads:imports")


def _changed(request: UserRequest, job: Import) -> HttpResponse:
    if request.htmx:
        return render_fragment(request, "uploads/_import_row.html", {"import": job})
    return redirect("uploads:imports")


def shown_to(request: UserRequest) -> ImportQuerySet:
    """What stands above this person's library."""
    return Import.objects.filter(owner=request.user).shown().newest()[:MOST_SHOWN]


def _recent(request: UserRequest) -> ImportQuerySet:
    return Import.objects.filter(owner=request.user, dismissed_at=None).newest()[:MOST_SHOWN]


def _arrived(request: UserRequest) -> list[Asset]:
    """What the imports that a page shows as moving have brought since."""
    keys = [key for key in map(_uuid, request.GET.getlist("import")[:MOST_SHOWN]) if key]
    done = Import.objects.filter(owner=request.user, pk__in=keys, status=JobStatus.DONE, result__deleted_at=None)
    return [job.result for job in done.newest() if job.result and not job.was_here_already]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _import_for(request: UserRequest, import_id: UUID) -> Import:
    return get_object_or_404(Import.objects.filter(owner=request.user), pk=import_id)
