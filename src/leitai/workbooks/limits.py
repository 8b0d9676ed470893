"""How much of a file the reader will take on, and the errors that say what is refused."""

from __future__ import annotations

from dataclasses import dataclass


class WorkbookError(Exception):
    """A file that cannot be read, with a message for the person who uploaded it.

    ``message`` is Chinese, ``message_en`` English, ``code`` a stable word for programs
    (``too_big``, ``bomb``, ``password``, ``corrupt``, ``kind``, ``empty``, ``no_sheet``, …).
    """

    def __init__(self, code: str, message: str, message_en: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_en = message_en

    def __reduce__(self) -> tuple[type[WorkbookError], tuple[str, str, str]]:
        return (WorkbookError, (self.code, self.message, self.message_en))


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds that are checked before anything large is unpacked.

    ``max_bytes`` bounds the file on disk; ``max_uncompressed`` and ``max_ratio`` what its zip
    directory claims and what is really unpacked; ``max_cells`` the used rectangle of one sheet
    (rows times columns, blank cells included) and the sum over all sheets.
    """

    max_bytes: int = 50 * 1024 * 1024
    max_uncompressed: int = 512 * 1024 * 1024
    max_ratio: int = 200
    max_sheets: int = 200
    max_cells: int = 5_000_000
    max_members: int = 5_000


def megabytes(count: int) -> str:
    """A byte count as clerks read it, in megabytes with one decimal at most."""
    return f"{count / 1048576:.1f}".removesuffix(".0") + " MB"


def check_size(size: int, limits: Limits) -> None:
    """Refuse an empty file and one that is larger than ``limits.max_bytes``."""
    if size == 0:
        raise WorkbookError(
            "empty", "文件是空的，0 字节。请重新选文件。", "The file is empty, 0 bytes."
        )
    if size > limits.max_bytes:
        raise WorkbookError(
            "too_big",
            f"文件有 {megabytes(size)}，上限是 {megabytes(limits.max_bytes)}。"
            "请拆开，或删去图片后另存再传。",
            f"The file has {megabytes(size)}, the limit is {megabytes(limits.max_bytes)}. "
            "Split it, or remove pictures and save again.",
        )


def check_cells(cells: int, sheet: str, limits: Limits) -> None:
    """Refuse a used rectangle with more than ``limits.max_cells`` cells."""
    if cells > limits.max_cells:
        raise WorkbookError(
            "too_many_cells",
            f"“{sheet}”表的范围有 {cells:,} 格，上限是 {limits.max_cells:,} 格。"
            "多半是远处有个别格填了字或设了格式，请删去多余的行和列后另存再传。",
            f"The range of sheet “{sheet}” has {cells:,} cells, the limit is {limits.max_cells:,}. "
            "Delete stray rows and columns, save and upload again.",
        )


def corrupt(detail: str = "") -> WorkbookError:
    """The error for a file that is damaged or not what its beginning claims."""
    tail = f"（{detail}）" if detail else ""
    tail_en = f" ({detail})" if detail else ""
    return WorkbookError(
        "corrupt",
        f"文件损坏，打不开{tail}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再传。",
        f"The file is damaged and cannot be opened{tail_en}. "
        "Open it in Excel or WPS, save it as .xlsx and upload again.",
    )


def bomb(message: str, message_en: str) -> WorkbookError:
    """The error for a file built to exhaust memory."""
    return WorkbookError("bomb", message, message_en)
