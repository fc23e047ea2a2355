"""How much sooner files are sent by more workers, on PostgreSQL, Redis and S3, until Jogg's limit holds all of them up.

The sandbox reads a PUT as slowly as a far storage does, so that a worker waits more than it works.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.table import Row
from tests import media
from tests.backends import Services, running_services
from tests.stack import Stack, seconds
from tests.waiting import wait_for

FILES, THREADS = 120, 2
SIZE, RATE = 20_000, 50_000  # bytes, and bytes a second that the sandbox reads: 0.4 s a file
LIMIT, WINDOW = 24, 2  # POSTs in so many seconds
WORKERS = (1, 2, 4)
SENT = (
    "SELECT count(*) AS many, min(hosted_at) AS first, max(hosted_at) AS last FROM uploads_asset WHERE hosted_url != ''"
)


def measure() -> list[Row]:
    """Seconds from the first file hosted to the last, by 1, 2 and 4 workers, beside one worker's and Jogg's limit."""
    with running_services() as services:
        taken = {workers: _seconds(services, workers) for workers in WORKERS}
    what = f"{FILES} files of {SIZE // 1000} kB sent by {{}} of {THREADS} threads"
    least = FILES / LIMIT * WINDOW
    sent = {many: (what.format(f"{many} worker{'s' if many > 1 else ''}"), taken[many]) for many in WORKERS}
    beside_one = [Row(*sent[many], taken[1], "s", "1 worker") for many in WORKERS[1:]]
    return [*beside_one, *(Row(*sent[many], least, "s", "the least by Jogg's limit") for many in WORKERS)]


def _seconds(services: Services, workers: int) -> float:
    settings = {
        "JOGG_POSTS_PER_MINUTE": str(LIMIT), "JOGG_POSTS_WINDOW": str(WINDOW), "WORKER_THREADS": str(THREADS),
    }  # fmt: skip
    with TemporaryDirectory(prefix="jogg-dashboard-bench-") as folder:
        stack = Stack(Path(folder), settings, services=services, workers=0, upload_rate=RATE).start()
        try:
            with stack.sign_in() as person:
                for number in range(FILES):
                    person.upload(f"{number}.png", media.apart(media.png().ljust(SIZE, b"\0"), str(number)))
            for number in range(1, workers + 1):
                stack.start_process("worker", number)
            wait_for(lambda: stack.rows(SENT)[0]["many"] == FILES, f"{workers} workers to send all", 300)
            sent = stack.rows(SENT)[0]
            return seconds(sent["last"]) - seconds(sent["first"])
        finally:
            stack.stop()
