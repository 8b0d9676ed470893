"""What several commands read and refuse alike: schemes, data files, groups, units, formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leitai.cli.site import stop
from leitai.cli.words import language

if TYPE_CHECKING:
    from leitai.engine import Result, Scheme, Table

FORMATS = ("xlsx", "json", "csv")


def out_format(out: str) -> str:
    """Return xlsx, json, csv or "" for the ``-o`` of a command; stop at anything else."""
    if not out:
        return ""
    form = out if out in ("json", "csv") else Path(out).suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise stop(
            f"-o 只能是 .xlsx、.json 或 .csv，不能是 {out}。",
            f"-o takes .xlsx, .json or .csv, not {out}.",
            2,
        )
    return form


def read_scheme(path: Path) -> Scheme:
    """Read a scheme file, or stop with everything that is wrong with it."""
    from leitai.engine import Scheme, SchemeError

    try:
        return Scheme.from_yaml(path)
    except OSError as error:
        raise stop(
            f"打不开 {path}：{error.strerror}", f"Cannot open {path}: {error.strerror}"
        ) from None
    except UnicodeDecodeError:
        raise stop(f"{path} 不是 UTF-8 文本。", f"{path} is not UTF-8 text.") from None
    except SchemeError as error:
        text = error.text(language())
        raise stop(
            f"方案文件 {path.name} 有问题：\n{text}", f"The scheme file {path.name}:\n{text}"
        ) from None


def read_data(path: Path, rules: Scheme) -> Table:
    """Read the columns that a scheme asks for, or stop with what keeps them from being read."""
    from leitai.cli.tables import DataError, load_table

    try:
        return load_table(path, rules)
    except DataError as error:
        listed = "\n".join(f"  {problem}" for problem in error.problems[:50])
        raise stop(
            f"数据文件 {path.name} 还不能计分：\n{listed}",
            f"The data file {path.name} cannot be scored yet:\n{listed}",
        ) from None


def compute(rules: Scheme, table: Table, group: str | None) -> Result:
    """Score, or stop with the reasons why it cannot be done."""
    from leitai.engine import ScoreError
    from leitai.engine import score as run

    try:
        return run(rules, table, group=group)
    except ScoreError as error:
        text = error.text(language())
        raise stop(f"还不能计分：\n{text}", f"Cannot be scored yet:\n{text}") from None


def read_all(path: Path) -> Table:
    """Read every column of numbers of a data file, or stop with what is wrong."""
    from leitai.cli.tables import DataError, load_columns

    try:
        return load_columns(path)
    except DataError as error:
        listed = "\n".join(f"  {problem}" for problem in error.problems[:50])
        raise stop(
            f"数据文件 {path.name} 还不能比较：\n{listed}",
            f"The data file {path.name} cannot be compared yet:\n{listed}",
        ) from None


def check_group(rules: Scheme, group: str) -> None:
    """Stop when a group was named that the scheme does not have."""
    if group and group not in {g.id for g in rules.groups}:
        listed = "、".join(g.id for g in rules.groups)
        raise stop(f"方案没有组 {group}。有：{listed}", f"No group {group}. There are: {listed}", 2)


def check_unit(table: Table, unit: str) -> None:
    """Stop when the data has no such unit, and name the ones that it has."""
    if unit in table.units:
        return
    listed = "、".join(table.units[:20]) + ("…" if len(table) > 20 else "")
    raise stop(
        f"数据里没有单位“{unit}”。有：{listed}",
        f"No unit {unit} in the data. There are: {listed}",
        2,
    )


def group_of(result: Result, unit: str) -> str:
    """Return the id of the group in which a unit was scored, or stop."""
    try:
        return result.group_of(unit).id
    except KeyError:
        raise stop(f"方案没有给“{unit}”计分。", f"The scheme does not score {unit}.", 2) from None
