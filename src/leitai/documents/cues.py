"""Words around a number that say how it is meant: bound, reach, growth, tense."""

from __future__ import annotations

import re

# What stands directly before a number, read backwards from it: the longest run of such words.
_BEFORE = (
    "不低于|不少于|不小于|至少|最少|不超过|不高于|不多于|至多|控制在|压控在|保持在|稳定在|维持在|提高到|提升到|提高至|提升至|"
    "增加到|增加至|扩大到|扩大至|增长到|增长至|上升到|上升至|下降到|下降至|降低到|降低至|降至|降到|降为|减少到|减少至|压减到|"
    "压减至|收窄至|收窄为|缩小到|缩小至|突破|超过|超|破|逾|高于|略高于|多于|大于|低于|略低于|少于|接近|近|不到|不足|约为|大约|约|"
    "达到|达|完成|实现|增长|增加|增|提高|提升|上升|上涨|升高|攀升|下降|降低|降|减少|减|缩减|压减|回落|下调|收窄|下滑|"
    "冲刺|力争|争取|确保|争创|争进|进入|跻身|跃居|位居|位列|排名|位次|排|居|列|占到|占|仅为|只有|仅|为|是|有|共有|共|共计|合计|总计|"
    "累计|新增|净增|再增|平均|年均|同比|环比|比上年|较上年|比去年|较去年|较上一年|分别|预计|预期|均|各|也|已|将|再|又|要|就|都|到|至|"
    "年|每年|全年|同口径|按可比价|可比|进一步|左右|其中|含|上|过|其|却|我们|我[省市区县]|得|起|目标|任务|控制|成为|列全国|居全国|列全省|居全省|争"
)
# One character that also ends words: 行为, 所有, 公共, 附近, 通过, 以上.
_GUARDS = {
    "为": "行作", "有": "所具享含国", "共": "公", "近": "附靠", "上": "以网线之", "过": "通超", "增": "新", "减": "",
    "降": "", "到": "", "至": "甚", "居": "民定安", "列": "系行", "占": "", "都": "首成", "已": "", "年": "多近",
    "要": "重主需", "就": "成", "得": "取获", "起": "", "含": "包", "其": "尤极", "是": "", "排": "安", "均": "平人", "各": "",
    "再": "", "也": "", "将": "", "又": "", "超": "赶", "破": "", "争": "竞战斗", "达": "发", "减少": "", "中": "",
}  # fmt: skip
_BLOCKED = {word: frozenset(guards) for word, guards in _GUARDS.items() if guards}
_CUES = frozenset(_BEFORE.split("|"))
_LENGTHS = tuple(sorted({len(word) for word in _CUES}, reverse=True))


def cue_before(text: str, end: int) -> str:
    """The longest cue that ends at ``end``, or an empty text."""
    for length in _LENGTHS:
        word = text[end - length : end] if end >= length else ""
        if word in _CUES and text[end - length - 1 : end - length] not in _BLOCKED.get(word, ()):
            return word
    return ""


GREATER_EQUAL = frozenset(("不低于", "不少于", "不小于", "至少", "最少", "冲刺"))
LESS_EQUAL = frozenset(("不超过", "不高于", "不多于", "至多", "控制在", "压控在"))
GREATER = frozenset(
    ("突破", "超过", "超", "破", "逾", "高于", "略高于", "多于", "大于", "上", "过")
)
LESS = frozenset(("接近", "近", "不到", "不足", "少于"))
ABOUT = frozenset(("约", "大约", "约为"))
UP = frozenset(
    ("增长", "增加", "增", "提高", "提升", "上升", "上涨", "升高", "攀升", "新增", "净增", "再增")
)
DOWN = frozenset(
    ("下降", "降低", "降", "减少", "减", "缩减", "压减", "回落", "下调", "收窄", "下滑")
)
LEVEL = frozenset(
    word for word in _BEFORE.split("|") if word.endswith(("到", "至", "为")) and len(word) > 1
)

AFTER = re.compile(
    r"(?P<at_least>(?:及)?以上)|(?P<at_most>(?:及)?以下|以内|之内|内(?=[,。;、]))|(?P<about>左右|上下)|(?P<gap>的?缺口)"
)
STRETCH = re.compile(r"力争|冲刺|争取|争创|奋斗目标|挑战|奋力|争进")
FLOOR = re.compile(r"确保|至少|不低于|不少于|最少|底线|保底")
CEILING = re.compile(r"控制在|不超过|不高于|不多于|以内|之内|不突破|压控")
FUTURE = re.compile(
    r"力争|确保|冲刺|争取|争创|争进|目标|预期|计划|拟|今后|明年|下一步|努力|将(?!军|近|士)|要(?!求|素|闻|点|害|塞|求)|不低于|不少于|至少|"
    r"到20\d\d年|控制在|不超过|下一年|未来"
)
PAST = re.compile(
    r"去年|上年(?!同期)|过去|已(?!婚)|累计|完成了|实现了|截至|截止|目前|同比|了(?!解|如|然)|获评|荣获|获批|近年|先后|成功|一年来|五年来|年均|"
    r"预计(?:完成|实现|增长|达到?|全年)|共(?:有|计|投入|争取)|现有"
)
STOCK = re.compile(
    r"(?:有|拥有|现有|共有|辖|共辖|利用|依托|面对|针对|服务|覆盖|围绕|在|内设|下设|分布着|坐落着)$"
)
IMPERATIVE = re.compile(
    r"(?:推行|实施|启动|新建|续建|改建|扩建|改造|建设|建成|培育|引进|招引|签约|开工|选定|组织|新增|打造|推进|加快|"
    r"完成|实现|创建|争创|整治|新签约|发展|开展|举办|投放|新改扩建|修建|提供|发放|培训|支持|推动|落实|强化|持续|深化|聚焦|"
    r"抓好|做好|扎实|全面|大力|积极|统筹|拿出|优化|提升|扩大|增强|促进|保持|安排|筹措|谋划|储备|引育|盘活|拓宽|健全|严格)"
)
