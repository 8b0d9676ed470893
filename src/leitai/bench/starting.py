"""Starting the demo a second time, until it answers."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from leitai.bench.measurement import Measurement, Size
from leitai.bench.site import ROOT, environment

#: Seconds after which a start is given up.
PATIENCE = 60


def measure_second_start(size: Size, *, root: Path = ROOT) -> list[Measurement]:
    """Start the demo on a loaded database, wait for the first answer, stop it again."""
    folder = root / "start"
    folder.mkdir(parents=True, exist_ok=True)
    first = subprocess.run(
        [sys.executable, "-m", "leitai.cli.main", "demo", "--load-only"],
        env=environment(folder),
        capture_output=True,
        check=False,
    )
    failed, seconds = "", []
    if first.returncode:
        failed = first.stderr.decode("utf-8", "replace").strip().splitlines()[-1][:200]
    for _run in range(0 if failed else max(3, size.runs // 2)):
        spent = start_once(folder)
        if spent is None:
            failed = f"no answer within {PATIENCE} s"
            break
        seconds.append(spent)
    return [
        Measurement(
            "second-start",
            "the second start of the demo, until the site answers",
            "leitai demo on a loaded database, from starting the program to the first 200 of "
            "/health/; then stopped by an interrupt",
            tuple(seconds),
            10.0,
            failed=failed,
        )
    ]


def start_once(folder: Path) -> float | None:
    """Seconds until a started demo answers; None when it does not."""
    port = free_port()
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "leitai.cli.main", "demo", "--port", str(port)],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            while time.perf_counter() - start < PATIENCE and program.poll() is None:
                if answers(port):
                    return time.perf_counter() - start
                time.sleep(0.02)
            return None
        finally:
            program.send_signal(signal.SIGINT)
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def answers(port: int) -> bool:
    """Whether a site answers there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
