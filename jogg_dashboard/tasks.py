"""What the worker does besides its work: say that it is alive, ask whether Jogg is, and name what it logs about."""

import logging
from contextvars import Token
from typing import Any

from django.db import DatabaseError
from huey import crontab
from huey.api import Task
from huey.contrib.djhuey import db_periodic_task, on_shutdown, on_startup, post_execute, pre_execute

from jogg_dashboard import heartbeat, logs, probing

logger = logging.getLogger(__name__)
_outer: dict[str, Token[Any]] = {}


@on_startup()
def begin_heartbeat() -> None:
    heartbeat.start()


@on_shutdown()
def end_heartbeat() -> None:
    try:
        heartbeat.stop()
    except DatabaseError as error:
        logger.warning("that this worker stops can't be written: %s", error)


@db_periodic_task(crontab(minute="*"), priority=10)
def probe_jogg() -> None:
    probing.probe()


@pre_execute()
def name_task(task: Task) -> None:
    """What the task logs is about it; what it works on, it tells itself."""
    _outer[task.id] = logs.begin(task=f"{type(task).__module__}.{task.name}")


@post_execute()
def forget_task(task: Task, value: Any, error: BaseException | None) -> None:
    logs.end(_outer.pop(task.id))
