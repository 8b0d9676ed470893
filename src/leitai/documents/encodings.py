"""Plain text out of bytes in any encoding that Chinese offices use."""

from __future__ import annotations

import codecs
import re

# The most frequent characters of official prose; a wrong decoding hardly produces them.
_COMMON = frozenset(
    "的一是了和在不有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    "而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把"
    "性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质"
    "气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活"
    "设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则"
    "任取据处府研质深务项市县镇村企目标推坚持持续达增亿万元"
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
#: Below this share of broken bytes a file is damaged UTF-8 and not something else.
_DAMAGED = 0.01


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of ``data`` and the encoding it was read with.

    A byte order mark decides, then valid UTF-8, then what the file declares, then whichever of
    GB18030, Big5 and UTF-16 gives the most ordinary Chinese. What cannot be decoded becomes
    U+FFFD, which the reader then marks as mojibake.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    best, best_score = "gb18030", -1.0
    for name in dict.fromkeys([_known(declared), "gb18030", "big5", "utf-16-le", "utf-16-be"]):
        if name:
            score = _score(sample, name)
            if score > best_score + 0.02:
                best, best_score = name, score
    loose = sample.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    if broken <= _DAMAGED * max(len(loose), 1) or _plain(loose) > best_score:
        best = "utf-8"
    return data.decode(best, "replace"), best


def _known(name: str) -> str:
    """A declared encoding by the superset that browsers read it with; empty if unknown."""
    lowered = name.strip().strip("\"'").lower()
    if lowered in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"):
        return "gb18030"
    try:
        return codecs.lookup(lowered).name if lowered else ""
    except LookupError:
        return ""


def _score(data: bytes, name: str) -> float:
    return _plain(data.decode(name, "replace"))


def _plain(text: str) -> float:
    """How ordinary a text is: common characters less broken ones, a share of all."""
    if not text:
        return 0.0
    han = _HAN.findall(text)
    common = sum(character in _COMMON for character in han)
    ascii_share = sum(character < "\x7f" for character in text)
    broken = text.count("\ufffd") + text.count("\x00")
    return (common + 0.3 * ascii_share - 3 * broken - 0.2 * len(han)) / len(text)
