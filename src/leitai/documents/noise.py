"""What is not the writer's text: chrome of web pages, pagers, pay-wall marks, mojibake.

Each stretch is kept with its reason; what follows skips it, and nothing is cut.
"""

from __future__ import annotations

import re

from leitai.documents.model import Missing, Noise

#: Codes of the reasons, in the order in which the first match of a line decides.
REASONS = (
    "chrome", "pager", "paywall", "read_count", "qr", "share", "advert", "timestamp",
    "mojibake", "page_furniture", "escape",
)  # fmt: skip

# Rules on whole lines; only lines up to _LONG characters are looked at.
_LONG = 160
_LINES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.I))
    for reason, pattern in (
        ("paywall", r"^[(（\[【]?(?:想阅读|阅读|查看|展开)(?:完|剩余|余下)?(?:全部|全文|更多|剩余).{0,24}$"
                    r"|^阅读全文|^.{0,12}(?:登[陆录]|注册|付费|开通会员|VIP).{0,10}(?:后|可)?(?:查看|阅读|下载|[!！）)])$|^(?:试读|免费阅读)已?结束"),
        ("qr", r"^.{0,12}(?:扫码|扫一扫|扫描二维码|二维码|长按识别).{0,20}$|^(?:微信)?(?:订阅号|公众号|服务号)$"),
        ("share", r"^(?:分享|分享到|分享至|转发|收藏|点赞|加入收藏|复制链接|打印|下载|关闭(?:窗口)?|返回顶部|举报)(?:[\s:：|/].{0,20})?$"),
        ("advert", r"^(?:领取福利|联系客服|在线客服|广告|热门推荐|相关(?:内容|推荐|文章|阅读|范文|热词)|猜你喜欢|推荐(?:访问|阅读|文章)[:：]?.{0,40}"
                   r"|[•·●]?\s*本[周月]热门|最新文章|上一篇.{0,60}|下一篇.{0,60}|\d{5,7})$"),
        ("chrome", r"^(?:当前位置|您(?:现)?在的位置|您的位置|首页\s*[>»]).{0,80}$|^(?:www\.)?[a-z0-9-]{2,30}\.(?:com|cn|net|org)(?:\s|[—-]|$).{0,40}$"
                   r"|^(?:责任编辑|网站编辑|责编)[:：].{0,20}$|^版权所有.{0,60}$|^[京沪粤浙苏鄂鲁川湘豫冀].{0,2}ICP备.{0,30}$|^\[?(?:字体|字号)[:：].{0,20}$"),
        ("read_count", r"^(?:浏览|阅读|点击)(?:次数|量|数)?[:：]?\s*\d+\s*(?:次)?$|^.{0,40}共计\s*\d+\s*个字.{0,30}$|^.{0,20}预计阅读时长.{0,12}$"),
        ("timestamp", r"^(?:发布|更新|发表|提交)?(?:时间|日期)[:：]?\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,60}$"
                      r"|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+\d{1,7})?$"),
        ("page_furniture", r"^\s*[-—–－]\s*\d{1,4}\s*[-—–－]\s*$|^\s*第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?\s*$"),
    )
)  # fmt: skip
# One look tells most lines apart from chrome.
_HINT = re.compile(
    r"阅读|查看|登[陆录]|注册|会员|VIP|试读|扫|二维码|识别|订阅号|公众号|服务号|分享|转发|收藏|点赞|复制链接|打印|下载|关闭|返回|举报"
    r"|福利|客服|广告|热门|相关|猜你|推荐|最新文章|上一篇|下一篇|\d{5,}|位置|首页|\.com|\.cn|\.net|\.org|编辑|责编|版权|ICP|字体|字号"
    r"|浏览|点击|共计|时间|日期|\d{4}[-/.]|^\s*[-—–－第]",
    re.I,
)
_INLINE = re.compile(
    r"(?=[(（第#\ufffd\ue000-\uf8ff锟烫屯Ãâï\\&\u200b\ufeff])(?:(?P<pager>[(（]\s*第?\s*\d{1,3}\s*[/／]\s*\d{1,3}\s*页?\s*[)）]|第\s*\d{1,3}\s*[/／]\s*\d{1,3}\s*页)"
    r"|(?P<paywall>##\s*(?:paid|pay|vip)\w*\s*##)"
    r"|(?P<mojibake>[\ufffd\ue000-\uf8ff]+|(?:锟斤拷|烫烫烫|屯屯屯)+|(?:Ã[\x80-\xbf]|â€[\x80-\xbf™œž]?|ï¿½)+)"
    r"|(?P<escape>(?:\\r\\n|\\n|\\r|\\t|&nbsp;|&#160;|&ensp;|&emsp;)+)"
    r"|(?P<chrome>\u200b+|\ufeff+))",
    re.I,
)
_INLINE_HINT = re.compile(
    r"页|##|[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫烫|屯屯屯|Ã|â€|ï¿½|\\|&|\u200b|\ufeff|[/／]"
)
_PAGER = re.compile(r"(\d{1,3})\s*[/／]\s*(\d{1,3})")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


def find_noise(text: str, known: tuple[Noise, ...] = ()) -> tuple[Noise, ...]:
    """All noise of a text, in order and without overlaps; ``known`` is what a reader already saw."""
    found = list(known)
    at = 0
    for line in text.split("\n"):
        length = len(line)
        # Prose ends in a full stop; nothing of a page's chrome does, but for a word count.
        if (
            0 < length <= _LONG
            and (line[-1] not in "。；" or "共计" in line)
            and _HINT.search(line)
        ):
            bare = line.strip()
            for reason, pattern in _LINES:
                if bare and pattern.match(bare):
                    start = at + line.index(bare)
                    found.append(Noise(start, start + len(bare), reason))
                    break
        at += length + 1
    if _INLINE_HINT.search(text):
        for match in _INLINE.finditer(text):
            found.append(Noise(match.start(), match.end(), str(match.lastgroup)))
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Noise] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def find_missing(text: str, noise: tuple[Noise, ...]) -> tuple[Missing, ...]:
    """Parts that the file says exist and does not hold."""
    missing: list[Missing] = []
    pages: dict[int, set[int]] = {}
    mark = None
    cut_off = False
    for each in noise:
        words = text[each.start : each.end]
        if each.reason == "pager" and (pager := _PAGER.search(words)):
            page, of = int(pager.group(1)), int(pager.group(2))
            if 1 <= page <= of:
                pages.setdefault(of, set()).add(page)
                mark = mark or each
        elif each.reason == "paywall" and not words.startswith("##") and not cut_off:
            cut_off = True
            missing.append(Missing("paywall", "tail", each.start, each.end))
    for of, held in pages.items():
        if mark is not None:
            missing += [
                Missing("pager", f"{page}/{of}", mark.start, mark.end)
                for page in range(1, of + 1)
                if page not in held
            ]
    return tuple(missing)


def stamped_date(text: str, noise: tuple[Noise, ...]) -> tuple[int, int, int] | None:
    """The date of the first time stamp in the noise, as year, month and day."""
    for each in noise:
        if each.reason in ("timestamp", "chrome", "read_count"):
            match = _DATE.search(text, each.start, each.end)
            if match and 1949 <= int(match.group(1)) <= 2100 and 1 <= int(match.group(2)) <= 12:
                return int(match.group(1)), int(match.group(2)), int(match.group(3))
    return None
