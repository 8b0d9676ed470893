"""From a file to a ``Document``: read, marked, and understood."""

from __future__ import annotations

from leitai.documents.comparisons import find_comparisons
from leitai.documents.flat import flatten
from leitai.documents.limits import Limits
from leitai.documents.model import Document, Reading
from leitai.documents.noise import find_missing, find_noise, stamped_date
from leitai.documents.opening import Source, digest, load, read_plain
from leitai.documents.outline import find_outline
from leitai.documents.programmes import find_programmes
from leitai.documents.quantities import scan
from leitai.documents.targets import find_targets
from leitai.documents.task_tables import tabbed_tables, table_tasks
from leitai.documents.tasks import find_tasks


def read(source: Source, *, name: str = "", limits: Limits | None = None) -> Document:
    """Read a path or bytes. Raises ``DocumentError`` with a message for people, nothing else.

    ``name`` is what people call the file, where it is kept under another one.
    """
    limits = limits or Limits()
    data, found = load(source, limits)
    name = name or found
    return understand(read_plain(data, limits, name), source=name, sha256=digest(data))


def understand(reading: Reading, *, source: str = "", sha256: str = "") -> Document:
    """Find everything in a text that was read."""
    text = reading.text
    noise = find_noise(text, reading.noise)
    flat = flatten(text, noise)
    date = (
        stamped_date(f"时间:{reading.date}", find_noise(f"时间:{reading.date}"))
        if reading.date
        else None
    )
    parts, outline = find_outline(flat, date or stamped_date(text, noise), reading.title)
    quantities, dates = scan(flat.text)
    targets = find_targets(flat, quantities, dates, parts, outline)
    tables = reading.tables or tuple(tabbed_tables(text) if "\t" in text else ())
    tasks = find_tasks(flat, quantities, parts, outline) + table_tasks(text, tables)
    metrics = [target.metric for target in targets]
    return Document(
        source=source,
        sha256=sha256,
        text_sha256=digest(text.encode("utf-8", "surrogatepass")),
        kind=reading.kind,
        encoding=reading.encoding,
        text=text,
        blocks=reading.blocks,
        tables=tables,
        parts=tuple(parts),
        missing_parts=find_missing(text, noise),
        noise=noise,
        outline=tuple(outline),
        targets=tuple(targets),
        tasks=tuple(sorted(tasks, key=lambda each: each.start)),
        programmes=tuple(find_programmes(flat)),
        comparisons=tuple(find_comparisons(flat, quantities, metrics)),
        problems=reading.problems,
    )
