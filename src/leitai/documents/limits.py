"""How much of a document the reader will take on, and the errors that say what is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class DocumentError(Exception):
    """A document that is refused, with a message for the person who brought it.

    ``message`` is Chinese, ``message_en`` English, ``code`` a stable word for programs:
    ``missing``, ``empty``, ``too_big``, ``bomb``, ``corrupt``, ``kind``, ``password``, ``scan``,
    ``secret``, ``no_text``, ``office_missing``, ``office_failed``.
    """

    def __init__(self, code: str, message: str, message_en: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_en = message_en

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        return (DocumentError, (self.code, self.message, self.message_en))


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, checked before anything large is unpacked.

    ``max_bytes`` bounds the file; ``max_uncompressed``, ``max_members`` and ``max_ratio`` what its
    zip directory claims and what is really unpacked; ``max_part`` one XML part; ``max_chars`` the
    plain text in code points; ``max_pages`` the pages of a PDF or OFD; ``office_seconds`` how long
    LibreOffice may work on one file.
    """

    max_bytes: int = 50 * MEGABYTE
    max_uncompressed: int = 400 * MEGABYTE
    max_part: int = 64 * MEGABYTE
    max_ratio: int = 200
    max_members: int = 5_000
    max_chars: int = 3_000_000
    max_pages: int = 2_000
    office_seconds: float = 120.0


def megabytes(count: int) -> str:
    """A byte count as clerks read it, in megabytes with one decimal at most."""
    return f"{count / MEGABYTE:.1f}".removesuffix(".0") + " MB"


def check_size(size: int, limits: Limits) -> None:
    """Refuse an empty file and one larger than ``limits.max_bytes``."""
    if size == 0:
        raise DocumentError("empty", "文件是空的，0 字节。请重新选文件。", "The file is empty.")
    if size > limits.max_bytes:
        raise DocumentError(
            "too_big",
            f"文件有 {megabytes(size)}，上限是 {megabytes(limits.max_bytes)}。"
            "请删去图片后另存，或拆开再传。",
            f"The file has {megabytes(size)}, the limit is {megabytes(limits.max_bytes)}. "
            "Remove pictures and save again, or split it.",
        )


def check_chars(count: int, limits: Limits) -> None:
    """Refuse a plain text longer than ``limits.max_chars``."""
    if count > limits.max_chars:
        raise DocumentError(
            "too_big",
            f"正文有 {count:,} 字，上限是 {limits.max_chars:,} 字。请拆开再传。",
            f"The text has {count:,} characters, the limit is {limits.max_chars:,}. Split it.",
        )


def corrupt(detail: str = "", detail_en: str = "") -> DocumentError:
    """The error for a file that is damaged or not what its beginning claims."""
    tail = f"（{detail}）" if detail else ""
    tail_en = f" ({detail_en})" if detail_en else ""
    return DocumentError(
        "corrupt",
        f"文件损坏，打不开{tail}。请用 Word 或 WPS 打开，另存为 .docx 后再传。",
        f"The file is damaged and cannot be opened{tail_en}. "
        "Open it in Word or WPS, save it as .docx and upload again.",
    )


def bomb(message: str, message_en: str) -> DocumentError:
    """The error for a file built to exhaust memory."""
    return DocumentError("bomb", message, message_en)


def no_text() -> DocumentError:
    """The error for a file with nothing to read."""
    return DocumentError(
        "no_text", "文件里没有读得出的文字。", "There is no readable text in the file."
    )
