"""Documents annotated in their own text, and the hand annotations of the shared ones.

A mark file is the document with two kinds of marks, which are taken out before it is read:

- ``⟦text|metric|comparator|kind|horizon|value unit⟧`` a number; the last field only where the text
  does not say it plainly (``2.4 倍``, ``5.5~6 %``, ``null 万元`` for a masked one);
- ``⟪level|marker|title⟫`` a heading, ``⟪T|verb|object|units⟫`` a task of the clause that follows,
  ``⟪P|term|members⟫`` a shorthand whose first mention follows.

Files named ``…_tune`` were looked at while the rules were made, ``…_test`` only for measuring.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leitai.documents import read

FOLDER = Path(__file__).parent / "papers"
_KINDS = {
    "floor": "target_floor",
    "stretch": "target_stretch",
    "plan": "target_plan",
    "ceil": "target_ceiling",
    "thr": "threshold",
}
_PLAIN = re.compile(r"([\d.,]+)(.+)$")


@dataclass(slots=True)
class GoldNumber:
    """``value`` is None for a masked number; ``low`` and ``high`` bound a range."""

    start: int
    end: int
    metric: str
    value: float | None
    unit: str
    comparator: str
    kind: str
    horizon: str
    masked: bool
    low: float | None = None
    high: float | None = None


@dataclass(slots=True)
class GoldHeading:
    start: int
    end: int
    level: int
    marker: str


@dataclass(slots=True)
class GoldTask:
    verb: str
    object: str
    units: tuple[str, ...]


@dataclass(slots=True)
class GoldTerm:
    term: str
    members: tuple[str, ...] | None


@dataclass(slots=True)
class GoldPaper:
    """A document with what people found in it; ``exhaustive`` allows to measure precision.

    ``ranges`` are the stretches that were annotated, none for the whole; ``path`` is the file where
    it lies in the shared folder.
    """

    name: str
    text: str
    report: bool
    exhaustive: bool
    test: bool
    numbers: list[GoldNumber] = field(default_factory=list)
    headings: list[GoldHeading] = field(default_factory=list)
    tasks: list[GoldTask] = field(default_factory=list)
    terms: list[GoldTerm] = field(default_factory=list)
    copies: list[tuple[str, int, int, str, int, int]] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    path: Path | None = None


def marked_papers() -> Iterator[GoldPaper]:
    """The documents written for this measurement."""
    for path in sorted(FOLDER.glob("*.txt")):
        kind, _, use = path.stem.partition("_")
        paper = GoldPaper(
            path.stem, "", not kind.startswith("speech"), True, use.startswith("test")
        )
        _Parser(path.read_text("utf-8"), paper).parse()
        yield paper


class _Parser:
    def __init__(self, source: str, paper: GoldPaper) -> None:
        self.source = source
        self.paper = paper
        self.out: list[str] = []
        self.length = 0
        self.at = 0

    def parse(self) -> None:
        self._until("")
        self.paper.text = "".join(self.out)

    def _emit(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)

    def _until(self, stop: str) -> None:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == stop:
                self.at += 1
                return
            if character == "⟦":
                self._number()
            elif character == "⟪":
                self._mark()
            else:
                self._emit(character)
                self.at += 1

    def _number(self) -> None:
        close = self.source.index("⟧", self.at)
        fields = [*self.source[self.at + 1 : close].split("|"), "", "", "", "", ""]
        self.at = close + 1
        text, metric, comparator, kind, horizon, said = fields[:6]
        start = self.length
        self._emit(text)
        value, unit = said.split(" ", 1) if said else _plain(text)
        low, _, high = value.partition("~")
        masked = value == "null"
        self.paper.numbers.append(
            GoldNumber(
                start, self.length, metric,
                None if masked or high else float(value), unit, comparator,
                _KINDS.get(kind, kind), horizon, masked,
                float(low) if high else None, float(high) if high else None,
            )
        )  # fmt: skip

    def _mark(self) -> None:
        self.at += 1
        bar = self.source.index("|", self.at)
        head = self.source[self.at : bar]
        if head in ("T", "P"):
            close = self.source.index("⟫", bar)
            fields = [*self.source[bar + 1 : close].split("|"), "", ""]
            self.at = close + 1
            if head == "T":
                units = tuple(u for u in re.split("[;、]", fields[2]) if u)
                self.paper.tasks.append(GoldTask(fields[0], fields[1], units))
            else:
                members = tuple(m for m in fields[1].split(";") if m)
                self.paper.terms.append(GoldTerm(fields[0], members or None))
            return
        second = self.source.index("|", bar + 1)
        marker = self.source[bar + 1 : second]
        self.at = second + 1
        start = self.length
        self._emit(marker)
        self._until("⟫")
        self.paper.headings.append(GoldHeading(start, self.length, int(head), marker.strip()))


def _plain(text: str) -> tuple[str, str]:
    match = _PLAIN.match(text)
    if match is None:
        raise ValueError(text)
    return match.group(1).replace(",", ""), match.group(2)


def shared_papers(root: Path) -> list[GoldPaper]:
    """The five shared documents with their hand annotations; empty where the folder is absent."""
    gold, seeds = root / "gold", root / "documents" / "seeds"
    if not gold.is_dir():
        return []
    papers = {
        path.name: GoldPaper(path.name, path.read_bytes().decode("utf-8"), False, False, False)
        for path in sorted(seeds.glob("*.txt"))
    }
    for each in _lines(gold / "gold_targets.jsonl"):
        papers[each["file"]].numbers.append(
            GoldNumber(
                each["start"], each["end"], each["metric"] or "", each["value"], each["unit"] or "",
                each["comparator"], each["kind"], each["horizon"] or "", each["masked"],
            )
        )  # fmt: skip
    for each in _lines(gold / "gold_outline.jsonl"):
        papers[each["file"]].headings.append(
            GoldHeading(each["start"], each["end"], each["level"], each["marker"])
        )
    for each in _lines(gold / "gold_shorthands.jsonl"):
        members = tuple(each["expansion"]) if each["expansion"] else None
        papers[each["file"]].terms.append(GoldTerm(each["term"], members))
    for each in _lines(gold / "gold_duplicates.jsonl"):
        a, b = each["a"], each["b"]
        if each["report"] and a["end"] - a["start"] >= 60:
            papers[a["file"]].copies.append(
                (a["file"], a["start"], a["end"], b["file"], b["start"], b["end"])
            )
    return list(papers.values())


def shared_excerpts(root: Path) -> list[GoldPaper]:
    """Stretches of shared reports, kept as offsets; empty where the folder is absent."""
    papers: dict[str, GoldPaper] = {}
    for each in _lines(FOLDER / "shared_excerpts.jsonl"):
        path = root / "documents" / each["file"]
        if not path.is_file():
            continue
        paper = papers.setdefault(
            each["file"],
            GoldPaper(path.name, read(path).text, True, True, each["use"] == "test", path=path),
        )
        paper.ranges.append((each["start"], each["end"]))
        for start, end, metric, value, unit, comparator, kind, horizon, low, high in each[
            "numbers"
        ]:
            masked = value is None and high is None
            paper.numbers.append(
                GoldNumber(
                    start, end, metric, value, unit, comparator, kind, horizon, masked, low, high
                )
            )
    return list(papers.values())


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
