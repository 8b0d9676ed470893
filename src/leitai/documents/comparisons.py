"""Figures set against another area, for the check of the benchmark page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leitai.documents.flat import Flat
from leitai.documents.model import Comparison
from leitai.documents.quantities import Quantity

_PLACE = r"(?:[\u4e00-\u9fff]{2,7}?(?:县|区|市|镇|州|省|乡|街道)|[X×*]{1,3}(?:县|区|市|镇)|我们|其|昆山|武昌|全国|全省|全市|全区|全县)"
_SHARE = re.compile(rf"占(?P<other>{_PLACE})(?:的)?(?:比重)?(?:达到?|为|超过?|近)?$")
_RATIO = re.compile(
    rf"(?:是|只有|仅有|仅为|相当于|达到|为|只及|不及|不到|实现了)(?P<other>{_PLACE})的?$"
)
_AND = re.compile(rf"(?:只有|是|仅有)(?P<other>{_PLACE})[^,。]{{0,14}}和$")
_GAP = re.compile(
    rf"(?:高于|低于|略高于|略低于|落后于?|领先于?|超过|多于|少于|快于|慢于)(?:第\d+名)?(?P<other>{_PLACE})$|比(?P<than>{_PLACE})(?:高|低|多|少|快|慢|高出|低出)$"
)
_GENERAL = frozenset(("全国", "全省", "全市", "全区", "全县"))


def find_comparisons(
    flat: Flat, quantities: Sequence[Quantity], metrics: Sequence[str]
) -> list[Comparison]:
    """Shares of, ratios to and differences from other areas; ``metrics`` are those of the numbers."""
    text = flat.text
    found: list[Comparison] = []
    for quantity, metric in zip(quantities, metrics, strict=True):
        left = text[max(0, quantity.start - 26) : quantity.start]
        match, relation = _SHARE.search(left), "share_of"
        if match is None or match.group("other") in _GENERAL:
            match, relation = None, "ratio"
            if quantity.unit == "倍":
                match = _RATIO.search(left) or _AND.search(left)
        if match is None:
            match, relation = _GAP.search(left), "difference"
        if match is None:
            continue
        name = "other" if match.group("other") else "than"
        begin = quantity.start - len(left)
        start, end = begin + match.start(name), begin + match.end(name)
        found.append(
            Comparison(
                metric, relation, quantity.value, quantity.unit, text[start:end], flat.raw(start),
                flat.raw_end(end), flat.raw(quantity.start), flat.raw_end(quantity.end),
            )
        )  # fmt: skip
    return found
