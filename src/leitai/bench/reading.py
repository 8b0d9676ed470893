"""Reading a large workbook, beside the libraries that read cells and understand nothing."""

from __future__ import annotations

import io

from leitai.bench import made, peer
from leitai.bench.measurement import Measurement, Size, timed
from leitai.workbooks import read_tables


def measure_reading(size: Size) -> list[Measurement]:
    """Read rows × columns cells from .xlsx bytes in memory."""
    numbers = made.figures(size.rows, size.columns)
    content = made.workbook(numbers, "2026年1-10月主要指标完成情况")
    shape = f"{size.rows * size.columns:,} cells"
    tables = read_tables(io.BytesIO(content))
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    read = sum(cell.kind in ("number", "missing") for cell in cells)
    wrong = "" if read == size.rows * size.columns else f"{read} figures were read"
    found = [
        Measurement(
            "read-workbook",
            f"read a workbook of {shape}",
            "read_tables(): finds the table, header, unit and missing marks; every cell keeps "
            "its sheet, address and raw text",
            timed(lambda: read_tables(io.BytesIO(content)), size.runs),
            failed=wrong,
            facts={"bytes": len(content)},
        )
    ]
    if peer.available():
        found += [_pandas(content, shape, size, engine) for engine in ("openpyxl", "calamine")]
    found += _openpyxl(content, shape, size)
    return found


def _pandas(content: bytes, shape: str, size: Size, engine: str) -> Measurement:
    read_excel = peer.pandas().read_excel
    return Measurement(
        f"read-pandas-{engine}",
        f"pandas.read_excel by {engine}, the same {shape} (peer)",
        "cells into a frame, told where the header is; no sources, no checks",
        timed(lambda: read_excel(io.BytesIO(content), header=2, engine=engine), size.runs),
    )


def _openpyxl(content: bytes, shape: str, size: Size) -> list[Measurement]:
    try:
        import openpyxl
    except ImportError:
        return []

    def read() -> int:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))

    return [
        Measurement(
            "read-openpyxl",
            f"openpyxl alone on the same {shape} (peer)",
            "read-only mode, values only, every cell visited",
            timed(read, size.runs),
        )
    ]
