"""Tasks out of prose: what is to be done, by whom if anyone is named, until when."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from leitai.documents.flat import Flat
from leitai.documents.model import Heading, Named, Part, Span, Task
from leitai.documents.quantities import Quantity
from leitai.documents.sections import Sections
from leitai.documents.task_words import ORDER, OUTCOMES, UNIT, split_units

_START = re.compile(r"(?:(?<=[。;!?\n,:)])|\A) *")
_LABEL = re.compile(
    r"(?P<role>牵头单位|牵头部门|责任单位|责任部门|配合单位|协办单位|承办单位|实施单位|完成时限|完成时间|办结时限|时限)(?:为|是|:)(?P<what>[^;。)\n]+)"
)
_LED = re.compile(
    rf"(?:,由|由|,)(?P<units>{UNIT}(?:、{UNIT})*)(?P<role>牵头|负责|具体负责|组织实施|配合|协助|协同|参与)"
)
_SUBJECT = re.compile(
    rf"(?:^|[。;\n])(?P<units>{UNIT}(?:、{UNIT})*)(?:要|负责|应)(?=[\u4e00-\u9fff])"
)
_WHEN = re.compile(
    r"(?:20\d\d年)?\d{1,2}月(?:底|\d{1,2}日|上旬|中旬|下旬)?(?:以)?前|(?:20\d\d)?年底前|年内|上半年|[一二三四]季度(?:末|前|内)?|(?:20\d\d年)?\d{1,2}月底|20\d\d年底前?|第[一二三四]季度"
)
_ROLES = {
    "牵头": "lead",
    "主办": "lead",
    "配合": "support",
    "协办": "support",
    "协助": "support",
    "协同": "support",
    "参与": "support",
}
_PARTY = re.compile(
    r"牵头|负责|配合|协助|协同|参与|组织实施|单位|部门|时限|完成时间|(?:局|委|办|镇|街道|村|中心|公司|院|部|乡|所)(?:要|应)"
)
_BOUND_TAIL = re.compile(r"(?:不少于|至少|不低于|达到|突破|超过|约|近|共)+$")
_LEADING = re.compile(
    r"[\s)\"]*(?:\d+[.、]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+(?:是|要))?"
)
_AFTER = re.compile(r"[。]? ?\(?(?:责任|牵头|配合|承办|实施)(?:单位|部门)[^。\n]*")
# What a list of units holds; the first that is none ends it.
_UNIT_END = re.compile(r"^各|[局委办室部司团会府镇乡街道所站队院社厅科村区心组企位]$")
# A paragraph of one task is no longer than this.
_PARAGRAPH = 1500
_LINE_END = re.compile("\n")
_VAGUE = re.compile(
    r"^(?:以下|下列|如下|全年|各项|当前).*工作$|^(?:通车|投产|见效|运营|使用|到位|任务)$|^(?:以下|如下|下列)"
)
# Units named in a sentence of their own at the end of a paragraph answer for all of it.
_CLOSING = re.compile(r"[。\n] ?\(?(?:责任|牵头|配合|承办|实施)(?:单位|部门)[^。\n]*\)?。?\s*$")
_OWN = re.compile(r"^(?:我|全|本)")


def find_tasks(
    flat: Flat, quantities: Sequence[Quantity], parts: Sequence[Part], headings: Sequence[Heading]
) -> list[Task]:
    """The orders of a text, outside of what looks back and outside of headings."""
    text = flat.text
    sections = Sections(parts, headings)
    starts = [each.start for each in quantities]
    bodies = sorted((h.start, h.end) for h in headings if h.level > 0)
    opened = [start for start, _ in bodies]
    found: list[Task] = []
    taken: set[int] = set()
    lines = [match.start() for match in _LINE_END.finditer(text)]
    for heading in headings:
        task = _headed(flat, heading, quantities, starts)
        if task is not None:
            found.append(task)
            taken.add(_line(lines, flat.even(heading.start)))
    for sentence in re.finditer(r"[^。!?\n]+", text):
        begin, end = sentence.span()
        raw = flat.raw(begin)
        if taken and _line(lines, begin) in taken:
            continue
        section = sections.at(flat.raw(end - 1))
        about = sections.year(section.part)[0]
        if section.tense == "past" or (not section.tense and not about):
            continue
        if "\t" in text[begin:end] or "去年" in text[begin:end] or "同比" in text[begin:end]:
            continue
        made = _sentence(flat, begin, end, quantities, starts, section.part, bodies, opened, raw)
        found += made
    return found


def _line(lines: Sequence[int], at: int) -> int:
    """The number of the line of a place."""
    return bisect_left(lines, at)


def _headed(
    flat: Flat, heading: Heading, quantities: Sequence[Quantity], starts: Sequence[int]
) -> Task | None:
    """A heading whose paragraph names units is the task; what follows it are its details."""
    text = flat.text
    if heading.level < 1:
        return None
    begin = flat.even(heading.start)
    # A pattern finds the line's end; str.find of a control character is slow among Chinese ones.
    limit = min(len(text), begin + _PARAGRAPH)
    line_end = _LINE_END.search(text, begin, limit)
    stop = _reach(text, line_end.start() if line_end else limit)
    if not _CLOSING.search(text[begin:stop]):
        return None
    end = begin + len(heading.marker)
    while end < stop and text[end] in " ,、:":
        end += 1
    match = ORDER.match(text, end, stop)
    if match is None:
        return None
    thing = _object(text, match.start("object"), match.end(), quantities, starts)
    order = (match.start("verb"), match.end(), match.group("verb"), thing)
    return _with_parties(flat, begin, stop, [order], heading.part)[0]


def _sentence(
    flat: Flat, begin: int, end: int, quantities: Sequence[Quantity], starts: Sequence[int], part: int,
    bodies: Sequence[tuple[int, int]], opened: Sequence[int], raw: int,
) -> list[Task]:  # fmt: skip
    text = flat.text
    orders: list[tuple[int, int, str, str]] = []
    at = begin
    for clause in re.finditer(r"[^,;:]+", text[begin:end]):
        at = begin + clause.start()
        words = clause.group()
        inner = _LEADING.match(words)
        offset = inner.end() if inner else 0
        called = "要" in words or "负责" in words or "应" in words
        subject = _SUBJECT.match("\n" + words[offset:]) if called else None
        if subject:
            offset += subject.end() - 1
        match = ORDER.match(words, offset)
        if (
            match is None
            or match.group("verb") in OUTCOMES
            or _in_title(flat, at + match.start("verb"), bodies, opened, words)
        ):
            continue
        thing = _object(text, at + match.start("object"), at + match.end(), quantities, starts)
        if 2 <= len(thing) <= 30 and not _VAGUE.search(thing):
            orders.append((at + match.start("verb"), at + match.end(), match.group("verb"), thing))
    if not orders:
        return []
    return _with_parties(flat, begin, _reach(text, end), orders, part)


def _reach(text: str, end: int) -> int:
    """A sentence that only names units and dates belongs to the one before it."""
    following = _AFTER.match(text, end)
    return following.end() if following else end


def _in_title(
    flat: Flat, at: int, bodies: Sequence[tuple[int, int]], opened: Sequence[int], words: str
) -> bool:
    """Whether a place lies in a heading that only names a section."""
    raw = flat.raw(at)
    index = bisect_left(opened, raw + 1) - 1
    if index < 0 or bodies[index][1] <= raw:
        return False
    # An item of a task list is its own heading: it has a figure or a unit right behind.
    return not re.match(
        r"[。;]? ?\(?(?:责任|牵头|配合)(?:单位|部门)", flat.text[at : at + 90].split("。", 1)[-1]
    )


def _object(
    text: str, begin: int, end: int, quantities: Sequence[Quantity], starts: Sequence[int]
) -> str:
    """The object without figures: 48个城市更新项目 and 老旧小区46个 both lose theirs."""
    index = bisect_left(starts, begin)
    while index < len(quantities) and quantities[index].start < end:
        quantity = quantities[index]
        if quantity.form != "threshold":
            if quantity.start == begin:
                begin = quantity.end
            else:
                end = quantity.start
                break
        index += 1
    thing = text[begin:end]
    thing = _BOUND_TAIL.sub("", thing)
    thing = re.sub(r"\(.*?\)?$", "", thing) if thing.endswith(")") or "(" in thing else thing
    return thing.strip('" 的了')


def _with_parties(
    flat: Flat, begin: int, end: int, orders: list[tuple[int, int, str, str]], part: int
) -> list[Task]:
    text = flat.text
    lead: list[Named] = []
    doing: list[Named] = []
    support: list[Named] = []
    when: Named | None = None
    groups = {"lead": lead, "support": support}
    if not _PARTY.search(text, begin, end):
        when = (
            _named(flat, Span(*found.span())) if (found := _WHEN.search(text, begin, end)) else None
        )
        return [_task(flat, order, None, (), (), when, part, ()) for order in orders]
    for match in _LABEL.finditer(text, begin, end):
        role = match.group("role")
        span = Span(match.start("what"), match.end("what"))
        if "时" in role:
            when = _named(flat, span)
        else:
            what = re.split(r",(?=完成|时限|责任|配合)", match.group("what"))[0]
            span = Span(span.start, span.start + len(what))
            listed = takewhile(lambda named: _UNIT_END.search(named.text), _spread(flat, span))
            groups.get(_ROLES.get(role[:2], ""), doing).extend(listed)
    for match in _LED.finditer(text, begin, end):
        if not _OWN.match(match.group("units")):
            span = Span(*match.span("units"))
            groups.get(_ROLES.get(match.group("role"), ""), doing).extend(_spread(flat, span))
    for match in _SUBJECT.finditer(text, max(begin - 1, 0), end):
        if not _OWN.match(match.group("units")):
            doing.extend(_spread(flat, Span(*match.span("units"))))
    if when is None and (found := _WHEN.search(text, begin, end)):
        when = _named(flat, Span(*found.span()))
    made: list[Task] = []
    for index, order in enumerate(orders):
        # Who is named at the end of a sentence answers for all of it; that is said.
        shared = len(orders) > 1 and (lead or doing) and index < len(orders) - 1
        reasons = ("parties_of_sentence",) if shared else ()
        made.append(
            _task(
                flat,
                order,
                lead[0] if lead else None,
                tuple(doing),
                (*lead[1:], *support),
                when,
                part,
                reasons,
            )
        )
    return made


def _task(
    flat: Flat, order: tuple[int, int, str, str], lead: Named | None, doing: tuple[Named, ...],
    support: tuple[Named, ...], when: Named | None, part: int, reasons: tuple[str, ...],
) -> Task:  # fmt: skip
    start, stop, verb, thing = order
    return Task(
        verb,
        thing,
        lead,
        doing,
        support,
        when,
        "prose",
        part,
        flat.raw(start),
        flat.raw_end(stop),
        reasons,
    )


def _named(flat: Flat, span: Span) -> Named:
    return Named(flat.text[span.start : span.end], flat.raw(span.start), flat.raw_end(span.end))


def _spread(flat: Flat, span: Span) -> list[Named]:
    return [
        Named(each.text, flat.raw(each.start), flat.raw_end(each.end))
        for each in split_units(flat.text, span)
    ]
