"""Text tables: .csv, .tsv, .txt in UTF-8 (with or without a mark), UTF-16 with a mark, GB18030."""

from __future__ import annotations

import csv
import io
from collections import Counter

from leitai.workbooks.grid import Grid, SheetMarks, Value, trimmed
from leitai.workbooks.limits import Limits, WorkbookError, check_cells

DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE_LINES = 60


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; ``WorkbookError`` when it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            pass
    if b"\x00" in data[:65536]:
        raise WorkbookError(
            "kind",
            "认不出这个文件。能读的有 .xlsx、.xls、.ods、.csv、.tsv、.txt。",
            "Unknown kind of file. Readable are .xlsx, .xls, .ods, .csv, .tsv and .txt.",
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            place = data.count(b"\n", 0, error.start) + 1
            continue
        return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise WorkbookError(
        "encoding",
        f"第 {place} 行的文字既不是 UTF-8 也不是 GB18030。请另存为“CSV UTF-8”或 .xlsx 后再传。",
        f"Line {place} is neither UTF-8 nor GB18030. "
        "Save as “CSV UTF-8” or .xlsx and upload again.",
    )


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most even rows; a comma when none does."""
    head = text[:200_000]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        widths: list[int] = []
        try:
            for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
                if any(cell.strip() for cell in row):
                    widths.append(len(row))
                if len(widths) >= _SAMPLE_LINES:
                    break
        except csv.Error:
            continue
        if not widths:
            continue
        width, often = Counter(widths).most_common(1)[0]
        wide = [w for w in widths if w > 1]
        if width < 2 and len(wide) * 3 < len(widths):
            continue
        score = often / max(len(widths), 1) + min(max(widths), 50) / 1000
        # A comma inside figures ("79,200") also cuts evenly; a tab in the text outweighs it.
        if delimiter == "\t":
            score += 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_delimited(data: bytes, name: str, limits: Limits) -> tuple[Grid, str]:
    """The grid of a text table and its encoding."""
    text, encoding = decode(data)
    delimiter = sniff_delimiter(text)
    rows: list[list[Value]] = []
    cells = 0
    widest = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            widest = max(widest, len(row))
            cells += len(row)
            if cells > limits.max_cells or len(rows) * widest > limits.max_cells * 4:
                check_cells(max(cells, len(rows) * widest), name, limits)
    except csv.Error as error:
        raise WorkbookError(
            "corrupt",
            f"第 {len(rows) + 1} 行读不下去，多半是引号没有成对。请检查这一行。",
            f"Line {len(rows) + 1} cannot be read, probably an unpaired quotation mark.",
        ) from error
    grid = Grid(name, rows, SheetMarks(), textual=True)
    grid.marks.bottom, grid.marks.right = len(rows) - 1, widest - 1
    return trimmed(grid), encoding
