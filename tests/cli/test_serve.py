"""Serving for real: site and worker start, answer, seal the chain, and stop without a trace."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from leitai.server.processes import free_port, is_free
from tests.server.waiting import wait_until


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"LEITAI_SECRET_KEY": ""}, "LEITAI_SECRET_KEY"),
        ({"LEITAI_DEBUG": "true"}, "LEITAI_DEBUG"),
        ({"LEITAI_ALLOWED_HOSTS": "*"}, "LEITAI_ALLOWED_HOSTS"),
        ({"LEITAI_DEMO": "true"}, "LEITAI_DEMO"),
    ],
)
def test_unsafe_settings_are_refused_with_the_reason(site, environment, told):
    result = site.run("serve", **environment)
    assert result.returncode == 2
    assert told in result.stderr
    assert "不能启动" in result.stderr
    assert told in (english := site.run("serve", "--lang", "en", **environment).stderr)
    assert not re.search("[\u4e00-\u9fff]", english)


def test_the_default_secret_is_refused(site):
    del site.environment["LEITAI_SECRET_KEY"]
    result = site.run("serve")
    assert result.returncode == 2
    assert "LEITAI_SECRET_KEY" in result.stderr


def test_a_database_that_is_not_there_is_refused(site):
    result = site.run("serve")
    assert result.returncode == 2
    assert "leitai migrate" in result.stderr


def test_a_taken_port_is_refused(filled):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = filled.run("serve", "--port", str(port))
    assert result.returncode == 2
    assert str(port) in result.stderr


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    port: int
    var: Path
    said: Path


@pytest.fixture
def served(filled):
    port = free_port("127.0.0.1", 18100 + os.getpid() % 2000)
    said = filled.var / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen(
            filled.command("serve", "--port", str(port)),
            env=filled.environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: f"http://127.0.0.1:{port}/" in said.read_text() or process.poll() is not None
        )
        assert process.poll() is None, said.read_text()
        yield Served(process, port, filled.var, said)
    finally:
        process.kill()
        process.wait()


def children(pid: int) -> dict[str, int]:
    """Return the processes that the parent started, by what they are."""
    found = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            with open(f"/proc/{entry.name}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{entry.name}/cmdline") as file:
                command = file.read().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and "leitai.server.run" in command:
            found["worker" if "worker" in command else "site"] = int(entry.name)
    return found


def group_is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_the_site_answers_seals_the_chain_and_stops(served):
    assert status(served.port, "/health/") == 200
    assert status(served.port, "/accounts/login/") == 200

    def sealed() -> bool:
        with sqlite3.connect(served.var / "leitai.sqlite3") as connection:
            return connection.execute("select count(*) from audit_link").fetchone()[0] > 0

    wait_until(sealed)
    group = os.getpgid(children(served.process.pid)["site"])
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=60) == 0, served.said.read_text()
    assert "已停止" in served.said.read_text()
    wait_until(lambda: group_is_gone(group))
    assert is_free("127.0.0.1", served.port)


def test_the_site_stops_when_its_worker_dies(served):
    parts = children(served.process.pid)
    group = os.getpgid(parts["site"])
    os.kill(parts["worker"], signal.SIGKILL)
    assert served.process.wait(timeout=60) == 1
    assert "worker" in served.said.read_text()
    wait_until(lambda: group_is_gone(group))
    assert is_free("127.0.0.1", served.port)
