"""Write constraints.txt: one plain ``name==version`` for everything the project may install.

Starts from the dependencies that pyproject.toml names (all extras), follows what those need, and
takes the installed versions. What is installed but not needed is left out.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Versions that were tested together; `make constraints` writes this file.
"""


def declared(pyproject: Path = ROOT / "pyproject.toml") -> list[Requirement]:
    """Return every dependency that the project names, of all extras."""
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    texts = [*project["dependencies"]]
    for extra in project.get("optional-dependencies", {}).values():
        texts += extra
    return [Requirement(text) for text in texts]


def closure(wanted: list[Requirement]) -> tuple[dict[str, str], list[str]]:
    """Return name and installed version of all that ``wanted`` needs, and what is not installed."""
    found: dict[str, str] = {}
    absent: list[str] = []
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = list(wanted)
    while queue:
        need = queue.pop()
        key = (canonicalize_name(need.name), frozenset(need.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            installed = distribution(need.name)
        except PackageNotFoundError:
            absent.append(need.name)
            continue
        found[key[0]] = installed.version
        for text in installed.requires or []:
            inner = Requirement(text)
            extras = need.extras or {""}
            if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in extras):
                queue.append(inner)
    return found, absent


def main() -> int:
    """Write the file; packages of an extra that is not installed keep their line."""
    path = ROOT / "constraints.txt"
    before = dict(
        line.split("==")
        for line in (path.read_text("utf-8").splitlines() if path.exists() else [])
        if "==" in line
    )
    found, absent = closure(declared())
    for name in absent:
        kept = before.get(canonicalize_name(name))
        if kept is None:
            print(f"{name} is not installed and has no version in {path.name}", file=sys.stderr)
            return 1
        found[canonicalize_name(name)] = kept
    lines = [f"{name}=={version}\n" for name, version in sorted(found.items())]
    path.write_text(HEADER + "".join(lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
