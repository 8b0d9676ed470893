"""A draft for writing: its tree with what is left to give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.language import chinese, reader_language
from leitai.engine.rules import RULES
from leitai.engine.scheme.addresses import walk
from leitai.engine.scheme.shares import Share, number_of, shares_of
from leitai.engine.scheme.tree import COMBINES
from leitai.web.scheme_faults import Fault


@dataclass(frozen=True)
class DraftRow:
    """A row of the tree that is written.

    ``kind``: root, node, item, part (a heading beside the tree), extra. ``key`` is marks or
    weight; ``left`` says what is left to give below it, ``short`` that it is not even; ``wrong``
    what is wrong with marks that were not taken.
    """

    id: str
    name: str
    kind: str
    depth: int
    rule: str = ""
    worth: str = ""
    key: str = ""
    at: str = ""
    left: str = ""
    short: bool = False
    count: int = 0
    off: str = ""
    basis: str = ""
    parent: str = ""
    place: int = 0
    faults: int = 0
    wrong: str = ""


@dataclass(frozen=True)
class Rest:
    """Marks of a node that are not given out, and whom they could go to with one button."""

    node: str
    name: str
    whole: str
    given: str
    left: str
    over: bool
    item: str
    item_name: str
    before: str
    after: str
    give: str


def draft_rows(
    group: Mapping[str, Any], group_id: str, faults: tuple[Fault, ...]
) -> tuple[DraftRow, ...]:
    """Return the rows of a group as its draft stands, complete or not."""
    shares = shares_of(group)
    open_at: dict[str, int] = {}
    for each in faults:
        if each.group == group_id:
            open_at[each.item] = open_at.get(each.item, 0) + 1
    top = shares[""]
    rows = [
        DraftRow(
            "",
            str(group.get("name") or group_id),
            "root",
            0,
            _combine(group.get("combine")),
            _worth(top.whole if top.whole is not None else top.given),
            left=_given(top),
            short=bool(top.left),
            faults=open_at.get("", 0),
        )
    ]

    def children(listed: Any, depth: int, parent: str) -> None:
        weighted = _weighted(listed)
        for place, each in enumerate(listed if isinstance(listed, list) else ()):
            if not isinstance(each, dict):
                continue
            name = str(each.get("id") or "")
            node = "items" in each
            key = "weight" if weighted or ("marks" not in each and "weight" in each) else "marks"
            share = shares.get(name) if node else None
            off = _off(each.get("off"))
            rows.append(
                DraftRow(
                    id=name,
                    name=str(each.get("name") or name or "—"),
                    kind="node" if node else "item",
                    depth=depth,
                    rule=_combine(each.get("combine")) if node else _rule(each.get("rule")),
                    worth=_written(each.get(key)),
                    key=key,
                    at=json.dumps(["groups", group_id, "@", name, key], ensure_ascii=False),
                    left=_left(share) if share is not None else "",
                    short=bool(share is not None and share.left),
                    count=len(each["items"] or ()) if node else 0,
                    off=off[0],
                    basis=off[1],
                    parent=parent,
                    place=place,
                    faults=open_at.get(name, 0),
                )
            )
            if node:
                children(each["items"], depth + 1, name)

    children(group.get("tree"), 1, "")
    return (*rows, *_beside(group, open_at))


def _beside(group: Mapping[str, Any], open_at: Mapping[str, int]) -> list[DraftRow]:
    rows = []
    for part, name, sign in (("bonus", _("Bonus"), "+"), ("penalty", _("Penalty"), "−")):
        found = group.get(part)
        if not isinstance(found, dict):
            continue
        cap = number_of(found.get("cap"))
        rows.append(
            DraftRow(
                part,
                name,
                "part",
                0,
                _("each by itself"),
                f"{sign}{cap:g}" if cap is not None else _("no cap"),
                count=len(found.get("items") or ()),
            )
        )
        for place, each in enumerate(found.get("items") or ()):
            if not isinstance(each, dict):
                continue
            top = number_of(each.get("cap"))
            off = _off(each.get("off"))
            rows.append(
                DraftRow(
                    str(each.get("id") or ""),
                    str(each.get("name") or "—"),
                    "extra",
                    1,
                    _rule(each.get("rule")),
                    f"{sign}{top:g}" if top is not None else "",
                    off=off[0],
                    basis=off[1],
                    parent=part,
                    place=place,
                    faults=open_at.get(str(each.get("id") or ""), 0),
                )
            )
    return rows


def _off(given: Any) -> tuple[str, str]:
    if isinstance(given, dict):
        return str(given.get("reason") or _("switched off")), str(given.get("basis") or "")
    return (str(given), "") if given else ("", "")


def _rule(rule: Any) -> str:
    kind = RULES.get(str(rule.get("kind"))) if isinstance(rule, dict) else None
    if kind is None:
        return _("no rule yet")
    return kind.name_zh if chinese() else kind.name_en


def _combine(name: Any) -> str:
    key = str(name or "sum")
    return COMBINES[key](reader_language()) if key in COMBINES else key


def _weighted(listed: Any) -> bool:
    items = [each for each in listed or () if isinstance(each, dict)]
    return (
        bool(items)
        and all("marks" not in each for each in items)
        and any("weight" in each for each in items)
    )


def _written(value: Any) -> str:
    return (
        f"{value:g}"
        if isinstance(value, int | float) and not isinstance(value, bool)
        else str(value if value is not None else "")
    )


def _worth(number: float | None) -> str:
    return f"{number:g}" if number else ""


def _given(share: Share) -> str:
    if share.left:
        return _left(share)
    return _("%(n)s given") % {"n": f"{share.given:g}"} if share.given else ""


def _left(share: Share) -> str:
    if share.left is None:
        return ""
    if share.left > 0:
        return _("%(n)s left") % {"n": f"{share.left:g}"}
    if share.left < 0:
        return _("%(n)s too many") % {"n": f"{-share.left:g}"}
    return _("all given")


def rests(group: Mapping[str, Any], group_id: str) -> list[Rest]:
    """Return every node whose marks are not even, with the item that could take what is left."""
    found = []
    names = {"": group} | {str(each.get("id")): each for _way, each in walk(group.get("tree"), ())}
    for node, share in shares_of(group).items():
        if not share.left or share.whole is None:
            continue
        holder = names[node]
        listed = holder.get("items") if node else group.get("tree")
        key = "marks" if share.mode == "marks" else "weight"
        able = [
            each
            for each in listed or ()
            if isinstance(each, dict)
            and not each.get("off")
            and (number_of(each.get(key)) or 0) + share.left > 0
        ]
        # What is missing goes to the one with least, what is too much comes from the one with most.
        able.sort(key=lambda each: number_of(each.get(key)) or 0.0, reverse=share.left < 0)
        goal: Mapping[str, Any] = able[0] if able else {}
        before = number_of(goal.get(key)) or 0.0
        item = str(goal.get("id") or "")
        found.append(
            Rest(
                node=node,
                name=str(holder.get("name") or node),
                whole=f"{share.whole:g}",
                given=f"{share.given:g}",
                left=f"{abs(share.left):g}",
                over=share.left < 0,
                item=item,
                item_name=str(goal.get("name") or ""),
                before=f"{before:g}",
                after=f"{before + share.left:g}",
                give=json.dumps(
                    {"do": "give_rest", "group": group_id, "parent": node, "item": item}
                ),
            )
        )
    return found
