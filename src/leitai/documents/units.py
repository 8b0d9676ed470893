"""Units as they are printed after numbers, and what they come to in a base unit."""

from __future__ import annotations

from leitai.documents.numerals import MULTIPLIERS

_MEASURES = (
    "个百分点 百分点 % ‰ 美元 欧元 港元 日元 元 平方公里 平方千米 平方米 立方米 公里 千米 海里 厘米 毫米 "
    "公顷 吨标准煤 吨标煤 吨公里 吨 公斤 千克 毫克 微克 克 千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 瓦 米 亩 斤 升 "
    "标准箱 标箱 TEU 载重吨 总吨 度 倍 秒 分钟 小时 个小时 个工作日 工作日 个月 天 岁 摄氏度 ℃"
)
_COUNTERS = (
    "人次 人天 人月 户次 架次 班次 辆次 台次 车次 件次 家次 台套 台(套) 套(间) 户家庭 方面 星级 个 家 项 件 次 户 人 "
    "名 座 处 所 台 套 辆 架 艘 场 批 期 张 份 篇 本 部 类 种 款 门 块 片 株 棵 头 只 匹 羽 尾 枚 颗 粒 条 对 组 支 "
    "队 间 栋 幢 口 眼 盏 根 宗 笔 例 起 桩 位 轮 班 章 字 册 幅 节 道 步 箱 车 船 趟 层 页 县 镇 村 国 省 市 区 岛 团 "
    "企 店 馆 站 校 园 院 港 线 路 桥 集 股 双 副 盘 瓶 袋 盒 包 亿 万 年 分 成"
)
#: Counters that Chinese numerals take in running text; the rest would match inside words.
HAN_COUNTERS = (
    r"个百分点|百分点|方面|星级|倍|个月|个工作日|工作日|小时|分钟|天(?!然|下|地|津|空)|"
    r"(?:平方公里|平方米|公里|公顷|亩|吨|美元|元)|人次|"
    r"个(?!人|体|别|性|税)|项(?!目)|家(?!庭|园|乡|门|长|畜|具|居|政|国|里|风|属)|件|名(?!录|单|称|誉|义|校|师|企|牌)|户|"
    r"点(?=意见|要求|建议|体会|思考|希望|看法)|条(?!例|件|块)|类(?!型)|种(?!植|业|养|子)|座|所(?!有|以|得|在)|处(?!理|于|置|分)|支|组(?!织|合|建)|"
    r"场(?!所|馆|景)|篇|批(?!准|发|复)|轮|位(?!数|于|列|居|置|次|移)|次(?!序|要|产|数)|"
    r"年(?!代|级|轻|度|初|底|末|中|前|来|后|货|会|终|均)|县|镇(?!区|街|村)|省|国|"
    r"成(?=以上|左右|[,。;、的])|大(?=[\u4e00-\u9fff])(?!力|量|幅|批|小|局|众|型|概|约|多|部|家|会|精神|报告|胆|气|业|规模|面积|代表|以来|后|召开|胜利|确定|提出|作出|擘画|对|和|要求|部署|决策|新|关|闭|开|的)"
)
_TAILS = r"(?:/(?:[a-zA-Z]+|立方米|平方米|吨标准煤|千瓦时|万元|亩|吨|升|小时|天|日|人|年|月|秒|户|公里))?"


def _alternation(words: str) -> str:
    listed = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "|".join(word.replace("(", r"\(").replace(")", r"\)") for word in listed)


COUNTERS = frozenset(_COUNTERS.split()) - {"亿", "万", "年", "分", "成"} | {"点"}
UNIT = f"(?:{_alternation(_MEASURES + ' ' + _COUNTERS)}){_TAILS}"
#: What may follow a mask: 党的XX大, XX县 and XX日 are names and dates, not figures.
MASKED_UNIT = (
    f"(?:{_alternation(_MEASURES)}|亿美元|亿元|万元|人次|方面|个|家|项(?!目)|件|次(?!党代会|会议|全会)|户|人(?!民|大)|名|座|处|所|台|套|辆"
    f"|艘|场|批|期(?!间|工程|项目|安置)|条|块|株|头|只|支|组|间|栋|篇(?!章)|余|多){_TAILS}"
)
_BASE = {
    "亿元": ("元", 1e8), "万元": ("元", 1e4), "个百分点": ("百分点", 1.0), "百分点": ("百分点", 1.0),
    "成": ("%", 10.0), "公顷": ("亩", 15.0), "平方公里": ("亩", 1500.0), "平方千米": ("亩", 1500.0),
}  # fmt: skip


def to_base(value: float, unit: str) -> tuple[float, str]:
    """A value in a unit without 万 and 亿; areas of land in 亩, money in its currency."""
    if unit in _BASE:
        base, factor = _BASE[unit]
        return _rounded(value * factor), base
    factor, rest = 1.0, unit
    while rest and rest[0] in MULTIPLIERS and len(rest) > 1:
        factor *= MULTIPLIERS[rest[0]]
        rest = rest[1:]
    if rest in ("亿", "万"):
        factor, rest = factor * MULTIPLIERS[rest], ""
    if rest in _BASE:
        base, more = _BASE[rest]
        return _rounded(value * factor * more), base
    return _rounded(value * factor), rest


def _rounded(value: float) -> float:
    """Without the dust of binary fractions: 40.6 亿 is 4,060,000,000."""
    return float(f"{value:.12g}")
