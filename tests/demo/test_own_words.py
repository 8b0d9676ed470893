"""What the demo says is in its own words: no sentence of the reference texts is copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from leitai.demo.places import DEMO_ROOT
from tests.shared import SHARED, needs_shared

LONG = 16
"""Characters without a break from which a run of words counts as a sentence."""


def runs(text: str) -> Iterator[str]:
    for run in re.split(r"[^\u4e00-\u9fff]+", text):
        if len(run) >= LONG:
            yield run


def demo_files() -> list[Path]:
    return [
        path
        for path in sorted(DEMO_ROOT.rglob("*"))
        if path.suffix in (".py", ".yaml", ".csv", ".md") and not path.name.startswith("counties")
    ]


def test_there_is_something_to_look_at() -> None:
    found = [run for path in demo_files() for run in runs(path.read_text(encoding="utf-8"))]
    assert len(found) > 30


@needs_shared
def test_no_sentence_is_copied_from_the_reference_texts() -> None:
    sources = [
        path
        for folder in ("domain", "documents", "gold", "data/counties", "data/census")
        for path in sorted((SHARED / folder).rglob("*"))
        if path.suffix in (".md", ".txt", ".csv", ".jsonl")
    ]
    assert sources
    reference = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in sources)
    reference = re.sub(r"\s", "", reference)
    copied = [
        (path.name, run)
        for path in demo_files()
        for run in runs(path.read_text(encoding="utf-8"))
        if run in reference
    ]
    assert copied == []
