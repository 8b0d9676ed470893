"""Ready schemes from practice (现成方案): a file, an example table, and where the rules come from.

Each is a scheme file ``NAME.yaml`` and example data ``NAME.csv`` beside this module. They are
copied and changed, never scored as they stand.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.table import Table

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class ReadyScheme:
    """A ready scheme. ``name`` is its id and the name of its files and of its page in the docs."""

    name: str
    title: Words
    summary: Words
    source: Words

    @property
    def text(self) -> str:
        """The scheme file."""
        return (_HERE / f"{self.name}.yaml").read_text(encoding="utf-8")

    @property
    def data(self) -> str:
        """The example table as CSV, columns under their names."""
        return (_HERE / f"{self.name}.csv").read_text(encoding="utf-8")

    @property
    def scheme(self) -> Scheme:
        """The scheme, parsed."""
        return Scheme.from_yaml(self.text)

    def table(self) -> Table:
        """The example table under the ids of the scheme's columns."""
        rows = list(csv.reader(self.data.splitlines()))
        ids = {spec.name: spec.id for spec in self.scheme.inputs}
        columns: dict[str, list[float | None]] = {
            ids[name]: [float(row[at]) if row[at] else None for row in rows[1:]]
            for at, name in enumerate(rows[0])
            if at
        }
        return Table.from_columns([row[0] for row in rows[1:]], columns)


@cache
def library() -> tuple[ReadyScheme, ...]:
    """Every ready scheme, in the order in which they are best read."""
    return (
        ReadyScheme(
            "completion",
            Words("完成率计分", "Completion rate"),
            Words(
                "定得出目标的按完成率给分，逐项写明封不封顶；另有分档个数、按次加减分。",
                "Marks by the rate at which a target is met, each item with its own cap; counts by "
                "size and marks for events beside it.",
            ),
            Words(
                "2024年公布的一份市级招商考核结果，两个单位得分 2.78、2.95，与这里算出的一致。",
                "A city's published assessment of investment attraction of 2024: 2.78 and 2.95 for "
                "two units, as computed here.",
            ),
        ),
        ReadyScheme(
            "efficacy",
            Words("功效系数法", "Efficacy coefficient"),
            Words(
                "定不出目标的在组内比：最好 100 分，最差 60 分，中间按距离；逆向指标两端对调。",
                "Where no target can be set, within the group: the best has 100, the worst 60, the "
                "others by distance; ends change places where lower is better.",
            ),
            Words(
                "高安市商务局2021年乡镇（街道、园区）考核公布的公式：（值－最小）÷（最大－最小）×40＋60。",
                "Formula published by the commerce bureau of Gao'an city for the assessment of its "
                "towns, 2021: (value − least) ÷ (most − least) × 40 + 60.",
            ),
        ),
        ReadyScheme(
            "rank-scoring",
            Words("排位赋分", "Marks by place"),
            Words(
                "只看名次：首尾定分、中间均分，或每低一名减满分的若干成；可乘难度系数。",
                "Only places count: the ends are fixed and what lies between is even, or a share "
                "is lost with each place; a difficulty coefficient may be put on.",
            ),
            Words(
                "温州市2012年考核办法：第一名600分、末名500分、中间均分并乘难度系数；"
                "同年瑞安市：第一名200分，每低一名减2%。",
                "Rules of Wenzhou, 2012: 600 for the first, 500 for the last, even between, times "
                "a difficulty coefficient; of Rui'an the same year: 200 for the first, 2% less for "
                "each place.",
            ),
        ),
        ReadyScheme(
            "three-parts",
            Words("总量、增速、人均三项", "Level, growth, per head"),
            Words(
                "一个指标三样看：总量和人均与第一名比，增速在组内按极差，比例写明。",
                "One indicator seen three ways: level and figure per head against the first, "
                "growth within the range of the group, by stated shares.",
            ),
            Words(
                "湖北省县域经济考核自2014年起分总量、人均、速度等组计分；"
                "三样的比例各地不同，这里的比例是示例。",
                "Hubei's assessment of county economies has had groups for level, per head and "
                "growth since 2014; shares differ from place to place, these are an example.",
            ),
        ),
        ReadyScheme(
            "per-mu-benchmarks",
            Words("亩均效益：基准值法", "Yield per mu: fixed benchmarks"),
            Words(
                "企业的数与行业基准值之比乘分值，规上六项、规下两项，不封顶。",
                "A firm's figure against the benchmark of its trade, times the marks; six items "
                "above the statistical threshold, two below, without a cap.",
            ),
            Words(
                "台州市黄岩区2022年度工业企业亩均效益综合评价公布的公式和基准值。",
                "Formula and benchmarks published by Huangyan district, Taizhou, for 2022.",
            ),
        ),
        ReadyScheme(
            "per-mu-classes",
            Words("亩均效益：分类法", "Yield per mu: classes"),
            Words(
                "亩均税收占45分，基准取参评企业平均，按名次分 A、B、C、D 四类。",
                "Tax per mu has 45 marks, the mean of the firms is the benchmark, classes A to D "
                "by place.",
            ),
            Words(
                "一个地级市公布的办法：45、20、15、15、5 分；前25%为A、26—70%为B、"
                "71—95%为C、其余为D。"
                "单项封顶1.5倍是通行做法。",
                "Published rules of a prefecture-level city: 45, 20, 15, 15, 5 marks; the first "
                "25% are A, up to 70% B, up to 95% C, the rest D. The cap of 1.5 is usual.",
            ),
        ),
        ReadyScheme(
            "county-groups",
            Words("县域分类考核", "Counties in groups"),
            Words(
                "同一棵考核树，县和县级市分组各排各的；端点写死，可跨年比较。",
                "One tree, counties and county-level cities ranked apart; fixed ends, so that "
                "years can be compared.",
            ),
            Words(
                "分类考核是各省县域考核的通行做法（如湖北80个县市分三类）；示例数取自"
                "《中国县域统计年鉴》2020、2023年广东八个县市，端点和权重是示例。",
                "Groups are usual in provincial assessments of counties (Hubei: 80 counties in "
                "three classes); the example has eight counties of Guangdong from the county "
                "yearbooks of 2020 and 2023, ends and weights are an example.",
            ),
        ),
    )


def ready_scheme(name: str) -> ReadyScheme:
    """The ready scheme of this name. Raises ``KeyError``."""
    for each in library():
        if each.name == name:
            return each
    raise KeyError(name)
