"""Two versions of a scheme compared as trees, not as lines of text.

Items are the same where their ids are. What is said is what a clerk would: added, removed, moved,
worth more or less, another rule, another parameter, switched off or on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leitai.engine.scheme.beside import Extra, Extras, Gate, Veto
from leitai.engine.scheme.general import DerivedSpec, InputSpec
from leitai.engine.scheme.model import Group, Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import Item, Node

KINDS = (
    "added",
    "removed",
    "moved",
    "reordered",
    "renamed",
    "worth",
    "rule",
    "parameter",
    "switched_off",
    "switched_on",
)
PARTS = ("general", "input", "derived", "group", "tree", "bonus", "penalty", "gate", "veto")

#: Fields that are said in another way than as a parameter, or hold what is compared apart.
_APART = frozenset(
    {
        "id", "name", "marks", "weight", "rule", "off", "items", "tree", "bonus", "penalty",
        "gates", "vetoes", "inputs", "derived", "groups", "version", "effective", "leitai",
    }
)  # fmt: skip

Each = Item | Node | Extra | Gate | Veto | InputSpec | DerivedSpec | Group


@dataclass(frozen=True)
class SchemeChange:
    """One thing that differs.

    ``part`` is one of ``PARTS``, ``kind`` one of ``KINDS``. ``group`` is the id of the group (empty
    for what all groups share), ``under`` the name of what it stands under. ``label`` names the
    field that differs, ``field`` is the field itself, ``rule`` the kind of the rule that has it
    (empty otherwise), and ``shape`` says how its value is written; ``before`` and ``after`` are the
    values as the scheme holds them (rules as rules, worth as marks or weight), None where absent.
    """

    part: str
    kind: str
    group: str
    id: str
    name: str
    under: str = ""
    label: Words | None = None
    shape: Any = None
    before: Any = None
    after: Any = None
    field: str = ""
    rule: str = ""


@dataclass(frozen=True)
class _Placed:
    each: Item | Node
    parent: str
    parent_name: str


def compare_schemes(before: Scheme, after: Scheme) -> tuple[SchemeChange, ...]:
    """Everything by which the second scheme differs from the first, in the order of the second."""
    found = [*_fields("general", "", "", "", before, after)]
    found += _listed("input", "", before.inputs, after.inputs)
    found += _listed("derived", "", before.derived, after.derived)
    old = {each.id: each for each in before.groups}
    new = {each.id: each for each in after.groups}
    for group in after.groups:
        if group.id not in old:
            found.append(SchemeChange("group", "added", group.id, group.id, group.name))
        else:
            found += _groups(old[group.id], group)
    for group in before.groups:
        if group.id not in new:
            found.append(SchemeChange("group", "removed", group.id, group.id, group.name))
    return tuple(found)


def _groups(before: Group, after: Group) -> Iterator[SchemeChange]:
    yield from _alike("group", after.id, "", before, after)
    yield from _trees(before, after)
    for part in ("bonus", "penalty"):
        old: Extras | None = getattr(before, part)
        new: Extras | None = getattr(after, part)
        name = "加分" if part == "bonus" else "扣分"
        if old is not None and new is not None:
            yield from _fields(part, after.id, part, name, old, new)
        yield from _listed(
            part, after.id, old.items if old else (), new.items if new else (), under=name
        )
    yield from _listed("gate", after.id, before.gates, after.gates)
    yield from _listed("veto", after.id, before.vetoes, after.vetoes)


def _placed(group: Group) -> dict[str, _Placed]:
    """Every node and item by id with what it stands under; the group itself is ""."""
    found: dict[str, _Placed] = {}

    def walk(children: Sequence[Item | Node], parent: str, name: str) -> None:
        for each in children:
            found[each.id] = _Placed(each, parent, name)
            if isinstance(each, Node):
                walk(each.items, each.id, each.name)

    walk(group.tree, "", group.name)
    return found


def _trees(before: Group, after: Group) -> Iterator[SchemeChange]:
    old, new = _placed(before), _placed(after)
    for name, here in new.items():
        was = old.get(name)
        if was is None or type(was.each) is not type(here.each):
            yield _whole("added", "tree", after.id, here.each, here.parent_name)
            continue
        if was.parent != here.parent:
            yield SchemeChange(
                "tree", "moved", after.id, name, here.each.name, here.parent_name,
                before=was.parent_name, after=here.parent_name,
            )  # fmt: skip
        yield from _alike("tree", after.id, here.parent_name, was.each, here.each)
    for name, was in old.items():
        there = new.get(name)
        if there is None or type(was.each) is not type(there.each):
            yield _whole("removed", "tree", after.id, was.each, was.parent_name)
    for parent in dict.fromkeys(here.parent for here in new.values()):
        yield from _order(after.id, parent, old, new, after.name)


def _order(
    group: str, parent: str, old: Mapping[str, _Placed], new: Mapping[str, _Placed], top: str
) -> Iterator[SchemeChange]:
    """Whether what stayed under a parent stands there in another order."""

    def below(placed: Mapping[str, _Placed], other: Mapping[str, _Placed]) -> list[str]:
        return [
            name
            for name, here in placed.items()
            if here.parent == parent and name in other and other[name].parent == parent
        ]

    was, now = below(old, new), below(new, old)
    if was != now:
        name = new[parent].each.name if parent else top
        yield SchemeChange(
            "tree", "reordered", group, parent, name,
            before=tuple(old[each].each.name for each in was),
            after=tuple(new[each].each.name for each in now),
        )  # fmt: skip


def _listed(
    part: str,
    group: str,
    before: Sequence[Each],
    after: Sequence[Each],
    under: str = "",
) -> Iterator[SchemeChange]:
    """Compare things that stand in a list and have ids."""
    old = {each.id: each for each in before}
    new = {each.id: each for each in after}
    for name, each in new.items():
        if name not in old:
            yield _whole("added", part, group, each, under)
        else:
            yield from _alike(part, group, under, old[name], each)
    for name, each in old.items():
        if name not in new:
            yield _whole("removed", part, group, each, under)


def _whole(kind: str, part: str, group: str, each: Any, under: str) -> SchemeChange:
    worth = _worth(each)
    before, after = (None, worth) if kind == "added" else (worth, None)
    return SchemeChange(part, kind, group, each.id, each.name, under, before=before, after=after)


def _worth(each: Any) -> tuple[str, float] | None:
    """Marks or weight, told apart; the cap of a bonus or penalty item."""
    for field in ("marks", "weight", "cap"):
        value = getattr(each, field, None)
        if value is not None:
            return field, float(value)
    return None


def _alike(part: str, group: str, under: str, before: Any, after: Any) -> Iterator[SchemeChange]:
    """Compare two things of one id field by field."""
    if before == after:
        return
    name = after.name
    if before.name != after.name:
        yield SchemeChange(
            part, "renamed", group, after.id, name, under, before=before.name, after=after.name
        )
    if part in ("tree", "group") and _worth(before) != _worth(after):
        yield SchemeChange(
            part, "worth", group, after.id, name, under,
            before=_worth(before), after=_worth(after),
        )  # fmt: skip
    was_off, now_off = getattr(before, "off", None), getattr(after, "off", None)
    if was_off != now_off:
        kind = "switched_on" if now_off is None else "switched_off"
        yield SchemeChange(
            part, kind, group, after.id, name, under,
            before=was_off.reason if was_off else None,
            after=now_off.reason if now_off else None,
        )  # fmt: skip
    old_rule, new_rule = getattr(before, "rule", None), getattr(after, "rule", None)
    if type(old_rule) is not type(new_rule):
        yield SchemeChange(
            part, "rule", group, after.id, name, under, before=old_rule, after=new_rule
        )
    elif old_rule is not None:
        yield from _fields(part, group, after.id, name, old_rule, new_rule, under)
    yield from _fields(part, group, after.id, name, before, after, under)


def _fields(
    part: str, group: str, id_: str, name: str, before: Any, after: Any, under: str = ""
) -> Iterator[SchemeChange]:
    """One change for each field that differs; fields of a rule or of a part of the head alike."""
    for each in dataclasses.fields(after):
        if "shape" not in each.metadata or (each.name in _APART and not _is_rule(after)):
            continue
        old, new = getattr(before, each.name), getattr(after, each.name)
        if old == new:
            continue
        label = Words(each.metadata["zh"], each.metadata["en"])
        if part == "general" and dataclasses.is_dataclass(new) and type(old) is type(new):
            for change in _fields(part, group, id_, name, old, new, under):
                inner = change.label
                assert inner is not None
                both = Words(f"{label}：{inner}", f"{label.en}: {inner.en}")
                yield dataclasses.replace(change, label=both)
            continue
        kind = after.kind if _is_rule(after) else ""
        shape = each.metadata["shape"]
        yield SchemeChange(
            part, "parameter", group, id_, name, under, label, shape, old, new, each.name, kind
        )


def _is_rule(value: Any) -> bool:
    return hasattr(type(value), "kind") and hasattr(type(value), "name_zh")
