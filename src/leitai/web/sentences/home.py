"""What the first pages say: only what there is to do is counted, and a quiet day is called so."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.web.decisions import Decisions
from leitai.web.sentences.segments import Figure, Said, joined, sentence


def _part(pattern: str, count: int, url: str) -> Said:
    return sentence(pattern, count=Figure(str(count), url))


def _to_decide(mine: Decisions) -> list[Said]:
    parts = []
    if mine.records:
        pattern = ngettext(
            "{count} record waits for your signature",
            "{count} records wait for your signature",
            mine.records,
        )
        parts.append(_part(pattern, mine.records, reverse("scheme_records") + "?show=waiting"))
    if mine.versions:
        pattern = ngettext(
            "{count} version of rules waits for your approval",
            "{count} versions of rules wait for your approval",
            mine.versions,
        )
        parts.append(_part(pattern, mine.versions, "#decisions"))
    return parts


def decisions_sentence(mine: Decisions) -> Said:
    """Say what waits for the reader's signature or approval; nothing where nothing does."""
    return joined(_to_decide(mine))


def office_sentence(
    *,
    uploads: int,
    late: int,
    drafts: int,
    restatements: int,
    proposals: int,
    decisions: Decisions,
) -> Said:
    """Say what waits for the office; where nothing does, say that."""
    parts: list[Said] = []
    if uploads:
        pattern = ngettext(
            "{count} upload waits for a decision", "{count} uploads wait for a decision", uploads
        )
        parts.append(_part(pattern, uploads, reverse("uploads")))
    if late:
        pattern = ngettext("{count} figure is late", "{count} figures are late", late)
        parts.append(_part(pattern, late, "#late"))
    if drafts:
        pattern = ngettext(
            "{count} draft is not published", "{count} drafts are not published", drafts
        )
        parts.append(_part(pattern, drafts, "#drafts"))
    if proposals:
        pattern = ngettext(
            "{count} proposed benchmark waits for you",
            "{count} proposed benchmarks wait for you",
            proposals,
        )
        parts.append(_part(pattern, proposals, reverse("benchmarks")))
    parts += _to_decide(decisions)
    said = joined(parts)
    if restatements:
        pattern = ngettext(
            "{count} later revision touches a published board.",
            "{count} later revisions touch published boards.",
            restatements,
        )
        said += _part(pattern, restatements, "#restatements")
    if said:
        return said
    return sentence(
        _("Nothing waits for you: uploads are decided, figures are in, boards are published.")
    )
