"""What the page of a scheme says: vetoes and grades in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from leitai.apps.language import reader_language
from leitai.engine.scheme.beside import Veto
from leitai.engine.scheme.model import Group


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
    return str(shape.meaning(veto.effect, reader_language()))


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
