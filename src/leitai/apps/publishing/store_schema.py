"""The tables of the store as files: names, types and meaning of every column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["int", "float", "text", "bool", "date", "time"]
#: Version of the layout; it changes when a column changes its meaning or goes.
FORMAT = "leitai-store/1"


@dataclass(frozen=True)
class Field:
    """A column: its name in the file, its type, where it comes from, what it says (zh, en)."""

    name: str
    kind: Kind
    source: str
    zh: str
    en: str


@dataclass(frozen=True)
class StoreTable:
    """A table with its columns; ``zh`` and ``en`` say what one row is."""

    name: str
    zh: str
    en: str
    fields: tuple[Field, ...]


def _f(name: str, kind: Kind, zh: str, en: str, source: str = "") -> Field:
    return Field(name, kind, source or name, zh, en)


UNITS = StoreTable(
    "units", "单位", "a unit",
    (
        _f("id", "int", "编号", "number"),
        _f("name", "text", "名称", "name"),
        _f("name_en", "text", "英文名", "English name"),
        _f("kind", "text", "类别", "kind"),
        _f("division_code", "text", "区划代码", "division code"),
        _f("parent_id", "int", "上级单位", "unit above", "parent_id"),
        _f("fictional", "bool", "是否虚构", "whether invented"),
        _f("valid_from", "date", "起", "from"),
        _f("valid_to", "date", "止", "until"),
    ),
)  # fmt: skip
PERIODS = StoreTable(
    "periods", "期间", "a period",
    (
        _f("id", "int", "编号", "number"),
        _f("code", "text", "写法", "how it is written"),
        _f("kind", "text", "月、季、半年、年", "month, quarter, half, year"),
        _f("year", "int", "年", "year"),
        _f("number", "int", "年内第几个", "place within the year"),
        _f("start", "date", "首日", "first day"),
        _f("end", "date", "末日", "last day"),
    ),
)  # fmt: skip
SOURCES = StoreTable(
    "sources", "数据来源", "a data source",
    (
        _f("id", "int", "编号", "number"),
        _f("code", "text", "代码", "code"),
        _f("name", "text", "名称", "name"),
        _f("unit_id", "int", "报送单位", "unit that reports"),
        _f("public", "bool", "是否公开发布", "whether published"),
        _f("citation", "text", "出处", "citation"),
        _f("licence", "text", "许可", "licence"),
    ),
)  # fmt: skip
INDICATORS = StoreTable(
    "indicators", "指标", "an indicator",
    (
        _f("id", "int", "编号", "number"),
        _f("area_id", "int", "所属区域", "area"),
        _f("code", "text", "代码", "code"),
        _f("name", "text", "名称", "name"),
        _f("name_en", "text", "英文名", "English name"),
        _f("theme", "text", "类别", "theme"),
        _f("measure", "text", "计量单位", "unit of measure"),
        _f("decimals", "int", "小数位", "decimals"),
        _f("direction", "text", "方向", "direction"),
        _f("formula", "text", "计算式", "formula"),
    ),
)  # fmt: skip
DEFINITIONS = StoreTable(
    "definitions", "指标口径的一个版本", "a version of an indicator's definition",
    (
        _f("id", "int", "编号", "number"),
        _f("indicator_id", "int", "指标", "indicator"),
        _f("number", "int", "第几版", "version"),
        _f("text", "text", "口径", "definition"),
        _f("scope_note", "text", "范围说明", "note on scope"),
        _f("valid_from", "date", "起", "from"),
    ),
)  # fmt: skip
SERIES = StoreTable(
    "series", "序列：指标、当期累计、价格、范围", "a series: indicator, flow, price and extent",
    (
        _f("id", "int", "编号", "number"),
        _f("indicator_id", "int", "指标", "indicator"),
        _f("flow", "text", "当期、累计、时点", "current, year to date, stock"),
        _f("price", "text", "现价、可比价", "current or constant price"),
        _f("extent", "text", "范围", "extent", "extent__name"),
        _f("authority_id", "int", "以哪个来源为准", "source that counts"),
    ),
)  # fmt: skip
REVISIONS = StoreTable(
    "revisions", "一次收下的说法，只增不改", "one accepted saying of a value; never changed",
    (
        _f("id", "int", "编号", "number", "pk"),
        _f("series_id", "int", "序列", "series"),
        _f("unit_id", "int", "单位", "unit"),
        _f("period_id", "int", "期间", "period"),
        _f("source_id", "int", "来源", "source"),
        _f("number", "float", "数，按指标的计量单位", "figure in the indicator's measure"),
        _f("qualifier", "text", "约、超、不足等", "about, more than, …"),
        _f("missing", "text", "无数的原因", "why there is no figure"),
        _f("status", "text", "初报、终报、普查修订", "preliminary, final, census-revised"),
        _f("definition_id", "int", "口径版本", "version of the definition"),
        _f("sequence", "int", "收下的先后", "order of acceptance", "batch__sequence"),
        _f("accepted_at", "time", "收下时刻（UTC）", "accepted at (UTC)", "batch__accepted_at"),
        _f("reason", "text", "理由", "reason", "batch__reason"),
        _f("file", "text", "文件", "file", "batch__upload__name"),
        _f("sheet", "text", "工作表", "sheet"),
        _f("address", "text", "格", "cell"),
        _f("raw", "text", "原文", "text as written"),
        _f("raw_measure", "text", "原单位", "measure as written"),
    ),
)  # fmt: skip
VALUES = StoreTable(
    "values", "现在算数的值：为准的来源最后收下的那一次",
    "a value that counts: the last accepted revision of the source that counts",
    (
        _f("series_id", "int", "序列", "series"),
        _f("unit_id", "int", "单位", "unit"),
        _f("period_id", "int", "期间", "period"),
        _f("number", "float", "数", "figure"),
        _f("qualifier", "text", "约、超、不足等", "about, more than, …"),
        _f("missing", "text", "无数的原因", "why there is no figure"),
        _f("status", "text", "状态", "status"),
        _f("revision_id", "int", "哪一次说法", "revision"),
    ),
)  # fmt: skip
TABLES = (UNITS, PERIODS, SOURCES, INDICATORS, DEFINITIONS, SERIES, REVISIONS, VALUES)


def readme(counts: dict[str, int]) -> str:
    """The page that lies beside the files, in both languages."""
    lines = [
        "# 擂台数据 · Leitai store",
        "",
        f"`{FORMAT}`。每个表一个 Parquet 文件，编号互相对应。",
        "One Parquet file a table; numbers refer to one another.",
        "",
        "```python",
        "import pandas",
        'values = pandas.read_parquet("values.parquet")',
        'units = pandas.read_parquet("units.parquet").set_index("id")',
        'values.join(units["name"], on="unit_id")',
        "```",
        "",
        "DuckDB: `select * from 'values.parquet' v join 'units.parquet' u on u.id = v.unit_id`",
    ]
    for table in TABLES:
        lines += [
            "",
            f"## {table.name} ({counts.get(table.name, 0):,})",
            "",
            f"{table.zh} · {table.en}",
            "",
            "| column | type | 含义 | meaning |",
            "|---|---|---|---|",
            *(f"| {f.name} | {f.kind} | {f.zh} | {f.en} |" for f in table.fields),
        ]
    return "\n".join(lines) + "\n"
