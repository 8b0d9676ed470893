"""Number formats: what a stored value looks like on the sheet.

Covers the formats offices use: general, decimals, thousands, percent, text, dates with Chinese
literals, sections for negatives. Anything else is shown as the plain number; the stored value is
kept beside the shown text in any case.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-", 44: "#,##0.00;-#,##0.00;-", 49: "@",
    50: 'yyyy"年"m"月"', 52: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_TOKENS = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(y+|m+|d+|h+|s+|a+/p+|AM/PM)|(.)', re.I)


@dataclass(frozen=True, slots=True)
class Format:
    """A number format reduced to what matters here."""

    code: str
    kind: str
    decimals: int = 0
    thousands: bool = False
    prefix: str = ""
    suffix: str = ""
    scale: int = 0
    optional: int = 0
    has_day: bool = False


GENERAL = Format("", "general")


@lru_cache(maxsize=2048)
def parse_format(code: str) -> Format:
    """The format behind a format code such as ``#,##0.00`` or ``yyyy"年"m"月"``."""
    first = _sections(code)[0]
    bare = _QUOTED.sub("", first)
    if not bare.strip() or bare.strip().lower() in ("general", "g/通用格式", "常规"):
        return GENERAL
    if bare.strip() == "@":
        return Format(code, "text")
    if re.search(
        r"[yd]|h|s|m{1,5}", re.sub(r"e[+-]", "", bare, flags=re.I), re.I
    ) and not re.search(r"[0#?]", bare):
        return Format(code, "date", has_day=re.search(r"d", bare, re.I) is not None)
    match = re.search(r"[#0?,]*[#0?](?:,+)?(?:\.([#0?]+))?(,*)", bare)
    if match is None or re.search(r"e[+-]", bare, re.I) or "/" in bare:
        return Format(code, "general")
    body = match[0]
    whole = body.split(".")[0]
    thousands = bool(re.search(r"[#0?],[#0?]", whole))
    scale = len(whole) - len(whole.rstrip(",")) + len(match[2] or "")
    decimals = len(match[1] or "")
    optional = len(re.findall(r"[#?]", match[1] or ""))
    kind = "percent" if "%" in bare else "permille" if "‰" in bare else "number"
    prefix, suffix = _literals(first)
    return Format(code, kind, decimals, thousands, prefix, suffix, scale, optional)


def _sections(code: str) -> list[str]:
    """The parts between semicolons that are not quoted."""
    return re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+', code) or [""]


def _literals(section: str) -> tuple[str, str]:
    """Quoted text before and after the digits of a section; currency signs included."""
    text = re.sub(r"_.|\*.", "", section)
    text = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", text)
    text = re.sub(r"\[[^\]]*\]", "", text)
    parts = re.split(r"[#0?][#0?,.]*", text, maxsplit=1)
    if len(parts) < 2:
        return "", ""
    plain = [re.sub(r"\\(.)", r"\1", part.replace('"', "")) for part in parts]
    return plain[0].strip(" -("), re.sub(r"[#0?,.%‰]", "", plain[1]).strip(" )")


def plain_number(value: float) -> str:
    """A stored number with the 15 significant digits that Excel keeps, never with an exponent."""
    whole = int(value)
    if whole == value and -(10**15) < whole < 10**15:
        return str(whole)
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def show(value: object, code: str) -> str:
    """The text of a stored value under a number format, as the sheet shows it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _show_number(value, parse_format(code)) if code else plain_number(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return _show_date(value, code)
    return str(value)


def _show_number(value: float, form: Format) -> str:
    if form.kind in ("general", "text", "date"):
        return plain_number(value)
    number = Decimal(format(value, ".15g"))
    if form.kind == "percent":
        number *= 100
    elif form.kind == "permille":
        number *= 1000
    if form.scale:
        number = number.scaleb(-3 * form.scale)
    number = number.quantize(Decimal(1).scaleb(-form.decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(number):,f}" if form.thousands else f"{abs(number):f}"
    if form.optional and "." in text:
        whole, decimals = text.split(".")
        fixed = form.decimals - form.optional
        decimals = decimals[:fixed] + decimals[fixed:].rstrip("0")
        text = f"{whole}.{decimals}" if decimals else whole
    mark = {"percent": "%", "permille": "‰"}.get(form.kind, "")
    sign = "-" if number < 0 else ""
    return f"{sign}{form.prefix}{text}{mark}{form.suffix}"


def _show_date(value: datetime.date, code: str) -> str:
    """A date under its format; ISO when the format is unknown."""
    form = parse_format(code) if code else GENERAL
    if form.kind != "date":
        iso = (
            value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
        )
        return iso.removesuffix(" 00:00:00")
    parts: list[str] = []
    clock = isinstance(value, datetime.datetime)
    after_hour = False
    for quoted, escaped, token, other in _DATE_TOKENS.findall(_sections(code)[0]):
        if quoted or escaped or other:
            parts.append(quoted or escaped or ("" if other in "@;" else other))
            continue
        low = token.lower()
        if low[:1] == "y":
            parts.append(f"{value.year:04d}" if len(low) > 2 else f"{value.year % 100:02d}")
        elif low[:1] == "m" and after_hour and clock:
            parts.append(f"{value.minute:02d}")  # type: ignore[attr-defined]
        elif low[:1] == "m":
            parts.append(f"{value.month:02d}" if len(low) == 2 else str(value.month))
        elif low[:1] == "d":
            parts.append(
                f"{value.day:02d}" if len(low) == 2 else str(value.day) if len(low) < 3 else ""
            )
        elif low[:1] == "h":
            parts.append(str(value.hour) if clock else "0")  # type: ignore[attr-defined]
            after_hour = True
        elif low[:1] == "s":
            parts.append(f"{value.second:02d}" if clock else "00")  # type: ignore[attr-defined]
    return "".join(parts).strip()
