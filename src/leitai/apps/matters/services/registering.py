"""Bringing matters onto the list: drafts, registration, one matter for one source."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, draw, verb
from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models import Matter, Numbering, SourceKind
from leitai.apps.matters.rule_sets import Kind
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services.steps import add_event, begin, day_of, finish
from leitai.apps.matters.wording import refusal_words
from leitai.apps.units.models import Unit, User


@dataclass(frozen=True)
class Source:
    """What a matter follows from.

    Attributes:
        kind: one of :class:`~leitai.apps.matters.models.SourceKind`.
        name: the document, meeting or instruction, with its place in it.
        words: the sentence itself.
        room, key: the object of another room; the same room and key open a matter once.
    """

    kind: str = SourceKind.OTHER
    name: str = ""
    words: str = ""
    room: str = ""
    key: str = ""


@dataclass(frozen=True)
class Measure:
    """What is counted towards completion: 15 villages up to standard."""

    name: str
    total: float
    unit: str = ""


@verb("matter.draft")
def draft_matter(
    act: Act,
    *,
    area: Unit,
    title: str,
    kind: str,
    source: Source | None = None,
    measure: Measure | None = None,
    contact: User | None = None,
    parent: Matter | None = None,
) -> Matter:
    """Write down a matter without registering it; only the supervision office knows of it.

    Raises:
        RefusedError: without a title, for an unknown kind or source, or a parent that has ended.
    """
    act.require("matters.manage", area)
    matter = _new(act, area, title, kind, source or Source(), measure, contact, parent)
    matter.save()
    add_event(act, matter, "draft", words=matter.source_name)
    return matter


@verb("matter.revise")
def revise_matter(act: Act, *, matter: Matter, changes: Mapping[str, Any]) -> Matter:
    """Change a draft; ``changes`` by name of title, kind, source, measure, contact.

    Raises:
        RefusedError: for a matter that is registered already, or what would be no matter.
    """
    found = begin(act, matter, "revise")
    given = {
        "title": found.title, "kind": found.kind, "source": _source_of(found),
        "measure": _measure_of(found), "contact": found.contact, **changes,
    }  # fmt: skip
    made = _new(act, found.area, given["title"], given["kind"], given["source"],
                given["measure"], given["contact"], found.parent)  # fmt: skip
    fields = {name: getattr(made, name) for name in _DRAFTED if name != "parent"}
    finish(act, found, "revise", **fields)
    return found


@verb("matter.register")
def register_matter(
    act: Act,
    *,
    area: Unit,
    title: str,
    kind: str,
    source: Source | None = None,
    measure: Measure | None = None,
    contact: User | None = None,
    parent: Matter | None = None,
) -> Matter:
    """Put a matter on the list at once, with its number; nobody has it yet.

    Raises:
        RefusedError: without a title, for an unknown kind or source, a parent that has ended, or
            a source that opened a matter before.
    """
    act.require("matters.manage", area)
    matter = _new(act, area, title, kind, source or Source(), measure, contact, parent)
    if matter.source_key and _opened_by(area, matter.source_room, matter.source_key):
        raise RefusedError(_("This source has opened a matter already."))
    matter.save()
    _register(act, matter)
    return matter


@verb("matter.register_draft")
def register_draft(act: Act, *, matter: Matter) -> Matter:
    """Put a draft on the list with its number.

    Raises:
        RefusedError: when it is no draft any more, or its parent has ended.
    """
    found = begin(act, matter, "register", title=matter.title)
    _register(act, found)
    return found


def open_from_source(
    act: Act, *, area: Unit, title: str, kind: str, source: Source, **more: Any
) -> Matter:
    """Return the matter that a source has opened, registering it on the first call.

    What other rooms call for an alert, a sentence of a paper or a blocker; two calls at once open
    one matter.

    Raises:
        ValueError: for a source without room and key.
    """
    if not (source.room and source.key):
        raise ValueError("a source that opens a matter once needs a room and a key")
    act.require("matters.manage", area)
    found = _opened_by(area, source.room, source.key)
    if found is not None:
        return found
    try:
        return register_matter(act, area=area, title=title, kind=kind, source=source, **more)
    except (RefusedError, IntegrityError):
        found = _opened_by(area, source.room, source.key)
        if found is None:
            raise
        return found


_DRAFTED = (
    "title", "kind", "source_kind", "source_name", "source_words", "source_room", "source_key",
    "measure_name", "measure_unit", "measure_total", "contact", "parent", "extension_limit",
)  # fmt: skip


def kind_for(area: Unit, code: str) -> Kind:
    """Return a kind of the area's rules.

    Raises:
        RefusedError: naming the kinds that there are.
    """
    kinds = rules_for(area.pk).kinds
    kind = kinds.kind(code)
    if kind is None:
        raise RefusedError(
            _("“%(code)s” is no kind of matter here; there are: %(kinds)s.")
            % {"code": code, "kinds": "、".join(one.code for one in kinds.kinds)}
        )
    return kind


def _new(
    act: Act,
    area: Unit,
    title: str,
    kind: str,
    source: Source,
    measure: Measure | None,
    contact: User | None,
    parent: Matter | None,
) -> Matter:
    title = " ".join(title.split())[:120]
    if not title:
        raise RefusedError(refusal_words("needs_title"))
    if source.kind not in SourceKind.values:
        raise RefusedError(_("“%(kind)s” is no source of matters.") % {"kind": source.kind})
    mark = secrecy_mark([title, source.name, *source.words.splitlines()])
    if mark:
        raise RefusedError(
            _("The text bears the secrecy mark %(mark)s. Nothing of it was stored.")
            % {"mark": mark}
        )
    if measure is not None and measure.total <= 0:
        raise RefusedError(_("What is counted needs a total above 0."))
    if parent is not None:
        parent = Matter.objects.select_for_update().get(pk=parent.pk)
        if parent.area_id != area.pk:
            raise RefusedError(_("A matter and its parts belong to one area."))
        if parent.ended:
            raise RefusedError(refusal_words("parent_ended"))
    return Matter(
        area=area,
        title=title,
        kind=kind,
        extension_limit=kind_for(area, kind).extension_limit,
        source_kind=source.kind,
        source_name=" ".join(source.name.split())[:200],
        source_words=source.words.strip()[:2000],
        source_room=source.room,
        source_key=source.key,
        measure_name=measure.name[:40] if measure else "",
        measure_unit=measure.unit[:12] if measure else "",
        measure_total=measure.total if measure else None,
        contact=contact,
        parent=parent,
    )


def _register(act: Act, matter: Matter) -> None:
    day = day_of(act)
    number = f"{_prefix(matter.area)}-{day.year}-{draw(f'matter {matter.area_id} {day.year}'):04d}"
    share = kind_for(matter.area, matter.kind).evidence_share
    finish(
        act,
        matter,
        "register",
        words=matter.source_name,
        detail={"kind": matter.kind, "source": asdict(_source_of(matter))},
        number=number,
        registered_by=act.actor,
        registered_on=day,
        evidence_asked=_drawn(number, share),
    )


def _drawn(number: str, share: float) -> bool:
    """Draw for evidence by the number: anybody can draw it again, nobody can choose it."""
    place = int(hashlib.sha256(number.encode()).hexdigest()[:8], 16)
    return place / 0x100000000 < share


def _prefix(area: Unit) -> str:
    kept = Numbering.objects.filter(area=area).values_list("prefix", flat=True).first()
    if kept is not None:
        return kept
    letters = "".join(c for c in area.initials.upper() if c.isascii() and c.isalnum())
    stem = (letters[:-1] if len(letters) > 2 else letters)[:5] or "M"
    taken = set(Numbering.objects.filter(prefix__startswith=stem).values_list("prefix", flat=True))
    choices = [stem, *(f"{stem}{n}" for n in range(2, 999))]
    prefix = next(one for one in choices if one not in taken)
    return Numbering.objects.get_or_create(area=area, defaults={"prefix": prefix})[0].prefix


def _opened_by(area: Unit, room: str, key: str) -> Matter | None:
    return Matter.objects.filter(area=area, source_room=room, source_key=key).first()


def _source_of(matter: Matter) -> Source:
    return Source(
        matter.source_kind, matter.source_name, matter.source_words,
        matter.source_room, matter.source_key,
    )  # fmt: skip


def _measure_of(matter: Matter) -> Measure | None:
    if matter.measure_total is None:
        return None
    return Measure(matter.measure_name, matter.measure_total, matter.measure_unit)


__all__ = [
    "Measure",
    "Source",
    "draft_matter",
    "kind_for",
    "open_from_source",
    "register_draft",
    "register_matter",
    "revise_matter",
]
