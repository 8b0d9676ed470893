"""``score``: a scheme on a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leitai.engine.result import Result, group_result
from leitai.engine.scheme.model import Group, Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scoring.columns import Columns
from leitai.engine.scoring.group import group_columns, run_group
from leitai.engine.scoring.problems import ScoreError, ScoreProblem
from leitai.engine.table import Table


def score(
    scheme: Scheme,
    table: Table,
    *,
    group: str | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Result:
    """Score the units of a table.

    Parameters
    ----------
    group
        Score this group only; its members are then all units of the table, or those of them that
        the group lists by name.
    kinds
        Unit kind by unit, for groups whose members are given by kind. A scheme with one group
        needs none: all units belong to it.

    Raises
    ------
    ScoreError
        With every reason at once: absent columns, figures that a rule refuses, units in two groups.
    KeyError
        There is no such group.
    """
    problems: list[ScoreProblem] = []
    chosen = scheme.groups if group is None else (scheme.group(group),)
    notes: list[Words] = []
    membership = _membership(scheme, chosen, table, group is not None, kinds, problems, notes)
    _absent_columns(scheme, chosen, table, problems)
    if problems:
        raise ScoreError(problems)
    results = []
    for each in chosen:
        units, group_notes = membership[each.id]
        if not units and each.empty == "refuse":
            problems.append(
                ScoreProblem(
                    Words("组内没有一个单位。", "The group has no unit."),
                    Words("补上成员，或写明 empty: show。", "Add members, or say empty: show."),
                    each.name,
                )
            )
        part = table if units == table.units else table.select(units)
        results.append(run_group(scheme, each, part, problems, notes=group_notes))
    if problems:
        raise ScoreError(problems)
    return Result(scheme, tuple(group_result(run) for run in results), tuple(notes))


def rescore(result: Result, table: Table, changed: Iterable[str]) -> Result:
    """The result after some columns of the table changed, equal to a full run.

    ``table`` has the same units as before; ``changed`` are the ids of the scheme's inputs whose
    figures differ. Items that read none of them are kept as they are.
    """
    touched = frozenset(changed)
    problems: list[ScoreProblem] = []
    results = []
    for each in result.groups:
        part = table if each.units == table.units else table.select(each.units)
        results.append(
            run_group(
                result.scheme,
                each.run.group,
                part,
                problems,
                notes=each.notes,
                before=each.run,
                changed=touched,
            )
        )
    if problems:
        raise ScoreError(problems)
    return Result(result.scheme, tuple(group_result(run) for run in results), result.notes)


Membership = dict[str, tuple[tuple[str, ...], tuple[Words, ...]]]


def _membership(
    scheme: Scheme,
    groups: tuple[Group, ...],
    table: Table,
    given: bool,
    kinds: Mapping[str, str] | None,
    problems: list[ScoreProblem],
    notes: list[Words],
) -> Membership:
    """Units of each group in table order, with notes about units that were left out."""
    alone = given or len(groups) == 1
    found: Membership = {}
    home: dict[str, str] = {}
    for group in groups:
        units, group_notes = _members(group, table, alone, kinds, problems)
        found[group.id] = (units, group_notes)
        for unit in units:
            if unit in home:
                problems.append(
                    ScoreProblem(
                        Words(
                            f"单位同时在“{home[unit]}”和“{group.name}”两组。",
                            f'The unit is in both "{home[unit]}" and "{group.name}".',
                        ),
                        Words("一个单位只能在一组。", "A unit belongs to one group only."),
                        units=(unit,),
                    )
                )
            home[unit] = group.name
    outside = tuple(unit for unit in table.units if unit not in home)
    if outside and not given:
        notes.append(
            Words(
                f"不在任何一组、没有计分：{'、'.join(outside)}。",
                f"In no group, not scored: {', '.join(outside)}.",
            )
        )
    return found


def _members(
    group: Group,
    table: Table,
    alone: bool,
    kinds: Mapping[str, str] | None,
    problems: list[ScoreProblem],
) -> tuple[tuple[str, ...], tuple[Words, ...]]:
    members = group.members
    left_out = set(members.exclude)
    notes: tuple[Words, ...] = ()
    if members.everyone:
        chosen = set(table.units)
    else:
        chosen = set(members.units) & set(table.units)
        absent = group.listed_but_absent(chosen)
        if absent and members.absent == "refuse":
            problems.append(
                ScoreProblem(
                    Words("方案名单里有，数据里没有。", "Listed by the scheme, not in the data."),
                    Words(
                        "补上数据；确要不列入就写 absent: leave_out。",
                        "Supply the data, or say absent: leave_out.",
                    ),
                    group.name,
                    units=absent,
                )
            )
        elif absent:
            notes = (
                Words(
                    f"名单里有、数据里没有，未列入：{'、'.join(absent)}。",
                    f"Listed but not in the data, left out: {', '.join(absent)}.",
                ),
            )
        if members.kinds and kinds is not None:
            chosen |= {unit for unit in table.units if kinds.get(unit) in members.kinds}
        elif members.kinds and alone:
            chosen = set(table.units)
        elif members.kinds:
            problems.append(
                ScoreProblem(
                    Words(
                        "成员按单位类型定，但数据里没有单位类型。",
                        "Members are given by kind, and the kinds of the units are not known.",
                    ),
                    Words(
                        "给出单位类型，或在 members 里写 units 名单，或一次只算一组。",
                        "Give the kinds, list units in members, or score one group at a time.",
                    ),
                    group.name,
                )
            )
    chosen -= left_out
    return tuple(unit for unit in table.units if unit in chosen), notes


def _absent_columns(
    scheme: Scheme, groups: tuple[Group, ...], table: Table, problems: list[ScoreProblem]
) -> None:
    """One problem for each column that a group reads and the table lacks."""
    columns = Columns(scheme, table)
    for group in groups:
        for column in group_columns(group):
            for name in _inputs_behind(columns, column):
                if columns.in_table(name) is None:
                    columns.array(name)
    problems.extend(dict.fromkeys(columns.problems))


def _inputs_behind(columns: Columns, column: str) -> list[str]:
    if column not in columns.formulas:
        return [column]
    found: list[str] = []
    for name in columns.formula(column).names:
        found.extend(_inputs_behind(columns, name) if name in columns.names else [])
    return found
