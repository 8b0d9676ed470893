"""What national rules forbid to judge work by, and how a scheme shows that it keeps to them.

An item may be listed and switched off with the reason. An item in use that says by its ``kind`` to
count such a thing is refused. Where only its words sound like it, a person has to confirm that it
measures a result, by writing ``kind: result``.

The rules are told here in our own words. Sources: 《整治形式主义为基层减负若干规定》 (2024, made
public in August 2025): work is not judged by meetings, papers, photographs and notes; comments of
leaders and press articles are no content of an assessment; nobody is made to install, to check in
or to be ranked by the use of applications. 《关于防治“指尖上的形式主义”的若干意见》 (2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from leitai.engine.rules.base import columns_of
from leitai.engine.scheme.beside import Extra
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import KINDS, Item

_RELIEF: Final = "《整治形式主义为基层减负若干规定》（2024年印发，2025年8月公开发布）"
_FINGERTIP: Final = "《关于防治“指尖上的形式主义”的若干意见》（2023年）"


@dataclass(frozen=True)
class Ban:
    """One thing that work is not judged by: what it is, what the rule says, where it stands."""

    kind: str
    name: Words
    rule: Words
    basis: str
    pattern: re.Pattern[str]


def _ban(kind: str, en: str, zh_rule: str, en_rule: str, pattern: str, basis: str = _RELIEF) -> Ban:
    return Ban(kind, Words(KINDS[kind], en), Words(zh_rule, en_rule), basis, re.compile(pattern))


BANS: Final = tuple(
    _ban(*row)
    for row in (
        (
            "meetings",
            "numbers of meetings",
            "开了多少会不能当作工作成绩",
            "how many meetings were held is no result of work",
            r"会议(?:次数|场次|数量|召开|记录|纪要)|开会|召开.{0,8}会",
        ),
        (
            "papers",
            "numbers of papers, briefs and notes",
            "发了多少文件、简报、信息不能当作工作成绩",
            "how many papers, briefs and notes were issued is no result of work",
            r"简报|(?:文件|材料|信息)(?:篇数|份数|数量|报送)|发文(?:数|量)|信息采用",
        ),
        (
            "traces",
            "photographs, notebooks, files as traces of work",
            "照片、笔记、台账这类留痕不能代替实绩",
            "photographs, notebooks and files do not stand for what was done",
            r"照片|拍照|截图|留痕|痕迹|工作(?:笔记|日志)|台账(?:份数|数量|齐全)|图片",
        ),
        (
            "comments",
            "leaders' comments",
            "得到领导批示、圈阅不能作为考核内容",
            "comments by leaders are no content of an assessment",
            r"批示|圈阅|领导(?:肯定|表扬|签批)",
        ),
        (
            "press",
            "press articles",
            "登了多少报道、稿件不能作为考核内容",
            "press articles are no content of an assessment",
            r"稿件|发稿|刊发|刊登|媒体(?:报道|宣传)|新闻(?:报道|宣传)|宣传报道|公众号|头版|头条",
        ),
        (
            "check_ins",
            "check-ins and use of applications",
            "不得强制安装应用，不得拿打卡、签到、登录时长排名计分",
            "no forced installation; no marks or ranks for check-ins and time online",
            r"打卡|签到|(?:登录|登陆|在线|学习)(?:次数|时长|率)|(?:下载|安装|注册|关注|转发)(?:率|量|数)",
            f"{_RELIEF}；{_FINGERTIP}",
        ),
    )
)
BY_KIND: Final = {ban.kind: ban for ban in BANS}


@dataclass(frozen=True)
class Caution:
    """An item in use whose words sound like something banned; a person confirms or changes it."""

    group: str
    group_id: str
    id: str
    name: str
    word: str
    ban: Ban

    def reason(self, lang: str = "zh") -> str:
        """What the words sound like, the rule, and its basis."""
        if lang.lower().startswith("en"):
            return (
                f'"{self.word}" sounds like {self.ban.name("en")}; '
                f"{self.ban.rule('en')}. Basis: {self.ban.basis}."
            )
        return f"“{self.word}”像是{self.ban.name}，{self.ban.rule}。依据：{self.ban.basis}。"

    def text(self, lang: str = "zh") -> str:
        """The whole caution with what to do, for who writes the file."""
        if lang.lower().startswith("en"):
            return (
                f"{self.group}, {self.name}: {self.reason(lang)} If the item measures a result, "
                "write kind: result; otherwise switch it off."
            )
        return (
            f"{self.group}·{self.name}：{self.reason()}"
            "确是考核工作结果的，写上 kind: result；不是的，请停用。"
        )


def banned_by_words(text: str) -> tuple[Ban, str] | None:
    """The first ban that a text sounds like, with the words that do; None if none."""
    for ban in BANS:
        found = ban.pattern.search(text)
        if found is not None:
            return ban, found.group()
    return None


def cautions(scheme: Scheme) -> tuple[Caution, ...]:
    """Items, bonus and penalty items in use of which a person has to confirm what they measure.

    Looked at are the item's name and the names of the columns that its rule reads. An item that
    declares its ``kind`` has been confirmed; one switched off needs no confirmation.
    """
    return tuple(_cautions(scheme))


def _cautions(scheme: Scheme) -> Iterator[Caution]:
    names = scheme.column_names()
    for group in scheme.groups:
        every: list[Item | Extra] = [*group.items(), *group.extras()]
        for each in every:
            if each.off is not None or each.kind is not None:
                continue
            words = (each.name, *(names.get(column, "") for column in columns_of(each.rule)))
            found = next((hit for text in words if (hit := banned_by_words(text))), None)
            if found is not None:
                yield Caution(group.name, group.id, each.id, each.name, found[1], found[0])
