"""Waiting for something that another process does, up to a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def wait_until(true: Callable[[], bool], seconds: float = 60, every: float = 0.02) -> None:
    """Look again every so many seconds until it is true; fail after the deadline."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not true():
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        pause.wait(every)
