"""Running several programs as one: they start together and stop together.

The programs run in one process group of their own. Ctrl-C or a request to end reaches only the
parent, which asks the group once and politely; whatever has not ended after the grace period is
killed, grandchildren included. Should the parent itself be killed, the programs notice: their
standard input is a pipe that only the parent holds open (:func:`stop_with_parent`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

#: Seconds that programs get to end by themselves.
GRACE = 15.0
_LOOK = 0.1


@dataclass(frozen=True)
class Program:
    """A program of the group: the name used in messages, and what to run."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a group ended: by request (``died`` is None), or because one program ended by itself."""

    died: str | None = None
    code: int = 0


def run_together(
    programs: Sequence[Program],
    *,
    environment: Mapping[str, str] | None = None,
    is_ready: Callable[[], bool] = lambda: True,
    on_ready: Callable[[], None] = lambda: None,
    grace: float = GRACE,
) -> Outcome:
    """Run programs until a signal asks to stop or one of them ends; leave none behind.

    Must be called in the main thread, whose signal handlers it replaces meanwhile. Another thread
    asks ``is_ready`` again and again until true, then calls ``on_ready`` once.
    """
    asked = threading.Event()
    ended = threading.Event()

    def announce() -> None:
        while not is_ready():
            if ended.wait(_LOOK):
                return
        if not ended.is_set():
            on_ready()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, ask) for number in signals}
    running: list[tuple[Program, subprocess.Popen[bytes]]] = []
    group = 0
    try:
        for program in programs:
            process = subprocess.Popen(  # noqa: S603 - the commands are our own
                program.command,
                stdin=subprocess.PIPE,
                env=dict(environment) if environment is not None else None,
                process_group=group,
            )
            group = group or process.pid
            running.append((program, process))
        threading.Thread(target=announce, name="announce", daemon=True).start()
        while not asked.wait(_LOOK):
            for program, process in running:
                if process.poll() is not None:
                    return Outcome(program.name, process.returncode)
        return Outcome()
    finally:
        ended.set()
        _stop([process for _program, process in running], group, grace)
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(processes: Sequence[subprocess.Popen[bytes]], group: int, grace: float) -> None:
    """End every member of the group and collect the exit codes, so that no zombie stays."""
    if not group:
        return
    # Each program ends its own children; asking those too would look like a crash to it.
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + grace
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    # Members that outlived their own parent are still in the group.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    for process in processes:
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def stop_with_parent() -> None:
    """End this process by SIGTERM once the parent has gone and its end of the pipe is closed."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on the port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, first: int, tries: int = 50) -> int:
    """Return the first free port from ``first`` on.

    Raises:
        OSError: if none of the ports tried is free.
    """
    for port in range(first, first + tries):
        if is_free(host, port):
            return port
    raise OSError(f"no free port from {first} to {first + tries - 1}")
