"""What questions, offers, warnings and skipped columns say, in the reader's language.

Codes and figures are stored; words are made when a page is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.indicators.models import Question, Revision
from leitai.apps.indicators.reading.periods import unpack
from leitai.apps.language import reader_language
from leitai.engine.rounding import format_number


def either(record: Mapping[str, Any]) -> str:
    """Return the words of a record that carries them in both languages."""
    return str(record.get(reader_language(), "") or "")


def why_asked(question: Question, measures: Mapping[int, str] | None = None) -> str:
    """Return the reason for a question in words."""
    because: dict[str, Any] = question.because
    code = because.get("code", "")
    match question.kind, code:
        case Question.Kind.COLUMN, "several":
            return _("Several series fit this heading. Which one is meant?")
        case Question.Kind.COLUMN, "other_flow":
            return _("The indicator is known, but not for this span of time. Which one is meant?")
        case Question.Kind.COLUMN, _any:
            return _("No indicator is called “%(text)s”.") % {"text": question.text}
        case Question.Kind.PERIOD, _any:
            return _no_period(because)
        case Question.Kind.MEASURE, "no_measure":
            return _(
                "The table names no unit of measure for “%(heading)s”; %(indicator)s is kept in "
                "%(wanted)s."
            ) % {**because, "wanted": because["wanted"] or _("numbers without one")}
        case Question.Kind.MEASURE, "other_measure":
            return _(
                "“%(heading)s” is in %(measure)s here, %(indicator)s is kept in %(wanted)s; one "
                "cannot be turned into the other."
            ) % {**because, "wanted": because["wanted"] or _("numbers without one")}
        case _kind, "twice":
            return _(
                "“%(label)s” “%(heading)s” stands in %(count)d cells that differ: %(cells)s."
            ) % {
                **because,
                "count": len(because["cells"]),
                "cells": ", ".join(f"{sheet}!{address}" for sheet, address in because["cells"]),
            }
    return either(because) or _("“%(text)s” cannot be read as a number.") % {"text": question.text}


def _no_period(because: Mapping[str, Any]) -> str:
    said = unpack(because.get("said", ""))
    if said is not None and said.number is not None and said.year is None:
        return _("The table says the month but no year.")
    if said is not None and said.year is not None:
        return _("The table says the year but no month.")
    return _("The table does not say which period it is for.")


def offer_words(question: Question, option: Mapping[str, Any], names: Names) -> str:
    """Return the words on the button of an offered answer."""
    said = either(option)
    if said:
        return said
    answer: Mapping[str, Any] = option["answer"]
    if "unit" in answer:
        name = names.units.get(answer["unit"]) or option.get("name", "")
        return _("It is %(name)s, remember this") % {"name": name}
    if answer.get("leave_out"):
        return _("Leave this row out")
    if "series" in answer:
        return _("It is %(name)s") % {"name": names.series.get(answer["series"], "")}
    if answer.get("ignore"):
        return _("Not needed")
    if "measure" in answer:
        return _("It is %(measure)s") % {"measure": answer["measure"] or _("a plain number")}
    if "cell" in answer:
        sheet, address = answer["cell"]
        return _("Take %(address)s “%(raw)s”") % {
            "address": f"{sheet}!{address}",
            "raw": option.get("raw", ""),
        }
    if answer.get("keep"):
        return _("It is right as it stands")
    if answer.get("refuse"):
        return _("Leave this cell out")
    if "missing" in answer:
        return str(Revision.Missing(answer["missing"]).label)
    if "number" in answer:
        return _("It is %(number)s") % {"number": format_number(answer["number"], None)}
    if "period" in answer:
        return _("It is %(period)s") % {"period": answer["period"]}
    return ""


class Names:
    """Names of units and series that offers and answers speak of, looked up once for a page."""

    def __init__(self, units: Mapping[int, str], series: Mapping[int, str]) -> None:
        self.units = units
        self.series = series


def why_skipped(code: str) -> str:
    """Return why a column was left out, in words; empty when it was not."""
    return {
        "": "",
        "text": _("holds text"),
        "index": _("running numbers"),
        "beside": _("no indicator"),
        "memory": _("not needed, as decided before"),
        "growth": _("change on the year before; computed, not stored"),
        "growth_previous": _("change on the period before; computed, not stored"),
        "year_ago": _("figure of the year before; what was reported then counts"),
        "previous": _("figure of the period before; what was reported then counts"),
        "year_start": _("figure at the beginning of the year; what was reported then counts"),
    }.get(code, code)


def warning_words(warning: Mapping[str, Any]) -> str:
    """Return what a check found, in words: sheet, row, label, value, reason."""
    decimals = warning.get("decimals")

    def figure(name: str) -> str:
        return format_number(warning[name], decimals, grouping=True)

    place = {
        "sheet": warning.get("sheet", ""),
        "row": warning.get("row", 0),
        "label": warning.get("label", ""),
        "indicator": warning.get("indicator", ""),
        "measure": warning.get("measure", ""),
    }
    match warning["code"]:
        case "parts_differ":
            return _(
                "Sheet “%(sheet)s” row %(row)d %(label)s: %(indicator)s is %(whole)s%(measure)s, "
                "its parts add up to %(parts)s%(measure)s."
            ) % {**place, "whole": figure("whole"), "parts": figure("parts")}
        case "parts_exceed":
            return _(
                "Sheet “%(sheet)s” row %(row)d %(label)s: %(indicator)s is %(whole)s%(measure)s, "
                "the parts known so far already make %(parts)s%(measure)s. "
                "Parts cannot exceed the whole."
            ) % {**place, "whole": figure("whole"), "parts": figure("parts")}
        case "falls":
            return _(
                "Sheet “%(sheet)s” row %(row)d %(label)s: %(indicator)s counts up over the year, "
                "but falls from %(before)s to %(now)s%(measure)s."
            ) % {**place, "before": figure("before"), "now": figure("now")}
        case "jump":
            return _(
                "Sheet “%(sheet)s” row %(row)d %(label)s: %(indicator)s %(now)s%(measure)s changes "
                "by %(step)s%(measure)s, usually by %(usual)s%(measure)s. Please look again."
            ) % {
                **place,
                "now": figure("now"),
                "step": figure("step"),
                "usual": figure("usual"),
            }
        case "wrong_province":
            return _(
                "Sheet “%(sheet)s” row %(row)d %(label)s: printed under %(printed)s, but by the "
                "division codes it lies in %(meant)s. Read as the latter."
            ) % {**place, "printed": warning["printed"], "meant": warning["meant"]}
        case "other_name":
            return _(
                "Sheet “%(sheet)s” row %(row)d: %(printed)s is %(meant)s by the history of "
                "division codes; both are one place."
            ) % {**place, "printed": warning["printed"], "meant": warning["meant"]}
        case "not_compared":
            return _("%(count)d values are too many to compare with earlier periods at once.") % {
                "count": warning["count"]
            }
        case "more":
            return ngettext(
                "%(count)d more finding of this kind.",
                "%(count)d more findings of this kind.",
                warning["count"],
            ) % {"count": warning["count"]}
    return ""
