"""Tables of keys for the reference pages, made from the declarations that read the keys.

A page holds a marker line ``<!-- keys: completion -->`` and, below it, the table; ``refreshed``
puts the tables of a page in order, and a test keeps the pages equal to it.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final

from leitai.engine.rules import RULES
from leitai.engine.rules.completion import RatioPart
from leitai.engine.rules.composed import Part, Share
from leitai.engine.rules.judged import JudgeClass
from leitai.engine.rules.threshold import AwardLevel, Event, Level, Need, Segment
from leitai.engine.scheme.beside import Condition, Extra, Extras, Gate, Grades, Quota, Veto
from leitai.engine.scheme.beside import Threshold as GradeThreshold
from leitai.engine.scheme.general import (
    DerivedSpec,
    InputSpec,
    Missing,
    Ranking,
    Release,
    Rounding,
    Zones,
)
from leitai.engine.scheme.model import Group, Members, Scheme
from leitai.engine.scheme.shapes import Choice, Fields, MapOf, Nullable, Shape, default_of, required
from leitai.engine.scheme.tree import Correction, Item, Node, NotApplicable, Off

#: What a marker may name.
TABLES: Final[dict[str, type[Any]]] = {
    "scheme": Scheme,
    "rounding": Rounding,
    "ranking": Ranking,
    "zones": Zones,
    "release": Release,
    "missing": Missing,
    "input": InputSpec,
    "derived": DerivedSpec,
    "group": Group,
    "members": Members,
    "node": Node,
    "item": Item,
    "not_applicable": NotApplicable,
    "correction": Correction,
    "off": Off,
    "extras": Extras,
    "extra": Extra,
    "gate": Gate,
    "condition": Condition,
    "veto": Veto,
    "grades": Grades,
    "quota": Quota,
    "grade_threshold": GradeThreshold,
    "ratio_part": RatioPart,
    "level": Level,
    "segment": Segment,
    "need": Need,
    "event": Event,
    "award_level": AwardLevel,
    "share": Share,
    "part": Part,
    "judge_class": JudgeClass,
    **RULES,
}
_MARKER: Final = re.compile(r"<!-- keys: (\w+) -->\n(?:\n(?:\|.*\n)+)?")


def refreshed(page: str, lang: str) -> str:
    """The page with every table of keys as the declarations say."""
    return _MARKER.sub(
        lambda found: f"<!-- keys: {found[1]} -->\n\n{table_of(TABLES[found[1]], lang)}", page
    )


def table_of(part: type[Any], lang: str) -> str:
    """Markdown table of the keys of one part: key, meaning, value, default."""
    english = lang == "en"
    head = ("key", "meaning", "value", "default") if english else ("键", "含义", "写法", "默认")
    lines = ["| " + " | ".join(head) + " |", "|---|---|---|---|"]
    for key, each in Fields(part).shapes().items():
        meaning = each.metadata["en" if english else "zh"]
        value = value_of(each.metadata["shape"], english)
        lines.append(f"| `{key}` | {meaning} | {value} | {_default(each, english)} |")
    return "\n".join(lines) + "\n"


def value_of(shape: Shape, english: bool) -> str:
    """How a value is written, short: choices in full, nested parts by name only."""
    if isinstance(shape, Nullable):
        null = shape.null_en if english else shape.null_zh
        inner = value_of(shape.inner, english)
        return f"{inner}, or `null` ({null})" if english else f"{inner}，或 `null`（{null}）"
    if isinstance(shape, Choice):
        if english:
            return ", ".join(f"`{option}`" for option in shape.options)
        return "、".join(f"`{option}` {text}" for option, text in shape.options.items())
    if isinstance(shape, Fields):
        return "mapping" if english else "一组键值"
    if isinstance(shape, MapOf):
        return shape.en if english else shape.zh
    inner_shape = getattr(shape, "inner", None)
    if isinstance(inner_shape, Shape):
        inner = value_of(inner_shape, english)
        return f"list: {inner}" if english else f"列表：{inner}"
    return shape.en if english else shape.zh


def _default(each: dataclasses.Field[Any], english: bool) -> str:
    if required(each):
        return "**required**" if english else "**必填**"
    default = default_of(each)
    if default is None or default == () or default == "":
        return "—"
    if isinstance(default, bool):
        return "`true`" if default else "`false`"
    if isinstance(default, float | int | str):
        written = each.metadata["shape"].write(default)
        return f"`{written}`"
    if isinstance(default, tuple):
        return "`[" + ", ".join(f"{value:g}" for value in default) + "]`"
    if isinstance(default, Members):
        return "`all`"
    return "see below" if english else "见下"
