"""Matters that took a rare turn and have ended: with the others, every verb of people is told."""

from __future__ import annotations

import numpy as np

from leitai.demo.matters_making import Days, Writer
from leitai.demo.matters_script import Script

#: How many there are.
TURNS = 4


def rare_turns(rng: np.random.Generator, days: Days) -> list[Script]:
    """Make them: a ticket and an extension denied, one put back, and two that became one."""
    return [_denied(rng, days), _restored(rng, days), *_merged(rng, days)]


def _denied(rng: np.random.Generator, days: Days) -> Script:
    start, due = days.back(150), days.back(120)
    w = Writer(rng, "区城管局")
    w.office(start, "draft")
    w.office(start, "revise", changes={"title": "东湖片区积水点整治（7处）"})
    w.office(start, "register", hour=10)
    w.office(start, "assign", lead_unit=w.lead, supporting=("松桥街道",), due=due, hour=11)
    w.unit(days.after(start, 1), "sign_for")
    w.unit(days.after(start, 8), "report_progress", "7 处已完工 2 处，雨季前未备料", progress=28)
    w.office(days.after(start, 15), "escalate", "汛期将至，进展明显滞后，直接发红单", level="red")
    w.unit(days.after(start, 16), "ask_extension", "管材到货晚，请求顺延", due=days.after(due, 15))
    w.office(days.after(start, 17), "deny_extension", "汛期不等人，须按原定日期完成")
    w.unit(days.after(start, 24), "report_completion", "7 处全部完工")
    w.leader(days.after(start, 25), "一处我去看过，雨后仍有积水，请继续办", verb="continue")
    w.unit(days.after(start, 28), "report_completion", "7 处全部完工，雨后复核无积水")
    w.finish(days.after(start, 29))
    return Script(
        "turn-denied", "东湖片区积水点整治", "minutes", "meeting",
        "区政府防汛专题会议纪要，第3条", "东湖片区7处积水点汛前整治完毕。", tuple(w.steps),
    )  # fmt: skip


def _restored(rng: np.random.Generator, days: Days) -> Script:
    start, due = days.back(110), days.back(85)
    w = Writer(rng, "石门镇")
    w.begin(start, due)
    w.unit(days.after(start, 1), "sign_for")
    w.office(days.after(start, 3), "withdraw", "与市级项目重复，先行撤销")
    w.office(days.after(start, 6), "restore", "市级项目未覆盖石门段，恢复办理")
    w.office(days.after(start, 6), "assign", lead_unit=w.lead, due=due, hour=14)
    w.unit(days.after(start, 7), "sign_for")
    w.unit(days.after(start, 20), "report_completion", "石门段护栏 1.3 公里安装完毕")
    w.finish(days.after(start, 21))
    return Script(
        "turn-restored", "石门镇临水临崖护栏安装", "document", "paper",
        "《道路隐患治理任务分工》第6项", "石门镇临水临崖路段护栏安装到位。", tuple(w.steps),
    )  # fmt: skip


def _merged(rng: np.random.Generator, days: Days) -> list[Script]:
    start, due = days.back(90), days.back(66)
    kept = Writer(rng, "区民政局")
    kept.begin(start, due)
    kept.unit(days.after(start, 1), "sign_for")
    kept.office(days.after(start, 10), "want_report", "所涉问题已全部解决，请复命")
    kept.unit(days.after(start, 12), "report_completion", "两件来信所反映的补贴均已发放")
    kept.finish(days.after(start, 13))
    joined = Writer(rng, "双塘镇")
    joined.begin(days.after(start, 2), due)
    joined.unit(days.after(start, 3), "sign_for")
    joined.office(days.after(start, 4), "merge", "反映同一问题，并案办理", into="turn-kept")
    asked = ("media", "政务热线办转办单", "群众反映高龄补贴迟发，请查明并答复。")
    return [
        Script("turn-kept", "高龄补贴迟发问题核查", "difficult", *asked, tuple(kept.steps)),
        Script("turn-merged", "双塘镇高龄补贴迟发反映", "difficult", *asked, tuple(joined.steps)),
    ]
