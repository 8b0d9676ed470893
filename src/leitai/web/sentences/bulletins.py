"""What the pages of issued documents say first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.language import named
from leitai.apps.publishing.composing import Card, Changed, LetterLine, Supervised
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.selectors import UnitLetters
from leitai.apps.units.models import Unit
from leitai.web.sentences.segments import Figure, Segment, listed, sentence


def bulletins_sentence(
    year: int, counts: Mapping[str, int], labels: Mapping[str, str], withdrawn: int
) -> tuple[Segment, ...]:
    """Say how many documents of each kind were issued in a year, and how many withdrawn."""
    total = sum(counts.values())
    if not total:
        return ()
    address = reverse("bulletins")
    said = list(
        sentence(
            ngettext(
                "{total} document of {year} is open to you: ",
                "{total} documents of {year} are open to you: ",
                total,
            ),
            total=str(total),
            year=str(year),
        )
    )
    for at, (kind, count) in enumerate(counts.items()):
        if at:
            said += sentence(_(", "))
        said += sentence(
            _("{kind} {count}"),
            kind=labels[kind],
            count=Figure(str(count), f"{address}?year={year}&kind={kind}"),
        )
    said += sentence(_(". "))
    if withdrawn:
        said += sentence(
            ngettext("{n} of them was withdrawn.", "{n} of them were withdrawn.", withdrawn),
            n=str(withdrawn),
        )
    return tuple(said)


def letters_sentence(year: int, rows: Sequence[UnitLetters]) -> tuple[Segment, ...]:
    """Say how many units hold targets, who has no letter, and whose targets changed since."""
    if not rows:
        return ()
    bare = [row.unit for row in rows if row.letter is None]
    changed = [row.unit for row in rows if row.changed]
    said = list(
        sentence(
            ngettext(
                "{units} unit holds targets of {year}; {signed} has its letter. ",
                "{units} units hold targets of {year}; {signed} have their letters. ",
                len(rows),
            ),
            units=str(len(rows)),
            year=str(year),
            signed=str(len(rows) - len(bare)),
        )
    )
    if bare:
        said += sentence(_("Without a letter: {names}. "), names=_some(bare))
    if changed:
        said += sentence(_("Targets changed since the letter: {names}."), names=_some(changed))
    return tuple(said)


def _some(units: Sequence[Unit]) -> str:
    return listed(named(unit) for unit in units[:5]) + ("…" if len(units) > 5 else "")


def letter_sentence(
    unit: Unit,
    year: int,
    lines: Sequence[LetterLine],
    letter: Bulletin | None,
    changed: Sequence[Changed],
) -> tuple[Segment, ...]:
    """Say how many targets the unit answers for, when it signed, and what is otherwise now."""
    said = list(
        sentence(
            ngettext(
                "{unit} answers for {count} target of {year}. ",
                "{unit} answers for {count} targets of {year}. ",
                len(lines),
            ),
            unit=named(unit),
            count=Figure(str(len(lines)), "#lines"),
            year=str(year),
        )
    )
    if letter is None:
        return (*said, *sentence(_("No letter is issued yet.")))
    said += sentence(
        _("The letter was issued on {day}. "),
        day=Figure(letter.issued_at.date().isoformat(), reverse("bulletin", args=[letter.pk])),
    )
    if changed:
        said += sentence(
            ngettext(
                "{count} line is otherwise now: {names}.",
                "{count} lines are otherwise now: {names}.",
                len(changed),
            ),
            count=Figure(str(len(changed)), "#changed", alarm=True),
            names=listed(change.line.indicator for change in changed[:4])
            + ("…" if len(changed) > 4 else ""),
        )
    else:
        said += sentence(_("Nothing of it has changed since."))
    return tuple(said)


def card_sentence(card: Card, when: str) -> tuple[Segment, ...]:
    """Say how many lines reached what was due, and which did not."""
    short = [line for line in card.lines if line.outcome == "short"]
    said = list(
        sentence(
            _("{when}: of {total} targets {stretch} keep the stretch, {floor} the floor. "),
            when=when,
            total=Figure(str(len(card.lines)), "#lines"),
            stretch=str(card.count("stretch")),
            floor=str(card.count("floor")),
        )
    )
    if short:
        said += sentence(
            ngettext(
                "{count} is behind what was due: {names}.",
                "{count} are behind what was due: {names}.",
                len(short),
            ),
            count=Figure(str(len(short)), "#lines", alarm=True),
            names=listed(line.indicator for line in short[:4]) + ("…" if len(short) > 4 else ""),
        )
    return tuple(said)


def supervision_sentence(found: Supervised) -> tuple[Segment, ...]:
    """Say how many matters were due, closed and overdue, and who is furthest behind."""
    all_of = found.overall
    said = list(
        sentence(
            ngettext(
                "{due} matter was due: {closed} closed, {on_time} of them on time, "
                "{overdue} overdue. ",
                "{due} matters were due: {closed} closed, {on_time} of them on time, "
                "{overdue} overdue. ",
                all_of.due,
            ),
            due=str(all_of.due),
            closed=str(all_of.closed),
            on_time=str(all_of.on_time),
            overdue=Figure(str(all_of.overdue), alarm=bool(all_of.overdue)),
        )
    )
    if found.bad:
        said += sentence(
            _("Furthest behind: {names}."), names=listed(one.name for one in found.bad[:3])
        )
    return tuple(said)
