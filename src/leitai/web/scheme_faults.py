"""What is wrong with a draft, in a clerk's words and with the way to its field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.language import chinese, reader_language
from leitai.apps.standings.unit_names import draft_problems
from leitai.apps.units.models import Unit
from leitai.engine.rules import RULES
from leitai.engine.scheme.bans import cautions
from leitai.engine.scheme.editing import problems_of, readable
from leitai.engine.scheme.model import SCHEME
from leitai.engine.scheme.model import Scheme as Rules
from leitai.engine.scheme.problems import Problem
from leitai.engine.scheme.shapes import Fields, Kinds, ListOf, MapOf, Nullable
from leitai.web.scheme_curve import columns_in
from leitai.web.scheme_forms import Address, item_names
from leitai.web.scheme_typed import TypedError, inner_shape


@dataclass(frozen=True)
class Fault:
    """One open problem: where it is, in the file's own names, and what it is."""

    item: str
    group: str
    place: str
    words: str
    hint: str
    address: Address

    @property
    def at(self) -> str:
        """The address as the page's links write it."""
        return json.dumps(self.address, ensure_ascii=False)


_LACKS = re.compile(r"缺少 (\w+)（")
#: A hint that speaks of the file's keys is for who writes the file by hand.
_KEYS = re.compile(r"[a-z_]{3,}")


def faults_of(text: str, area: Unit | None = None) -> tuple[Fault, ...]:
    """Return everything wrong with a draft, in its own names and the active language.

    With its area, names that no unit there bears count as wrong.
    """
    plain = readable(text)
    problems = problems_of(text) if area is None else draft_problems(area, text)
    return tuple(_fault(plain, problem) for problem in problems)


def _fault(plain: Mapping[str, Any], problem: Problem) -> Fault:
    language = "zh" if chinese() else "en"
    keys = problem.keys
    lacks = _LACKS.match(str(problem.message))
    if lacks:
        keys = (*keys, lacks[1])
    address, group, item, names = _named(plain, keys)
    words = problem.message(language)
    if lacks:
        label = names[-1] if names else lacks[1]
        words = _("%(what)s is not filled in.") % {"what": label}
    elif _value_at(plain, keys) == []:
        words = _("Nothing stands below it yet; add an item, or remove it.")
        if keys[-1] not in ("items", "tree"):
            words = _("%(what)s is not filled in.") % {"what": names[-1] if names else keys[-1]}
    hint = problem.hint(language)
    if _KEYS.search(str(problem.hint)):
        hint = ""
    return Fault(item, group, " › ".join(names), _without_keys(words, plain), hint, address)


def doubts_of(rules: Rules) -> tuple[Fault, ...]:
    """Return the items that sound like what may not be scored, for a person to settle."""
    language = reader_language()
    return tuple(
        Fault(
            each.id,
            each.group_id,
            f"{each.group} › {each.name}",
            each.reason(language),
            _("If it measures a result, choose so under “what it measures”; else switch it off."),
            ("groups", each.group_id, "@", each.id, "kind"),
        )
        for each in cautions(rules)
    )


def _value_at(plain: Any, keys: Address) -> Any:
    for part in keys:
        plain = _down(plain, part)
    return plain


def _without_keys(words: str, plain: Mapping[str, Any]) -> str:
    """Return words for who does not write the file: names for its keys, columns and items."""
    if not chinese():
        return words
    called = (
        columns_in(plain)
        | item_names(plain)
        | {
            "inputs": _("figures"),
            "derived": _("computed columns"),
            "marks": _("marks"),
            "weight": _("weight"),
            "share": _("share"),
            "items": _("items below"),
        }
    )
    words = re.sub(r"\b[a-z_]+（(\w+)）", r"\1", words)

    def name(found: re.Match[str]) -> str:
        return f"{found[1]}{called[found[2]]}" if found[2] in called else found[0]

    words = re.sub(r"(“?)\b([A-Za-z_]\w*)\b", name, words, flags=re.ASCII)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff“])", "", words)


def _named(plain: Any, keys: Address) -> tuple[Address, str, str, list[str]]:
    """Return address by ids, group, item and the names on the way of a path by places."""
    here, shape = plain, SCHEME
    address: list[str | int] = []
    names: list[str] = []
    group = item = ""
    for at, part in enumerate(keys):
        label = ""
        try:
            if isinstance(shape, Fields) or shape is not None:
                label = _label(shape, here, part)
                shape, _rate = inner_shape(shape, here, part)
        except TypedError:
            shape = None  # type: ignore[assignment]
        here = _down(here, part)
        if isinstance(part, int) and isinstance(here, dict):
            name = str(here.get("name") or here.get("id") or _("no. %(n)s") % {"n": part + 1})
            identity = here.get("id")
            if keys[0] == "groups" and at == 1:
                group = str(identity or "")
                names = [name]
                address = ["groups", group]
                continue
            if group and keys[at - 1] in ("tree", "items") and isinstance(identity, str):
                item = identity
                names = [*names[:1], name]
                address = ["groups", group, "@", identity]
                continue
            address.append(part)
            names.append(name)
        else:
            address.append(part)
            if label and part not in ("tree", "items", "groups"):
                names.append(label)
            elif isinstance(part, int):
                names.append(_("no. %(n)s") % {"n": part + 1})
    return tuple(address), group, item, names


def _down(here: Any, part: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(str(part))
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _label(shape: Any, plain: Any, part: str | int) -> str:
    if isinstance(shape, Nullable):
        shape = shape.inner
    if isinstance(shape, ListOf | MapOf):
        return str(part) if isinstance(part, str) else ""
    if isinstance(shape, Kinds):
        kind = plain.get("kind") if isinstance(plain, dict) else None
        shape = Fields(RULES[kind]) if kind in RULES else None
    elif not isinstance(shape, Fields):
        from leitai.engine.scheme.tree import Item, Node

        shape = Fields(Node if isinstance(plain, dict) and "items" in plain else Item)
    if shape is None or part not in shape.shapes():
        return ""
    return str(shape.shapes()[str(part)].metadata["zh" if chinese() else "en"])


def errors_of(faults: tuple[Fault, ...]) -> dict[Address, str]:
    """Return what is wrong at each address, for the fields of a form."""
    found: dict[Address, str] = {}
    for each in faults:
        words = f"{each.words}{each.hint}" if chinese() else f"{each.words} {each.hint}".strip()
        found[each.address] = f"{found[each.address]} {words}" if each.address in found else words
    return found
