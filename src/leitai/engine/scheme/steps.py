"""One primitive change of a scheme file, done on its text and proved on its plain values."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from leitai.engine.scheme.addresses import at as value_at
from leitai.engine.scheme.beside import Extra, Extras, Gate, Grades, Veto
from leitai.engine.scheme.located import Located, from_yaml_text
from leitai.engine.scheme.model import Group, Scheme
from leitai.engine.scheme.problems import SchemeError, Words
from leitai.engine.scheme.shapes import Fields
from leitai.engine.scheme.splice import AbsentError, Address, Source, SpliceError, place_in
from leitai.engine.scheme.tree import Item, Node

Operation = Mapping[str, Any]


class EditError(ValueError):
    """An operation that cannot be done; ``words`` tell a clerk why, and nothing is changed."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(str(words))


_UNREADABLE: Final = Words(
    "文件读不成方案，不能在页面上改；请改好后重新上传。",
    "The file cannot be read as a scheme; put it right and upload it again.",
)
NOT_THERE: Final = Words(
    "这一处已经不在方案里了，可能刚被别人删去或移走。",
    "This place is no longer in the scheme; somebody may just have removed it.",
)


@lru_cache(maxsize=4)
def source_of(text: str) -> Source:
    try:
        return Source(text)
    except SpliceError as error:
        if str(error) == "anchors" or str(error) == "keys":
            raise EditError(
                Words(
                    "文件用了锚点（& 和 *）或合并键（<<），不能在页面上改；"
                    "请写成普通的键值后重新上传。",
                    "The file uses anchors (& and *) or merge keys (<<) and cannot be edited here; "
                    "write the values out and upload it again.",
                )
            ) from error
        raise EditError(_UNREADABLE) from error


class _Dumper(yaml.SafeDumper):
    """Writes every value where it is used, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written_anew(plain: Any) -> str:
    """Return plain values as a YAML file; comments are not among them."""
    made: str = yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return made


def expanded(text: str) -> str:
    """Return a file that can be edited: as it is, or with its anchors written out.

    Raises:
        EditError: when it cannot be read at all.
    """
    try:
        return Source(text).text
    except SpliceError:
        pass
    try:
        located, _ = from_yaml_text(text)
    except SchemeError as error:
        raise EditError(error.problems[0].message) from error
    if not located.is_mapping:
        raise EditError(_UNREADABLE)
    return written_anew(_plain(located))


def _plain(located: Located) -> Any:
    if located.is_mapping:
        return {name: _plain(value) for name, value in located.items()}
    if located.is_list:
        return [_plain(value) for value in located.elements()]
    return located.value


@dataclass(frozen=True)
class Step:
    """A primitive change: set, put, remove, insert, move or rename at an address."""

    do: str
    at: Address
    value: Any = None
    to: Address = ()
    place: int = 0


def done(text: str, step: Step) -> tuple[str, bool]:
    source = source_of(text)
    wanted = copy.deepcopy(source.plain)
    try:
        _on_plain(wanted, step)
        made = _on_text(source, step)
        if source_of(made).plain == wanted:
            return made, False
    except (AbsentError, KeyError) as error:
        raise EditError(
            Words(
                "这一处已经不在方案里了，可能刚被别人删去或移走。",
                "This place is no longer in the scheme; somebody may just have removed it.",
            )
        ) from error
    except (SpliceError, EditError):
        pass
    except (TypeError, ValueError) as error:
        raise EditError(Words("这个值写不进方案。", "This value cannot be written.")) from error
    return written_anew(wanted), True


def _on_text(source: Source, step: Step) -> str:
    if step.do == "set":
        try:
            return source.replace(step.at, step.value)
        except AbsentError:
            return source.put(step.at, step.value, _order(step.at))
    if step.do == "remove":
        return source.remove(step.at)
    if step.do == "insert":
        return source.insert(step.at, step.place, step.value)
    if step.do == "move":
        return source.move(step.at, step.to, step.place)
    return source.rename(step.at, str(step.value))


def _on_plain(root: Any, step: Step) -> None:
    holder = value_at(root, step.at[:-1])
    last = step.at[-1]
    if step.do == "insert":
        holder = value_at(root, step.at)
        if not isinstance(holder, list):
            raise AbsentError(str(last))
        holder.insert(min(step.place, len(holder)), step.value)
    elif step.do == "move":
        place = place_in(holder, last)
        target = value_at(root, step.to)
        if not isinstance(target, list):
            raise AbsentError(str(last))
        target.insert(step.place, holder.pop(place))
    elif step.do == "remove":
        if isinstance(holder, list):
            del holder[place_in(holder, last)]
        else:
            del holder[last]
    elif step.do == "rename":
        kept = {(step.value if name == last else name): value for name, value in holder.items()}
        holder.clear()
        holder.update(kept)
    elif isinstance(holder, list):
        holder[place_in(holder, last)] = step.value
    elif isinstance(holder, dict):
        holder[last] = step.value
    else:
        raise AbsentError(str(last))


def _order(address: Address) -> tuple[str, ...]:
    """Return the customary order of the keys where an address ends."""
    parts = [part for part in address[:-1] if isinstance(part, str)]
    holder: type[Any] = Scheme
    if "rule" in parts:
        return ()
    if address[0] == "groups" and len(address) > 2:
        holder = Group
        if "tree" in parts and len(address) > 4:
            holder = Node if address[-1] == "items" or _is_node(address) else Item
        for name, kind in (("bonus", Extras), ("penalty", Extras), ("grades", Grades)):
            if len(address) > 3 and address[2] == name:
                holder = kind if len(address) == 4 else Extra
        if len(address) > 4 and address[2] in ("gates", "vetoes"):
            holder = Gate if address[2] == "gates" else Veto
    elif len(address) != 1:
        return ()
    return tuple(Fields(holder).shapes())


def _is_node(address: Address) -> bool:
    return address[-1] in ("combine", "power", "on_zero")


def holders(plain: Any, at: Address) -> Iterator[Step]:
    """Make the mappings on the way that are not there yet (``grades`` before its names)."""
    for length in range(1, len(at)):
        try:
            held = value_at(plain, at[:length])
        except AbsentError:
            if not isinstance(at[length - 1], str) or isinstance(at[length], int):
                raise
            if len(at) - length > 1:
                raise
            yield Step("set", at[:length], {})
            return
        if isinstance(held, str | int | float | bool) and length == len(at) - 1:
            yield Step("set", at[:length], _long_form(at[length - 1], held))
            return


def _long_form(name: str | int, short: Any) -> dict[str, Any]:
    """Return the mapping that a bare value stands for: ``missing: refuse``, ``off: 原因``."""
    return {{"missing": "policy", "off": "reason"}.get(str(name), "value"): short}
