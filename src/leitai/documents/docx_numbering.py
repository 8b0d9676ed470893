"""The numbers that Word writes before paragraphs: they stand in no run, and are made here."""

from __future__ import annotations

from dataclasses import dataclass, field

from leitai.documents.archives import Element, attribute, child, children, local

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DEEP = 40


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int = -1


@dataclass(slots=True)
class _List:
    """One ``w:num``: its levels after overrides, and the abstract list whose counters it shares."""

    abstract: str
    levels: dict[int, _Level]
    overridden: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts as Word counts, paragraph by paragraph in document order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self._styles = _style_lists(styles) if styles is not None else {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: Element) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        for each in children(root, "abstractNum"):
            identity = attribute(each, "abstractNumId")
            abstracts[identity] = dict(_level(level) for level in children(each, "lvl"))
            link = child(each, "styleLink")
            if link is not None:
                links[attribute(link, "val")] = identity
        for each in children(root, "abstractNum"):
            link = child(each, "numStyleLink")
            if link is not None and attribute(link, "val") in links:
                abstracts[attribute(each, "abstractNumId")] = abstracts[
                    links[attribute(link, "val")]
                ]
        for each in children(root, "num"):
            reference = child(each, "abstractNumId")
            abstract = attribute(reference, "val") if reference is not None else ""
            made = _List(abstract, dict(abstracts.get(abstract, {})))
            for override in children(each, "lvlOverride"):
                index = _whole(attribute(override, "ilvl"))
                level = child(override, "lvl")
                if level is not None:
                    made.levels[index] = _level(level)[1]
                begin = child(override, "startOverride")
                if begin is not None:
                    made.overridden[index] = _whole(attribute(begin, "val"), 1)
            self._lists[attribute(each, "numId")] = made

    def label(self, properties: Element | None) -> str:
        """The number before a paragraph with these properties; empty where it has none."""
        number, level = self._of(properties)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        if number not in self._started:
            self._started.add(number)
            for index, begin in found.overridden.items():
                counters[index] = begin - 1
        here = found.levels[level]
        counters[level] = counters.get(level, here.start - 1) + 1
        for deeper in [index for index in counters if index > level]:
            rule = found.levels.get(deeper)
            if rule is None or rule.restart != 0:
                del counters[deeper]
        if here.form in ("bullet", "none"):
            return ""
        text = here.text
        for index in range(level + 1):
            rule = found.levels.get(index, here)
            count = counters.get(index, rule.start)
            text = text.replace(f"%{index + 1}", written(count, rule.form))
        return text + (
            " " if text and text[-1] in ".0123456789" and here.suffix != "nothing" else ""
        )

    def _of(self, properties: Element | None) -> tuple[str, int]:
        own = child(properties, "numPr")
        style = child(properties, "pStyle")
        number, level = (
            self._styles.get(attribute(style, "val"), ("", 0)) if style is not None else ("", 0)
        )
        if own is not None:
            given = child(own, "numId")
            number = attribute(given, "val") if given is not None else number
            at = child(own, "ilvl")
            level = _whole(attribute(at, "val")) if at is not None else level
        return ("" if number == "0" else number), level


def _style_lists(styles: Element) -> dict[str, tuple[str, int]]:
    """The list and level that each paragraph style brings, along ``basedOn``."""
    own: dict[str, tuple[str | None, int | None]] = {}
    based: dict[str, str] = {}
    for style in children(styles, "style"):
        name = attribute(style, "styleId")
        numbered = child(style, "pPr", "numPr")
        number = child(numbered, "numId")
        level = child(numbered, "ilvl")
        own[name] = (
            attribute(number, "val") if number is not None else None,
            _whole(attribute(level, "val")) if level is not None else None,
        )
        parent = child(style, "basedOn")
        if parent is not None:
            based[name] = attribute(parent, "val")
    found: dict[str, tuple[str, int]] = {}
    for name in own:
        number, level, at = None, None, name
        for _ in range(_DEEP):
            mine = own.get(at, (None, None))
            number = number if number is not None else mine[0]
            level = level if level is not None else mine[1]
            if at not in based:
                break
            at = based[at]
        if number:
            found[name] = (number, level or 0)
    return found


def _level(element: Element) -> tuple[int, _Level]:
    made = _Level()
    for each in element:
        name, value = local(each), attribute(each, "val")
        if name == "start":
            made.start = _whole(value, 1)
        elif name == "numFmt":
            made.form = value
        elif name == "lvlText":
            made.text = value
        elif name == "suff":
            made.suffix = value
        elif name == "lvlRestart":
            made.restart = _whole(value)
    return _whole(attribute(element, "ilvl")), made


def _whole(text: str, otherwise: int = 0) -> int:
    return (
        int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 7 else otherwise
    )


def written(count: int, form: str) -> str:
    """A number as Word writes it in one of its formats; an unknown format is decimal."""
    if count < 1:
        return str(count)
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting",
                "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital"):  # fmt: skip
        return chinese(count)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(count).translate(
            str.maketrans("一二三四五六七八九十〇", _FORMAL[1:] + "拾零")
        )
    if form == "ideographTraditional":
        return _STEMS[(count - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(count - 1) % 12]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and count <= 20:
        return chr(0x2460 + count - 1)
    if form == "decimalEnclosedParen" and count <= 20:
        return chr(0x2474 + count - 1)
    if form == "decimalEnclosedFullstop" and count <= 20:
        return chr(0x2488 + count - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1 if count <= 260 else 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and count < 4000:
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "decimalFullWidth":
        return str(count).translate({48 + d: 0xFF10 + d for d in range(10)})
    return str(count)


def chinese(count: int) -> str:
    """十二, 二十, 一百零三: a number from 1 to 9999 as headings write it."""
    if count >= 10000:
        return str(count)
    text, zero = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, count = divmod(count, size)
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + unit
            zero = False
        elif text:
            zero = True
    return text[1:] if text.startswith("一十") else text


def _roman(count: int) -> str:
    text = ""
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        times, count = divmod(count, size)
        text += letters * times
    return text
