"""The real server over a prepared site: ``leitai serve`` as a process, and the memory it takes."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psutil

from leitai.bench.site import environment
from leitai.bench.starting import answers, free_port

#: Seconds after which a start is given up.
PATIENCE = 120
#: Seconds between two looks at the memory.
LOOK = 5.0


class Server:
    """A running ``leitai serve`` with its worker; a context manager that leaves nothing behind.

    ``memory`` fills with (seconds since the start, MiB that only these processes hold).
    """

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.database = database
        self.memory: list[tuple[float, float]] = []
        self._stopped = threading.Event()

    def __enter__(self) -> Server:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        given = environment(self.folder, self.database) | {
            "LEITAI_SECRET_KEY": secrets.token_urlsafe(64)
        }
        del given["LEITAI_DEMO"]
        self._start = time.perf_counter()
        self._said = tempfile.TemporaryFile()
        self._program = subprocess.Popen(
            [sys.executable, "-m", "leitai.cli.main", "serve", "--port", str(port)],
            env=given,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
        )
        try:
            while not answers(port):
                if self._program.poll() is not None:
                    self._said.seek(0)
                    said = self._said.read().decode("utf-8", "replace").strip()
                    raise RuntimeError(f"the server ended: {said[-300:]}")
                if time.perf_counter() - self._start > PATIENCE:
                    raise RuntimeError(f"no answer within {PATIENCE} s")
                time.sleep(0.05)
        except BaseException:
            self._stop()
            raise
        threading.Thread(target=self._watch, name="memory", daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._stopped.set()
        self._program.send_signal(signal.SIGINT)
        try:
            self._program.wait(30)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        self._said.close()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            self.memory.append((time.perf_counter() - self._start, self.holds()))
            self._stopped.wait(LOOK)

    def holds(self) -> float:
        """MiB that the processes of the site hold for themselves, without shared pages of files."""
        total = 0
        try:
            program = psutil.Process(self._program.pid)
            for process in (program, *program.children(recursive=True)):
                total += process.memory_full_info().uss
        except psutil.NoSuchProcess:
            pass
        return total / 2**20

    def spent(self) -> float:
        """Seconds that processors worked for the site so far, in all its processes."""
        program = psutil.Process(self._program.pid)
        return sum(_spent(process) for process in (program, *program.children(recursive=True)))


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def growth(memory: Sequence[tuple[float, float]]) -> float:
    """How much more is held in the last third of the time than in the second, as a share.

    The first third, in which processes warm up, does not count; medians, so that one peak of an
    import tells nothing.
    """
    held = [amount for _at, amount in memory]
    third = len(held) // 3
    if not third:
        return 0.0
    second, last = sorted(held[third : 2 * third]), sorted(held[2 * third :])
    return last[len(last) // 2] / second[len(second) // 2] - 1


def forget_pages(folder: Path) -> bool:
    """Ask the system to forget what it keeps of a site's database file; False where it cannot."""
    if not hasattr(os, "posix_fadvise"):
        return False
    found = False
    for path in folder.glob("leitai.sqlite3*"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            found = True
        finally:
            os.close(handle)
    return found
