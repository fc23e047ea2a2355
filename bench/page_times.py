"""Tells how long pages take inside this process, for `bench.library`: one line of JSON for each line on stdin.

`/uploads/…` answers `{"seconds", "queries", "rows"}`; a number answers `{"path"}` of the library's page that
begins behind so many of the newest assets.
"""

import json
import sys
import time
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from jogg_dashboard.paging import NEWEST  # noqa: E402
from uploads.models import Asset  # noqa: E402

ROW = b'<li class="asset"'


def main() -> None:
    demo, client = User.objects.get(username="demo"), Client(headers={"host": "localhost"})
    client.force_login(demo)
    for line in map(str.strip, sys.stdin):
        print(json.dumps(_page_behind(demo, int(line)) if line.isdigit() else _timed(client, line)), flush=True)


def _page_behind(owner: User, number: int) -> dict[str, Any]:
    asset = Asset.objects.for_user(owner).newest()[number - 1]
    return {"path": f"{reverse('uploads:list')}?after={NEWEST.cursor_of(asset)}"}


def _timed(client: Client, path: str) -> dict[str, Any]:
    """One request, through all of the middleware, on the one connection that stays open."""
    counter = _Counter()
    with connection.execute_wrapper(counter):
        began = time.perf_counter()
        answer = client.get(path)
        seconds = time.perf_counter() - began
    if answer.status_code != 200:
        sys.exit(f"{path} answered {answer.status_code}")
    return {"seconds": seconds, "queries": counter.queries, "rows": answer.content.count(ROW)}


class _Counter:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)


if __name__ == "__main__":
    main()
