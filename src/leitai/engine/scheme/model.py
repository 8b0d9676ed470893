"""A scheme as a whole: groups with their trees, and how to get one from YAML or a dict."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from leitai.engine.scheme.beside import Extra, Extras, Gate, Grades, Veto
from leitai.engine.scheme.general import (
    MISSING,
    DerivedSpec,
    InputSpec,
    Missing,
    Ranking,
    Release,
    Rounding,
    Zones,
)
from leitai.engine.scheme.located import Located, from_plain, from_yaml_text
from leitai.engine.scheme.problems import Path, Problem, SchemeError
from leitai.engine.scheme.shapes import (
    Choice,
    Date,
    Fields,
    ListOf,
    MapOf,
    Number,
    Reading,
    Slug,
    Text,
    said,
)
from leitai.engine.scheme.tree import CHILD, COMBINES, Item, Node

#: The first line of every scheme file.
FORMAT = "scheme/1"


@dataclass(frozen=True, kw_only=True)
class Members:
    """Who is in a group: unit kinds, or named units, or everybody (``all``)."""

    kinds: tuple[str, ...] = field(
        default=(), metadata=said(ListOf(Text(), at_least=1), "单位类型", "unit kinds")
    )
    units: tuple[str, ...] = field(
        default=(), metadata=said(ListOf(Text(), at_least=1), "单位名单", "unit names")
    )
    exclude: tuple[str, ...] = field(
        default=(), metadata=said(ListOf(Text()), "除外", "units left out")
    )
    absent: str = field(
        default="refuse",
        metadata=said(
            Choice({"refuse": "拒绝计分", "leave_out": "不列入，记在说明里"}),
            "名单有、数据没有的单位",
            "listed units that the data lacks",
        ),
    )
    everyone: bool = False


class MembersShape(Fields):
    """``members: all`` or a mapping."""

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if at.value == "all":
            return Members(everyone=True)
        return super().read(at, path, reading)

    def full_schema(self, **extra: Any) -> dict[str, Any]:
        return {"anyOf": [{"const": "all"}, super().full_schema(**extra)]}

    def write(self, value: Any) -> Any:
        return "all" if value.everyone else super().write(value)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Units that are scored by the same tree and ranked among each other."""

    id: str = field(metadata=said(Slug(), "组 id", "group id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    members: Members = field(
        default=Members(everyone=True),
        metadata=said(MembersShape(Members, definition="members"), "成员", "members"),
    )
    marks: float | None = field(
        default=None, metadata=said(Number(above=0), "总分", "full marks of the tree")
    )
    combine: str | None = field(
        default=None, metadata=said(Choice(COMBINES), "汇总方法", "how the tree combines")
    )
    power: float = field(
        default=1.0, metadata=said(Number(), "幂（combine: power）", "exponent of combine: power")
    )
    on_zero: str = field(
        default="refuse",
        metadata=said(
            Choice({"refuse": "拒绝计分", "zero": "汇总得零"}),
            "几何、调和平均遇零或负分",
            "zero or negative child of a geometric or harmonic mean",
        ),
    )
    difficulty: tuple[tuple[str, float], ...] = field(
        default=(),
        metadata=said(
            MapOf(Number(above=0)),
            "难度系数（乘树的得分）",
            "difficulty coefficient by unit, times the tree's score",
        ),
    )
    tree: tuple[Item | Node, ...] = field(
        metadata=said(ListOf(CHILD, at_least=1), "考核项", "tree of items")
    )
    bonus: Extras | None = field(
        default=None, metadata=said(Fields(Extras, definition="extras"), "加分", "bonus")
    )
    penalty: Extras | None = field(
        default=None, metadata=said(Fields(Extras, definition="extras"), "扣分", "penalty")
    )
    gates: tuple[Gate, ...] = field(
        default=(),
        metadata=said(ListOf(Fields(Gate, definition="gate")), "加分的前提", "gates"),
    )
    vetoes: tuple[Veto, ...] = field(
        default=(),
        metadata=said(ListOf(Fields(Veto, definition="veto")), "一票否决", "vetoes"),
    )
    grades: Grades | None = field(
        default=None, metadata=said(Fields(Grades, definition="grades"), "等次", "grades")
    )
    zones: Zones | None = field(
        default=None, metadata=said(Fields(Zones), "本组的先进后进区", "zones of this group")
    )
    empty: str = field(
        default="show",
        metadata=said(
            Choice({"show": "照列空组", "refuse": "拒绝计分"}), "组内没有单位时", "an empty group"
        ),
    )

    def listed_but_absent(self, present: Container[str]) -> tuple[str, ...]:
        """Names that the list of members has and the data, whose units are given, lacks."""
        who = self.members
        return tuple(u for u in who.units if u not in present and u not in who.exclude)

    def walk(self) -> Iterator[Item | Node]:
        """Every node and item of the tree, parents before children, in file order."""
        stack: list[Item | Node] = list(reversed(self.tree))
        while stack:
            here = stack.pop()
            yield here
            if isinstance(here, Node):
                stack.extend(reversed(here.items))

    def items(self) -> Iterator[Item]:
        """The items of the tree in file order, those switched off too."""
        return (each for each in self.walk() if isinstance(each, Item))

    def extras(self) -> Iterator[Extra]:
        """Bonus items, then penalty items."""
        for part in (self.bonus, self.penalty):
            if part is not None:
                yield from part.items


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scoring scheme: a composite index or an assessment, for one or more groups."""

    leitai: str = field(metadata=said(Choice({FORMAT: "本格式第 1 版"}), "文件格式", "file format"))
    id: str = field(metadata=said(Slug(), "方案 id", "scheme id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    version: str = field(default="1", metadata=said(Text(), "版本", "version"))
    effective: datetime.date | None = field(
        default=None, metadata=said(Date(), "施行日期", "in force from")
    )
    period: str = field(
        default="year",
        metadata=said(
            Choice({"month": "月", "quarter": "季", "half": "半年", "year": "年"}),
            "周期",
            "period",
        ),
    )
    reasons: str = field(
        default="",
        metadata=said(
            Text(empty=True), "为什么选这些指标和权重", "why these indicators and weights"
        ),
    )
    rounding: Rounding = field(
        default=Rounding(), metadata=said(Fields(Rounding), "舍入", "rounding")
    )
    ranking: Ranking = field(default=Ranking(), metadata=said(Fields(Ranking), "排名", "ranking"))
    zones: Zones = field(
        default=Zones(), metadata=said(Fields(Zones), "先进后进区", "leading and lagging zones")
    )
    release: Release = field(
        default=Release(), metadata=said(Fields(Release), "发布范围", "release")
    )
    missing: Missing = field(default=Missing(), metadata=said(MISSING, "缺报处理", "missing"))
    inputs: tuple[InputSpec, ...] = field(
        metadata=said(ListOf(Fields(InputSpec, definition="input"), at_least=1), "指标列", "inputs")
    )
    derived: tuple[DerivedSpec, ...] = field(
        default=(),
        metadata=said(
            ListOf(Fields(DerivedSpec, definition="derived")), "计算列", "derived columns"
        ),
    )
    groups: tuple[Group, ...] = field(
        metadata=said(ListOf(Fields(Group, definition="group"), at_least=1), "分组", "groups")
    )

    @staticmethod
    def from_yaml(source: str | FilePath) -> Scheme:
        """Read a scheme from a path or from YAML text.

        A ``Path`` is opened (UTF-8); a string is text when it has a line break, otherwise a path.

        Raises
        ------
        SchemeError
            With every problem of the file at once.
        OSError
            The file cannot be opened.
        """
        if isinstance(source, FilePath) or "\n" not in source:
            text = FilePath(source).read_bytes().decode("utf-8-sig")
        else:
            text = source
        located, problems = from_yaml_text(text)
        return _read(located, problems)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Scheme:
        """Read a scheme from plain values, as ``to_dict`` writes them. Raises ``SchemeError``."""
        return _read(from_plain(data), [])

    def to_dict(self) -> dict[str, Any]:
        """Plain values ready for JSON or YAML; keys that hold their default are left out."""
        written = SCHEME.write(self)
        assert isinstance(written, dict)
        return written

    def group(self, group_id: str) -> Group:
        """The group with this id. Raises ``KeyError``."""
        for each in self.groups:
            if each.id == group_id:
                return each
        raise KeyError(group_id)

    def column_names(self) -> dict[str, str]:
        """Name of every input and derived column by id."""
        columns: tuple[InputSpec | DerivedSpec, ...] = (*self.inputs, *self.derived)
        return {each.id: each.name for each in columns}


SCHEME = Fields(Scheme)


def _read(located: Located, problems: list[Problem]) -> Scheme:
    from leitai.engine.scheme.checks import check_meaning, declared_columns

    reading = Reading(located, declared_columns(located), problems)
    scheme = SCHEME.read(located, (), reading)
    check_meaning(located, reading)
    if reading.problems:
        found = sorted(reading.problems, key=lambda each: (each.line, each.column))
        raise SchemeError(tuple(dict.fromkeys(found)))
    assert isinstance(scheme, Scheme)
    return scheme
