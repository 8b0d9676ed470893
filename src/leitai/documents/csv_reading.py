"""The text column of a CSV: collections of reports come as one row a document."""

from __future__ import annotations

import csv
import io
import sys

from leitai.documents.builder import TextBuilder
from leitai.documents.encodings import decode
from leitai.documents.limits import Limits, no_text
from leitai.documents.model import Reading

_TEXT = (
    "full_text",
    "fulltext",
    "text",
    "content",
    "body",
    "正文",
    "全文",
    "内容",
    "文本",
    "正文内容",
)
_TITLE = ("title", "标题", "题名", "文件名称", "名称")
_DATE = ("publish_date", "date", "日期", "发布日期", "发布时间", "成文日期")


def is_csv_with_text(data: bytes) -> bool:
    """Whether a text file begins with a header row that names a text column."""
    text, _ = decode(data[:4096])
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip().lower()
    names = [name.strip().strip('"') for name in first.split(",")]
    return len(names) >= 2 and any(name in _TEXT for name in names)


def read_csv(data: bytes, limits: Limits) -> Reading:
    """Read the text column; which one it is, its name says, else its length."""
    text, encoding = decode(data)
    csv.field_size_limit(min(sys.maxsize, limits.max_chars * 4))
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    except csv.Error:
        rows = []
    if len(rows) < 2:
        raise no_text()
    header = [name.strip().lower() for name in rows[0]]
    column = _named(header, _TEXT)
    if column is None:
        lengths = [sum(len(row[i]) for row in rows[1:] if i < len(row)) for i in range(len(header))]
        column = lengths.index(max(lengths)) if lengths else 0
    title, date = _named(header, _TITLE), _named(header, _DATE)
    builder = TextBuilder(limits)
    for number, row in enumerate(rows[1:], 2):
        if column < len(row) and row[column].strip():
            builder.block("cell", row[column], f"row {number} column {column + 1}")
    first = rows[1]
    return Reading(
        "csv",
        encoding,
        builder.text,
        tuple(builder.blocks),
        title=first[title].strip() if title is not None and title < len(first) else "",
        date=first[date].strip() if date is not None and date < len(first) else "",
    )


def _named(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)
