"""What goes out: exports that keep their formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leitai.apps.standings.models import Standing

__all__ = ["board_csv", "board_workbook"]


def board_workbook(user: Any, standing: Standing, group: str) -> bytes:
    """Return the board of a group as an .xlsx file; ``KeyError`` for an unknown group."""
    from leitai.apps.publishing import exports

    return exports.board_workbook(user, standing, group)


def board_csv(user: Any, standing: Standing, group: str) -> bytes:
    """Return the board of a group as CSV; ``KeyError`` for an unknown group."""
    from leitai.apps.publishing import exports

    return exports.board_csv(user, standing, group)
