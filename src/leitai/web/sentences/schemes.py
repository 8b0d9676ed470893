"""What the pages of schemes say: who would move in a trial, vetoes and grades in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.standings.selectors import Trial
from leitai.engine.rounding import format_number, half_up
from leitai.engine.scheme.beside import Veto
from leitai.engine.scheme.model import Group
from leitai.web.rule_words import chinese
from leitai.web.sentences.segments import Figure, Segment, listed, sentence


def trial_sentence(trial: Trial) -> tuple[Segment, ...]:
    """Say who would move, and by how much totals change."""
    played = trial.standing.round
    board = reverse("board_period", args=[played.scheme.slug, played.period.code])
    if not trial.changed:
        return sentence(_("On these figures the version gives exactly the published result."))
    sizes = [
        abs(row["score"][1] - row["score"][0]) for row in trial.changed if None not in row["score"]
    ]
    largest = format_number(half_up(max(sizes), 4), None) if sizes else "—"
    if not trial.moved:
        count = len(trial.changed)
        return sentence(
            ngettext(
                "No rank changes against the {published}; {n} total changes, by up to {points}.",
                "No rank changes against the {published}; {n} totals change, by up to {points}.",
                count,
            ),
            published=Figure(_("published board"), board),
            n=str(count),
            points=largest,
        )
    names = listed(
        _("%(unit)s %(before)s → %(after)s")
        % {"unit": row["name"], "before": row["rank"][0] or "—", "after": row["rank"][1] or "—"}
        for row in trial.moved[:5]
    )
    count = len(trial.moved)
    return sentence(
        ngettext(
            "{n} unit changes its place against the {published}: {names}; "
            "totals change by up to {points}.",
            "{n} units change their places against the {published}: {names}; "
            "totals change by up to {points}.",
            count,
        ),
        n=str(count),
        published=Figure(_("published board"), board),
        names=names,
        points=largest,
    )


def veto_lines(group: Group, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return name, condition with effect, and legal basis of each veto."""
    return [
        (
            veto.name,
            _("%(column)s above 0: %(effect)s")
            % {"column": names.get(veto.input, veto.input), "effect": _effect(veto)},
            veto.legal_basis,
        )
        for veto in group.vetoes
    ]


def _effect(veto: Veto) -> str:
    shape = Veto.__dataclass_fields__["effect"].metadata["shape"]
    return shape.options[veto.effect] if chinese() else veto.effect.replace("_", " ")


def grade_lines(group: Group) -> list[tuple[str, str]]:
    """Return each grade with its least score and its quota, best first."""
    grades = group.grades
    if grades is None:
        return []
    least = {each.grade: each.at_least for each in grades.thresholds}
    lines = []
    for code, name in grades.names:
        words = []
        if code in least:
            words.append(_("at least %(score)s") % {"score": f"{least[code]:g}"})
        for quota in grades.quotas:
            if quota.grade != code:
                continue
            if quota.count is not None:
                words.append(_("at most %(n)s units") % {"n": quota.count})
            elif quota.up_to is not None:
                words.append(_("up to %(share)s of the group") % {"share": _share(quota.up_to)})
            elif quota.share is not None:
                words.append(_("at most %(share)s of the group") % {"share": _share(quota.share)})
        lines.append((name, _(", ").join(words) or _("the rest")))
    return lines


def _share(share: int | float | str) -> str:
    if isinstance(share, float) and share < 1:
        return f"{share * 100:g}%"
    return str(share)
