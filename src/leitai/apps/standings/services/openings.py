"""Opening a scheme: its name, and an empty first draft."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.services.drafts import start_draft
from leitai.apps.standings.services.schemes import create_scheme
from leitai.apps.units.models import Unit
from leitai.engine.scheme.steps import written_anew

#: Periods that a scheme may run by.
PERIODS = ("month", "quarter", "half", "year")


def open_scheme(
    act: Act, *, area: Unit, name: str, period_kind: str, slug: str = ""
) -> SchemeVersion:
    """Open a scheme of an area and return its empty first draft, in force from the year's start.

    ``slug`` is made unique where it is taken.

    Raises:
        ValidationError: without a name, or for a period that no scheme runs by.
    """
    name = name.replace("\x00", "").strip()[:120]
    if not name or period_kind not in PERIODS:
        raise ValidationError(_("Give the scheme a name and choose its period."))
    free = free_slug(slugify(slug)[:50] or "scheme")
    scheme = create_scheme(act, area=area, slug=free, name=name, period_kind=period_kind)
    begun = scheme.versions.first()
    if begun is not None:
        return begun
    day = timezone.localdate(act.at).replace(month=1, day=1)
    return start_draft(act.within(), scheme=scheme, text=empty_text(scheme, "1.0", day.isoformat()))


def free_slug(stem: str) -> str:
    """Return the first free name in addresses: stem, stem-2, stem-3 …"""
    taken = set(Scheme.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug
        for slug in (stem, *(f"{stem}-{at}" for at in range(2, len(taken) + 3)))
        if slug not in taken
    )


def empty_text(scheme: Scheme, number: str, day: str) -> str:
    """Return the file with which an empty scheme begins: one group with one heading."""
    return written_anew(
        {
            "leitai": "scheme/1",
            "id": scheme.slug,
            "name": scheme.name,
            "version": number,
            "effective": day,
            "period": scheme.period_kind,
            "reasons": "",
            "inputs": [],
            "groups": [
                {
                    "id": "group_1",
                    "name": _("the group"),
                    "members": "all",
                    "marks": 100,
                    "tree": [{"id": "node_1", "name": _("a heading"), "marks": 100, "items": []}],
                }
            ],
        }
    )
