"""Checking the chain: which entry is the first that is not as it was sealed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leitai.apps.audit.digests import GENESIS, digest, link_hash
from leitai.apps.audit.models import Entry, Head, Link
from leitai.apps.audit.services import entry_content


@dataclass(frozen=True)
class ChainReport:
    """Outcome of a check: what was looked at and the first fault, if any.

    Attributes:
        height: links checked.
        head: hash of the last link, empty for an empty chain.
        unsealed: committed entries that wait for the sealer.
        fault: message naming the first bad entry, or None.
        entry_id: the entry at fault, where one can be named.
    """

    height: int
    head: str
    unsealed: int
    fault: str | None = None
    entry_id: int | None = None


def verify_chain(outside_head: tuple[int, str] | None = None) -> ChainReport:
    """Recompute the chain from its first entry.

    Args:
        outside_head: height and hash as printed on a paper or kept elsewhere; the chain must
            still contain it. Heads recorded in the database are always checked.
    """
    previous, height = GENESIS, 0
    entries = Entry.objects.order_by("id")
    by_id: dict[int, Entry] = {}
    heads = {h.height: h.hash for h in Head.objects.all()}
    if outside_head:
        heads[outside_head[0]] = outside_head[1]
    unsealed = 0

    def bad(message: str, entry_id: int | None) -> ChainReport:
        return ChainReport(height, previous, unsealed, message, entry_id)

    links = list(Link.objects.order_by("height"))
    sealed_ids = {link.entry_id for link in links}
    for entry in entries.iterator(chunk_size=2000):
        if entry.id in sealed_ids:
            by_id[entry.id] = entry
        else:
            unsealed += 1
    for link in links:
        if link.height != height + 1:
            return bad(
                _("Link %(place)d of the chain is missing.") % {"place": height + 1}, link.entry_id
            )
        found = by_id.get(link.entry_id)
        if found is None:
            return bad(
                _("Entry %(entry)d (link %(place)d) was deleted.")
                % {"entry": link.entry_id, "place": link.height},
                link.entry_id,
            )
        if digest(entry_content(found)) != link.entry_digest:
            return bad(
                _("Entry %(entry)d (link %(place)d) was changed after it was sealed.")
                % {"entry": link.entry_id, "place": link.height},
                link.entry_id,
            )
        if found.personal is not None and digest(found.personal) != found.personal_digest:
            return bad(
                _("The personal data of entry %(entry)d were changed after it was sealed.")
                % {"entry": link.entry_id},
                link.entry_id,
            )
        if link.previous != previous or link.hash != link_hash(
            link.height, link.entry_digest, link.previous
        ):
            return bad(
                _("Link %(place)d (entry %(entry)d) stands in another place than when sealed.")
                % {"entry": link.entry_id, "place": link.height},
                link.entry_id,
            )
        previous, height = link.hash, link.height
        if link.height in heads and heads[link.height] != link.hash:
            return bad(
                _("Link %(place)d differs from the head that was exported.")
                % {"place": link.height},
                link.entry_id,
            )
    cut = [place for place in heads if place > height]
    if cut:
        return bad(
            _(
                "The chain ends at link %(end)d, but a head at link %(head)d was exported: "
                "the end was cut off."
            )
            % {"end": height, "head": max(cut)},
            None,
        )
    return ChainReport(height, previous if height else "", unsealed)
