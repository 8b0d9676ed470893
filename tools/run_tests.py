"""Run every test on each database that is there, and say plainly what was skipped and why.

SQLite always; PostgreSQL where ``LEITAI_TEST_POSTGRES_URL`` (by default the database ``test`` on
this machine) answers. ``--require postgresql`` and ``--require browser`` turn a missing database or
browser into a failure. Other arguments go to pytest. The last line is the count over all runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_URL = "postgresql://postgres@127.0.0.1:5432/test"


@dataclass
class Tally:
    """What one or more runs came to; ``reasons`` counts the skipped tests by reason."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    browser: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add another run."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.browser += other.browser
        self.reasons += other.reasons


def read_report(path: Path) -> Tally:
    """Count the cases of a JUnit report; ``browser`` counts those of tests/browser that ran."""
    tally = Tally()
    for case in ET.parse(path).getroot().iter("testcase"):
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        elif skip is not None and skip.get("type") != "pytest.xfail":
            tally.skipped += 1
            tally.reasons[(skip.get("message") or "no reason given").strip()] += 1
            continue
        else:
            tally.passed += 1
        tally.browser += case.get("classname", "").startswith("tests.browser")
    return tally


def postgres_fault(url: str) -> str | None:
    """Return why the PostgreSQL server cannot be used for tests, or None."""
    try:
        import psycopg

        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            ).fetchone()
    except Exception as error:  # whatever the reason, it is told
        return f"{error}".strip().splitlines()[0]
    return None if row and row[0] else "the account may not create databases"


def run(name: str, database_url: str, extra: list[str]) -> tuple[Tally, int]:
    """Run pytest on one database; return its counts and exit code."""
    print(f"\n=== {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        environment = {key: v for key, v in os.environ.items() if not key.startswith("LEITAI_")}
        for key in ("LEITAI_SHARED", "LEITAI_CHROMIUM"):
            if key in os.environ:
                environment[key] = os.environ[key]
        environment |= {"LEITAI_DATABASE_URL": database_url, "LEITAI_VAR": f"{folder}/var"}
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *extra]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        tally = read_report(report) if report.exists() else Tally()
    # 0 all passed, 1 some failed, 5 nothing collected; anything else broke the run itself.
    if code not in (0, 1) and not tally.failed:
        tally.failed += 1
    return tally, code


def main() -> int:
    """Run the suite on each database and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--require", action="append", default=[], choices=["postgresql", "browser"])
    options, extra = parser.parse_known_args()
    if not any(argument.startswith(("-n", "--numprocesses")) for argument in extra):
        extra = ["-n", "2", "--dist", "loadfile", *extra]

    total = Tally()
    notes: list[str] = []
    tally, _code = run("SQLite", "", extra)
    total.add(tally)

    url = os.environ.get("LEITAI_TEST_POSTGRES_URL", POSTGRES_URL)
    fault = postgres_fault(url)
    if fault is None:
        # Browser and crash tests start sites on databases of their own: once is enough.
        apart = ["--ignore=tests/browser", "--ignore=tests/crash"]
        tally, _code = run("PostgreSQL", url, [*extra, *apart])
        total.add(tally)
    else:
        notes.append(f"PostgreSQL: not tested, {fault}")
    if not total.browser:
        why = "" if shutil.which("chromium") else ", chromium is not installed"
        notes.append(f"browser: no test ran{why}")

    print("\n=== skipped, and why")
    for reason, count in total.reasons.most_common():
        print(f"  {count:4d}  {reason}")
    for note in notes:
        print(f"   all  {note}")
    if not total.reasons and not notes:
        print("  nothing")
    missing = [
        name
        for name, absent in (("postgresql", fault is not None), ("browser", not total.browser))
        if absent and name in options.require
    ]
    for name in missing:
        print(f"=== {name} was required and did not run")
    print(f"\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed or missing or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
