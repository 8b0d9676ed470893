"""Operations on rules: another kind, another indicator, columns that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from leitai.engine.rules import RULES
from leitai.engine.scheme.addresses import ID, resolve
from leitai.engine.scheme.addresses import at as value_at
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import Either, Fields, InputRef, Nullable
from leitai.engine.scheme.splice import AbsentError
from leitai.engine.scheme.steps import EditError, Operation, Step, holders


def choose_rule(plain: Any, operation: Operation) -> Iterator[Step]:
    """Change the kind of a rule, keeping columns and every parameter that both rules have."""
    at = resolve(plain, operation["at"])
    kind = operation["kind"]
    if kind not in RULES:
        raise EditError(Words(f"没有叫“{kind}”的计分方法。", f'There is no scoring rule "{kind}".'))
    try:
        old = value_at(plain, at)
    except AbsentError:
        old = {}
    yield from holders(plain, at)
    yield Step("set", at, rule_like(kind, old if isinstance(old, dict) else {}))


#: The figure that a rule mainly reads, and the one it compares with.
FIGURES: Final = ("value", "actual")
COMPARED: Final = ("target", "base")


def rule_like(kind: str, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule of a kind with what an older rule already said that it can take."""
    shapes = Fields(RULES[kind]).shapes()
    made: dict[str, Any] = {"kind": kind}
    given = {key: value for key, value in old.items() if key in shapes}
    for names in (FIGURES, COMPARED):
        known = next((old[name] for name in names if isinstance(old.get(name), str)), None)
        for name in names:
            if known is not None and _reads_figure(shapes.get(name)) and name not in given:
                given[name] = known
                break
    if kind == old.get("kind"):
        return dict(old)
    for key, shape in shapes.items():
        if key in given and _fits(shape, old, kind, key):
            made[key] = given[key]
    return made


def _reads_figure(field: Any) -> bool:
    """Whether a parameter may be a column; ``base`` of some rules is a number of marks."""
    shape = field.metadata["shape"] if field is not None else None
    return isinstance(shape.inner if isinstance(shape, Nullable) else shape, InputRef | Either)


def _fits(field: Any, old: Mapping[str, Any], kind: str, key: str) -> bool:
    """Whether a parameter of the same name means the same in both rules."""
    if key in (*FIGURES, *COMPARED) and _reads_figure(field):
        return True
    before = RULES.get(str(old.get("kind")))
    if before is None:
        return False
    shape = Fields(before).shapes().get(key)
    return shape is not None and shape.metadata["shape"] == field.metadata["shape"]


#: What an input takes over from the indicator that was chosen for it.
SCOPE: Final = ("indicator", "flow", "price", "extent")
DESCRIBED: Final = ("unit", "decimals", "direction", "actionable", "statutory")


def choose_figure(plain: Any, operation: Operation) -> Iterator[Step]:
    """Let a rule read an indicator: declare its column if need be, and name it in the rule."""
    at = resolve(plain, operation["at"])
    chosen, take = operation["input"], operation.get("take") or "value"
    yield from holders(plain, at)
    declared, column = _column(plain.get("inputs") or [], chosen, take)
    if declared is not None:
        yield Step("insert", ("inputs",), declared, place=len(plain.get("inputs") or []))
    yield Step("set", at, column)
    if operation.get("beside"):
        # The figure it is compared with: the same indicator, as it should stand by the plan.
        listed = [*(plain.get("inputs") or []), *([declared] if declared else [])]
        planned, name = _column(listed, chosen, "planned_floor")
        if planned is not None:
            yield Step("insert", ("inputs",), planned, place=len(listed))
        yield Step("set", (*at[:-1], operation["beside"]), name)


_SUFFIX: Final = {
    "value": ("", ""),
    "floor_target": ("_floor", "保底目标"),
    "stretch_target": ("_stretch", "冲刺目标"),
    "planned_floor": ("_plan", "应达"),
    "planned_stretch": ("_plan_stretch", "冲刺应达"),
    "year_ago": ("_year_ago", "上年同期"),
    "previous_period": ("_previous", "上期"),
    "year_start": ("_year_start", "年初"),
}


def _column(
    inputs: list[Any], chosen: Mapping[str, Any], take: str
) -> tuple[dict[str, Any] | None, str]:
    """Return a declaration to add (None where there is one already) and the column's id."""
    for each in inputs:
        if (
            isinstance(each, dict)
            and all(
                (each.get(name) or None) == (chosen.get(name) or None)
                for name in SCOPE
                if name != "indicator"
            )
            and (each.get("indicator") or each.get("id")) == chosen["indicator"]
            and (each.get("take") or "value") == take
        ):
            return None, str(each["id"])
    suffix, words = _SUFFIX[take]
    code = re.sub(r"\W", "_", str(chosen["indicator"]))
    code = code if ID.fullmatch(code) else f"x_{code}"
    taken = {str(each.get("id")) for each in inputs if isinstance(each, dict)}
    stem = name = f"{code}{suffix}"
    number = 2
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    made = {"id": name, "name": f"{chosen.get('name') or code}{words}"}
    made |= {key: chosen[key] for key in SCOPE if chosen.get(key)}
    if take != "value":
        made["take"] = take
        if chosen.get("unit"):
            made["unit"] = chosen["unit"]
    else:
        made |= {key: chosen[key] for key in DESCRIBED if chosen.get(key) is not None}
    return made, name


def tidy_columns(plain: Any, operation: Operation) -> Iterator[Step]:
    """Remove the input columns that nothing reads."""
    for name in unused_columns(plain):
        yield Step("remove", ("inputs", name))


def unused_columns(plain: Mapping[str, Any]) -> list[str]:
    """Return ids of input columns that no rule, formula, gate or veto names."""
    named: set[str] = set()
    stack: list[Any] = [plain.get("groups"), plain.get("derived")]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            stack += [value for name, value in here.items() if name not in ("id", "name", "note")]
        elif isinstance(here, list):
            stack += here
        elif isinstance(here, str):
            named.add(here)
            named |= set(re.findall(r"[^\W\d]\w*", here))
    listed = [each.get("id") for each in plain.get("inputs") or () if isinstance(each, dict)]
    unused = [str(name) for name in listed if name not in named]
    return unused if len(unused) < len(listed) else unused[1:]
