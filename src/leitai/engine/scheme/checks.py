"""Checks of meaning that look across a scheme: repeated ids, marks that do not add up, cycles.

They read the located values, not the finished dataclasses, so that a file with a misspelt key in
one place still gets all its other problems named in the same run.
"""

from __future__ import annotations

from collections.abc import Iterator

from leitai.engine.formula import FormulaError, parse
from leitai.engine.scheme.checks_group import check_group, nodes, repeated
from leitai.engine.scheme.located import Located
from leitai.engine.scheme.problems import NO_HINT, Path, Words
from leitai.engine.scheme.shapes import Reading, closest


def declared_columns(root: Located) -> dict[str, str]:
    """Id and name of every input and derived column that the file declares."""
    columns: dict[str, str] = {}
    for part in ("inputs", "derived"):
        found = root.get(part)
        for each in found.elements() if found is not None else ():
            name = each.text("id")
            if name:
                columns[name] = each.text("name") or name
    return columns


def check_meaning(root: Located, reading: Reading) -> None:
    """Report every problem that takes more than one place to see."""
    _check_columns(root, reading)
    _check_derived(root, reading)
    groups = root.get("groups")
    seen: dict[str, Located] = {}
    node_ids: set[str] = set()
    for index, group in enumerate(groups.elements() if groups is not None else ()):
        path: Path = ("groups", index)
        repeated(group, path, seen, reading, "组", "group")
        check_group(group, path, reading)
        node_ids |= {name for _, each in nodes(group, path) if (name := each.text("id"))}
    _check_ranking(root, node_ids, reading)


def _check_columns(root: Located, reading: Reading) -> None:
    """Column ids are not repeated."""
    seen: dict[str, Located] = {}
    for part in ("inputs", "derived"):
        found = root.get(part)
        for index, each in enumerate(found.elements() if found is not None else ()):
            repeated(each, (part, index), seen, reading, "列", "column")


def _check_derived(root: Located, reading: Reading) -> None:
    """Formulas parse, name known columns, and do not lead back to themselves."""
    derived = root.get("derived")
    needs: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[Located, Path]] = {}
    for index, each in enumerate(derived.elements() if derived is not None else ()):
        text, name = each.text("formula"), each.text("id")
        path: Path = ("derived", index, "formula")
        place = each.get("formula") or each
        if text is None:
            continue
        try:
            names = tuple(sorted(parse(text).names))
        except FormulaError as error:
            reading.wrong(place, path, _formula_words(error))
            continue
        for unknown in names:
            if unknown not in reading.inputs:
                meant = closest(unknown, reading.inputs)
                hint = (
                    Words(
                        f"是不是 {meant}（{reading.inputs[meant]}）？",
                        f"Did you mean {meant} ({reading.inputs[meant]})?",
                    )
                    if meant
                    else Words("先在 inputs 里登记这一列。", "Declare the column in inputs first.")
                )
                reading.wrong(
                    place,
                    path,
                    Words(
                        f"公式里的 “{unknown}” 不在 inputs 或 derived 里。",
                        f'"{unknown}" in the formula is not in inputs or derived.',
                    ),
                    hint,
                )
        if name is not None:
            needs[name] = tuple(n for n in names if n in reading.inputs)
            places[name] = (place, path)
    for cycle in _cycles(needs):
        place, path = places[cycle[0]]
        chain = " → ".join((*cycle, cycle[0]))
        reading.wrong(
            place,
            path,
            Words(f"计算列互相引用成了环：{chain}。", f"The formulas form a cycle: {chain}."),
            Words("改其中一个公式，让它只用原始列。", "Let one of them use input columns only."),
        )


def _formula_words(error: FormulaError) -> Words:
    return Words(f"{error.text('zh')}。", f"{error.text('en')}.")


def _cycles(needs: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Each cycle once, from the member that stands first in the file."""
    done: set[str] = set()
    for start in needs:
        trail: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, depth = stack.pop()
            del trail[depth:]
            if name in trail:
                cycle = tuple(trail[trail.index(name) :])
                if not done & set(cycle):
                    done |= set(cycle)
                    yield cycle
                continue
            if name in done or name not in needs:
                continue
            trail.append(name)
            stack.extend((each, depth + 1) for each in needs[name])
        done |= {start}


def _check_ranking(root: Located, node_ids: set[str], reading: Reading) -> None:
    ranking = root.get("ranking")
    then = ranking.get("then") if ranking is not None else None
    for index, each in enumerate(then.elements() if then is not None else ()):
        if each.value in node_ids:
            continue
        meant = closest(str(each.value), node_ids)
        reading.wrong(
            each,
            ("ranking", "then", index),
            Words(f"没有叫 “{each.value}” 的考核项。", f'There is no item "{each.value}".'),
            Words(f"是不是 {meant}？", f"Did you mean {meant}?") if meant else NO_HINT,
        )
