"""Real sites for tests: the programs of ``leitai serve`` on a folder and a database of their own.

The district of the demo is loaded once for all test processes; every site begins with a copy.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from leitai.demo.district_workbooks import TOUR_FILE
from leitai.server.processes import free_port
from leitai.server.run import answers
from tests.server.waiting import wait_until

SECRET = "test-" + "0123456789" * 6
SETTINGS = "tests.browser.site_settings"
HOST = "127.0.0.1"


def environment_of(var: Path, settings: str = SETTINGS) -> dict[str, str]:
    """Return the environment of a site in this folder, whatever the one of the tests says."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LEITAI_", "DJANGO_"))}
    return {
        **kept,
        "LEITAI_VAR": str(var),
        "LEITAI_SECRET_KEY": SECRET,
        "LEITAI_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join(filter(None, [os.getcwd(), os.environ.get("PYTHONPATH")])),
    }


@dataclass
class Site:
    """A site in its folder; not running until :meth:`start`."""

    var: Path
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def tour_file(self) -> Path:
        return self.var / TOUR_FILE

    def start(self, **extra: str) -> None:
        """Start site and worker in a session of their own and wait until they answer."""
        self.port = free_port(HOST, 21000 + os.getpid() % 4000)
        said = self.var / "said.txt"
        with said.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "leitai.cli.main", "serve", "--port", str(self.port)],
                env={**environment_of(self.var), **self.extra, **extra},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = self.process
        wait_until(lambda: answers(HOST, self.port) or process.poll() is not None, 120)
        assert process.poll() is None, said.read_text()

    def stop(self) -> None:
        """Stop as an administrator would; whatever does not go is killed."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.kill()

    def kill(self) -> None:
        """Kill every process of the site at once, as a power cut would."""
        if self.process is None:
            return
        kill_session(self.process)
        self.process = None

    def run(self, *arguments: str) -> str:
        """Run a command of ``leitai`` on this site and return what it prints."""
        ran = subprocess.run(
            [sys.executable, "-m", "leitai.cli.main", *arguments],
            env=environment_of(self.var),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


def kill_session(leader: subprocess.Popen[bytes]) -> None:
    """Kill every process of a session, and collect its leader."""
    while members := members_of(leader.pid):
        for pid in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        leader.poll()
    leader.wait()


def members_of(session: int) -> list[int]:
    """Return the living processes of a session."""
    found = []
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            with open(f"/proc/{entry.name}/stat") as stream:
                state, _parent, _group, of = stream.read().rsplit(")", 1)[1].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == session and state != "Z":
            found.append(int(entry.name))
    return found


def load_once(base: Path) -> Path:
    """Return the folder with the loaded district, loading it unless another process has."""
    folder = base / "yunxi"
    with (base / "yunxi.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "loaded").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            ran = subprocess.run(
                [sys.executable, "-m", "tests.browser.load"],
                env=environment_of(folder),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=600,
            )
            assert ran.returncode == 0, ran.stderr
            (folder / "loaded").touch()
    return folder


@contextlib.contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site while the block lasts."""
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def loaded_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the loaded district; to be copied, never served."""
    base = tmp_path_factory.getbasetemp()
    return load_once(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.fixture
def own_site(loaded_district: Path, tmp_path: Path) -> Iterator[Site]:
    """A site that one test has to itself and may change; not yet started."""
    site = Site(tmp_path / "var")
    shutil.copytree(loaded_district, site.var)
    try:
        yield site
    finally:
        site.stop()
