"""Pack the published division codes as data of the product.

Run ``python -m leitai.divisions.prepare --shared PATH``, where PATH holds ``data/division_codes``
with ``areacodes/result.csv`` and ``china-division/*.csv`` (villages gzipped). It checks what it
reads, writes the files under ``divisions/data`` and prints what they hold. The same input gives
the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from leitai.divisions.history import DATA, HISTORY_FILE
from leitai.divisions.register import LIST_YEAR, PLACES_FILE, VILLAGES

_HEIR = re.compile(r"^(\d{6})(?:\[(\d{4})\])?$")
_LICENCES = {"areacodes": "LICENSE-areacodes.txt", "china-division": "LICENSE-china-division.txt"}
_ENDLESS = 9999


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, check, write and report; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    options = parser.parse_args(arguments)
    source, out = options.shared / "data" / "division_codes", options.out
    (out / VILLAGES.name).mkdir(parents=True, exist_ok=True)
    lists = source / "china-division"
    places, villages = _places(lists), _villages(lists / "villages.csv.gz")
    rows = list(_history_rows(source / "areacodes" / "result.csv"))
    known = {row[0] for row in rows}
    zones = list(_zones(places, known))
    _write(out / HISTORY_FILE.name, _csv([*rows, *zones]))
    _write(out / PLACES_FILE.name, "\n".join(_packed(places)))
    for province, items in sorted(villages.items()):
        _write(out / VILLAGES.name / f"{province}.txt.gz", "\n".join(_packed(items)))
    for folder, name in _LICENCES.items():
        shutil.copyfile(source / folder / "LICENSE", out / name)
    count = sum(len(items) for items in villages.values())
    print(f"{len(rows)} codes of all years, {len(zones)} listed in {LIST_YEAR} only")
    print(f"{len(places)} places from province to town, {count} villages")
    size = sum(path.stat().st_size for path in out.rglob("*.gz"))
    print(f"{size / 1e6:.1f} MB in {out}")
    return 0


def _history_rows(path: Path) -> Iterator[list[str]]:
    """Yield code, name, province, prefecture, first year, last year, heirs, listed only."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            last = row["变更/弃用时间"]
            heirs = []
            for part in filter(None, row["新代码"].split(";")):
                match = _HEIR.match(part)
                if match is None or not (match[2] or last):
                    raise SystemExit(f"unreadable successor {part!r} of {row['代码']}")
                heirs.append(f"{match[1]}@{match[2] or last}")
            prefecture = "" if row["二级行政区"] == "直辖" else row["二级行政区"]
            yield [
                row["代码"], row["名称"], row["一级行政区"], prefecture,
                row["启用时间"], last, " ".join(heirs), "",
            ]  # fmt: skip


def _places(folder: Path) -> list[tuple[str, str, str]]:
    """Return (code, name, parent) from provinces to towns, sorted by code."""
    found: list[tuple[str, str, str]] = []
    for name, parent in (
        ("provinces", ""), ("cities", "provinceCode"), ("areas", "cityCode"),
        ("streets", "areaCode"),
    ):  # fmt: skip
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            found += [
                (row["code"], row["name"].strip(), row[parent] if parent else "")
                for row in csv.DictReader(stream)
            ]
    known = {code for code, _name, _parent in found}
    for code, name, parent in found:
        if parent and (parent not in known or not code.startswith(parent)):
            raise SystemExit(f"{code} {name} lies under {parent}, which is not in the list")
    return sorted(found)


def _villages(path: Path) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if not row["code"].startswith(row["streetCode"]):
                raise SystemExit(f"{row['code']} does not lie under {row['streetCode']}")
            found[row["code"][:2]].append((row["code"], row["name"].strip(), row["streetCode"]))
    return {province: sorted(items) for province, items in found.items()}


def _zones(
    places: Iterable[tuple[str, str, str]], known: frozenset[str] | set[str]
) -> Iterator[list[str]]:
    """Yield county-level codes of the list that the civil list does not have, with one year."""
    names = {code: name for code, name, _parent in places}
    for code, name, parent in places:
        if len(code) != 6 or code in known or name == names[parent]:
            continue
        yield [
            code, name, names[code[:2]], names[parent],
            str(LIST_YEAR), str(_ENDLESS), "", "1",
        ]  # fmt: skip


def _packed(items: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Yield one line a parent: its code, a colon, and the names below it, numbered at jumps."""
    by_parent: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name, parent in items:
        if "," in name or "=" in name or "\n" in name:
            raise SystemExit(f"{code}: the name {name!r} cannot be packed")
        by_parent[parent].append((code, name))
    for parent, below in sorted(by_parent.items()):
        parts: list[str] = []
        before = 0
        for code, name in below:
            number = int(code[len(parent) :])
            parts.append(name if number == before + 1 else f"{number}={name}")
            before = number
        yield f"{parent}:{','.join(parts)}"


def _csv(rows: Iterable[list[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    raise SystemExit(main())
