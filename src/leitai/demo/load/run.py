"""The steps of the demo load, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from leitai.apps.audit.services import Act, seal
from leitai.apps.notices.gathering import gather
from leitai.apps.periods.services import fill_from_library
from leitai.demo.district import SEED
from leitai.demo.load.benchmarks import load_benchmarks
from leitai.demo.load.bulletins import load_bulletins
from leitai.demo.load.counties import load_counties_area
from leitai.demo.load.district import load_district
from leitai.demo.load.goals import load_goals
from leitai.demo.load.housing import load_housing_area
from leitai.demo.load.ladders import load_ladders
from leitai.demo.load.learning import load_learning
from leitai.demo.load.matters import load_matters
from leitai.demo.places import DATA_ROOT, SCHEMES_ROOT

#: Called with the name of a step, how much of it is done, and how much there is.
Report = Callable[[str, int, int], None]


#: The stories of the district are told by the code itself.
CODE_ROOT = Path(__file__).resolve().parent.parent


@cache
def data_digest() -> str:
    """Return a digest of everything the demo is made from, to tell one release's from another's."""
    digest = hashlib.sha256(str(SEED).encode())
    for root in (DATA_ROOT, SCHEMES_ROOT, CODE_ROOT):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in (".csv", ".gz", ".yaml", ".py"):
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def silent(_step: str, _done: int, _total: int) -> None:
    """Say nothing."""


def load_demo(report: Report = silent) -> None:
    """Load the district, the seventy cities and the counties into an empty database."""

    def within(step: str) -> Callable[[str, float], None]:
        return lambda _text, share: report(step, round(share * 100), 100)

    fill_from_library(Act())
    load_district(within("云溪区（虚构）：单位、填报表、36期擂台榜"))
    load_housing_area(within("70城住宅价格指数"))
    load_counties_area(within("县域统计年鉴 2020、2023"))
    load_matters(within("云溪区（虚构）：三年督办事项"))
    report("云溪区（虚构）：对标", 0, 100)
    load_benchmarks()
    report("云溪区（虚构）：对标", 100, 100)
    load_goals()
    load_ladders()
    load_learning()
    load_bulletins()
    seal()
    gather()
