"""What a column or row heading means: an indicator's series, nothing we keep, or a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from leitai.apps.indicators.models import ColumnMemory, DataSource, Indicator, Series
from leitai.apps.units.models import Unit
from leitai.workbooks.names import Candidate, match_names
from leitai.workbooks.periods import PeriodText, read_period
from leitai.workbooks.texts import clean_text, squeeze
from leitai.workbooks.units import strip_unit

#: Headings that are never an indicator of their own, whatever stands under them.
_BESIDE = re.compile(
    r"序号|编号|代码|备注|说明|附注|联系人|联系电话|填报人|日期"
    r"|(?:本期|上期|上月|全区|全市|全县|当前)?(?:名次|位次|排名|排位)(?:变化|升降)?"
)
#: How a heading is joined from the levels of a header.
JOIN = " · "
#: 累计到位资金, 到位资金（当月）: how a heading itself names the flow.
_FLOW_SAID = re.compile(
    r"(?:(?P<before>本年累计|累计完成|累计|当月完成|当月|本月完成|本月)(?P<rest>.{2,}))"
    r"|(?:(?P<name>.{2,}?)[（(]?(?P<after>本年累计|累计|当月|本月|本期|当期)(?:数|值|完成)?[)）]?)"
)
_FLOW_WORDS = {"current": "当月", "year_to_date": "累计", "stock": "末"}
_GROWTH_NAMES = ("增速", "同比增长", "同比增速", "增长率", "同比增幅", "同比")
LIMIT = 200


@dataclass(frozen=True)
class Heading:
    """A heading as cut for matching.

    ``text`` identifies it for memory and questions: its levels without unit and period, with the
    flow where the header says it (当月, 累计). ``names`` are the forms to look up, surest first.
    ``strict`` tells that the header itself names the flow, not only the table's title.
    """

    text: str
    names: tuple[str, ...]
    flow: str | None
    strict: bool
    relative: str

    def fits(self, flow: str) -> bool:
        """Tell whether a series of this flow basis may stand under the heading.

        A title such as 1—10月 or 截至10月底 covers cumulative values and stocks alike.
        """
        if self.flow is None or self.flow == flow:
            return True
        if self.strict:
            return False
        return flow == "stock" or (self.flow == "stock" and flow == "year_to_date")


@dataclass(frozen=True)
class Known:
    """A series as matching needs it."""

    series_id: int
    indicator_id: int
    code: str
    name: str
    measure: str
    flow: str
    scope: tuple[str, ...]
    decimals: int


@dataclass(frozen=True)
class Meaning:
    """What a heading was understood as.

    ``kind``: "series", "ignored" (``why`` says by what), or "open" with ``proposals``.
    """

    kind: str
    series_id: int | None = None
    measure: str = ""
    why: str = ""
    proposals: tuple[int, ...] = ()


@dataclass
class Dictionary:
    """Indicators of an area and what a source's headings meant before."""

    series: dict[int, Known] = field(default_factory=dict)
    by_indicator: dict[int, list[Known]] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    memory: dict[str, ColumnMemory] = field(default_factory=dict)

    @classmethod
    def of(cls, area: Unit, source: DataSource) -> Dictionary:
        """Load it: three queries."""
        found = cls()
        for row in (
            Series.objects.filter(indicator__area=area, indicator__formula="")
            .select_related("indicator", "extent")
            .order_by("indicator__position", "pk")
        ):
            known = Known(
                series_id=row.pk,
                indicator_id=row.indicator_id,
                code=row.indicator.code,
                name=row.indicator.name,
                measure=row.indicator.measure,
                flow=row.flow,
                scope=row.scope,
                decimals=row.indicator.decimals,
            )
            found.series[row.pk] = known
            found.by_indicator.setdefault(row.indicator_id, []).append(known)
        for indicator in Indicator.objects.filter(pk__in=found.by_indicator):
            names = [*indicator.aliases]
            if indicator.name_en:
                names.append(indicator.name_en)
            found.candidates.append(
                Candidate(str(indicator.pk), indicator.name, indicator.code, tuple(names))
            )
        found.memory = {m.heading: m for m in ColumnMemory.objects.filter(source=source)}
        return found

    def meaning(self, heading: Heading) -> Meaning:
        """Say what a heading means, without deciding a doubt."""
        remembered = self.memory.get(heading.text)
        if remembered is not None:
            if remembered.ignored:
                return Meaning("ignored", why="memory")
            if remembered.series_id in self.series:
                return Meaning("series", remembered.series_id, remembered.measure, why="memory")
        matches = match_names(heading.names, self.candidates)
        for match in matches:
            if match.key is not None:
                return self._of_indicator(int(match.key), heading, match.kind)
        if heading.relative:
            return Meaning("ignored", why=heading.relative)
        if heading.names and _BESIDE.fullmatch(squeeze(heading.names[-1])):
            return Meaning("ignored", why="beside")
        proposals: list[int] = []
        for match in matches:
            for alternative in match.alternatives:
                proposals += [known.series_id for known in self.by_indicator[int(alternative.key)]]
        return Meaning("open", why="unknown", proposals=tuple(dict.fromkeys(proposals)))

    def _of_indicator(self, indicator_id: int, heading: Heading, how: str) -> Meaning:
        held = self.by_indicator[indicator_id]
        fitting = [known for known in held if heading.fits(known.flow)]
        if len(fitting) == 1:
            return Meaning("series", fitting[0].series_id, why=how)
        return Meaning(
            "open",
            why="several" if len(fitting) > 1 else "other_flow",
            proposals=tuple(known.series_id for known in (fitting or held)),
        )


def cut_heading(levels: Sequence[str], period: PeriodText | None, title: str = "") -> Heading:
    """Cut a header's levels into what is measured and how; units and periods are taken out.

    ``period`` is the period of the column with what it leaves open taken from the table.
    """
    kept: list[str] = []
    bare: list[str] = []
    flow: str | None = period.flow if period is not None else None
    relative = _relative(period)
    strict = False
    for level in levels:
        text = strip_unit(clean_text(level)).strip()
        said = read_period(text)
        if said is not None:
            if said.flow in ("current", "year_to_date"):
                flow, strict = said.flow, True
            relative = _relative(said) or relative
        elif text and text not in kept and squeeze(text) != squeeze(title):
            kept.append(text)
            worded = _FLOW_SAID.fullmatch(text)
            if worded is not None:
                word = worded["before"] or worded["after"]
                flow, strict = ("year_to_date" if "累计" in word else "current"), True
                bare.append(strip_unit(worded["rest"] or worded["name"]).strip())
            else:
                bare.append(text)
    parts = list(bare)
    if strict and flow is not None:
        parts.append(_FLOW_WORDS[flow])
    if relative:
        parts.append(relative)
    names = [form for words in (kept, bare) for form in (JOIN.join(words), "".join(words)) if form]
    if relative == "growth":
        names = [name + word for name in names for word in _GROWTH_NAMES]
    elif relative:
        names = []
    return Heading(JOIN.join(parts)[:LIMIT], tuple(dict.fromkeys(names)), flow, strict, relative)


def _relative(period: PeriodText | None) -> str:
    """Keep the relations that make a column another figure than the period's own."""
    if period is None or period.relative in ("", "this"):
        return ""
    return period.relative
