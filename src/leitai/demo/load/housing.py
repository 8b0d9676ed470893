"""Loading the seventy cities' price indices: a monitor of movement, without merit."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from collections.abc import Callable, Iterator

from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import register_source
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit
from leitai.apps.units.services import register_unit, register_units
from leitai.demo.housing import HOUSING_INDICES, load_cities
from leitai.demo.load.facts import Fact, define, import_facts
from leitai.demo.load.rounds import publish_scheme
from leitai.demo.places import HOUSING_ROOT, SCHEMES_ROOT


def load_housing_area(progress: Callable[[str, float], None]) -> None:
    """Load cities, indices and the monitor that shows them."""
    act = Act(actor=None)
    progress("70城价格指数", 0.0)
    area = register_unit(
        act.within(), name="70个大中城市", name_en="Seventy cities", kind="country", position=800
    )
    cities = load_cities()
    register_units(
        act.within(),
        root=area,
        rows=[
            {
                "name": city.name,
                "name_en": city.name_en,
                "kind": "prefecture",
                "division_code": city.division_code,
                "position": number,
                "attributes": {"province": city.province},
            }
            for number, city in enumerate(cities)
        ],
        note="70个大中城市",
    )
    units = {
        unit.division_code: unit
        for unit in Unit.objects.filter(above__ancestor=area, above__depth=1)
    }
    source = register_source(
        act.within(),
        name="国家统计局70个大中城市商品住宅销售价格",
        code="nbs-70-cities",
        public=True,
        statistical=True,
        citation="国家统计局月度发布；整理：Chang Gao（MIT）",
        licence="MIT",
    )
    series = {
        key: define(
            act,
            area=area,
            source=source,
            flow="current",
            price="none",
            code=f"housing_{key}",
            name=f"{name}环比指数",
            measure="",
            direction="none",
            decimals=1,
            actionable=False,
            text=f"{name}销售价格指数，上月＝100。",
            valid_from=dt.date(2011, 1, 1),
            position=number,
        ).pk
        for number, (key, name) in enumerate(HOUSING_INDICES.items())
    }
    content = gzip.decompress((HOUSING_ROOT / "housing70.csv.gz").read_bytes())
    progress("70城价格指数：数值", 0.2)
    import_facts(
        act,
        area=area,
        source=source,
        name="70城住宅价格指数.csv",
        content=content,
        sheet="70城住宅价格指数",
        measures={},
        facts=_facts(content, units, series),
        reason="2011年以来逐月环比指数",
    )
    publish_scheme(
        act,
        area=area,
        path=SCHEMES_ROOT / "housing70.yaml",
        public=True,
        monitor=True,
        position=60,
    )
    progress("70城价格指数", 1.0)


def _facts(content: bytes, units: dict[str, Unit], series: dict[str, int]) -> Iterator[Fact]:
    months: dict[tuple[int, int], Period] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(content.decode("utf-8"))), start=1):
        key = (int(row["year"]), int(row["month"]))
        if key not in months:
            months[key] = ensure_period("month", *key)
        unit = units[row["division_code"]]
        for column, (name, raw) in enumerate(row.items()):
            if name in series and raw != "":
                yield series[name], unit.pk, months[key], float(raw), line, column, raw
