"""What the workbooks of 云溪区 contain: files, tables, columns, and every value's cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

FileKind = Literal["monthly", "corrected", "history", "tour"]


@dataclass(frozen=True)
class ManifestFile:
    """A workbook as it was sent. Load in ``sequence`` order; a corrected one makes revisions."""

    sequence: int
    name: str
    kind: FileKind
    department: str
    period: str
    """Month of the form; empty for a year's book, whose columns carry their month."""
    sent_on: str
    sent_by: str
    checked_by: str
    reason: str


@dataclass(frozen=True)
class ManifestColumn:
    """A column with its letter, its heading and what it means.

    ``indicator`` is empty for a column that is no indicator and is to be passed over.
    ``factor`` is how many of ``measure`` make one of the indicator's measure.
    """

    file: str
    sheet: str
    letter: str
    heading: tuple[str, ...]
    indicator: str
    measure: str
    factor: int
    period: str


@dataclass(frozen=True)
class ManifestValue:
    """A value and the cell it stands in.

    ``number`` is in the indicator's measure, ``written`` in the sheet's; both None where the
    cell holds a missing mark. ``text`` is what the cell shows.
    """

    indicator: str
    unit: str
    period: str
    revision: int
    number: float | None
    written: float | None
    measure: str
    missing: str
    remark: str
    file: str
    sheet: str
    address: str
    text: str


@dataclass(frozen=True)
class Doubt:
    """A unit name that a person must settle, with the right answer."""

    file: str
    sheet: str
    address: str
    written: str
    unit: str


@dataclass(frozen=True)
class Manifest:
    """Everything that was written."""

    seed: int
    files: tuple[ManifestFile, ...]
    columns: tuple[ManifestColumn, ...]
    values: tuple[ManifestValue, ...]
    doubts: tuple[Doubt, ...]

    def to_dict(self) -> dict[str, Any]:
        """The manifest as plain lists and dicts, for JSON."""
        return asdict(self)

    def values_of(self, file: str) -> tuple[ManifestValue, ...]:
        """Values that stand in one workbook."""
        return tuple(value for value in self.values if value.file == file)
