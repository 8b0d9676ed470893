"""``leitai bench documents``: how well documents are understood, measured against annotations."""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.fuzz import ratio

from leitai.bench.paper_marks import (
    GoldNumber,
    GoldPaper,
    marked_papers,
    shared_excerpts,
    shared_papers,
)
from leitai.documents import Document, Heading, Target, find_duplicates, read
from leitai.documents.flat import flatten

#: What a measure must reach.
GOALS = {
    "number precision": 0.95, "number recall": 0.97, "comparator": 0.95, "kind in reports": 0.90,
    "kind in speeches": 0.80, "metric in reports": 0.85, "metric in speeches": 0.65,
    "horizon": 0.85,
    "numbered outline F1": 0.97, "unnumbered headings F1": 0.70, "shorthand recall": 0.95,
    "expansion precision": 0.95, "expansion recall": 0.75, "copies precision": 0.98,
    "copies recall": 0.98, "task F1": 0.80, "responsible unit F1": 0.90,
}  # fmt: skip
#: Names this alike are accepted: 全区GDP总量 for GDP总量, 新签约亿元以上项目 for …项目数.
_ALIKE = 75.0
_IMPLIED = re.compile(r"\d|[一二两三四五六七八九十百半]|\*|X|×")


@dataclass(slots=True)
class Tally:
    """Right ones among those found and those that should be found."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else float("nan")

    @property
    def f1(self) -> float:
        return (
            2 * self.right / (self.found + self.wanted)
            if self.found + self.wanted
            else float("nan")
        )


@dataclass(slots=True)
class Result:
    """All measures of one set of papers."""

    name: str
    papers: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    invented: int = 0
    confusions: Counter[str] = field(default_factory=Counter)

    def tally(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())

    def mark(self, name: str, right: bool) -> None:
        tally = self.tally(name)
        tally.found += 1
        tally.wanted += 1
        tally.right += right

    def measures(self) -> dict[str, float]:
        """Every measure of the goals that these papers allow."""
        made = {
            "number precision": self.tally("number precision").precision,
            "number recall": self.tally("number recall").recall,
            "expansion precision": self.tally("expansion").precision,
            "expansion recall": self.tally("expansion").recall,
            "shorthand recall": self.tally("shorthand").recall,
            "copies precision": self.tally("copies").precision,
            "copies recall": self.tally("copies").recall,
            "numbered outline F1": self.tally("numbered").f1,
            "unnumbered headings F1": self.tally("unnumbered").f1,
            "task F1": self.tally("task").f1,
            "responsible unit F1": self.tally("unit").f1,
        }
        for name in ("comparator", "kind in reports", "kind in speeches", "metric in reports",
                     "metric in speeches", "horizon"):  # fmt: skip
            made[name] = self.tally(name).precision
        made["values invented on masks"] = float(self.invented)
        return {name: value for name, value in made.items() if value == value}


def measure(name: str, papers: Sequence[GoldPaper]) -> Result:
    """Read the papers and compare with what people found in them."""
    result = Result(name, len(papers))
    documents = [
        read(
            paper.path or paper.text.encode(),
            name=paper.name if paper.path else paper.name + ".txt",
        )
        for paper in papers
    ]
    for paper, document in zip(papers, documents, strict=True):
        _numbers(result, paper, document)
        if paper.ranges:
            continue
        _outline(result, paper, document)
        _terms(result, paper, document)
        if paper.tasks:
            _tasks(result, paper, document)
    wanted = {copy for paper in papers for copy in paper.copies}
    if wanted:
        _copies(result, papers, documents, wanted)
    return result


def _numbers(result: Result, paper: GoldPaper, document: Document) -> None:
    found = {(t.start, t.end): t for t in document.targets}
    style = "reports" if paper.report else "speeches"
    recall = result.tally("number recall")
    gold = [each for each in paper.numbers if each.kind != "noise"]
    for each in gold:
        target = found.get((each.start, each.end))
        recall.wanted += 1
        right = target is not None and _same_value(each, target)
        recall.right += right
        if target is None or not right:
            words = paper.text[each.start : each.end]
            result.confusions[f"missed or wrong number {words} in {paper.name}"] += 1
            continue
        if each.masked:
            result.invented += target.value is not None
        result.mark("comparator", target.comparator == each.comparator)
        result.mark(f"kind in {style}", target.kind == each.kind)
        if target.kind != each.kind:
            result.confusions[f"kind {each.kind} read as {target.kind}"] += 1
        if each.metric and each.kind != "threshold":
            same = accepted(each.metric, target.metric)
            result.mark(f"metric in {style}", same)
            if not same:
                result.confusions[f"metric {each.metric} read as {target.metric or 'nothing'}"] += 1
        if each.horizon:
            same = (
                _year(each.horizon) == _year(target.horizon) or target.horizon in each.horizon != ""
            )
            result.mark("horizon", same)
            if not same:
                result.confusions[f"horizon {each.horizon} read as {target.horizon or 'none'}"] += 1
    masked = [(each.start, each.end) for each in gold if each.masked]
    for target in document.targets:
        if target.value is not None and any(a < target.end and target.start < b for a, b in masked):
            result.invented += 1
    if paper.exhaustive:
        precision = result.tally("number precision")
        spans = {(each.start, each.end): each for each in gold}
        for span, target in found.items():
            if paper.ranges and not any(a <= span[0] and span[1] <= b for a, b in paper.ranges):
                continue
            precision.found += 1
            wanted = spans.get(span)
            if wanted is not None and _same_value(wanted, target):
                precision.right += 1
            else:
                result.confusions[
                    f"extra number {paper.text[span[0] : span[1]]} in {paper.name}"
                ] += 1


def _same_value(gold: GoldNumber, target: Target) -> bool:
    if gold.high is not None:
        return (target.value_low, target.value_high) == (
            gold.low,
            gold.high,
        ) and target.unit == gold.unit
    if gold.value is None or target.value is None:
        return gold.value is target.value
    unit = gold.unit.replace("(", "").replace(")", "")
    same = (
        abs(gold.value - target.value) <= 1e-3 * max(1.0, abs(gold.value)) and unit == target.unit
    )
    return same or (unit, target.unit) == ("亿元", "亿")


def plain_name(name: str) -> str:
    """A metric's name without what people write or leave out at will."""
    name = re.sub(r"[\s\"“”'（）()、\-的了]", "", name)
    name = re.sub(r"^(?:全[省市区县镇国]|我[省市区县镇])", "", name)
    return re.sub(r"(?:总量|总数|个数|数量|数|面积|里程|长度|人次|总投资)$", "", name)


def accepted(gold: str, found: str) -> bool:
    """Equal, one the tail of the other, or nearly the same words."""
    a, b = plain_name(gold), plain_name(found)
    if not b:
        return False
    return (
        a == b
        or (len(b) >= 2 and a.endswith(b))
        or (len(a) >= 2 and b.endswith(a))
        or ratio(a, b) >= _ALIKE
    )


def _year(text: str) -> str:
    match = re.search(r"(?:19|20)\d\d", text)
    return match.group() if match else text


def _outline(result: Result, paper: GoldPaper, document: Document) -> None:
    gold = {each.start: each for each in paper.headings if each.level or not each.marker}
    mine = {each.start: each for each in document.outline}
    for each in gold.values():
        kind = "numbered" if each.marker else "unnumbered"
        tally = result.tally(kind)
        found = mine.get(each.start) or (None if paper.exhaustive else mine.get(each.start + 1))
        tally.wanted += 1
        right = (
            found is not None
            and (found.level == each.level)
            and bool(found.marker) == bool(each.marker)
        )
        tally.right += right
        if not right:
            words = paper.text[each.start : each.end][:24]
            result.confusions[
                f"heading {words} level {each.level} read as {found.level if found else 'none'}"
            ] += 1
        if not paper.exhaustive and right:
            tally.found += 1
    if paper.exhaustive:
        for found in mine.values():
            result.tally("numbered" if found.marker else "unnumbered").found += 1
            if found.start not in gold:
                result.confusions[f"extra heading {_heading(found)} in {paper.name}"] += 1


def _heading(heading: Heading) -> str:
    return (heading.marker + heading.title)[:24]


def _even(text: str) -> str:
    return re.sub(r"[\"']", "", flatten(text).text)


def _terms(result: Result, paper: GoldPaper, document: Document) -> None:
    mine = {_even(each.term): each for each in document.programmes}
    gold = {_even(each.term): each for each in paper.terms}
    for term, each in gold.items():
        shorthand = result.tally("shorthand")
        shorthand.wanted += 1
        found = mine.get(term)
        shorthand.right += found is not None
        expansion = result.tally("expansion")
        expansion.wanted += each.members is not None
        if found is None:
            result.confusions[f"missed shorthand {term}"] += 1
        elif found.members:
            expansion.found += 1
            right = (
                each.members is not None
                and len(each.members) == len(found.members)
                and all(
                    _even(a) in _even(b.text) or _even(b.text) in _even(a)
                    for a, b in zip(each.members, found.members, strict=True)
                )
            )
            expansion.right += right
            if not right:
                result.confusions[f"wrong members of {term}"] += 1


def _tasks(result: Result, paper: GoldPaper, document: Document) -> None:
    tally, units = result.tally("task"), result.tally("unit")
    left = list(document.tasks)
    tally.found += len(left)
    tally.wanted += len(paper.tasks)
    for each in paper.tasks:
        found = next(
            (t for t in left if t.verb.endswith(each.verb) and accepted(each.object, t.object)),
            None,
        )
        units.wanted += len(each.units)
        if found is None:
            result.confusions[f"missed task {each.verb}{each.object}"] += 1
            continue
        left.remove(found)
        tally.right += 1
        lead = [found.lead_unit] if found.lead_unit else []
        names = {unit.text for unit in (*lead, *found.responsible_units)}
        units.found += len(names)
        units.right += len(names & set(each.units))
        if names != set(each.units):
            result.confusions[
                f"units of {each.object} read as {'、'.join(sorted(names)) or 'none'}"
            ] += 1
    for task in left:
        result.confusions[f"extra task {task.verb}{task.object} in {paper.name}"] += 1


def _copies(
    result: Result, papers: Sequence[GoldPaper], documents: Sequence[Document],
    wanted: Iterable[tuple[str, int, int, str, int, int]],
) -> None:  # fmt: skip
    tally = result.tally("copies")
    left = list(wanted)
    tally.wanted += len(left)
    for copy in find_duplicates(documents):
        tally.found += 1
        names = papers[copy.first].name, papers[copy.second].name
        hit = next(
            (
                w for w in left
                if (w[0], w[3]) == names and _overlap(w[1], w[2], copy.start, copy.end) > 0.8
                and _overlap(w[4], w[5], copy.other_start, copy.other_end) > 0.8
            ),
            None,
        )  # fmt: skip
        if hit is not None:
            left.remove(hit)
            tally.right += 1


def _overlap(a: int, b: int, c: int, d: int) -> float:
    return (min(b, d) - max(a, c)) / (max(b, d) - min(a, c))


def speed(papers: Sequence[GoldPaper]) -> dict[str, float]:
    """Bytes a second on one core, everything on, and the time for 20,000 characters.

    The text is that of real reports where the shared folder is; the papers written for measuring
    have three times as many numbers as a report.
    """
    real = [paper for paper in papers if paper.path is not None]
    text = "\n".join(paper.text for paper in real or papers)
    text = (text * (20_000 // len(text) + 1))[:20_000]
    data = text.encode()
    read(data)
    best = float("inf")
    for _ in range(7):
        begin = time.process_time()
        read(data)
        best = min(best, time.process_time() - begin)
    return {
        "megabytes_a_second": len(data) / best / 1e6,
        "report_of_20000_characters_ms": best * 1000,
    }


def run_documents(*, as_json: bool) -> int:
    """Measure and print all sets; 1 where the papers kept for measuring miss a goal."""
    root = Path(os.environ.get("LEITAI_SHARED", ""))
    written = list(marked_papers())
    marked = written + shared_excerpts(root)
    sets = [
        measure("papers looked at while tuning", [p for p in marked if not p.test]),
        measure("papers kept for measuring", [p for p in marked if p.test]),
    ]
    shared = shared_papers(root)
    if shared:
        sets.append(measure("the five shared documents (seen)", shared))
    fast = speed(marked)
    if as_json:
        record = {
            "goals": GOALS,
            "sets": [
                {
                    "name": s.name,
                    "papers": s.papers,
                    "measures": s.measures(),
                    "confusions": dict(s.confusions),
                }
                for s in sets
            ],
            "speed": fast,
        }
        print(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        for each in sets:
            _print(each)
        print(
            f"speed: {fast['megabytes_a_second']:.2f} MB/s (goal 2); "
            f"20,000 characters in {fast['report_of_20000_characters_ms']:.0f} ms (goal 50)"
        )
    held = sets[1].measures() if sets[1].papers else {}
    return int(any(held.get(name, goal) < goal for name, goal in GOALS.items()))


def _print(result: Result) -> None:
    print(f"{result.name}: {result.papers} papers")
    for name, value in result.measures().items():
        goal = GOALS.get(name, 0.0)
        met = value >= goal if name in GOALS else value == 0
        print(f"  {name:<28}{value:8.3f}   goal {goal:.2f}   {'' if met else 'MISSED'}")
    for words, count in result.confusions.most_common():
        print(f"    {count} × {words}")
