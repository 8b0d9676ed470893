"""Reading one cell as a figure, without guessing.

``read_number`` returns what stands in a cell: a number, a missing mark with its reason, plain
text, or something unreadable with the reason and, where one is likely, a proposal. Whatever had
to be written differently before it could be read is named in ``rewrites``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from leitai.workbooks.texts import half_width, strip_spaces

NumberKind = Literal["number", "missing", "text", "unreadable", "empty"]

MISSING_REASONS: dict[str, tuple[str, str]] = {
    "no_figure": ("无此数", "no such figure"),
    "not_reported": ("未报", "not reported"),
    "below_unit": ("不足最小单位", "below the smallest unit"),
    "masked": ("被遮盖", "masked"),
    "blank": ("空白", "blank"),
}

REWRITE_REASONS: dict[str, tuple[str, str]] = {
    "full_width": ("全角改半角", "full width to half width"),
    "spaces": ("去掉前后空格", "spaces at the ends removed"),
    "inner_spaces": ("去掉数字间空格", "spaces between digits removed"),
    "apostrophe": ("去掉撇号", "apostrophe removed"),
    "minus_sign": ("负号改成 -", "minus sign to -"),
    "parentheses": ("括号表示负数", "parentheses mean negative"),
    "words": ("增减的说法改成正负号", "words of rise and fall to a sign"),
    "factor": ("万、亿换算", "ten-thousands and hundred-millions converted"),
    "note_mark": ("去掉注号", "note mark removed"),
    "stored_as_text": ("数存成了文本，按数读", "number stored as text, read as number"),
}

_MARKS: dict[str, str] = {
    **dict.fromkeys(("—", "–", "-", "――", "——", "--", "---", "−", "─", "ー", "一一"), "no_figure"),
    **dict.fromkeys(
        ("/", "\\", "//", "无", "不适用", "无此项", "无数据", "N/A", "n/a"), "no_figure"
    ),
    **dict.fromkeys(
        ("空白", "(空白)", "缺", "缺报", "未报", "未上报", "暂缺", "暂无", "待报"), "not_reported"
    ),
    **dict.fromkeys(
        ("不详", "未统计", "待统计", "NA", "na", "n.a.", "N.A.", "null", "NULL"), "not_reported"
    ),
    **dict.fromkeys(("None", "NaN", "nan", "?", "??", "未填", "(缺)", "(无)"), "not_reported"),
    **dict.fromkeys(("…", "……", "...", "......", "···", "··", "⋯", "⋯⋯"), "below_unit"),
    **dict.fromkeys(("*", "**", "***", "****", "*****"), "masked"),
    **dict.fromkeys(("×", "××", "×××", "xx", "XX", "xxx", "XXX", "X", "x", "●", "■"), "masked"),
}
_MARKS["N/A"] = _MARKS["n/a"] = "not_reported"

EXCEL_ERRORS: dict[str, tuple[str, str]] = {
    "#DIV/0!": ("公式除以 0", "formula divides by zero"),
    "#REF!": ("公式引用的格已删除", "formula refers to a deleted cell"),
    "#VALUE!": ("公式用了不是数的格", "formula uses a cell that is no number"),
    "#NAME?": ("公式里有认不出的名称", "formula has an unknown name"),
    "#N/A": ("公式没有查到", "formula found nothing"),
    "#NUM!": ("公式算不出数", "formula has no numeric result"),
    "#NULL!": ("公式的区域不相交", "formula ranges do not meet"),
    "#SPILL!": ("公式结果被别的格挡住", "formula result is blocked by other cells"),
    "#CALC!": ("公式算不出", "formula cannot be calculated"),
    "#GETTING_DATA": ("公式还在取数", "formula is still getting data"),
}

_PREFIXES: tuple[tuple[str, str], ...] = (
    ("不低于", "at_least"),
    ("不少于", "at_least"),
    ("大于等于", "at_least"),
    ("至少", "at_least"),
    (">=", "at_least"),
    ("≥", "at_least"),
    ("不高于", "at_most"),
    ("不超过", "at_most"),
    ("小于等于", "at_most"),
    ("至多", "at_most"),
    ("<=", "at_most"),
    ("≤", "at_most"),
    ("超过", "more_than"),
    ("超", "more_than"),
    ("突破", "more_than"),
    ("高于", "more_than"),
    ("大于", "more_than"),
    ("逾", "more_than"),
    (">", "more_than"),
    ("不足", "less_than"),
    ("不到", "less_than"),
    ("低于", "less_than"),
    ("少于", "less_than"),
    ("小于", "less_than"),
    ("<", "less_than"),
    ("大约", "about"),
    ("约", "about"),
    ("将近", "about"),
    ("接近", "about"),
    ("近", "about"),
    ("≈", "about"),
    ("~", "about"),
)
_SUFFIXES: tuple[tuple[str, str], ...] = (
    ("及以上", "at_least"),
    ("以上", "at_least"),
    ("及以下", "at_most"),
    ("以下", "at_most"),
    ("以内", "at_most"),
    ("左右", "about"),
    ("上下", "about"),
    ("多", "more_than"),
    ("余", "more_than"),
    ("+", "more_than"),
)
_MAGNITUDES = {"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
_MAGNITUDES |= {"十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12}

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_NUMBER = (
    r"(?P<int>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?P<frac>\.[0-9]*)?(?P<exp>[eE][+-]?[0-9]{1,3})?"
)
_FULL = re.compile(
    rf"(?P<sign>[+-])?{_NUMBER}"
    r"(?P<magnitude>(?:十|百|千|万)?(?:万|亿)|千)?"
    r"(?P<tail>%|‰|个?百分点|pct|[^\d\s.,%‰]{0,8}?)"
)
_NOTE_MARK = re.compile(r"(?P<body>.*[0-9%‰])\s*(?P<mark>[①-⑳*†‡#]+|\[[0-9a-z]\]|注[0-9]?)")
_WORDS = re.compile(
    r"(?P<word>同比|比上年|较上年)?(?P<dir>增长|上升|提高|增加|增|升|下降|降低|减少|下滑|降|减|回落)(?P<rest>[0-9.].*)"
)
_DIGIT = re.compile(r"[0-9]")
# Letters that stand where a digit was meant, by their look on the keyboard or on paper.
_LOOKALIKE = str.maketrans({"l": "1", "I": "1", "|": "1", "i": "1", "O": "0", "o": "0", "〇": "0"})
_LOOKALIKE_MORE = str.maketrans({"S": "5", "s": "5", "B": "8", "Z": "2", "z": "2"})
_MINUSES = str.maketrans({"−": "-", "－": "-", "‐": "-", "‑": "-", "–": "-", "﹣": "-", "➖": "-"})
MAX_DIGITS = 15


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What one written text says as a figure.

    ``number`` is as written, with "%" and 万/亿 not yet applied: "1.2亿" is 1.2 with ``factor``
    10^8, "12.6%" is 12.6 with ``percent``. ``unit`` is a unit word written in the cell.
    ``reason`` and ``reason_en`` explain what is unreadable or doubtful; ``proposal`` is the figure
    that was probably meant, for a person to confirm.
    """

    kind: NumberKind
    number: Decimal | None = None
    percent: bool = False
    permille: bool = False
    factor: int = 1
    unit: str = ""
    qualifier: str = "exact"
    missing_reason: str = ""
    doubtful: bool = False
    reason: str = ""
    reason_en: str = ""
    proposal: Decimal | None = None
    rewrites: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is a bare number: no sign of a unit, factor, doubt or rewriting."""
        return (
            self.kind == "number"
            and not self.rewrites
            and self.factor == 1
            and not (self.percent or self.permille or self.unit or self.doubtful)
            and self.qualifier == "exact"
        )

    @property
    def value(self) -> Decimal | None:
        """The number with its 万/亿 factor applied, exactly."""
        return None if self.number is None else self.number * self.factor


_EMPTY = NumberReading("empty", missing_reason="blank")
_TEXT = NumberReading("text")


def is_missing_mark(text: str) -> str:
    """The reason behind a missing mark, "" when the text is none."""
    return _MARKS.get(text) or _MARKS.get(strip_spaces(half_width(text)), "")


def show_number(number: Decimal | float) -> str:
    """A figure with thousand separators, as messages print it: 79,200 or 8.60."""
    if isinstance(number, float):
        number = Decimal(repr(number))
    if number == number.to_integral_value() and abs(number) < 10**20:
        number = number.quantize(Decimal(1)) if number.as_tuple().exponent != 0 else number
    return f"{number:,f}".replace("-", "−")


@lru_cache(maxsize=65536)
def read_number(text: str) -> NumberReading:
    """Read a written text as a figure; see ``NumberReading``. Never raises."""
    if _PLAIN.fullmatch(text) and len(text) <= MAX_DIGITS:
        return NumberReading("number", Decimal(text))
    mark = _MARKS.get(text)
    if mark:
        return NumberReading("missing", missing_reason=mark)
    if text in EXCEL_ERRORS:
        zh, en = EXCEL_ERRORS[text]
        return NumberReading("unreadable", reason=f"{text}：{zh}", reason_en=f"{text}: {en}")
    half = half_width(text)
    # One or two runs of spaces may hide a mark or a number; the order below is from what changes
    # the text least to what changes it most, so that each rewriting is named once.
    stripped = strip_spaces(half)
    if not stripped:
        return _EMPTY
    rewrites: list[str] = []
    mark = _MARKS.get(stripped)
    if mark:
        return NumberReading("missing", missing_reason=mark)
    if not _DIGIT.search(stripped):
        return _TEXT
    if stripped in EXCEL_ERRORS:
        return read_number(stripped)
    if half.replace("\u3000", " ") != text.replace("\u3000", " ") and not _only_minus(text, half):
        rewrites.append("full_width")
    if stripped != half:
        rewrites.append("spaces")
    if stripped[0] in "'‘’`" and len(stripped) > 1:
        stripped = strip_spaces(stripped[1:])
        rewrites.append("apostrophe")
    dashed = stripped.translate(_MINUSES)
    if dashed != stripped or _only_minus(text, half):
        rewrites.append("minus_sign")
    return _read_body(dashed, rewrites)


def _only_minus(text: str, half: str) -> bool:
    """Whether the wide minus is the only thing that half width changed."""
    return "－" in text and half == text.replace("－", "-")


def _read_body(body: str, rewrites: list[str]) -> NumberReading:
    """Read a half-width, stripped text that has at least one digit."""
    note = ""
    marked = _NOTE_MARK.fullmatch(body)
    if marked:
        body, note = marked["body"], marked["mark"]
        rewrites.append("note_mark")
    negative = False
    bracketed = re.fullmatch(r"\(\s*([0-9.,]+\s*[%‰]?)\s*\)(%?)", body)
    if bracketed:
        body, negative = bracketed[1] + bracketed[2], True
        rewrites.append("parentheses")
    worded = _WORDS.fullmatch(body)
    if worded:
        body = worded["rest"]
        negative = worded["dir"] in ("下降", "降低", "减少", "下滑", "降", "减", "回落")
        rewrites.append("words")
    body, qualifier = _take_qualifier(body)
    if " " in body or "\u00a0" in body:
        grouped = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", body)
        if re.fullmatch(r"[+-]? ?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)? ?[%‰]?", grouped):
            body = grouped.replace(" ", "")
            rewrites.append("inner_spaces")
        elif re.fullmatch(r"[+-]? ?[0-9,]+(\.[0-9]+)? ?(?:[%‰]|[^\d\s]{1,8})?", grouped):
            body = grouped.replace(" ", "")
            rewrites.append("spaces")
    match = _FULL.fullmatch(body)
    if match is None or not (match["int"] or len(match["frac"] or "") > 1):
        return _unreadable(body)
    return _build(match, negative, qualifier, note, rewrites)


def _take_qualifier(body: str) -> tuple[str, str]:
    """Split "约", "≥", "以上" and their like off a number."""
    for prefix, qualifier in _PREFIXES:
        if body.startswith(prefix) and len(body) > len(prefix):
            return body[len(prefix) :].strip(), qualifier
    for suffix, qualifier in _SUFFIXES:
        if body.endswith(suffix) and len(body) > len(suffix):
            return body[: -len(suffix)].strip(), qualifier
    inner = re.fullmatch(r"([0-9.,]+)(?:多|余)((?:万|亿|千)[^\d]*|[^\d万亿千]{1,6})", body)
    if inner:
        return inner[1] + inner[2], "more_than"
    return body, "exact"


def _build(
    match: re.Match[str], negative: bool, qualifier: str, note: str, rewrites: list[str]
) -> NumberReading:
    """A number reading from a full match of the grammar."""
    digits = (match["int"] or "0").replace(",", "") + (match["frac"] or "").rstrip(".")
    tail = match["tail"] or ""
    if re.search(r"[A-Za-z]", tail) and tail != "pct" and not re.search(r"[\u4e00-\u9fff]", tail):
        candidate = _unreadable(match.string)
        if candidate.proposal is not None or len(tail) == 1:
            return candidate
    number = Decimal(digits + (match["exp"] or ""))
    if negative or match["sign"] == "-":
        number = -number
    factor = 10 ** _MAGNITUDES[match["magnitude"]] if match["magnitude"] else 1
    if factor != 1:
        rewrites.append("factor")
    percent = tail in ("%", "个百分点", "百分点", "pct")
    unit = "" if percent or tail == "‰" else tail
    significant = len(digits.replace(".", "").lstrip("0"))
    long = significant > MAX_DIGITS
    return NumberReading(
        "number",
        number,
        percent=percent,
        permille=tail == "‰",
        factor=factor,
        unit=unit,
        qualifier=qualifier,
        doubtful=long,
        reason=f"有 {significant} 位数字，超过 Excel 能保住的 {MAX_DIGITS} 位" if long else "",
        reason_en=f"{significant} digits, more than the {MAX_DIGITS} that Excel keeps"
        if long
        else "",
        rewrites=tuple(rewrites),
        note=note,
    )


def _unreadable(body: str) -> NumberReading:
    """Say why a text with digits is no number, and propose what was probably meant."""
    bare = body.rstrip("%‰")
    if re.fullmatch(r"[+-]?[0-9][0-9,.]*", bare):
        return _misplaced(bare, body)
    if re.fullmatch(r"[+-]?[0-9lIiOo|〇SsBZz][0-9lIiOo|〇SsBZz.,]*", bare):
        letters = sorted({c for c in bare if not (c.isdigit() or c in "+-.,") or c == "〇"})
        guess = bare.translate(_LOOKALIKE).translate(_LOOKALIKE_MORE)
        match = _FULL.fullmatch(guess)
        digits = sum(c.isdigit() and c != "〇" for c in bare)
        if match and match["int"] and digits * 2 >= len(letters):
            named = "、".join(letters)
            return NumberReading(
                "unreadable",
                percent=body.endswith("%"),
                reason=f"含字母 {named}，不是数字",
                reason_en=f"has the letter {', '.join(letters)} and is no number",
                proposal=Decimal(guess.replace(",", "")),
            )
    ranged = re.fullmatch(
        r"([0-9][0-9.,]*)\s*(?:-|~|—|～|至|到)\s*([0-9][0-9.,]*)\s*([%‰]|[^\d\s]{0,6})", body
    )
    if ranged:
        return NumberReading(
            "unreadable", reason="是一个范围，不是一个数", reason_en="is a range, not one number"
        )
    if re.fullmatch(r"[0-9.,]+\s*[/÷:]\s*[0-9.,]+", body):
        return NumberReading(
            "unreadable", reason="像是两个数，不是一个数", reason_en="looks like two numbers"
        )
    inside = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", body)
    digits = sum(c.isdigit() for c in body)
    if inside is None or digits * 2 < len(body.replace(" ", "")):
        return _TEXT
    if re.match(r"[^\W\d_]", body) and re.search(r"[\u4e00-\u9fff]", body):
        # "第12镇", "村3组": a name with a number in it, not a spoiled number.
        return _TEXT
    return NumberReading("unreadable", reason="不是数字", reason_en="is no number")


def _misplaced(bare: str, body: str) -> NumberReading:
    """A number whose separators stand in the wrong place: doubtful, with what it may be."""
    sign = -1 if bare.startswith("-") else 1
    figures = bare.lstrip("+-").rstrip(",.")
    dots, commas = figures.count("."), figures.count(",")
    percent = body.endswith("%")
    if (dots <= 1 and "," not in figures[figures.find(".") :]) or dots == 0:
        guess = Decimal(figures.replace(",", ""))
        words = ("千分号位置不对", "thousand separators are misplaced")
    elif dots > 1 and commas == 0 and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", figures):
        guess = Decimal(figures.replace(".", ""))
        words = ("有多个小数点，像是千分号", "has several points, probably thousand separators")
    elif dots > 1 and ".." in figures and figures.replace("..", ".").count(".") == 1:
        guess = Decimal(figures.replace("..", ".").replace(",", ""))
        words = ("有两个小数点", "has two decimal points")
    else:
        return NumberReading(
            "unreadable", reason="小数点或千分号有误", reason_en="points or separators are wrong"
        )
    return NumberReading(
        "number",
        guess * sign,
        percent=percent,
        doubtful=True,
        reason=words[0],
        reason_en=words[1],
        proposal=guess * sign,
    )
