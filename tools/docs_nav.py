"""Build the documentation's table of contents, so that a new page of a folder finds its place.

A hook of mkdocs. Pages named here stand in this order; a folder stands for all its pages; a page
that is neither named nor in a named folder is reported by the strict build.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGES = (
    "index.md",
    "first-ten-minutes.md",
    "concepts.md",
    "uploads.md",
    "boards.md",
    "benchmarking.md",
    "ladders.md",
    "matters.md",
    "bulletins.md",
    "notices.md",
    "roles.md",
    "pages.md",
    "workbooks.md",
    "documents.md",
    "divisions.md",
    "analysts.md",
    "schemes.md",
    "trials-and-records.md",
    "ready-schemes/",
    "formulas/",
    "demo-data.md",
    "operations.md",
    "settings.md",
    "security.md",
    "cli.md",
    "library.md",
    "api.md",
    "benchmarks.md",
    "mechanisms.md",
    "decisions/",
)
TITLES = {
    "zh": {
        "": "中文",
        "formulas/": "计分公式",
        "ready-schemes/": "现成方案",
        "decisions/": "设计决定",
    },
    "en": {
        "": "English",
        "formulas/": "Formulas",
        "ready-schemes/": "Ready schemes",
        "decisions/": "Decisions",
    },
}


def navigation(docs: Path) -> list[Any]:
    """Return the table of contents of what is there."""
    nav: list[Any] = [{"擂台 Leitai": "index.md"}]
    for language, titles in TITLES.items():
        pages: list[Any] = []
        for name in PAGES:
            path = docs / language / name
            if name.endswith("/"):
                inside = sorted(path.glob("*.md"), key=lambda p: (p.name != "index.md", p.name))
                if inside:
                    files = [p.relative_to(docs).as_posix() for p in inside]
                    pages.append({titles[name]: files})
            elif path.exists():
                pages.append(f"{language}/{name}")
        nav.append({titles[""]: pages})
    return nav


def on_config(config: Any) -> Any:
    """Put the table of contents into the configuration."""
    config.nav = navigation(Path(config.docs_dir))
    return config
