"""Budgets, which staff set."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from videos import budget_services, budgets
from videos.budget_forms import BudgetForm


@require_safe
def show_form(request: UserRequest) -> HttpResponse:
    people = _people_for(request)
    return _render(request, people, BudgetForm(people=people))


@require_POST
def save(request: UserRequest) -> HttpResponse:
    people = _people_for(request)
    form = BudgetForm(request.POST, people=people)
    if not form.is_valid():
        return _render(request, people, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    budget_services.set_limits(form.changed_limits())
    messages.success(request, "The budgets are saved.")
    return redirect("videos:budget")


@require_safe
def note(request: UserRequest) -> HttpResponse:
    """How one's budgets stand, summed up once the page is there; `warning` asks for what nears its end alone."""
    fragment = "_budget_warning.html" if "warning" in request.GET else "_budget_note.html"
    return render_fragment(request, f"videos/{fragment}", {})


budget = by_method(GET=show_form, POST=save)


def _people_for(request: UserRequest) -> list[User]:
    """Everybody with an account, for staff; nobody else sets budgets."""
    if not request.user.is_staff:
        raise PermissionDenied
    return list(User.objects.filter(is_active=True).order_by("username"))


def _render(request: UserRequest, people: list[User], form: BudgetForm, status: int = HTTPStatus.OK) -> HttpResponse:
    month = budgets.month_of(timezone.now())
    standings = budgets.everybodys(month)
    context = {
        "form": form,
        "month": month,
        "all_together": (form.of(None), standings[None]),
        "lines": [(person, form.of(person), standings[person.pk]) for person in people],
    }
    return render(request, "videos/budgets.html", context, status=status)
