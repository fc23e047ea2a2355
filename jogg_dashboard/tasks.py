"""What the worker does besides its work: it names what it logs about."""

from contextvars import Token
from typing import Any

from huey.api import Task
from huey.contrib.djhuey import post_execute, pre_execute

from jogg_dashboard import logs

_outer: dict[str, Token[Any]] = {}


@pre_execute()
def name_task(task: Task) -> None:
    """What the task logs is about it; what it works on, it tells itself."""
    _outer[task.id] = logs.begin(task=f"{type(task).__module__}.{task.name}")


@post_execute()
def forget_task(task: Task, value: Any, error: BaseException | None) -> None:
    logs.end(_outer.pop(task.id))
