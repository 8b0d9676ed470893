"""A site whose programs are killed one by one or all together, on either database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from leitai.server.processes import free_port
from leitai.server.run import answers
from tests.browser.sites import HOST, environment_of, kill_session
from tests.crash.cluster import Cluster
from tests.crash.load import FACTS
from tests.server.waiting import wait_until

SETTINGS = "tests.crash.site_settings"
SITE, WORKER, DATABASE = "server", "worker", "database"


class Programs:
    """Server and worker as a service manager runs them, and the database where it is a program.

    ``port`` changes with every start of the server. What has ended by itself, because the database
    went away, is told and started again like what was killed.
    """

    def __init__(self, folder: Path, cluster: Cluster | None = None) -> None:
        self.var = folder
        self.cluster = cluster
        self.port = 0
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self.run("-m", "tests.crash.load")
        self.facts: dict[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))

    @property
    def kind(self) -> str:
        return "sqlite" if self.cluster is None else "postgresql"

    @property
    def environment(self) -> dict[str, str]:
        url = {} if self.cluster is None else {"LEITAI_DATABASE_URL": self.cluster.url}
        return environment_of(self.var, SETTINGS) | url

    def run(self, *arguments: str) -> str:
        """Run a Python program on this site to its end and return what it prints."""
        ran = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def start(self) -> list[str]:
        """Start what does not run and wait until the site answers; return what was started."""
        if self.cluster is not None and self.cluster.process is None:
            self.cluster.start()
        gone = [name for name in (SITE, WORKER) if not self.lives(name)]
        for name in gone:
            if name in self.running:
                kill_session(self.running.pop(name))
            if name == SITE:
                self.port = free_port(HOST, 30000 + os.getpid() % 4000)
            self.running[name] = self._started(name)
        wait_until(lambda: answers(HOST, self.port) or not self.lives(SITE), 120)
        assert self.lives(SITE), (self.var / f"{SITE}.txt").read_text()
        return gone

    def _started(self, name: str) -> subprocess.Popen[bytes]:
        what = ["site", HOST, str(self.port)] if name == SITE else ["worker"]
        with (self.var / f"{name}.txt").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "leitai.server.run", *what],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def lives(self, name: str) -> bool:
        return name in self.running and self.running[name].poll() is None

    def kill(self, *names: str) -> None:
        """Kill these programs, every process of each, without a warning."""
        if DATABASE in names and self.cluster is not None:
            self.cluster.kill()
        for name in names:
            if name in self.running:
                kill_session(self.running.pop(name))

    def remove(self) -> None:
        """Leave no process behind."""
        self.kill(SITE, WORKER)
        if self.cluster is not None:
            self.cluster.remove()
