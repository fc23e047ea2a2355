"""Views of what was ticked in a list: each takes ids as `selected` and returns to the page that `next` names."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from zipstream import ZipStream

from jogg_dashboard.http import UserRequest

MOST_SELECTED = 1000
SelectionView = Callable[[UserRequest, QuerySet[Any]], HttpResponseBase]
Find = Callable[[Any, list[UUID]], QuerySet[Any]]


class Selection:
    """A kind of rows that can be ticked.

    `home` is the URL name of their list, `one` and `several` what they are called. `find` returns a
    person's rows of these ids, those in the trash too; what is others' is left out.
    """

    def __init__(self, *, home: str, one: str, several: str, find: Find) -> None:
        self.home, self.one, self.several, self.find = home, one, several, find

    def view(self, view: SelectionView) -> Callable[[UserRequest], HttpResponseBase]:
        """Hand the rows that were ticked to a view; where there are none, or too many, say so."""

        @require_POST
        @wraps(view)
        def with_selection(request: UserRequest) -> HttpResponseBase:
            keys = request.POST.getlist("selected")
            rows = self.find(request.user, ids(keys))
            if len(keys) > MOST_SELECTED or not rows.exists():
                messages.error(request, self._too_many() if keys[MOST_SELECTED:] else self._nothing())
                return self.back(request)
            return view(request, rows)

        return with_selection

    def back(self, request: UserRequest) -> HttpResponse:
        """Return to the page the form was on."""
        return redirect(self.next_url(request))

    def next_url(self, request: UserRequest) -> str:
        """The page the form was on, or the list where what it says of that leads elsewhere."""
        here = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
        return here if is_ours else reverse(self.home)

    def count(self, number: int) -> str:
        """So many of them, in words."""
        return f"1 {self.one}" if number == 1 else f"{number} {self.several}"

    def _nothing(self) -> str:
        return f"Nothing was selected. Tick one or more {self.several} first."

    def _too_many(self) -> str:
        return f"Select at most {MOST_SELECTED} {self.several} at a time; nothing was done."


def ids(keys: Iterable[str]) -> list[UUID]:
    """The ids among these, as many as may be selected at a time."""
    return list(_ids(keys))[:MOST_SELECTED]


def zip_response(archive: ZipStream, name: str) -> StreamingHttpResponse:
    """Send an archive of known length as `<name> <today>.zip`."""
    response = StreamingHttpResponse(archive, content_type="application/zip")
    file_name = f"{name} {timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    response["Content-Length"] = str(len(archive))
    return response


def has(count: int) -> str:
    return "has" if count == 1 else "have"


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def were(count: int) -> str:
    return "was" if count == 1 else "were"


def _ids(keys: Iterable[str]) -> Iterator[UUID]:
    for key in keys:
        try:
            yield UUID(key)
        except ValueError:
            continue
