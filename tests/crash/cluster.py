"""A PostgreSQL cluster of one's own that may be killed and started again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from leitai.server.processes import free_port
from tests.browser.sites import HOST
from tests.server.waiting import wait_until

DATABASE = "leitai"
#: The server refuses to run as root, so root runs it as this account of the system.
ACCOUNT = "postgres"


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL programs on this machine."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    beside = shutil.which("initdb")
    newest = max(found, key=lambda path: int(path.parent.name.partition(".")[0]), default=None)
    return newest or (Path(beside).parent if beside else None)


def missing() -> str:
    """Say why no cluster can be started here; empty where one can."""
    if programs() is None:
        return "PostgreSQL's server programs (initdb, postgres) are not installed"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    return ""


class Cluster:
    """One PostgreSQL server on a folder and a port of its own, with an empty database."""

    def __init__(self) -> None:
        bin_ = programs()
        assert bin_ is not None
        self.bin = bin_
        self.folder = Path(tempfile.mkdtemp(prefix="leitai-crash-"))
        self.process: subprocess.Popen[bytes] | None = None
        self.account: dict[str, object] = {}
        if os.geteuid() == 0:
            shutil.chown(self.folder, ACCOUNT, ACCOUNT)
            self.account = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []}
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8",
                  "--locale=C.UTF-8")  # fmt: skip
        self.port = free_port(HOST, 26000 + os.getpid() % 4000)
        self.start()
        self._run("createdb", "-h", HOST, "-p", str(self.port), "-U", "postgres", DATABASE)

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{HOST}:{self.port}/{DATABASE}"

    def _run(self, program: str, *arguments: str) -> None:
        ran = subprocess.run(  # type: ignore[call-overload]
            [str(self.bin / program), *arguments],
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=False,
            **self.account,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr.decode()

    def start(self) -> None:
        """Start the server and wait until it has recovered and answers."""
        log = (self.folder / "log.txt").open("ab")
        self.process = subprocess.Popen(  # type: ignore[call-overload]
            [str(self.bin / "postgres"), "-D", self.data, "-p", str(self.port),
             "-k", str(self.folder), "-c", f"listen_addresses={HOST}"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **self.account,
        )  # fmt: skip
        log.close()
        wait_until(self._answers, 120, every=0.05)

    def _answers(self) -> bool:
        import psycopg

        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "log.txt").read_text()[-2000:]
        try:
            psycopg.connect(host=HOST, port=self.port, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Kill the server and every backend at once."""
        if self.process is None:
            return
        victims = [self.process.pid, *_children(self.process.pid)]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        wait_until(lambda: not any(_lives(pid) for pid in victims))

    def remove(self) -> None:
        """Stop the server and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _stat(pid: int) -> list[str]:
    with open(f"/proc/{pid}/stat") as stream:
        return stream.read().rsplit(")", 1)[1].split()


def _children(parent: int) -> list[int]:
    """Return the backends: each a session of its own, all children of the server."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if int(_stat(int(entry.name))[1]) == parent:
                    found.append(int(entry.name))
    return found


def _lives(pid: int) -> bool:
    try:
        return _stat(pid)[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
