"""Keeping and forgetting the filters of a person's list."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models.saved import SavedFilter

#: Filters of one person; the side shows them all.
MOST = 12


@verb("matter.save_filter")
def save_filter(act: Act, *, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name again means the new filter.

    Raises:
        RefusedError: without a person, a name or a filter, or when there are too many.
    """
    name = " ".join(name.split())[:20]
    if act.actor is None or not name:
        raise RefusedError(_("Give the filter a name."))
    if not query or len(query) > 400:
        raise RefusedError(_("There is nothing to keep: choose a filter first."))
    own = SavedFilter.objects.visible_to(act.actor)
    found = own.filter(name=name).first()
    if found is None:
        if own.count() >= MOST:
            raise RefusedError(_("There are %(n)d filters already; remove one.") % {"n": MOST})
        found = SavedFilter(owner=act.actor, name=name)
    act.note(name=name, query=query, before=found.query or None)
    found.query = query
    found.save()
    return found


@verb("matter.remove_filter")
def remove_filter(act: Act, *, saved: SavedFilter) -> SavedFilter:
    """Forget a filter of one's own.

    Raises:
        RefusedError: for somebody else's.
    """
    if act.actor is None or saved.owner_id != act.actor.pk:
        raise RefusedError(_("This is not your filter."))
    act.note(name=saved.name, query=saved.query)
    saved.removed = True
    saved.save(update_fields=["removed"])
    return saved
