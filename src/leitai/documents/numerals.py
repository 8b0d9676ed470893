"""Numbers as Chinese prose writes them."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def chinese_value(text: str) -> float | None:
    """十二 → 12, 两千三百 → 2300, 二〇二三 → 2023, 一万五 → 15000; None where it is no number."""
    if not text:
        return None
    if text[0] == "廿":
        text = "二十" + text[1:]
    if all(character in DIGITS for character in text):
        value = 0
        for character in text:
            value = value * 10 + DIGITS[character]
        return float(value)
    total = section = 0.0
    digit: float | None = None
    last = 1
    for character in text:
        if character in DIGITS:
            digit = float(DIGITS[character])
            continue
        size = MULTIPLIERS.get(character)
        if size is None:
            return None
        if size == 100_000_000:
            total = (total + section + (digit or 0) or 1) * size
            section = 0.0
        elif size == 10_000:
            total += (section + (digit or 0) or 1) * size
            section = 0.0
        else:
            section += (1.0 if digit is None else digit) * size
        digit = None
        last = size
    if digit is not None:
        # 一万五, 三百二: a lone last digit counts in the next lower place, unless 零 stands before.
        lower = last // 10 if last > 10 and len(text) > 1 and text[-2] not in "零〇" else 1
        section += digit * (1 if lower < 1 else lower)
    return total + section


def plain_number(text: str) -> float | None:
    """1,234.5 → 1234.5; None where it is no number."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
