"""Checks of meaning within a group: sums of marks, directions, gates, vetoes, grades, members."""

from __future__ import annotations

from collections.abc import Iterator

from leitai.engine.scheme.located import Located
from leitai.engine.scheme.problems import NO_HINT, Path, Words
from leitai.engine.scheme.shapes import Number, Reading, closest

#: Ids that the engine gives to nodes of its own.
RESERVED = ("total", "tree", "bonus", "penalty")
_TOLERANCE = 1e-9


def repeated(
    each: Located, path: Path, seen: dict[str, Located], reading: Reading, zh: str, en: str
) -> None:
    """Report an id that was ``seen`` already, otherwise remember it."""
    name = each.text("id")
    if name is None:
        return
    if name in seen:
        place = each.get("id") or each
        first = seen[name].line
        other = f"（另一处在第{first}行）" if first else ""
        other_en = f" (also in line {first})" if first else ""
        reading.wrong(
            place,
            (*path, "id"),
            Words(
                f"{zh} id “{name}” 重复{other}。", f'The {en} id "{name}" is repeated{other_en}.'
            ),
            Words("换一个没有用过的 id。", "Choose an id that is not used yet."),
        )
    else:
        seen[name] = each


def nodes(group: Located, path: Path) -> Iterator[tuple[Path, Located]]:
    """Every node and item of the tree with its path, parents first."""

    def walk(part: Located | None, here: Path) -> Iterator[tuple[Path, Located]]:
        for index, each in enumerate(part.elements() if part is not None else ()):
            yield (*here, index), each
            yield from walk(each.get("items"), (*here, index, "items"))

    yield from walk(group.get("tree"), (*path, "tree"))


def _extras(group: Located, path: Path) -> Iterator[tuple[str, Path, Located]]:
    for part in ("bonus", "penalty"):
        found = group.get(part)
        items = found.get("items") if found is not None else None
        for index, each in enumerate(items.elements() if items is not None else ()):
            yield part, (*path, part, "items", index), each


def check_group(group: Located, path: Path, reading: Reading) -> None:
    """Report what is wrong within one group."""
    seen: dict[str, Located] = {}
    everything = [*nodes(group, path), *((where, each) for _, where, each in _extras(group, path))]
    for where, each in everything:
        repeated(each, where, seen, reading, "考核项", "item")
        name = each.text("id")
        if name in RESERVED:
            reading.wrong(
                each.get("id") or each,
                (*where, "id"),
                Words(f"“{name}” 是系统自用的 id。", f'"{name}" is an id of the engine itself.'),
                Words(f"换一个，如 {name}_1。", f"Choose another, such as {name}_1."),
            )
        _check_direction(each, where, reading)
        _check_ban(each, where, reading)
    _check_sums(group.get("tree"), group, path, "tree", reading)
    for where, each in nodes(group, path):
        if each.get("items") is not None:
            _check_sums(each.get("items"), each, where, "items", reading)
    _check_extras(group, path, reading)
    _check_gates(group, path, reading)
    _check_vetoes(group, path, reading)
    _check_grades(group, path, reading)
    _check_members(group, path, reading)


def _check_ban(each: Located, where: Path, reading: Reading) -> None:
    """An item in use that declares to count what national rules forbid to judge by."""
    from leitai.engine.scheme.bans import BY_KIND

    ban = BY_KIND.get(each.text("kind") or "")
    if ban is None or is_off(each):
        return
    reading.wrong(
        each.get("kind") or each,
        (*where, "kind"),
        Words(
            f"{ban.name}不得计分：{ban.rule}。依据：{ban.basis}。",
            f"{ban.name('en').capitalize()} may not be scored: {ban.rule('en')}. "
            f"Basis: {ban.basis}.",
        ),
        Words(
            "删去这一项，或写明 off: {reason: …, basis: …} 列出而停用。",
            "Remove the item, or list it switched off: off: {reason: …, basis: …}.",
        ),
    )


def _number(each: Located, key: str) -> float | None:
    found = each.get(key)
    if found is None:
        return None
    return Number(share=True).number(found.value)


def is_off(each: Located) -> bool:
    """Whether an item is switched off."""
    found = each.get("off")
    return found is not None and found.value is not None


def _check_sums(
    children: Located | None, parent: Located, path: Path, key: str, reading: Reading
) -> None:
    """Marks add up to the parent's marks, weights to 1 or 100; one kind under one parent."""
    given = [each for each in children.elements() if each.is_mapping] if children else []
    if not given:
        return
    where = (*path, key)
    assert children is not None
    combine = parent.text("combine") or ("arithmetic" if _weighted(given) else "sum")
    if combine == "sum":
        _check_marks(given, children, parent, where, reading)
    else:
        _check_weights(given, children, where, combine, reading)


def _weighted(children: list[Located]) -> bool:
    return all(each.get("marks") is None for each in children)


def _check_marks(
    given: list[Located], children: Located, parent: Located, where: Path, reading: Reading
) -> None:
    total, known = 0.0, True
    for index, each in enumerate(given):
        marks = _marks_of(each)
        if marks is None:
            known = False
            if each.get("marks") is None:
                reading.wrong(
                    each,
                    (*where, index),
                    Words("加总的上级之下，每项都要写 marks（分值）。", "marks are missing."),
                    Words("补上 marks: 数。", "Add marks: a number."),
                )
        elif not is_off(each):
            total += marks
    declared = _number(parent, "marks")
    if known and declared is not None and abs(total - declared) > _TOLERANCE:
        left = round(declared - total, 9)
        state = f"还剩 {left:g} 分" if left > 0 else f"多分了 {-left:g} 分"
        state_en = f"{left:g} left" if left > 0 else f"{-left:g} too many"
        reading.wrong(
            parent.get("marks") or children,
            where,
            Words(
                f"{declared:g} 分分出了 {round(total, 9):g} 分，{state}。",
                f"{round(total, 9):g} of {declared:g} marks are given out: {state_en}.",
            ),
            Words("改各项 marks，或改上级的 marks。", "Change the items' marks or the parent's."),
        )


def _marks_of(each: Located) -> float | None:
    return _number(each, "marks")


def _check_weights(
    given: list[Located], children: Located, where: Path, combine: str, reading: Reading
) -> None:
    scored = [(index, each) for index, each in enumerate(given) if not is_off(each)]
    with_weight = [each for _, each in scored if each.get("weight") is not None]
    if not with_weight:
        return  # equal weights
    if len(with_weight) < len(scored):
        for index, each in scored:
            if each.get("weight") is None:
                reading.wrong(
                    each,
                    (*where, index),
                    Words(
                        "同级有的写了权重，这项没有。", "Its siblings have a weight, this has none."
                    ),
                    Words(
                        "补上 weight；要等权就都不写。", "Add weight; for equal weights write none."
                    ),
                )
        return
    weights = [_number(each, "weight") for each in with_weight]
    if any(weight is None for weight in weights):
        return
    total = sum(weight or 0.0 for weight in weights)
    goal = 1.0 if total < 2 else 100.0
    if abs(total - goal) > 1e-6:
        left = round(goal - total, 9)
        state = f"还剩 {left:g}" if left > 0 else f"多出 {-left:g}"
        state_en = f"{left:g} left" if left > 0 else f"{-left:g} too much"
        reading.wrong(
            children,
            where,
            Words(
                f"权重合计 {round(total, 9):g}，应为 {goal:g}，{state}。",
                f"The weights add up to {round(total, 9):g}, not {goal:g}: {state_en}.",
            ),
            Words("改各项 weight。", "Change the weights."),
        )


def _check_direction(each: Located, path: Path, reading: Reading) -> None:
    """A reverse indicator in a rule that says nothing about it would be scored upside down."""
    rule = each.get("rule")
    if rule is None or is_off(each):
        return
    column = rule.text("value") or rule.text("actual")
    kind = rule.text("kind")
    takes = {
        "completion", "all_or_nothing", "threshold", "efficacy", "five_grade", "min_max",
        "ratio_to_first", "rank_ladder", "percentile", "z_score", "rank_change",
    }  # fmt: skip
    if column is None or kind not in takes or rule.get("reverse") is not None:
        return
    if _direction(reading.root, column) != "lower_is_better":
        return
    if kind == "efficacy" and (rule.get("low") is not None and rule.get("high") is not None):
        return  # two given ends say the direction themselves
    name = reading.inputs.get(column, column)
    if kind == "completion":
        hint = Words(
            "写明 reverse: target_over_actual（目标÷实际）、two_minus_ratio（2－实际÷目标）"
            "或 two_minus_base（2－实际÷基期）。",
            "Say reverse: target_over_actual, two_minus_ratio or two_minus_base.",
        )
    else:
        hint = Words(
            "写明 reverse: true；确要正向就写 reverse: false。", "Say reverse: true or false."
        )
    reading.wrong(
        rule,
        (*path, "rule"),
        Words(
            f"“{name}” 是逆向指标（越低越好），计分方法没有写 reverse。",
            f'"{name}" is lower-is-better, and the rule does not say reverse.',
        ),
        hint,
    )


def _direction(root: Located, column: str) -> str | None:
    for part in ("inputs", "derived"):
        found = root.get(part)
        for each in found.elements() if found is not None else ():
            if each.text("id") == column:
                return each.text("direction")
    return None


def _check_extras(group: Located, path: Path, reading: Reading) -> None:
    from leitai.engine.rules import RULES

    for _, where, each in _extras(group, path):
        rule = each.get("rule")
        kind = rule.text("kind") if rule is not None else None
        needs = kind in RULES and (
            RULES[kind].needs_marks or (rule is not None and rule.text("begin") == "full")
        )
        if needs and each.get("marks") is None:
            assert rule is not None
            reading.wrong(
                each,
                where,
                Words(
                    f"计分方法 {kind} 要有满分，这项没写 marks。",
                    f"The rule {kind} needs full marks, and marks is missing.",
                ),
                Words("补上 marks: 数。", "Add marks: a number."),
            )


def _check_gates(group: Located, path: Path, reading: Reading) -> None:
    bonus = [name for part, _, each in _extras(group, path) if part == "bonus"
             and (name := each.text("id"))]  # fmt: skip
    gates = group.get("gates")
    for index, gate in enumerate(gates.elements() if gates is not None else ()):
        guarded = gate.get("applies_to")
        for number, each in enumerate(guarded.elements() if guarded is not None else ()):
            if each.value in bonus or each.value == "bonus":
                continue
            meant = closest(str(each.value), bonus)
            reading.wrong(
                each,
                (*path, "gates", index, "applies_to", number),
                Words(
                    f"没有叫 “{each.value}” 的加分项。", f'There is no bonus item "{each.value}".'
                ),
                Words(f"是不是 {meant}？", f"Did you mean {meant}?")
                if meant
                else Words(
                    "写加分项的 id，或 bonus（全部）。", "Write ids of bonus items, or bonus."
                ),
            )
        conditions = gate.get("all")
        for number, each in enumerate(conditions.elements() if conditions is not None else ()):
            bounds = [k for k in ("at_least", "more_than", "at_most", "less_than") if each.get(k)]
            if each.is_mapping and not bounds:
                reading.wrong(
                    each,
                    (*path, "gates", index, "all", number),
                    Words("条件没有写界限。", "The condition has no bound."),
                    Words("例如 at_least: 8。", "For example at_least: 8."),
                )


def _check_vetoes(group: Located, path: Path, reading: Reading) -> None:
    vetoes = group.get("vetoes")
    seen: dict[str, Located] = {}
    for index, veto in enumerate(vetoes.elements() if vetoes is not None else ()):
        where = (*path, "vetoes", index)
        repeated(veto, where, seen, reading, "否决项", "veto")
        graded = veto.text("effect") in ("not_excellent", "drop_one_grade", "lowest_grade")
        if graded and group.get("grades") is None:
            reading.wrong(
                veto.get("effect") or veto,
                (*where, "effect"),
                Words("这一组没有设等次，否决没有着落。", "The group has no grades to change."),
                Words("设 grades，或用 effect: zero_total。", "Add grades, or use zero_total."),
            )


def _check_grades(group: Located, path: Path, reading: Reading) -> None:
    grades = group.get("grades")
    names_at = grades.get("names") if grades is not None else None
    if grades is None or names_at is None or not names_at.is_mapping:
        return
    names = list(names_at.value)
    where = (*path, "grades")
    if len(names) < 2:
        reading.wrong(
            names_at,
            (*where, "names"),
            Words("等次至少要有两个。", "There must be two grades at least."),
        )
    for part in ("quotas", "thresholds"):
        found = grades.get(part)
        order: list[int] = []
        for index, each in enumerate(found.elements() if found is not None else ()):
            grade = each.text("grade")
            here = (*where, part, index)
            if part == "quotas" and each.is_mapping:
                kinds = [key for key in ("share", "count", "up_to") if each.get(key) is not None]
                if len(kinds) != 1:
                    reading.wrong(
                        each,
                        here,
                        Words(
                            "名额要写 share、count、up_to 之一，只写一个。",
                            "Write one of share, count, up_to.",
                        ),
                        Words("例如 share: 0.25。", "For example share: 0.25."),
                    )
            if grade is None:
                continue
            if grade not in names:
                meant = closest(grade, names)
                reading.wrong(
                    each.get("grade") or each,
                    (*here, "grade"),
                    Words(
                        f"names 里没有等次 “{grade}”。", f'There is no grade "{grade}" in names.'
                    ),
                    Words(f"是不是 {meant}？", f"Did you mean {meant}?") if meant else NO_HINT,
                )
                continue
            order.append(names.index(grade))
        if order != sorted(set(order)):
            reading.wrong(
                found or grades,
                (*where, part),
                Words("应由高等次到低等次写，每个等次一次。", "Best grade first, each once."),
            )


def _check_members(group: Located, path: Path, reading: Reading) -> None:
    members = group.get("members")
    if members is None or not members.is_mapping:
        return
    if members.get("kinds") is None and members.get("units") is None:
        reading.wrong(
            members,
            (*path, "members"),
            Words("成员要写 kinds（单位类型）或 units（名单）。", "Write kinds or units."),
            Words("全体单位写 members: all。", "For everybody write members: all."),
        )
