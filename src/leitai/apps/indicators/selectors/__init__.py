"""Reads of the indicators room, one topic a file."""

from leitai.apps.indicators.selectors.indicators import indicator_page, indicators_for
from leitai.apps.indicators.selectors.missing import Gap, late_values, missing_table
from leitai.apps.indicators.selectors.spread import distribution, heat_map
from leitai.apps.indicators.selectors.trace import (
    ValueHistory,
    cell_window,
    revision_trail,
    sheet_view,
)
from leitai.apps.indicators.selectors.upload_page import upload_page
from leitai.apps.indicators.selectors.upload_sheets import sheet_page
from leitai.apps.indicators.selectors.uploads import (
    diff,
    question_list,
    uploads_for,
    uploads_to_decide,
)
from leitai.apps.indicators.selectors.values import (
    Saying,
    Value,
    current_values,
    value_history,
    values_for,
    watermark,
)

__all__ = [
    "Gap",
    "Saying",
    "Value",
    "ValueHistory",
    "cell_window",
    "current_values",
    "diff",
    "distribution",
    "heat_map",
    "indicator_page",
    "indicators_for",
    "late_values",
    "missing_table",
    "question_list",
    "revision_trail",
    "sheet_page",
    "sheet_view",
    "upload_page",
    "uploads_for",
    "uploads_to_decide",
    "value_history",
    "values_for",
    "watermark",
]
