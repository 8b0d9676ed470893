"""A draft's page sent as one form, as browsers without script do: what differs is the edit.

Every field of the page bears its address in its name, every button its operation in its value. The
fields are compared with what the page of this state shows, so only what a person changed is saved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from leitai.engine.scheme.addresses import resolve
from leitai.engine.scheme.splice import AbsentError
from leitai.web.scheme_detail import Detail
from leitai.web.scheme_draft import DraftRow
from leitai.web.scheme_forms import Address
from leitai.web.scheme_typed import TypedError, edit_of

#: What names of fields begin with: a value, the kind of a rule, a new entry of a map.
VALUE, KIND, ENTRY = "at:", "rule:", "new:"

#: Address → what was typed there and what is wrong with it; empty where nothing is.
Typed = dict[Address, tuple[str, str]]


def page_operations(
    post: QueryDict, plain: Any, rows: Iterable[DraftRow], detail: Detail | None, typed: Typed
) -> list[dict[str, Any]]:
    """Return the operations for the fields that differ and the button that was pressed.

    Args:
        plain: the draft as the page showed it.
        rows: the rows of the tree on the page.
        detail: the form beside the tree.
        typed: filled with everything typed, once something cannot be taken.

    Raises:
        TypedError: when something typed is no value of its field; nothing is to be saved then.
        ValidationError: when the form names a place that the draft does not have.
    """
    shown, kinds = _shown(rows, detail)
    operations: list[dict[str, Any]] = []
    wrong: list[str] = []
    for name, values in post.lists():
        if not name.startswith(VALUE):
            continue
        at = name.removeprefix(VALUE)
        if at not in shown:
            raise ValidationError(_unreadable())
        raw = next((each for each in values if not _same(each, shown[at])), None)
        if raw is None:
            continue
        typed[tuple(json.loads(at))] = (raw[:200], "")
        try:
            operations.append(typed_operation(plain, json.loads(at), raw))
        except TypedError as error:
            typed[tuple(json.loads(at))] = (raw[:200], str(error))
            wrong.append(str(error))
    if wrong:
        raise TypedError("".join(dict.fromkeys(wrong)))
    for name, kind in post.items():
        at = name.removeprefix(KIND)
        if at != name and at in kinds and kind and kind != kinds[at]:
            operations.append({"do": "choose_rule", "at": json.loads(at), "kind": kind})
    return [*operations, *_pressed(post)]


def typed_operation(plain: Any, at: list[Any], raw: str) -> dict[str, Any]:
    """Return the operation that writes what was typed at an address of the page.

    Raises:
        TypedError: when the text is no value of the field.
        ValidationError: when the draft has no such place.
    """
    try:
        address = resolve(plain, at)
    except (AbsentError, KeyError) as error:
        raise ValidationError(
            _("This place is no longer in the scheme; somebody may just have removed it.")
        ) from error
    return edit_of(plain, at, address, raw.replace("\x00", "").replace("\r\n", "\n"))


def _shown(
    rows: Iterable[DraftRow], detail: Detail | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return address → text of every field on the page, and address → kind of every rule."""
    shown = {row.at: row.worth for row in rows if row.at}
    kinds: dict[str, str] = {}
    if detail is None:
        return shown, kinds
    if detail.name_at:
        shown[detail.name_at] = detail.name
    for one in detail.controls():
        if one.kind == "rule":
            kinds[one.at] = one.value
        elif one.kind not in ("part", "list", "map"):
            shown[one.at] = one.value
    return shown, kinds


def _same(sent: str, shown: str) -> bool:
    """Compare as a browser sends: line ends by CR LF, none at all in a field of one line."""
    sent, shown = sent.replace("\r\n", "\n").strip(), shown.strip()
    return sent in (shown, shown.replace("\n", ""))


def _pressed(post: Mapping[str, str]) -> list[dict[str, Any]]:
    if "op" in post:
        return operations_in(post["op"])
    if "put" in post:
        found = operations_in(post["put"])[0]
        name = post.get(f"{ENTRY}{json.dumps(found.get('at'), ensure_ascii=False)}", "").strip()
        at = found.get("at")
        if not name or not isinstance(at, list):
            raise ValidationError(_("Write the name of the new row first."))
        value = name if found.get("value") is None else found["value"]
        return [{"do": "set", "at": [*at, name[:80]], "value": value}]
    if "add_group" in post:
        name = post.get("group_name", "").strip()[:80]
        if not name:
            raise ValidationError(_("Write what the new group is called."))
        return [{"do": "add_group", "name": name, "like": post.get("group_like", "")}]
    return []


def operations_in(text: str) -> list[dict[str, Any]]:
    """Return the operations that a button or a script sends as JSON.

    Raises:
        ValidationError: when the text holds none.
    """
    try:
        given = json.loads(text)
    except ValueError:
        raise ValidationError(_unreadable()) from None
    listed = given if isinstance(given, list) else [given]
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise ValidationError(_unreadable())
    return listed


def _unreadable() -> str:
    return _("This edit cannot be read.")
