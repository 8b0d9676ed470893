"""Programs that run together stop together, however the end comes, and leave nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from leitai.server.processes import free_port, is_free
from tests.server.waiting import wait_until

PARENT = """
import os, sys
from leitai.server.processes import Program, run_together
program = (sys.executable, "-c", {child!r})
outcome = run_together(
    [Program("first", (*program, "first")), Program("second", (*program, "second"))],
    on_ready=lambda: print("ready", flush=True), grace={grace},
)
print("ended", outcome.died, outcome.code, flush=True)
"""
#: Writes its process id into a file, then waits for the end; `stubborn` ignores polite requests.
CHILD = """
import os, pathlib, signal, subprocess, sys, threading
from leitai.server.processes import stop_with_parent
stop_with_parent()
if {stubborn}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({folder!r}, sys.argv[1]).write_text(str(os.getpid()))
while True: signal.pause()
"""


def alive(pid: int) -> bool:
    """Tell whether the process exists and is not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Group:
    """A parent that runs two programs, and their process ids."""

    def __init__(self, folder: Path, *, stubborn: bool = False, grace: float = 10) -> None:
        child = textwrap.dedent(CHILD).format(folder=str(folder), stubborn=stubborn)
        self.parent = subprocess.Popen(
            [sys.executable, "-c", PARENT.format(child=child, grace=grace)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        files = [folder / "first", folder / "second"]
        wait_until(lambda: all(f.exists() and f.read_text() for f in files))
        self.children = [int(f.read_text()) for f in files]
        self.group = os.getpgid(self.children[0])
        assert self.parent.stdout is not None
        assert self.parent.stdout.readline() == "ready\n"

    def end(self) -> str:
        out, _ = self.parent.communicate(timeout=30)
        return out


@pytest.fixture
def start(tmp_path):
    groups: list[Group] = []

    def make(**options: object) -> Group:
        groups.append(Group(tmp_path, **options))
        return groups[-1]

    yield make
    for group in groups:
        for kill, target in ((os.killpg, group.group), (os.kill, group.parent.pid)):
            with contextlib.suppress(ProcessLookupError):
                kill(target, signal.SIGKILL)
        group.parent.wait()


def group_is_empty(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_all(start, number):
    group = start()
    assert os.getpgid(group.children[1]) == group.group
    group.parent.send_signal(number)
    assert group.end().splitlines() == ["ended None 0"]
    wait_until(lambda: group_is_empty(group.group))


def test_one_that_dies_takes_the_other_with_it(start):
    group = start()
    os.kill(group.children[1], signal.SIGKILL)
    assert group.end().splitlines()[-1] == f"ended second {-signal.SIGKILL}"
    wait_until(lambda: group_is_empty(group.group))


def test_what_ignores_the_request_is_killed_with_its_children(start):
    group = start(stubborn=True, grace=0.2)
    group.parent.send_signal(signal.SIGTERM)
    assert group.end().splitlines()[-1] == "ended None 0"
    wait_until(lambda: group_is_empty(group.group))


def test_programs_end_when_the_parent_is_killed(start):
    group = start()
    group.parent.kill()
    group.end()
    wait_until(lambda: not any(alive(pid) for pid in group.children))


def test_a_taken_port_is_passed_over():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        assert free_port("127.0.0.1", port) > port
