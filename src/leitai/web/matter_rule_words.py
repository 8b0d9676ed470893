"""The rules of an area's matters in words: terms, lights, tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leitai.apps.language import bracketed, chinese, listed, named, titled
from leitai.apps.matters.lights import Condition, Light, LightRule, When
from leitai.apps.matters.rule_sets import (
    Category,
    Kind,
    KindSet,
    Ladder,
    Level,
    read_kinds,
    read_ladder,
)
from leitai.apps.matters.selectors.rules import AreaRules
from leitai.apps.periods.deadlines import Count, Deadline
from leitai.web.matter_words import working_days


@dataclass(frozen=True)
class RuleSet:
    """A set in force: what it rules, its name and source, and its rows under their headings."""

    category: str
    title: str
    name: str
    slug: str
    number: int
    source: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    checks: str = ""

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows with the heading of each cell beside it, as a phone shows them."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


def set_titles() -> dict[str, str]:
    """Return what the sets are called, by category."""
    return {
        Category.KINDS: _("Kinds and terms"),
        Category.LIGHTS: pgettext("matter rules", "Lights"),
        Category.LADDER: _("Tickets"),
    }


def rule_sets(rules: AreaRules) -> list[RuleSet]:
    """Return the three sets of an area in words."""
    found = []
    for category, title in set_titles().items():
        one = rules.source(category)
        name = named(one) if one.slug or one.name else _("none chosen")
        headings, rows = set_words(category, rules.contents[category])
        checks = ("、" if chinese() else ", ").join(named(one) for one in rules.kinds.checks)
        found.append(
            RuleSet(
                category, title, name, one.slug, one.number, one.source, headings, rows,
                checks if category == Category.KINDS else "",
            )
        )  # fmt: skip
    return found


#: Headings and rows of a set.
Words = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def set_words(category: str, content: Mapping[str, Any]) -> Words:
    """Return a set in words, a row for each of its rules."""
    if category == Category.KINDS:
        return _kinds(read_kinds(content))
    if category == Category.LIGHTS:
        return _lights(LightRule.from_dict(content))
    return _ladder(read_ladder(content) if content.get("levels") else Ladder())


def rule_changes(
    category: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    """Say what one set changes of another: rules added, left out, and cells that differ."""
    headings, new = set_words(category, after)
    old = set_words(category, before)[1] if before else ()
    if category == Category.KINDS:
        yield from _list_changes(
            _("before closing out"),
            [named(check) for check in read_kinds(before).checks],
            [named(check) for check in read_kinds(after).checks],
        )
    if len({row[0] for row in new}) < len(new) or len({row[0] for row in old}) < len(old):
        yield from _list_changes("", [" ".join(row) for row in old], [" ".join(row) for row in new])
        return
    known = {row[0]: row for row in old}
    for row in new:
        was = known.pop(row[0], None)
        if was is None:
            yield titled(_("added"), listed(cell for cell in row if cell))
            continue
        for heading, cell, other in zip(headings, row, was, strict=True):
            if cell != other:
                yield titled(row[0], f"{heading} {other or '—'} → {cell or '—'}")
    for name in known:
        yield titled(_("left out"), name)


def _list_changes(of: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for head, lines, others in ((_("added"), new, old), (_("left out"), old, new)):
        for line in lines:
            if line not in others:
                yield titled(bracketed(head, of) if of else head, line)


def _kinds(found: KindSet) -> Words:
    headings = (
        pgettext("matter rules", "Kind"), pgettext("matter rules", "Term"),
        _("Extensions at most"), _("Urged by rule"), _("Drawn for evidence"),
    )  # fmt: skip
    return headings, tuple(_kind(kind) for kind in found.kinds)


def _kind(kind: Kind) -> tuple[str, ...]:
    before = listed(
        _("%(days)s before the due day") % {"days": working_days(n)} for n in kind.urge_before
    )
    share = f"{kind.evidence_share:.0%}" if kind.evidence_share else "—"
    return named(kind), deadline_words(kind.deadline), str(kind.extension_limit), before, share


def deadline_words(rule: Deadline) -> str:
    """Return a term in words."""
    if rule.count == Count.WORKING_DAYS:
        return working_days(rule.number)
    if rule.count == Count.CALENDAR_DAYS:
        return ngettext("%(n)d day", "%(n)d days", rule.number) % {"n": rule.number}
    if rule.count == Count.DAY_OF_MONTH:
        return _("day %(n)d of each month") % {"n": rule.number}
    return pgettext("matter rules", "given each time")


LIGHT_NAMES = {
    Light.BLUE: lambda: pgettext("light colour", "blue"),
    Light.YELLOW: lambda: pgettext("light colour", "yellow"),
    Light.ORANGE: lambda: pgettext("light colour", "orange"),
    Light.RED: lambda: pgettext("light colour", "red"),
    Light.GREEN: lambda: pgettext("light colour", "green"),
    Light.GREY: lambda: pgettext("light colour", "grey"),
}


def _lights(found: LightRule) -> Words:
    rows = [(LIGHT_NAMES[one.light](), _condition(one)) for one in found.conditions]
    rows += [
        (LIGHT_NAMES[Light.GREEN](), _("none of these")),
        (LIGHT_NAMES[Light.GREY](), _("paused with approval")),
    ]
    headings = (pgettext("matter rules", "Light"), _("Turns on when"))
    return headings, tuple(rows)


def _condition(one: Condition) -> str:
    if one.when == When.NEAR:
        if one.share:
            return _("at most %(n)d%% of the term is left") % {"n": round(one.share * 100)}
        return _("at most %(days)s left") % {"days": working_days(one.days)}
    if one.when == When.LATE:
        if one.days == 0:
            return _("the due day is past")
        return _("more than %(days)s past the due day") % {"days": working_days(one.days)}
    told = _("progress is more than %(n)g points behind the time that has gone") % {"n": one.points}
    if one.min_term:
        told += _(", for terms of at least %(days)s") % {"days": working_days(one.min_term)}
    return told


def _ladder(found: Ladder) -> Words:
    headings = (
        pgettext("matter rules", "Ticket"), _("Issued by rule when"), _("What follows"),
        _("Goes to, beside the lead unit"),
    )  # fmt: skip
    return headings, tuple(_level(one) for one in found.levels)


def _level(one: Level) -> tuple[str, ...]:
    parts = []
    if one.near:
        parts.append(_("the due day is near"))
    if one.behind:
        parts.append(_("progress is behind"))
    if one.late is not None:
        parts.append(
            _("the due day is past")
            if one.late == 0
            else _("more than %(days)s past the due day") % {"days": working_days(one.late)}
        )
    if one.after is not None:
        parts.append(
            _("%(days)s after the ticket before, still not done")
            % {"days": working_days(one.after)}
        )
    follows = one.consequence if chinese() else one.consequence_en or one.consequence
    if one.marks:
        follows = listed(part for part in (follows, _marks(one)) if part)
    return named(one), listed(parts), follows, one.goes_to


def _marks(one: Level) -> str:
    if one.marks_from > 1:
        return _("%(marks)g marks from number %(n)d of the year on") % {
            "marks": one.marks,
            "n": one.marks_from,
        }
    return _("%(marks)g marks each") % {"marks": one.marks}
