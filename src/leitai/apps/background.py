"""Putting work off: what a worker does later, and what becomes of it when a worker dies."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

#: Workers that may die over one piece of work before it is given up: it might be what kills them.
MOST_TRIES: Final = 3


def put_off(task: Task[Any, Any], *arguments: Any) -> None:
    """Have a task done in the background if, and only if, the change around it is committed.

    Tasks lie in the database, so the task is written in the change's own transaction and no kill
    can come between the two. A backend that works at once waits for the commit instead.
    """
    if isinstance(task.get_backend(), DatabaseBackend):
        task.enqueue(*arguments)
    else:
        transaction.on_commit(lambda: task.enqueue(*arguments))


def take_up_again() -> int:
    """Put back the tasks that a worker held when it died; return how many.

    A site has one worker, so whatever is held when a worker starts is held by nobody. Tasks may be
    done again after a break and end the same; one over which workers died :data:`MOST_TRIES` times
    is given up.
    """
    again = 0
    with transaction.atomic():
        for held in DBTaskResult.objects.running().select_for_update():
            if len(held.worker_ids) < MOST_TRIES:
                held.status = "READY"
                held.save(update_fields=["status"])
                again += 1
            else:
                held.set_failed(RuntimeError(f"{MOST_TRIES} workers died over it"))
    return again
