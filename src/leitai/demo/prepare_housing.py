"""Bring the 70-city price indices into our own table, with Chinese names and division codes.

Run ``python -m leitai.demo.prepare_housing --shared PATH``. Names, provinces and codes of the
cities are checked against the division code tables; a city that does not agree stops the run.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from leitai.demo.housing import HOUSING_INDICES, check_housing, load_cities, load_housing
from leitai.demo.places import HOUSING_ROOT

PRINTED: Final = {
    "new_home": "new_home_price_index",
    "existing_home": "existing_home_price_index",
    "new_small": "new_small_home_index",
    "new_medium": "new_medium_home_index",
    "new_large": "new_large_home_index",
    "existing_small": "existing_small_home_index",
    "existing_medium": "existing_medium_home_index",
    "existing_large": "existing_large_home_index",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, check, write, and print the counts; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/")
    parser.add_argument("--out", type=Path, default=HOUSING_ROOT, help="folder to write to")
    options = parser.parse_args(arguments)
    cities = {city.name_en: city for city in load_cities(HOUSING_ROOT)}
    check_codes(options.shared / "data/division_codes/areacodes/result.csv")
    source = options.shared / "data/housing70"
    with (source / "merged_housing_data_eng.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    unknown = sorted({row["city"] for row in rows} - set(cities))
    if unknown:
        raise SystemExit(f"cities without a Chinese name: {unknown}")
    table = sorted(
        [
            cities[row["city"]].division_code,
            f"{int(row['year']):04d}",
            f"{int(row['month']):02d}",
            *(row[PRINTED[key]] for key in HOUSING_INDICES),
        ]
        for row in rows
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["division_code", "year", "month", *HOUSING_INDICES])
    writer.writerows(table)
    options.out.mkdir(parents=True, exist_ok=True)
    # A gzip header without a time, so that the same figures give the same bytes.
    packed = gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0)
    (options.out / "housing70.csv.gz").write_bytes(packed)
    shutil.copyfile(source / "LICENSE", options.out / "LICENSE.txt")
    months = load_housing(options.out)
    blanks = sum(value is None for month in months for value in month.indices.values())
    print(f"{len(cities)} cities, {len(months)} city months, {blanks} indices not published")
    for finding in check_housing(months):
        print(finding.message_en)
    return 0


def check_codes(path: Path) -> None:
    """Stop unless code, name and province of every city stand in the code table of today."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        known = {
            row["代码"]: (row["名称"], row["一级行政区"])
            for row in csv.DictReader(stream)
            if row["状态"] == "在用"
        }
    wrong = [
        city.name
        for city in load_cities(HOUSING_ROOT)
        if known.get(city.division_code) != (city.name, city.province)
    ]
    if wrong:
        raise SystemExit(f"cities that disagree with the code table: {wrong}")


if __name__ == "__main__":
    raise SystemExit(main())
