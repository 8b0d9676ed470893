"""Measurements that need a site of their own: prepared once, kept, measured in another process.

The database lies under ``var/bench``; the process gets its folder by the environment, as a site
does. A PostgreSQL database is named by its address; it must be empty when it is prepared.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from leitai.bench.measurement import Measurement, Size

ROOT = Path("var", "bench")
#: Beside a prepared database: the size and the data it was prepared for.
READY = "ready.json"
#: The parts of a size that say what is stored.
STORED = ("units", "series", "periods", "rows", "columns", "months", "matters")
#: Work with a database of its own kind; all other work shares one.
APART = ("import", "matters")
#: Seconds that preparing and measuring together may take before they are given up.
PATIENCE = 3 * 3600


def in_a_site(name: str, size: Size, *, root: Path = ROOT) -> list[Measurement]:
    """Run one of :data:`WORK` in a process of its own; a broken one is reported, not raised."""
    parts = [name] * (name in APART) + ["postgresql"] * bool(size.database)
    folder = root / "-".join([size.label, *(parts or ["site"])])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as between:
        out = Path(between) / "found.json"
        ended = subprocess.run(
            [sys.executable, "-m", "leitai.bench.site", name, json.dumps(asdict(size)), str(out)],
            env=environment(folder, size.database),
            timeout=PATIENCE,
            stderr=subprocess.PIPE,
            check=False,
        )
        if ended.returncode or not out.exists():
            last = ended.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            return [Measurement(name, name, "", failed=" ".join(last) or "it did not finish")]
        return [Measurement.from_dict(each) for each in json.loads(out.read_text("utf-8"))]


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """The environment of a measured site: a folder of its own, as in service otherwise."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("LEITAI_")},
        "LEITAI_VAR": str(folder),
        "LEITAI_DEMO": "true",
        "LEITAI_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "leitai.server.settings",
        **({"LEITAI_DATABASE_URL": database} if database else {}),
    }


def prepared(folder: Path, size: Size, prepare: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Prepare the database of a folder unless it is there already; returns what is worth noting."""
    from django.core.management import call_command
    from django.db import connection

    from leitai.cli.site import unapplied_migrations
    from leitai.demo.load import data_digest

    stored = {name: getattr(size, name) for name in STORED}
    stamp = {"stored": stored, "data": data_digest()}
    ready = folder / READY
    if ready.exists():
        kept: dict[str, Any] = json.loads(ready.read_text("utf-8"))
        if kept["stamp"] == stamp and not unapplied_migrations():
            facts: dict[str, Any] = kept["facts"]
            return facts
    if size.database and connection.introspection.table_names():
        # Whatever it holds may be somebody's: nothing is deleted there.
        raise RuntimeError("the database is neither empty nor prepared; create an empty one")
    connection.close()
    for path in folder.glob("leitai.sqlite3*"):
        path.unlink()
    shutil.rmtree(folder / "files", ignore_errors=True)
    call_command("migrate", interactive=False, verbosity=0)
    start = time.perf_counter()
    facts = prepare() | {"seconds_to_fill": round(time.perf_counter() - start)}
    ready.write_text(json.dumps({"stamp": stamp, "facts": facts}), "utf-8")
    return facts


def _rescoring(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.rescoring import measure_months
    from leitai.bench.store import fill

    prepared(folder, size, lambda: fill(size))
    return measure_months(size)


def _as_served() -> None:
    """Set aside what lives as long as the process, as the server's processes do at their start.

    Else full collections look through the bench's own objects, and one page in twenty shows it.
    """
    importlib.import_module("leitai.server.wsgi")


def _pages(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.pages import measure_pages
    from leitai.bench.store import fill

    facts = prepared(folder, size, lambda: fill(size))
    _as_served()
    return measure_pages(size, facts)


def _matters(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.matter_pages import measure_matter_pages
    from leitai.bench.matters import fill_matters

    facts = prepared(folder, size, lambda: fill_matters(size.matters))
    _as_served()
    return measure_matter_pages(size, facts)


def _import(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.importing import measure_import
    from leitai.bench.store import make_large_area

    prepared(folder, size, lambda: make_large_area(size.rows, size.columns))
    return measure_import(size)


def _parquet(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.exporting import measure_parquet
    from leitai.bench.store import fill

    return measure_parquet(size, prepared(folder, size, lambda: fill(size)))


def _load(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.load import measure_load
    from leitai.bench.store import fill

    return measure_load(folder, size, prepared(folder, size, lambda: fill(size)))


def _soak(folder: Path, size: Size) -> list[Measurement]:
    from leitai.bench.load import measure_soak
    from leitai.bench.store import fill

    return measure_soak(folder, size, prepared(folder, size, lambda: fill(size)))


WORK = {
    "rescore-months": _rescoring,
    "pages": _pages,
    "matters": _matters,
    "import": _import,
    "parquet": _parquet,
    "load": _load,
    "soak": _soak,
}


def main() -> None:
    """Be the other process: name of the work, size, where to write what was found."""
    name, size, out = sys.argv[1:4]
    import django

    django.setup()
    from django.utils import translation

    translation.activate("zh-hans")
    folder = Path(os.environ["LEITAI_VAR"])
    found = WORK[name](folder, Size(**json.loads(size)))
    Path(out).write_text(json.dumps([each.to_dict() for each in found]), "utf-8")


if __name__ == "__main__":
    main()
