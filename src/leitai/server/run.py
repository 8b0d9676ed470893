"""The two processes of a site: ``site`` answers requests, ``worker`` does tasks and the schedule.

:func:`run_site` starts both and stops both. Each is also a program of its own for those who prefer
their system's service manager: ``python -m leitai.server.run site`` and ``… worker``.
"""

from __future__ import annotations

import http.client
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from leitai.server.config import Config
from leitai.server.processes import Outcome, Program, run_together, stop_with_parent

log = logging.getLogger("leitai.schedule")

#: Seconds between two sealings of the audit chain.
SEAL_EVERY = 10.0
#: Seconds that a worker waits when its database is not there.
TRY_AGAIN = 1.0
MINUTE = 60.0
HOUR = 3600.0
DAY = 24 * 3600.0
#: Argument of a process that ends when its parent ends.
WITH_PARENT = "--with-parent"


@dataclass(frozen=True)
class Job:
    """Something done again and again; ``every`` is in seconds."""

    name: str
    every: float
    work: Callable[[], object]


def run_site(
    host: str,
    port: int,
    *,
    environment: dict[str, str] | None = None,
    on_ready: Callable[[], None] = lambda: None,
) -> Outcome:
    """Serve the site with its worker until asked to stop or until one of them ends."""
    program = (sys.executable, "-m", "leitai.server.run", WITH_PARENT)
    return run_together(
        [
            Program("site", (*program, "site", host, str(port))),
            Program("worker", (*program, "worker")),
        ],
        environment={**os.environ, **(environment or {})},
        is_ready=lambda: answers(host, port, _a_name_of_ours()),
        on_ready=on_ready,
    )


def _a_name_of_ours() -> str:
    return Config().allowed_hosts.split(",")[0].strip().lstrip(".") or "localhost"


def answers(host: str, port: int, name: str = "localhost") -> bool:
    """Tell whether a web server answers there, whatever it says; ``name`` is the Host it knows."""
    open_host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(open_host, port, timeout=30)
    try:
        connection.request("GET", "/health/", headers={"Host": name})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def usable_cores() -> int:
    """Return how many cores this process may use, which may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve_pages(host: str, port: int) -> None:
    """Answer requests in this process and its children until asked to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    cores = usable_cores()
    Granian(
        "leitai.server.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # A page is work for a processor, and one process uses one: fifty readers need them all.
        workers=max(1, min(4, cores)),
        blocking_threads=4,
        backpressure=64,
        websockets=False,
        log_level=LogLevels.error,
        workers_kill_timeout=10,
    ).serve()


def jobs() -> tuple[Job, ...]:
    """Return what the schedule does."""
    from django.core.management import call_command

    from leitai.apps.audit.services import seal
    from leitai.apps.indicators.services import sweep_files
    from leitai.apps.matters.tasks import keep_daily_rules
    from leitai.apps.notices.gathering import forget_old
    from leitai.apps.notices.tasks import tell
    from leitai.apps.publishing.checks import run_nightly
    from leitai.apps.standings.services import keep_missing_seals

    return (
        Job("seal the audit chain", SEAL_EVERY, lambda: seal(lately=True)),
        Job("seal what came in late", DAY, seal),
        Job("keep the seals of boards", HOUR, keep_missing_seals),
        Job("keep the rules of matters", HOUR, keep_daily_rules),
        Job("tell people what waits for them", MINUTE, tell),
        Job("forget old notices", DAY, forget_old),
        Job("check what is stored", HOUR, run_nightly),
        Job("clear old sessions", DAY, lambda: call_command("clearsessions")),
        Job("remove files that could not be read", DAY, sweep_files),
        Job("forget old task results", DAY, lambda: call_command("prune_db_task_results")),
    )


def keep_schedule(work: tuple[Job, ...], stopped: threading.Event) -> None:
    """Do each job at once and then at its interval, until stopped; a failing job is only logged."""
    import time

    from django.db import close_old_connections

    due = dict.fromkeys(work, 0.0)
    while True:
        now = time.monotonic()
        for job in work:
            if due[job] > now:
                continue
            try:
                close_old_connections()
                job.work()
            except Exception:
                log.exception("scheduled job failed: %s", job.name)
            due[job] = time.monotonic() + job.every
        if stopped.wait(max(0.0, min(due.values()) - time.monotonic())):
            return


def work_tasks() -> None:
    """Do the tasks that pages have put off, and keep the schedule, until asked to stop."""
    import django

    django.setup()
    from django.db import OperationalError, connections
    from django_tasks_db.management.commands.db_worker import Worker

    from leitai.apps.background import take_up_again

    class GroupWorker(Worker):
        """A worker that answers to the parent alone: Ctrl-C is not meant for it."""

        def configure_signals(self) -> None:
            super().configure_signals()
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    # Being asked to stop is no warning; failures of tasks are still told.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker = GroupWorker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    stopped = threading.Event()
    schedule = threading.Thread(
        target=keep_schedule, args=(jobs(), stopped), name="schedule", daemon=True
    )
    schedule.start()
    try:
        while worker.running:
            try:
                take_up_again()
                worker.run()
            except OperationalError as error:
                # A database that restarts is no reason to go: what was held is taken up again.
                log.warning("the database went away, trying again: %s", error)
                connections.close_all()
                stopped.wait(TRY_AGAIN)
    finally:
        stopped.set()
        schedule.join(5)


def main(arguments: list[str]) -> None:
    """Be one of the two processes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.server.settings")
    if arguments[:1] == [WITH_PARENT]:
        arguments = arguments[1:]
        stop_with_parent()
    if arguments[:1] == ["site"] and len(arguments) == 3:
        serve_pages(arguments[1], int(arguments[2]))
    elif arguments == ["worker"]:
        work_tasks()
    else:
        raise SystemExit("usage: python -m leitai.server.run site HOST PORT | worker")


if __name__ == "__main__":
    main(sys.argv[1:])
