"""The open matters that tell a story, written out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from leitai.demo.matters_making import Days, Writer
from leitai.demo.matters_script import Script


def stories(rng: np.random.Generator, days: Days) -> list[Script]:
    """Make them: two to verify, one extension asked for, three overdue, one paused, one in parts.

    Parameters
    ----------
    rng
        Draws the minutes of the steps.
    """
    return [
        _waterworks(rng, days),
        _alleys(rng, days),
        _river(rng, days),
        _sewer(rng, days),
        _yungu(rng, days),
        _waste(rng, days),
        _road(rng, days),
        *_canteens(rng, days),
    ]


def _story(
    writer: Writer, key: str, title: str, kind: str, source: tuple[str, str, str], **more: Any
) -> Script:
    return Script(key, title, kind, *source, tuple(writer.steps), **more)


def _waterworks(rng: np.random.Generator, days: Days) -> Script:
    due = days.late(5)
    start = days.calendar.add_working_days(due, -29)
    w = Writer(rng, "区住建局")
    w.begin(start, due, ["柳河镇", "区财政局"])
    w.unit(days.after(start, 1), "sign_for")
    w.unit(days.back(26), "report_progress", "铺设 7.2 / 12.0 公里", measure_done=7.2, progress=60)
    w.unit(days.back(17), "report_progress", "铺设 8.6 / 12.0 公里。3户征地未签，请柳河镇协助",
           measure_done=8.6, progress=72)  # fmt: skip
    w.office(days.back(3), "urge", "电话。答复：征地协议本周内签", hour=15)
    meeting = ("meeting", "区政府第31次常务会议纪要，第4条",
               f"{_until(due)}前完成柳河水厂二期管网改造，确保冬季供水。")  # fmt: skip
    return _story(w, "waterworks", "柳河水厂二期管网改造", "minutes", meeting,
                  measure=("铺设管网", 12.0, "公里"), contact="songzhiyuan")  # fmt: skip


def _until(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def _alleys(rng: np.random.Generator, days: Days) -> Script:
    due = days.left(3)
    w = Writer(rng, "区住建局")
    w.begin(days.back(27), due, ["松桥街道"])
    w.unit(days.back(26), "sign_for")
    w.unit(days.back(12), "report_progress", "已完工 2 条，其余在铺面层", measure_done=2)
    w.unit(days.back(1), "report_completion", "4 条全部完工，附验收单", measure_done=4,
           files=(("背街小巷验收单.txt", "松桥街道背街小巷 4 条，验收合格。"),))  # fmt: skip
    paper = ("paper", "《民生实事清单》第3件", "松桥街道4条背街小巷入冬前改造到位。")
    return _story(w, "alleys", "背街小巷改造（松桥 4 条）", "livelihood", paper,
                  measure=("完工", 4.0, "条"))  # fmt: skip


def _river(rng: np.random.Generator, days: Days) -> Script:
    w = Writer(rng, "南浦镇")
    w.begin(days.back(13), days.left(1), ["区城管局"])
    w.unit(days.back(13), "sign_for", hour=15)
    w.unit(days.back(6), "report_progress", "5 处已清 3 处", progress=60)
    w.unit(days.base, "report_completion", "5 处全部清理，保洁员分段到人", hour=8,
           files=(("河段清理核对表.txt", "南浦镇河道垃圾 5 处，均已清理。"),))  # fmt: skip
    found = ("inspection", "区委督查室实地督查，南浦镇河道",
             "南浦镇河段漂浮垃圾5处，限期清理并复查。")  # fmt: skip
    return _story(w, "river", "南浦镇河道垃圾清理复查", "inspection", found)


def _sewer(rng: np.random.Generator, days: Days) -> Script:
    w = Writer(rng, "青石镇")
    w.begin(days.back(30), days.left(5), ["青石工业园"])
    w.unit(days.back(29), "sign_for")
    w.unit(days.back(8), "report_progress", "主管铺设 1.9 公里，穿路段未开挖", progress=48)
    w.unit(days.base, "ask_extension", "穿路段须等燃气公司迁改，已排定工期", due=days.left(15))
    meeting = ("meeting", "区政府第31次常务会议纪要，第6条",
               "青石工业园污水管网年内接通，园区污水不得直排。")  # fmt: skip
    return _story(w, "sewer", "青石工业园污水管网", "minutes", meeting)


def _yungu(rng: np.random.Generator, days: Days) -> Script:
    due = days.late(3)
    w = Writer(rng, "龙湾镇")
    w.begin(days.calendar.add_working_days(due, -5), due, ["区行政审批局", "区住建局"])
    w.unit(days.calendar.add_working_days(due, -4), "sign_for")
    w.unit(days.back(1), "report_progress", "堵点：施工许可证第 6 天", progress=70)
    blocker = ("blocker", "重点项目堵点台账第12号",
               "“云谷电子”项目施工许可未办下，影响年内开工，请限期协调。")  # fmt: skip
    return _story(w, "yungu", "“云谷电子”项目开工", "blocker", blocker, contact="songzhiyuan")


def _waste(rng: np.random.Generator, days: Days) -> Script:
    w = Writer(rng, "双塘镇")
    w.begin(days.back(21), days.late(1), ["区城管局"])
    w.unit(days.back(20), "sign_for")
    w.unit(days.back(10), "report_progress", "15 个村已达标 11 个", measure_done=11)
    w.unit(days.back(5), "report_completion", "15 个村全部达标", measure_done=15)
    w.office(days.back(3), "return_for_rework", "抽查松林村仍有混投，整改后再报")
    meeting = ("meeting", "区委专题会议纪要，第2条",
               "双塘镇15个村生活垃圾分类未达标，限期整改。")  # fmt: skip
    return _story(w, "waste", "双塘镇生活垃圾分类达标整改", "minutes", meeting,
                  measure=("达标", 15.0, "个村"))  # fmt: skip


def _road(rng: np.random.Generator, days: Days) -> Script:
    w = Writer(rng, "望岭乡")
    w.begin(days.back(40), days.left(12), ["区财政局"])
    w.unit(days.back(39), "sign_for")
    w.unit(days.back(25), "report_progress", "便道已通，路基修复待资金", progress=40)
    w.office(days.back(15), "suspend", "经批准：等省级资金文件", until=days.left(6))
    word = ("instruction", "宋致远同志现场办公交办", "望岭乡水毁公路抓紧修复，学生上学不能绕路。")
    return _story(w, "road", "望岭乡公路水毁修复", "difficult", word, contact="songzhiyuan")


def _canteens(rng: np.random.Generator, days: Days) -> list[Script]:
    """One matter in three parts; the whole cannot end before them."""
    start, due = days.back(12), days.left(22)
    paper = ("paper", "《民生实事清单》第5件", "年内新开幸福食堂6个，让老人吃上热饭。")
    w = Writer(rng, "区民政局")
    w.begin(start, due)
    w.unit(days.after(start, 1), "sign_for")
    w.unit(days.back(2), "report_progress", "6 个食堂已开业 3 个", measure_done=3)
    made = [_story(w, "canteens", "新建幸福食堂（6个）", "livelihood", paper,
                   measure=("开业", 6.0, "个"))]  # fmt: skip
    for number, (town, done) in enumerate((("安平镇", 55), ("石门镇", 45), ("长岭镇", 60))):
        w = Writer(rng, town)
        w.begin(days.after(start, 1), days.left(17), ["区民政局"])
        w.unit(days.after(start, 2), "sign_for", hour=14)
        w.unit(days.back(1 + number), "report_progress", "选址已定，厨房设备在装", progress=done)
        made.append(_story(w, f"canteens-{number}", f"{town}幸福食堂建设（2个）", "livelihood",
                           paper, parent="canteens"))  # fmt: skip
    return made
