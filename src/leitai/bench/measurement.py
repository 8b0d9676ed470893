"""One measured piece of work: how it was measured, what came out, and what it may take."""

from __future__ import annotations

import gc
import math
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Size:
    """How much is measured: the sizes of the budgets, or small ones for a quick look.

    ``units`` × ``series`` × ``periods`` values are stored for the pages; ``rows`` × ``columns``
    cells are read and imported; ``scored`` × ``items`` are scored. ``users`` people with ``think``
    seconds between two pages read for ``seconds`` under load, and for ``soak`` in the mixed load.
    ``matters`` are on the list of a district.
    ``database`` is the address of a PostgreSQL database; empty means SQLite.
    """

    label: str = "full"
    units: int = 3000
    series: int = 100
    periods: int = 12
    rows: int = 3000
    columns: int = 20
    scored: int = 3000
    items: int = 100
    months: int = 60
    runs: int = 5
    requests: int = 50
    users: int = 50
    think: float = 10.0
    seconds: float = 180.0
    soak: float = 600.0
    matters: int = 100_000
    database: str = ""


FULL = Size()
QUICK = Size(
    "quick",
    300,
    10,
    12,
    300,
    20,
    300,
    100,
    12,
    2,
    10,
    users=6,
    think=0.5,
    seconds=6,
    soak=15,
    matters=2000,
)


@dataclass(frozen=True)
class Measurement:
    """Seconds of each run, with the method in words.

    ``judged`` says which statistic the budget is about. ``failed`` tells why there are no numbers,
    or why they do not count; a failed measurement has not met its budget.
    """

    name: str
    work: str
    method: str
    seconds: tuple[float, ...] = ()
    budget: float | None = None
    judged: Literal["median", "p95"] = "median"
    failed: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def least(self) -> float:
        """The fastest run."""
        return min(self.seconds, default=math.nan)

    @property
    def median(self) -> float:
        """The middle run; of an even number the faster of the two."""
        return quantile(self.seconds, 0.5)

    @property
    def p95(self) -> float:
        """The run that 95 % stay below or reach."""
        return quantile(self.seconds, 0.95)

    @property
    def most(self) -> float:
        """The slowest run."""
        return max(self.seconds, default=math.nan)

    @property
    def met(self) -> bool | None:
        """Whether the budget was kept; None where there is none."""
        if self.failed:
            return False
        if self.budget is None:
            return None
        return bool((self.p95 if self.judged == "p95" else self.median) <= self.budget)

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        empty = not self.seconds
        return {
            "name": self.name,
            "work": self.work,
            "method": self.method,
            "runs": len(self.seconds),
            "seconds": list(self.seconds),
            "min": None if empty else self.least,
            "median": None if empty else self.median,
            "p95": None if empty else self.p95,
            "max": None if empty else self.most,
            "budget": self.budget,
            "judged": self.judged,
            "met": self.met,
            "failed": self.failed,
            "facts": self.facts,
        }

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Measurement:
        """The inverse of ``to_dict``."""
        return Measurement(
            data["name"],
            data["work"],
            data["method"],
            tuple(data["seconds"]),
            data["budget"],
            data["judged"],
            data["failed"],
            data["facts"],
        )


def quantile(seconds: Sequence[float], share: float) -> float:
    """The smallest run that at least ``share`` of all runs do not exceed; nan for none."""
    if not seconds:
        return math.nan
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def timed(work: Callable[[], object], runs: int, *, warm: bool = True) -> tuple[float, ...]:
    """Seconds of each run, by the wall clock; the first, cold run is not counted if ``warm``.

    The collector of garbage runs between the runs, never within one.
    """
    if warm:
        work()
    found = []
    for _run in range(runs):
        gc.collect()
        enabled = gc.isenabled()
        gc.disable()
        try:
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
        finally:
            if enabled:
                gc.enable()
    return tuple(found)


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    import numpy as np

    try:
        memory: float | None = round(
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1
        )
    except (ValueError, OSError):
        memory = None
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "cores": usable,
        "processor": _processor(),
        "memory_gib": memory,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "load_before": list(os.getloadavg()) if hasattr(os, "getloadavg") else None,
        "executable_bits": 64 if sys.maxsize > 2**32 else 32,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()
