"""What the options of ``leitai gap`` name: columns, intensities, parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.cli.site import stop
from leitai.cli.tables import plain
from leitai.engine import GapIndicator, Intensity, Scheme, Table
from leitai.workbooks.units import find_unit, strip_unit


class Names:
    """The columns of a table by what people call them: id, name, heading with or without unit."""

    def __init__(self, table: Table, rules: Scheme | None) -> None:
        self.table = table
        self.specs = {} if rules is None else {spec.id: spec for spec in rules.inputs}
        self.known: dict[str, list[str]] = {}
        for column in table.columns:
            texts = {plain(column), plain(strip_unit(column)), plain(self.name(column))}
            for text in texts:
                self.known.setdefault(text, []).append(column)

    def name(self, column: str) -> str:
        """The name of a column without its unit."""
        return self.specs[column].name if column in self.specs else strip_unit(column)

    def unit(self, column: str) -> str:
        """The unit of measure of a column; empty where none is stated."""
        if column in self.specs:
            return self.specs[column].unit
        return self.table.measures.get(column) or find_unit(column) or ""

    def column(self, text: str) -> str:
        """The column that a text means; stops when there is none or more than one."""
        found = self.known.get(plain(text), [])
        if len(found) == 1:
            return found[0]
        listed = "、".join(found or self.table.columns[:30])
        if found:
            raise stop(
                f"“{text}”有不止一列对得上：{listed}。",
                f"More than one column fits {text}: {listed}.",
                2,
            )
        raise stop(f"没有“{text}”这一列。有：{listed}", f"No column {text}. There are: {listed}", 2)

    def columns(self, texts: str) -> list[str]:
        """The columns of a comma-separated list."""
        parts = texts.replace("，", ",").split(",")
        return [self.column(part) for part in parts if part.strip()]

    def intensity(self, text: str) -> Intensity:
        """``人均GDP=GDP/人口*10000``."""
        name, _, formula = text.partition("=")
        quotient, _, factor = formula.partition("*")
        amount, _, size = quotient.partition("/")
        try:
            times = float(factor) if factor.strip() else 1.0
        except ValueError:
            times = 0.0
        if not (name.strip() and amount.strip() and size.strip() and times > 0):
            raise stop(
                f"--per 要写成 名称=甲/乙 或 名称=甲/乙*倍数，不能是“{text}”。",
                f"--per takes NAME=A/B or NAME=A/B*FACTOR, not {text}.",
                2,
            )
        name = name.strip()
        if name in self.table:
            raise stop(f"数据里已有“{name}”这一列。", f"The data has a column {name} already.", 2)
        return Intensity(
            id=name, name=name, amount=self.column(amount), size=self.column(size),
            factor=times, decimals=4,
        )  # fmt: skip

    def parts(self, text: str) -> tuple[str, list[str]]:
        """``GDP=一产+二产+三产``: the column of the whole and those of its parts."""
        whole, _, rest = text.partition("=")
        listed = [part for part in rest.replace("＋", "+").split("+") if part.strip()]
        if not whole.strip() or not listed:
            raise stop(
                f"--parts 要写成 总量=甲+乙+丙，不能是“{text}”。",
                f"--parts takes WHOLE=A+B+C, not {text}.",
                2,
            )
        return self.column(whole), [self.column(part) for part in listed]

    def indicators(
        self, columns: str, lower: str, size: str, tolerance: float, derived: Sequence[Intensity]
    ) -> list[GapIndicator]:
        """What is compared, in the order of the columns, the intensities at the end."""
        falling, sizes = set(self.columns(lower)), set(self.columns(size))
        found = []
        for column in self.columns(columns) or self.chosen():
            spec = self.specs.get(column)
            direction = (spec.direction if spec else None) or "higher_is_better"
            if column in sizes:
                direction = "none"
            elif column in falling:
                direction = "lower_is_better"
            found.append(
                GapIndicator(
                    id=column,
                    name=self.name(column),
                    unit=self.unit(column),
                    direction=direction,
                    decimals=spec.decimals if spec else None,
                    tolerance=tolerance,
                )
            )
        return found + [each.indicator() for each in derived]

    def chosen(self) -> list[str]:
        """All columns; of a scheme only the figures themselves, not targets and past values."""
        return [
            column
            for column in self.table.columns
            if column not in self.specs or self.specs[column].take == "value"
        ]
