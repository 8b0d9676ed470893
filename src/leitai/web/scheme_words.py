"""What was done to a draft, in words: the list of its saved states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.language import chinese
from leitai.apps.standings.models import DraftRevision
from leitai.engine.rules import RULES
from leitai.engine.scheme.model import Group, Scheme
from leitai.engine.scheme.shapes import Fields
from leitai.engine.scheme.tree import Item, Node


@dataclass(frozen=True)
class SavedState:
    """One saved state of a draft: number, who, when, what was done."""

    number: int
    who: str
    at: Any
    words: str
    newest: bool


def saved_words(states: list[DraftRevision], plain: Mapping[str, Any]) -> list[SavedState]:
    """Return the saved states in words; items are called as the draft calls them now."""
    newest = max((one.number for one in states), default=0)
    return [
        SavedState(
            one.number, str(one.by or _("the system")), one.at, _words(one, plain),
            one.number == newest,
        )
        for one in states
    ]  # fmt: skip


def _words(state: DraftRevision, plain: Mapping[str, Any]) -> str:
    if state.restores:
        return _("back to state %(n)s") % {"n": state.restores}
    if not state.operations:
        return _("begun")
    said = [_said(one, plain) for one in state.operations[:3]]
    more = len(state.operations) - 3
    if more > 0:
        said.append(_("and %(n)s more") % {"n": more})
    return ("；" if chinese() else "; ").join(said)


def _said(operation: Mapping[str, Any], plain: Mapping[str, Any]) -> str:
    do = str(operation.get("do"))
    item = _item(operation.get("item") or operation.get("parent") or "", plain)
    if do in ("up", "down", "in", "out"):
        return _("moved %(item)s") % {"item": item}
    if do == "give_rest":
        return _("gave the rest to %(item)s") % {"item": item}
    if do == "add_item":
        return _("added %(item)s") % {"item": operation.get("name") or _("an item")}
    if do == "add_group":
        return _("added the group %(item)s") % {"item": operation.get("name") or ""}
    if do == "replace":
        return _("put a file in its place")
    if do == "tidy_columns":
        return _("removed columns that nothing reads")
    place = _place(operation.get("at") or (), plain)
    if do == "choose_rule":
        rule = RULES.get(str(operation.get("kind")))
        name = (rule.name_zh if chinese() else rule.name_en) if rule is not None else ""
        return f"{place} → {name}"
    if do == "choose_figure":
        return f"{place} → {(operation.get('input') or {}).get('name') or ''}"
    if do == "remove":
        return _("removed %(item)s") % {"item": place}
    if do == "insert":
        return _("added to %(item)s") % {"item": place}
    if do == "move":
        return _("moved %(item)s") % {"item": place}
    value = operation.get("value")
    shown = "" if isinstance(value, dict | list) or value is None else f" → {str(value)[:40]}"
    return f"{place}{shown}"


def _item(name: str, plain: Mapping[str, Any]) -> str:
    stack: list[Any] = [plain.get("groups")]
    while stack:
        here = stack.pop()
        if isinstance(here, list):
            stack += here
        elif isinstance(here, dict):
            if here.get("id") == name and "name" in here:
                return str(here["name"])
            stack += [here.get(key) for key in ("tree", "items", "bonus", "penalty", "gates")]
    return name


def _place(at: Any, plain: Mapping[str, Any]) -> str:
    """Return names for an address: the item, then the field's meaning."""
    parts = list(at)
    named = ""
    if "@" in parts:
        place = parts.index("@")
        named = _item(str(parts[place + 1]), plain)
        parts = parts[place + 2 :]
    elif parts[:1] == ["groups"] and len(parts) > 1:
        named = _item(str(parts[1]), plain)
        parts = parts[2:]
    label = _label(parts)
    return " ".join(each for each in (named, label) if each)


def _label(parts: list[Any]) -> str:
    words = [str(each) for each in parts if isinstance(each, str)]
    if not words:
        return ""
    for kind in (Item, Node, Group, Scheme, *RULES.values()):
        shapes = Fields(kind).shapes()
        if words[-1] in shapes:
            return str(shapes[words[-1]].metadata["zh" if chinese() else "en"])
    return words[-1]
