"""Beginning a draft with a ready scheme of the library."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.services.drafts import next_number, start_draft
from leitai.apps.standings.services.openings import free_slug
from leitai.apps.standings.services.schemes import create_scheme
from leitai.apps.units.models import Unit
from leitai.engine.library import ready_scheme


def draft_from_library(
    act: Act, *, name: str, scheme: Scheme | None = None, area: Unit | None = None
) -> SchemeVersion:
    """Begin a draft with a ready scheme, under a scheme or under a new one of an area.

    The draft's columns are those of the example; whoever writes on names the indicators and units.

    Raises:
        ValidationError: for a name that the library does not have, or without scheme and area.
    """
    try:
        ready = ready_scheme(name)
    except KeyError:
        raise ValidationError(_("The library has no scheme “%(name)s”.") % {"name": name}) from None
    if scheme is None:
        if area is None:
            raise ValidationError(_("Say for which scheme or area the draft is."))
        language = "en" if (get_language() or "zh").startswith("en") else "zh"
        scheme = create_scheme(
            act.within(),
            area=area,
            slug=free_slug(name),
            name=ready.scheme.name if language == "zh" else ready.title("en"),
            name_en=ready.title("en"),
            period_kind=ready.scheme.period,
        )
    number = next_number(scheme.versions.values_list("number", flat=True))
    return start_draft(act, scheme=scheme, text=ready.text, number=number)
