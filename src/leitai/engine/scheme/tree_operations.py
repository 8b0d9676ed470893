"""Operations on the tree of a group: add an item, move it a step, give it what is left."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, Final

from leitai.engine.scheme.addresses import ID, fresh_id, ids_of, item_address
from leitai.engine.scheme.addresses import at as value_at
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shares import number_of, shares_of, tidy
from leitai.engine.scheme.splice import AbsentError, Address, place_in
from leitai.engine.scheme.steps import EditError, Operation, Step


def add_item(plain: Any, operation: Operation) -> Iterator[Step]:
    group = ("groups", operation["group"])
    tree = value_at(plain, group)
    parent = operation.get("parent") or ""
    way: Address = (*group, "tree")
    if parent:
        way = (*group, *item_address(tree, parent), "items")
        if "rule" in value_at(plain, way[:-1]):
            raise EditError(_NO_CHILDREN)
    taken = ids_of(tree)
    name = str(operation.get("name") or "").strip() or (
        "新分类" if operation.get("kind") == "node" else "新考核项"
    )
    wanted = operation.get("id")
    if wanted is not None and (not ID.fullmatch(str(wanted)) or wanted in taken):
        raise EditError(
            Words(f"编号“{wanted}”已用过或写得不对。", f'The id "{wanted}" is taken or malformed.')
        )
    new = str(wanted or fresh_id(taken, "node" if operation.get("kind") == "node" else "item"))
    siblings = _listed(plain, way)
    weighted = bool(siblings) and all("marks" not in each for each in siblings)
    item: dict[str, Any] = {"id": new, "name": name}
    if not weighted:
        item["marks"] = 0
    if operation.get("kind") == "node":
        item["items"] = []
    after = operation.get("after")
    place = place_in(siblings, after) + 1 if after else len(siblings)
    if siblings or isinstance(value_at(plain, way[:-1]).get(way[-1]), list):
        yield Step("insert", way, item, place=place)
    else:
        yield Step("set", way, [item])


_NO_CHILDREN: Final = Words(
    "这一项自己计分，下面不能再设考核项；先移到某个分类下，或新建一个分类。",
    "This item has a rule of its own and cannot have items below it; add a heading instead.",
)


def _listed(plain: Any, way: Address) -> list[Any]:
    try:
        found = value_at(plain, way)
    except AbsentError:
        return []
    return found if isinstance(found, list) else []


def shift(plain: Any, operation: Operation) -> Iterator[Step]:
    """Move an item one step: up, down, in (under the one above) or out (beside its parent)."""
    group = ("groups", operation["group"])
    way = (*group, *item_address(value_at(plain, group), operation["item"]))
    listed, do = way[:-1], operation["do"]
    siblings = value_at(plain, listed)
    place = place_in(siblings, way[-1])
    if do in ("up", "down"):
        goal = place + (-1 if do == "up" else 1)
        if 0 <= goal < len(siblings):
            yield Step("move", way, to=listed, place=goal)
        return
    if listed[2] != "tree":
        raise EditError(
            Words("加分、扣分项没有上下级。", "Bonus and penalty items have no levels.")
        )
    if do == "in":
        above = siblings[place - 1] if place else None
        if not isinstance(above, dict) or "items" not in above:
            raise EditError(
                Words(
                    "上一项不是分类，不能降到它下面。",
                    "The item above is not a heading, so nothing can go below it.",
                )
            )
        inside = (*listed, above["id"], "items")
        if above["items"]:
            yield Step("move", way, to=inside, place=len(above["items"]))
        else:
            yield Step("move", way, to=inside, place=0)
        return
    if len(listed) == len(group) + 1:
        raise EditError(Words("已经是最上一级。", "This is the highest level already."))
    outer = listed[:-2]
    yield Step("move", way, to=outer, place=place_in(value_at(plain, outer), listed[-2]) + 1)


def give_rest(plain: Any, operation: Operation) -> Iterator[Step]:
    group = ("groups", operation["group"])
    found = shares_of(value_at(plain, group)).get(operation.get("parent") or "")
    if found is None or not found.left:
        raise EditError(Words("没有剩余的分。", "Nothing is left to give."))
    item = operation["item"]
    way = (*group, *item_address(value_at(plain, group), item))
    key = "marks" if found.mode == "marks" else "weight"
    now = number_of(value_at(plain, way).get(key)) or 0.0
    given = tidy(now + found.left)
    if given < 0 or (key == "weight" and given <= 0):
        raise EditError(
            Words(
                f"多分了 {-found.left:g}，从这一项收不回这么多。",
                f"{-found.left:g} too many; this item has not that much to give back.",
            )
        )
    yield Step("set", (*way, key), given)


def add_group(plain: Any, operation: Operation) -> Iterator[Step]:
    groups = plain.get("groups") or []
    taken = {str(each.get("id")) for each in groups if isinstance(each, dict)}
    wanted = str(operation.get("id") or fresh_id(taken, "group"))
    if not re.fullmatch(r"\w[\w-]*", wanted) or wanted in taken:
        raise EditError(
            Words(f"编号“{wanted}”已用过或写得不对。", f'The id "{wanted}" is taken or malformed.')
        )
    like = operation.get("like")
    if like:
        made = copy.deepcopy(value_at(plain, ("groups", like)))
    else:
        item = {"id": "item_1", "name": "新考核项", "marks": 0}
        made = {"members": "all", "marks": 100, "tree": [item]}
    made = {"id": wanted, "name": str(operation.get("name") or "新的组"), **{
        key: value for key, value in made.items() if key not in ("id", "name")
    }}  # fmt: skip
    yield Step("insert", ("groups",), made, place=len(groups))
