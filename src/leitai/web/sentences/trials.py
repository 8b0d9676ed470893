"""What the pages of trials and of compared versions say: who moves, through what, what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.language import chinese, reader_language
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.selectors.trial import Trial, TrialRow
from leitai.engine import rule_name
from leitai.engine.redundancy import Alike, Influence
from leitai.engine.rounding import format_number, half_up
from leitai.engine.scheme.difference import SchemeChange
from leitai.engine.scheme.shapes import Text
from leitai.web.rule_words import value_words
from leitai.web.scheme_forms import kind_names
from leitai.web.sentences.segments import Figure, Segment, listed, sentence

#: Units named in a sentence.
NAMED = 5
#: Share of the spread that the named items make up together, if four of them can.
HALF = 0.5
#: Differences named one by one in a sentence.
FEW = 4


def trial_sentence(trial: Trial) -> tuple[Segment, ...]:
    """Say who would move, and by how much totals change."""
    if trial.before is None:
        return _alone(trial)
    beside = _beside(trial)
    if not trial.changed:
        return sentence(
            _("On these figures it gives exactly the same as the {beside}."), beside=beside
        )
    sizes = [abs(row.change) for row in trial.changed if row.change is not None]
    largest = format_number(half_up(max(sizes), trial.decimals), None) if sizes else "—"
    if not trial.moved:
        count = len(trial.changed)
        return sentence(
            ngettext(
                "No rank changes against the {beside}; {n} total changes, by up to {points}.",
                "No rank changes against the {beside}; {n} totals change, by up to {points}.",
                count,
            ),
            beside=beside,
            n=str(count),
            points=largest,
        )
    count = len(trial.moved)
    names = listed(_move(row) for row in _farthest(trial.moved)[:NAMED])
    return sentence(
        ngettext(
            "{n} unit changes its place against the {beside}: {names}; "
            "totals change by up to {points}.",
            "{n} units change their places against the {beside}: {names}; "
            "totals change by up to {points}.",
            count,
        ),
        n=str(count),
        beside=beside,
        names=names + ("…" if count > NAMED else ""),
        points=largest,
    )


def _alone(trial: Trial) -> tuple[Segment, ...]:
    first = listed(row.name for row in trial.rows if row.rank[1] == 1)
    return sentence(
        _("Nothing is published for {period}, and no other rules were in force. First: {first}."),
        period=period_name(trial.period),
        first=first or "—",
    )


def _beside(trial: Trial) -> Figure:
    assert trial.before is not None
    number = trial.before.version.number
    if trial.before.standing is None:
        url = reverse("scheme_version", args=[trial.scheme.slug, number])
        return Figure(_("rules v%(number)s") % {"number": number}, url)
    url = reverse("board_period", args=[trial.scheme.slug, trial.period.code])
    return Figure(_("published board"), url)


def _farthest(rows: Sequence[TrialRow]) -> list[TrialRow]:
    return sorted(rows, key=lambda row: -abs(row.up or 0))


def _move(row: TrialRow) -> str:
    return _("%(unit)s %(before)s → %(after)s") % {
        "unit": row.name,
        "before": row.rank[0] or "—",
        "after": row.rank[1] or "—",
    }


def influence_sentence(found: Sequence[Influence], units: int) -> tuple[Segment, ...]:
    """Say which items decide most of the spread, and which decide nothing."""
    main = _half(found)
    said: list[Segment] = []
    if main:
        share = sum(each.spread or 0 for each in main)
        said += sentence(
            _("Of the distance between the totals of {n} units, {share}% comes from {items}. "),
            n=str(units),
            share=_percent(share),
            items=listed(f"{each.name} {_percent(each.spread or 0)}%" for each in main),
        )
    flat = [each for each in found if each.flat]
    if flat:
        said += sentence(
            ngettext(
                "{n} item gives every unit the same: {items}. ",
                "{n} items give every unit the same: {items}. ",
                len(flat),
            ),
            n=str(len(flat)),
            items=listed(each.name for each in flat[:NAMED]) + ("…" if len(flat) > NAMED else ""),
        )
    idle = sum(each.idle for each in found)
    said += sentence(
        ngettext(
            "Without {n} of the {all} items, taken one at a time, no place would change.",
            "Without any one of {n} of the {all} items no place would change.",
            idle,
        ),
        n=str(idle),
        all=str(len(found)),
    )
    return tuple(said)


def _half(found: Sequence[Influence]) -> list[Influence]:
    """The items of most weight in the spread that together make half of it, at most four."""
    main: list[Influence] = []
    for each in sorted(found, key=lambda each: -(each.spread or 0)):
        if not each.spread or each.spread < 0 or len(main) == 4:
            break
        main.append(each)
        if sum(one.spread or 0 for one in main) >= HALF:
            break
    return main


def _percent(share: float) -> str:
    return format_number(half_up(100 * share, 0), 0)


def alike_sentence(pairs: Sequence[Alike], names: Mapping[str, str], threshold: float) -> str:
    """Say how many pairs of items say the same."""
    if not pairs:
        return _("No two items order the units alike to %(threshold)s or more.") % {
            "threshold": f"{threshold:g}"
        }
    first = pairs[0]
    return ngettext(
        "%(n)d pair of items says the same: %(first)s and %(second)s.",
        "%(n)d pairs of items say the same, most of all %(first)s and %(second)s.",
        len(pairs),
    ) % {
        "n": len(pairs),
        "first": names.get(first.first, first.first),
        "second": names.get(first.second, first.second),
    }


@dataclass(frozen=True)
class ChangeLine:
    """One difference as a line: kind as a tag, what, where, before and after in words."""

    kind: str
    tag: str
    name: str
    under: str
    label: str
    before: str
    after: str
    long: bool


def _kind_word(kind: str) -> str:
    return {
        "added": _("added"),
        "removed": _("removed"),
        "moved": _("moved"),
        "reordered": _("other order"),
        "renamed": _("other name"),
        "worth": _("other weight"),
        "rule": _("other rule"),
        "parameter": _("other parameter"),
        "switched_off": _("switched off"),
        "switched_on": _("switched on"),
    }[kind]


def _part_word(part: str) -> str:
    return {
        "general": _("General rules"),
        "input": _("Column"),
        "derived": _("Computed column"),
        "group": _("Group"),
        "tree": _("Item"),
        "bonus": _("Bonus"),
        "penalty": _("Penalty"),
        "gate": _("Condition of a bonus"),
        "veto": _("Veto"),
    }[part]


def change_line(change: SchemeChange, names: Mapping[str, str]) -> ChangeLine:
    """Return a difference in words.

    Args:
        names: column id → name.
    """
    label = ""
    if change.label is not None:
        label = str(change.label) if chinese() else change.label.en
    long = isinstance(change.shape, Text) and len(str(change.after or change.before or "")) > 60
    name = change.name or _part_word(change.part)
    before, after = _said(change, change.before, names), _said(change, change.after, names)
    if long:
        before, after = _sentences_apart(before, after)
    return ChangeLine(
        change.kind,
        _kind_word(change.kind),
        name,
        change.under or (_part_word(change.part) if change.part != "general" else ""),
        label,
        before,
        after,
        long,
    )


def _sentences_apart(before: str, after: str) -> tuple[str, str]:
    """Of two long texts, the sentences that only one of them has."""
    old, new = _sentences(before), _sentences(after)
    return "".join(s for s in old if s not in new), "".join(s for s in new if s not in old)


def _sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[。；！？!?;])\s*|\n+", text) if each.strip()]


def _said(change: SchemeChange, value: Any, names: Mapping[str, str]) -> str:
    if value is None and change.shape is None:
        return ""
    if change.kind in ("worth", "added", "removed"):
        field, number = value
        if field == "weight":
            # Weights of a node add up to 1 or to 100.
            return f"{number * 100:g}%" if number <= 1 else f"{number:g}%"
        return _("%(n)s marks") % {"n": f"{number:g}"}
    if change.kind == "rule":
        return rule_name(value.kind, reader_language())
    if change.kind == "reordered":
        return listed(value)
    if change.shape is None:
        return str(value)
    if value is None or value == ():
        null = getattr(change.shape, "null_zh" if chinese() else "null_en", "")
        return null or "—"
    if change.field == "members":
        names = {**names, **dict(kind_names())}
    return value_words(value, change.shape, names, field=change.field, kind=change.rule)


def comparison_sentence(lines: Sequence[ChangeLine], old: str, new: str) -> tuple[Segment, ...]:
    """Say how many things differ between two versions, by kind."""
    if not lines:
        return sentence(
            _("v{new} says the same as v{old}; only the text differs."), new=new, old=old
        )
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.tag] = counts.get(line.tag, 0) + 1
    count = len(lines)
    named = [_("%(name)s (%(tag)s)") % {"name": line.name, "tag": line.tag} for line in lines]
    return sentence(
        ngettext(
            "Against v{old}, {n} thing differs in v{new}: {kinds}.",
            "Against v{old}, {n} things differ in v{new}: {kinds}.",
            count,
        ),
        old=old,
        new=new,
        n=str(count),
        kinds=listed(named if count <= FEW else [f"{tag} {n}" for tag, n in counts.items()]),
    )
