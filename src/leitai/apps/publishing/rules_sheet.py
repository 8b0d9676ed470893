"""The rules in words, and what the file is: period, moment, seal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.language import bracketed, chinese, listed, reader_language, titled
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.content import Content
from leitai.apps.publishing.items import worth
from leitai.engine import rule_name
from leitai.engine.rules.base import Rule
from leitai.engine.scheme.shapes import Choice
from leitai.engine.scheme.tree import Item, Node
from leitai.workbooks.writing import ColumnOut, OutCell, SheetOut, Text


def rules_sheet(content: Content, name: str) -> SheetOut:
    """The scheme: version, general rules, and every item with its rule and parameters."""
    columns = content.rules.column_names()
    rows: list[list[OutCell]] = []
    for part, node in _walk(content.group.tree, ""):
        if isinstance(node, Node):
            rows.append([Text(node.name, bold=True), None, Text(worth(node)), None, None])
            continue
        about = _rule_cells(node.rule, columns)
        if node.off is not None:
            about = [Text(_("switched off")), Text(listed(filter(None, _off(node))))]
        rows.append([Text(part), Text(node.name), Text(worth(node)), *about])
    for title, extras in ((_("Bonus"), content.group.bonus), (_("Penalty"), content.group.penalty)):
        if extras is None:
            continue
        cap = "" if extras.cap is None else f"≤ {extras.cap:g}"
        rows.append([Text(title, bold=True), None, Text(cap), None, None])
        rows += [
            [Text(title), Text(each.name), None, *_rule_cells(each.rule, columns)]
            for each in extras.items
        ]
    for veto in content.group.vetoes:
        rows.append([Text(_("Veto")), Text(veto.name), None, None, Text(veto.legal_basis)])
    return SheetOut(
        name=name,
        title=f"{content.rules.name} {_('version')} {content.rules.version}",
        notes=[*_general(content), *content.rules.reasons.strip().splitlines()],
        header=((_("Part"), _("Item"), _("Marks"), _("Rule"), _("Parameters")),),
        rows=rows,
        columns=[ColumnOut(18), ColumnOut(28), ColumnOut(10), ColumnOut(22), ColumnOut(60)],
    )


def _walk(tree: tuple[Item | Node, ...], part: str) -> Iterator[tuple[str, Item | Node]]:
    for node in tree:
        yield part, node
        if isinstance(node, Node):
            yield from _walk(node.items, node.name)


def _off(item: Item) -> tuple[str, str]:
    return ("", "") if item.off is None else (item.off.reason, item.off.basis)


def _rule_cells(rule: Rule, columns: dict[str, str]) -> list[OutCell]:
    return [
        Text(rule_name(rule.kind, reader_language())),
        Text(listed(_parameters(rule, columns)), wrap=True),
    ]


def _parameters(thing: Any, columns: dict[str, str]) -> Iterator[str]:
    """Parameters that differ from what is usual, each with its name in words."""
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if not field.metadata or value == field.default or value in (None, ()):
            continue
        label = field.metadata[reader_language()]
        shape = field.metadata["shape"]
        if isinstance(shape, Choice):
            yield titled(label, shape.meaning(value, reader_language()))
        else:
            yield titled(label, _value(value, columns))


def _value(value: Any, columns: dict[str, str]) -> str:
    if isinstance(value, str):
        return columns.get(value, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ("、" if chinese() else ", ").join(_value(each, columns) for each in value)
    if dataclasses.is_dataclass(value):
        return bracketed("", ("，" if chinese() else ", ").join(_parameters(value, columns)))
    return str(value)


def _general(content: Content) -> list[str]:
    columns = content.rules.column_names()
    lines = []
    for title, part in (
        (_("Rounding"), content.rules.rounding),
        (_("Ranking"), content.rules.ranking),
        (_("Zones"), content.group.zones or content.rules.zones),
        (_("Missing figures"), content.rules.missing),
        (_("Released to units of the group"), content.rules.release),
    ):
        fields = [field for field in dataclasses.fields(part) if field.metadata]
        words = []
        for field in fields:
            value = getattr(part, field.name)
            if value in (None, ()):
                continue
            label = field.metadata[reader_language()]
            shape = field.metadata["shape"]
            shown = (
                shape.meaning(value, reader_language())
                if isinstance(shape, Choice)
                else _value(value, columns)
            )
            words.append(f"{label} {shown}")
        lines.append(titled(title, listed(words)))
    return lines


def about_sheet(content: Content, name: str) -> SheetOut:
    """What the file is, and by what it can be checked."""
    standing = content.standing
    scheme = standing.round.scheme
    facts: list[tuple[str, str]] = [
        (_("Scheme"), f"{scheme.name} {_('version')} {standing.version.number}"),
        (_("Group"), content.group.name),
        (_("Period"), bracketed(period_name(standing.round.period), standing.round.period.code)),
        (_("State"), str(standing.get_state_display())),
        (_("Published at"), _moment(standing.published_at)),
        (_("Computed at"), _moment(standing.computed_at)),
        (_("Result of this round"), f"#{standing.number}"),
        (_("Engine"), standing.engine_version),
        (_("Digest of inputs"), standing.snapshot_sha256),
        (_("Digest of the result"), standing.result_sha256),
        (_("Seal"), f"{standing.seal_height or ''} {standing.seal_hash}".strip() or "—"),
    ]
    if scheme.area.fictional:
        notice = scheme.area.attributes.get("notice", "")
        facts.append((_("Please note"), notice or _("Fictional demonstration data.")))
    return SheetOut(
        name=name,
        title=_("About this file"),
        header=((_("What"), _("Content")),),
        rows=[[Text(key), Text(value, wrap=True)] for key, value in facts],
        footnotes=(
            _("Scores are live formulas: change a figure and the board follows."),
            _("What is published is what the site shows; this file is a copy for checking."),
        ),
        columns=[ColumnOut(22), ColumnOut(80)],
        landscape=False,
    )


def _moment(at: Any) -> str:
    return "—" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
