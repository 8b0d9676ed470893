"""What a person sees of matters, put together once for all the questions of a page."""

from __future__ import annotations

from typing import Any

from leitai.apps.matters.models import Matter
from leitai.apps.matters.models.matter import MatterQuerySet

_KEPT = "_matters_seen"


def seen_by(user: Any) -> MatterQuerySet:
    """Return the matters that a person may see, as ``visible_to`` defines it.

    A page asks some ten questions of them, and putting the condition together takes as long as an
    answer. It follows from what the person holds, which is read once for a request too.
    """
    found: MatterQuerySet | None = getattr(user, _KEPT, None)
    if found is None:
        found = Matter.objects.visible_to(user)
        setattr(user, _KEPT, found)
    return found.all()
