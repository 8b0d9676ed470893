"""Verbs that begin a task, and names of units."""

from __future__ import annotations

import re

from leitai.documents.model import Named, Span

_VERBS = (
    "实施 推进 推动 新建 建设 建成 改造 培育 引进 招引 开展 整治 建立 完善 创建 落实 做好 办好 抓好 盘活 清理 流转 新签约 启动 开工 "
    "组建 举办 制定 出台 编制 深化 打造 加强 强化 优化 提升 健全 推广 修订 修建 改扩建 续建 扩建 新改扩建 新改建 新培育 新引进 治理 "
    "修复 整改 排查 化解 筹建 筹措 发放 设立 搭建 构建 争创 申报 巩固 拓展 支持 鼓励 引导 发展 壮大 实行 推行 规范 加固 疏浚 栽植 "
    "绿化 投用 保障 维护 完成 建好 用好 管好 谋划 储备 承办 组织 配齐 更新 升级 整合 压减 淘汰 关停 拆除 收回 收储 供应 安置 救助 "
    "培训 选派 聘请 设置 划定 监管 查处 打击 防范 守住 解决 处置 办理 兑现 清偿 清欠 普及 宣传 扩大 增设 增加 改善 提高 迁建 征收 挂牌 制订 起草 梳理 建强 用活 排查化解 整改落实 建立健全 巩固深化 巩固提升 巩固拓展 优化提升 改造提升 培育壮大 建立完善 推进实施 组织开展 谋划实施 推广应用 引进培育 修订完善 清理整治 治理修复 防范化解 做强做优 做优做强 做大做强 深化拓展 建好管好"
)
#: Verbs of outcome: what they name is a figure, not a thing to do.
OUTCOMES = frozenset(("完成", "提高", "增加", "扩大", "保持", "实现"))
_ADVERBS = (
    r"(?:要|将|应|须|必须|需|并|全面|深入|扎实|持续|大力|积极|加快|稳步|统筹|切实|着力|坚决|坚持|不断|进一步|有序|高标准|高质量|高水平|高效|"
    r"精心|认真|严格(?=落实|执行|实施|控制)|重点|突出|继续|全力|抓紧|尽快|同步|分类|有效|务实|主动|充分|广泛|常态化|规范化|组织|协同|一体|纵深|系统|科学|合理|逐步|"
    r"年内|年底前|上半年|下半年|全年|力争|确保|争取|努力|推进|推动|加大|[一二三四五六七八九十]?季度|\d{1,2}月(?:底|份)?前?)"
)
_VERB = "|".join(sorted(set(_VERBS.split()), key=lambda word: (-len(word), word)))
#: A clause that tells to do something: adverbs, a verb, an object.
ORDER = re.compile(rf"(?:{_ADVERBS})*?(?P<verb>{_VERB})(?P<object>[^,。;!?\n、:]{{2,}})")
UNIT = r"(?:各(?:镇|乡镇|街道|村|部门|单位|社区)(?:、(?:街道|村|社区))?|[\u4e00-\u9fff]{1,10}?(?:局|委员会|委|办公室|办|中心|部|公司|集团|分局|政府|管委会|街道|镇|乡|所|站|队|院|社|厅|科|党政办|法院|检察院|村))"
_JOINT = re.compile(r"[、,，;；\s/和及]+")


def leading_verb(words: str) -> tuple[str, str]:
    """The verb that an item begins with and the rest; no verb gives the whole as the rest."""
    match = re.match(rf"(?:\d+[.、])?(?:{_ADVERBS})*?({_VERB})", words)
    if match is None:
        return "", words
    return match.group(1), words[match.end() :]


def split_units(text: str, span: Span) -> tuple[Named, ...]:
    """The units of a cell or of a list, each with its span."""
    found: list[Named] = []
    at = span.start
    for joint in [*_JOINT.finditer(text, span.start, span.end), None]:
        stop = joint.start() if joint else span.end
        if text[at:stop].strip():
            found.append(Named(text[at:stop].strip(), at, stop))
        at = joint.end() if joint else span.end
    return tuple(found)
