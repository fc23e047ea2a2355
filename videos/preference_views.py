"""What a person wants to be told, and how."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.http import UserRequest
from jogg_dashboard.methods import by_method
from videos.preference_forms import PreferencesForm
from videos.preferences import ask_for_test_mail, change, preferences_of

NO_MAIL = "No mail was sent: this server has no mail set up."
NO_ADDRESS = "Write down your e-mail address and save it first."
SENDING = "The test mail is being sent. Reload this page in a moment to see whether that worked."


@require_safe
def show(request: UserRequest) -> HttpResponse:
    chosen = preferences_of(request.user)
    return render(request, "videos/preferences.html", _context(PreferencesForm.of(chosen), chosen))


@require_POST
def save(request: UserRequest) -> HttpResponse:
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        context = _context(form, preferences_of(request.user))
        return render(request, "videos/preferences.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    change(request.user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("videos:preferences")


preferences = by_method(GET=show, POST=save)


@require_POST
def test_mail(request: UserRequest) -> HttpResponse:
    if not settings.IS_MAIL_SET:
        messages.error(request, NO_MAIL)
    elif not request.user.email:
        messages.error(request, NO_ADDRESS)
    else:
        ask_for_test_mail(request.user)
        messages.info(request, SENDING)
    return redirect("videos:preferences")


def _context(form: PreferencesForm, chosen: Any) -> dict[str, Any]:
    return {"form": form, "preferences": chosen, "is_mail_set": settings.IS_MAIL_SET, "public_url": settings.PUBLIC_URL}
