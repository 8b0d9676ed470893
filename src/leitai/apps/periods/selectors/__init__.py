"""Reads of the periods room."""

from leitai.apps.periods.selectors.periods import months_of, period_by_code, period_name

__all__ = ["months_of", "period_by_code", "period_name"]
