"""Three web servers and four workers on PostgreSQL, Redis and S3: everything once, whoever is killed on the way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count, cycle
from pathlib import Path
from uuid import UUID

import pytest
import requests

from tests import media
from tests.backends import Services
from tests.stack import Person, Stack, started
from tests.waiting import wait_for
from tests.watching import Watch, meanwhile

FILES, PEOPLE = 2000, 6
WEBS, WORKERS, THREADS = 3, 4, 4
LIMIT, WINDOW = 90, 3  # POSTs in so many seconds
SIGN = "/v1/upload/asset"
HOSTED = "SELECT count(*) AS many FROM uploads_asset WHERE status = 'hosted'"
TIMES_SENT = """
    SELECT count(*) AS times FROM uploads_assetentry
    WHERE sentence LIKE 'Jogg''s storage took the whole file%' GROUP BY row_id
"""


@pytest.fixture
def stack(tmp_path: Path, services: Services) -> Iterator[Stack]:
    pace = {
        "JOGG_POSTS_PER_MINUTE": str(LIMIT), "JOGG_POSTS_WINDOW": str(WINDOW), "WORKER_THREADS": str(THREADS),
    }  # fmt: skip
    sandbox = {"posts_per_minute": LIMIT, "pace_seconds": WINDOW}
    yield from started(Stack(tmp_path, pace, services=services, webs=WEBS, workers=WORKERS, **sandbox))


def test_two_thousand_files_are_sent_once_each_although_two_processes_are_killed(stack: Stack) -> None:
    watch = Watch(stack.sandbox, SIGN)
    with meanwhile(watch.look, every=2):
        answered, unanswered = drop_all(stack)
        wait_for(lambda: hosted(stack) >= FILES, "all files to be hosted", 240)
    watch.look()
    print(f"{len(answered)} uploads answered, {hosted(stack)} hosted, {unanswered} sent once more after a kill")

    assets = {str(UUID(asset["id"])): asset for asset in stack.assets()}
    assert len(set(answered)) == FILES
    assert set(answered) <= set(assets), "what was answered is there"
    # A server that was killed may have taken a file over without saying so.
    assert len(assets) <= FILES + unanswered <= FILES + PEOPLE
    assert {asset["status"] for asset in assets.values()} == {"hosted"}
    assert len({asset["hosted_url"] for asset in assets.values()}) == len(assets)
    assert {row["times"] for row in stack.rows(TIMES_SENT)} == {1}
    # Only what the killed worker had in hand was begun once more, and Jogg's limit was never met.
    assert len(assets) <= len(watch.posts) <= len(assets) + THREADS
    assert {post["status"] for post in watch.posts} == {200}


def drop_all(stack: Stack) -> tuple[list[str], int]:
    """Upload all files to all servers, some people at once, and kill a server and a worker when a fourth is there.

    The ids that were answered, and how often no answer came.
    """
    numbers, urls = count(), cycle(stack.urls)
    killed, unanswered = set(), []

    def drop_on(person: Person) -> list[str]:
        answered = []
        while (number := next(numbers)) < FILES:
            if number == FILES // 4:
                stack.kill("web", WEBS)
                stack.kill("worker")
                killed.add(stack.urls[-1])
            answered.append(drop(person, number))
        return answered

    def drop(person: Person, number: int) -> str:
        content = media.apart(media.png(), f"side by side {number}")
        for url in urls:
            if url not in killed:
                try:
                    return person.upload(f"{number}.png", content, url)
                except requests.ConnectionError:
                    unanswered.append(number)
        raise AssertionError

    with ExitStack() as people, ThreadPoolExecutor(PEOPLE) as pool:
        droppers = [people.enter_context(stack.sign_in()) for _ in range(PEOPLE)]
        return [key for keys in pool.map(drop_on, droppers) for key in keys], len(unanswered)


def hosted(stack: Stack) -> int:
    return stack.rows(HOSTED)[0]["many"]
