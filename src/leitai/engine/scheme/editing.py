"""Editing a scheme file: operations in, text out, whether a page or a program asks for them.

An operation is plain data (``{"do": "set", "at": [...], "value": …}``), so that pages, the API and
tests say the same thing. Its address ``at`` begins at the top of the file; lists are entered by the
id of an element or its place, and ``["groups", "towns", "@", "i_tax"]`` finds an item wherever it
stands in the group. The text is changed in place (:mod:`leitai.engine.scheme.splice`), then read
again and compared with what the same operation makes of the plain values: a text that would say
anything else is written anew from the values instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from leitai.engine.scheme.addresses import at as value_at
from leitai.engine.scheme.addresses import resolve
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Problem, SchemeError, Words
from leitai.engine.scheme.rule_operations import choose_figure, choose_rule, tidy_columns
from leitai.engine.scheme.splice import AbsentError
from leitai.engine.scheme.steps import (
    EditError,
    Operation,
    Step,
    done,
    holders,
    source_of,
)
from leitai.engine.scheme.tree_operations import add_group, add_item, give_rest, shift

__all__ = ["OPERATIONS", "EditError", "Edited", "Operation", "apply", "problems_of", "readable"]

#: The most operations that one request may hold.
MOST: Final = 200


@dataclass(frozen=True)
class Edited:
    """A text after operations. ``rewritten``: comments were lost, the file was written anew."""

    text: str
    rewritten: bool = False


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return everything wrong with a scheme file, in file order."""
    try:
        Scheme.from_yaml(text if "\n" in text else text + "\n")
    except SchemeError as error:
        return error.problems
    return ()


def readable(text: str) -> dict[str, Any]:
    """Return the plain values of a file that can be edited.

    Raises:
        EditError: when it is no YAML mapping, or uses anchors.
    """
    return dict(source_of(text).plain)


def apply(text: str, operations: Iterable[Operation]) -> Edited:
    """Return the text after the operations, one after the other; all are done or none.

    Raises:
        EditError: naming the operation that cannot be done.
    """
    rewritten = False
    listed = list(operations)
    if len(listed) > MOST:
        raise EditError(Words(f"一次最多 {MOST} 步。", f"At most {MOST} steps at once."))
    for operation in listed:
        for step in _steps(text, operation):
            text, anew = done(text, step)
            rewritten = rewritten or anew
    return Edited(text, rewritten)


def _steps(text: str, operation: Operation) -> Iterator[Step]:
    """Resolve an operation on the present text into primitive steps."""
    do = operation.get("do")
    made = OPERATIONS.get(do) if isinstance(do, str) else None
    if made is None:
        known = "、".join(OPERATIONS)
        raise EditError(
            Words(
                f"没有叫“{do}”的操作。可用：{known}。",
                f'There is no operation "{do}". Known: {", ".join(OPERATIONS)}.',
            )
        )
    plain = source_of(text).plain
    try:
        yield from made(plain, operation)
    except (AbsentError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise EditError(
            Words(
                "这一处已经不在方案里了，可能刚被别人删去或移走。",
                "This place is no longer in the scheme; somebody may just have removed it.",
            )
        ) from error


def _set(plain: Any, operation: Operation) -> Iterator[Step]:
    at = resolve(plain, operation["at"])
    yield from holders(plain, at)
    yield Step("set", at, operation.get("value"))


def _remove(plain: Any, operation: Operation) -> Iterator[Step]:
    at = resolve(plain, operation["at"])
    value_at(plain, at)
    yield Step("remove", at)


def _insert(plain: Any, operation: Operation) -> Iterator[Step]:
    at = resolve(plain, operation["at"])
    value = operation.get("value")
    try:
        listed = value_at(plain, at)
    except AbsentError:
        listed = None
    if listed is None:
        yield from holders(plain, at)
        yield Step("set", at, [value])
        return
    if not isinstance(listed, list):
        raise AbsentError("list")
    place = operation.get("place")
    last = len(listed)
    yield Step("insert", at, value, place=min(place, last) if isinstance(place, int) else last)


def _move(plain: Any, operation: Operation) -> Iterator[Step]:
    at = resolve(plain, operation["at"])
    value_at(plain, at)
    to = resolve(plain, operation["to"]) if operation.get("to") else at[:-1]
    if to[: len(at)] == at:
        raise EditError(Words("不能移到自己下面。", "An item cannot be moved below itself."))
    room = len(value_at(plain, to)) - (1 if to == at[:-1] else 0)
    place = operation.get("place")
    yield Step(
        "move", at, to=to, place=max(0, min(place, room)) if isinstance(place, int) else room
    )


def _rename_key(plain: Any, operation: Operation) -> Iterator[Step]:
    at = resolve(plain, operation["at"])
    name = str(operation["value"]).strip()
    holder = value_at(plain, at[:-1])
    if not name or (name != at[-1] and name in holder):
        raise EditError(Words(f"“{name}”已经有了。", f'"{name}" is there already.'))
    holder[at[-1]]
    yield Step("rename", at, name)


OPERATIONS: Final[dict[str, Callable[[Any, Operation], Iterator[Step]]]] = {
    "set": _set,
    "remove": _remove,
    "insert": _insert,
    "move": _move,
    "rename_key": _rename_key,
    "add_item": add_item,
    "up": shift,
    "down": shift,
    "in": shift,
    "out": shift,
    "give_rest": give_rest,
    "choose_rule": choose_rule,
    "choose_figure": choose_figure,
    "tidy_columns": tidy_columns,
    "add_group": add_group,
}
