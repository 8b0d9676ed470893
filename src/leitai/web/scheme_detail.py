"""The right side of the editor: the form of what is chosen in the tree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Indicator
from leitai.apps.language import chinese
from leitai.apps.standings.models import Scheme
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants
from leitai.engine.rules import RULES
from leitai.engine.scheme.addresses import at as value_at
from leitai.engine.scheme.addresses import fresh_id, ids_of, item_address
from leitai.engine.scheme.beside import Extra, Extras
from leitai.engine.scheme.model import Group
from leitai.engine.scheme.model import Scheme as Rules
from leitai.engine.scheme.splice import AbsentError
from leitai.engine.scheme.tree import Item, Node
from leitai.web.scheme_curve import columns_in
from leitai.web.scheme_forms import Address, Control, Form, dom_id, flat, item_names, operation
from leitai.web.scheme_moves import Move, addition_of, is_extra, moves_of

#: Rules that the switch shows at once; the others stand in the list behind them.
COMMON = ("completion", "efficacy", "rank_ladder", "level_growth")
#: What the first row of a rule's form holds, and what folds away.
LATER = ("reverse", "zero_base", "negative_base", "degenerate", "ties", "count", "of", "empty")


@dataclass(frozen=True)
class Kind:
    """A rule that can be chosen."""

    kind: str
    name: str
    choose: str
    on: bool


@dataclass(frozen=True)
class Detail:
    """What is chosen in the tree, as a form.

    ``kind``: item, node, extra, part, root. ``first`` are the fields of the first row, ``more``
    those that fold away, ``rule`` the fields of its rule. ``name_typed`` is what the field of the
    name says, also where it was not taken. ``aim`` is the field that a problem leads to.
    """

    kind: str
    id: str
    name: str
    under: str
    worth: str
    plain: Mapping[str, Any]
    name_at: str
    name_id: str
    name_typed: str = ""
    name_error: str = ""
    first: tuple[Control, ...] = ()
    more: tuple[Control, ...] = ()
    kinds: tuple[Kind, ...] = ()
    others: tuple[Kind, ...] = ()
    rule: tuple[Control, ...] = ()
    rule_more: tuple[Control, ...] = ()
    rule_error: str = ""
    error: str = ""
    indicator: str = ""
    remove: str = ""
    add: tuple[tuple[str, str], ...] = ()
    general: tuple[Control, ...] = ()
    aim: str = ""
    off: str = ""
    off_op: str = ""
    why_off: tuple[Control, ...] = ()
    search_at: str = ""
    beside: str = ""
    reads: tuple[Control, ...] = ()
    reads_first: bool = False
    moves: tuple[Move, ...] = ()
    add_item: str = ""
    add_node: str = ""

    def controls(self) -> tuple[Control, ...]:
        """Return every field, those inside others behind them."""
        parts = (
            self.first, self.why_off, self.rule, self.reads, self.rule_more, self.more,
            self.general,
        )  # fmt: skip
        return tuple(flat(each for part in parts for each in part))

    @property
    def aims_more(self) -> bool:
        """Whether the field that a problem leads to is folded away."""
        return any(one.id == self.aim for one in flat((*self.rule_more, *self.more)))

    @property
    def aims_general(self) -> bool:
        """Whether that field speaks of the whole scheme."""
        return any(one.id == self.aim for one in flat(self.general))


def find(plain: Mapping[str, Any], group_id: str, item_id: str) -> dict[str, Any] | None:
    """Return an item of a group as the draft has it, or None."""
    for group in plain.get("groups") or ():
        if isinstance(group, dict) and group.get("id") == group_id:
            try:
                found = value_at(group, item_address(group, item_id))
            except (AbsentError, AttributeError):
                return None
            return found if isinstance(found, dict) else None
    return None


def detail_of(
    plain: Mapping[str, Any],
    group: Mapping[str, Any],
    item_id: str,
    errors: Mapping[Address, str],
    typed: Mapping[Address, str],
    scheme: Scheme,
    user: Any,
) -> Detail | None:
    """Return the form of an item, a heading, a part beside the tree, or the whole group.

    None when the group has no such item.
    """
    form = Form(
        columns_in(plain), errors, typed, _units(scheme, group), _grades(group), item_names(plain)
    )
    group_id = str(group.get("id") or "")
    found = find(plain, group_id, item_id) if item_id else None
    if not item_id:
        made: Detail | None = _root(form, plain, group, group_id)
    elif item_id in ("bonus", "penalty"):
        made = _part(form, group, group_id, item_id)
    elif found is None:
        return None
    else:
        at: Address = ("groups", group_id, "@", item_id)
        if "items" in found:
            made = _node(form, found, item_id, at, group)
        else:
            made = _leaf(form, plain, found, item_id, at, group, scheme)
        made = replace(made, moves=moves_of(group, group_id, item_id))
    if made is None:
        return None
    name = tuple(json.loads(made.name_at)) if made.name_at else ()
    return replace(
        made,
        name_typed=typed.get(name, made.name),
        name_error=errors.get(name, "") if name else "",
        add_item=addition_of(group, group_id, item_id, found, "item"),
        add_node=addition_of(group, group_id, item_id, found, "node"),
    )


def _grades(group: Mapping[str, Any]) -> dict[str, str]:
    grades = group.get("grades")
    names = grades.get("names") if isinstance(grades, dict) else None
    return (
        {str(code): str(name) for code, name in (names or {}).items()}
        if isinstance(names, dict)
        else {}
    )


def _units(scheme: Scheme, group: Mapping[str, Any]) -> list[str]:
    members = group.get("members")
    units: Any = descendants(scheme.area)
    if isinstance(members, dict):
        kinds, names = members.get("kinds") or [], members.get("units") or []
        if kinds or names:
            units = units.filter(kind__in=kinds) | Unit.objects.filter(name__in=names)
    return list(units.order_by("position", "name").values_list("name", flat=True)[:200])


def _names(at: Address) -> dict[str, Any]:
    return {"name_at": json.dumps([*at, "name"]), "name_id": dom_id((*at, "name"))}


def _node(
    form: Form, found: Mapping[str, Any], item: str, at: Address, group: Mapping[str, Any]
) -> Detail:
    key = "weight" if "marks" not in found and "weight" in found else "marks"
    combine = str(found.get("combine") or "")
    names = [key, "combine"]
    more = ["note"]
    if combine == "power":
        names.append("power")
    if combine in ("geometric", "harmonic", "power"):
        names.append("on_zero")
    return Detail(
        "node",
        item,
        str(found.get("name") or item),
        _under(group, item),
        _worth(found),
        found,
        **_names(at),
        first=form.controls(Node, found, at, names),
        more=form.controls(Node, found, at, more),
        error=form.errors.get((*at, "items"), "") or form.errors.get(at, ""),
        remove=operation("remove", at),
        reads_first=True,
    )


def _leaf(
    form: Form,
    plain: Mapping[str, Any],
    found: Mapping[str, Any],
    item: str,
    at: Address,
    group: Mapping[str, Any],
    scheme: Scheme,
) -> Detail:
    extra = is_extra(group, item)
    part = Extra if extra else Item
    rule = found.get("rule") if isinstance(found.get("rule"), dict) else {}
    assert isinstance(rule, dict)
    kind = str(rule.get("kind") or "")
    here: Address = (*at, "rule")
    fields = form.controls(RULES[kind], rule, here) if kind in RULES else ()
    reads = tuple(each for each in fields if each.kind in ("column", "figure"))
    first = tuple(each for each in fields if _key(each) not in LATER and each not in reads)
    later = tuple(each for each in fields if _key(each) in LATER and each not in reads)
    key = "weight" if "marks" not in found and "weight" in found else "marks"
    names = ["marks", "cap", "matter"] if extra else [key]
    more = ["kind", "note"] if extra else [
        "missing", "not_applicable", "difficulty", "corrections", "kind", "note",
    ]  # fmt: skip
    kinds, others = _kinds(kind, here)
    figure = next((name for name in ("actual", "value") if _takes(kind, name)), "")
    target = next((name for name in ("target", "base") if figure and _takes(kind, name)), "")
    reason = found.get("off")
    return Detail(
        "extra" if extra else "item",
        item,
        str(found.get("name") or item),
        _under(group, item),
        _worth(found),
        found,
        **_names(at),
        first=form.controls(part, found, at, names),
        more=form.controls(part, found, at, more),
        kinds=kinds,
        others=others,
        rule=first,
        reads=reads,
        reads_first=not kind or any(each.error or not each.value for each in reads),
        rule_more=later,
        rule_error=form.errors.get(here, ""),
        error=form.errors.get(at, ""),
        indicator=_indicator(plain, rule, scheme),
        remove=operation("remove", at),
        off=str(reason.get("reason") if isinstance(reason, dict) else reason or ""),
        why_off=form.controls(part, found, at, ["off"]) if reason else (),
        off_op=operation("remove", (*at, "off"))
        if reason
        else operation("set", (*at, "off"), value=_("not used this year")),
        search_at=_json([*here, figure]) if figure else _json([*here, "value"]),
        beside=target,
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _takes(kind: str, name: str) -> bool:
    return kind in RULES and name in RULES[kind].__dataclass_fields__


def _key(control: Control) -> str:
    return str(json.loads(control.at)[-1])


def _kinds(chosen: str, at: Address) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    every = [
        Kind(
            kind,
            rule.name_zh if chinese() else rule.name_en,
            operation("choose_rule", at, kind=kind),
            kind == chosen,
        )
        for kind, rule in RULES.items()
    ]
    front = [each for name in COMMON for each in every if each.kind == name]
    if chosen and chosen not in COMMON:
        front = [*front[:3], *[each for each in every if each.kind == chosen]]
    return tuple(front), tuple(each for each in every if each not in front)


def _root(form: Form, plain: Mapping[str, Any], group: Mapping[str, Any], group_id: str) -> Detail:
    at: Address = ("groups", group_id)
    general: Address = ()
    several = len(plain.get("groups") or ()) > 1
    parts = [
        (name, operation("set", (*at, part), value={"cap": 5, "items": []}))
        for part, name in (("bonus", _("Bonus")), ("penalty", _("Penalty")))
        if part not in group
    ]
    return Detail(
        "root",
        "",
        str(group.get("name") or group_id),
        "",
        "",
        group,
        **_names(at),
        first=form.controls(Group, group, at, ["marks", "combine"]),
        more=form.controls(
            Group,
            group,
            at,
            ["members", "grades", "gates", "vetoes", "difficulty", "zones", "empty"],
        ),
        error=form.errors.get((*at, "tree"), "") or form.errors.get(at, ""),
        reads_first=True,
        remove=operation("remove", at) if several else "",
        add=tuple(parts),
        general=form.controls(
            Rules,
            plain,
            general,
            ["name", "version", "effective", "reasons", "rounding", "ranking", "zones",
             "release", "missing"],
        ),
    )  # fmt: skip


def _part(form: Form, group: Mapping[str, Any], group_id: str, part: str) -> Detail | None:
    found = group.get(part)
    if not isinstance(found, dict):
        return None
    at: Address = ("groups", group_id, part)
    first = next(iter(form.columns), "")
    new = {
        "id": fresh_id(ids_of(group), "bonus" if part == "bonus" else "penalty"),
        "name": _("new item"),
        "rule": {"kind": "events", "events": [{"input": first, "points": 1}]},
    }
    return Detail(
        "part",
        part,
        _("Bonus") if part == "bonus" else _("Penalty"),
        str(group.get("name") or ""),
        "",
        found,
        name_at="",
        name_id="",
        first=form.controls(Extras, found, at, ["cap", "per_event_cap"]),
        error=form.errors.get(at, ""),
        remove=operation("remove", at),
        add=((_("Add an item"), operation("insert", (*at, "items"), value=new)),),
    )


def _under(group: Mapping[str, Any], item: str) -> str:
    way = item_address(group, item)
    if way[0] != "tree":
        return _("Bonus") if way[0] == "bonus" else _("Penalty")
    if len(way) < 4:
        return str(group.get("name") or "")
    return str(value_at(group, way[:-2]).get("name") or "")


def _worth(found: Mapping[str, Any]) -> str:
    value = found.get("marks", found.get("weight"))
    return f"{value:g}" if isinstance(value, int | float) else str(value or "")


def _indicator(plain: Mapping[str, Any], rule: Mapping[str, Any], scheme: Scheme) -> str:
    """Return the page of the indicator that a rule mainly reads."""
    column = rule.get("actual") or rule.get("value")
    for each in plain.get("inputs") or ():
        if isinstance(each, dict) and each.get("id") == column:
            code = each.get("indicator") or each.get("id")
            pk = Indicator.objects.filter(area=scheme.area, code=code).values_list("pk", flat=True)
            found = pk.first()
            return reverse("indicator", args=[found]) if found is not None else ""
    return ""
