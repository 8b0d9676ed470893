"""Sample data of the style guide: an invented district, to show each component at real lengths."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import template

register = template.Library()

PARTS = (("经济运行", 30), ("项目建设", 25), ("招商引资", 20), ("民生环境", 15), ("督办办结", 10))
UNITS: tuple[tuple[str, str, int | None, tuple[float, ...], int, int], ...] = (
    ("云溪街道", "yxjd yunxijiedao", 0, (27.84, 22.95, 17.60, 13.52, 9.40), 1, 1),
    ("松桥街道", "sqjd songqiaojiedao", 1, (27.10, 21.48, 18.22, 13.10, 9.15), 2, 3),
    ("白沙镇", "bsz baishazhen", 2, (26.02, 22.71, 16.90, 12.84, 9.60), 2, 4),
    ("青石镇", "qsz qingshizhen", -2, (25.66, 21.36, 17.48, 13.42, 9.50), 3, 4),
    ("安平镇", "apz anpingzhen", -1, (25.90, 20.44, 16.05, 13.26, 9.20), 5, 6),
    ("龙湾镇", "lwz longwanzhen", 0, (24.72, 21.90, 15.32, 12.60, 8.95), 5, 6),
    ("柳河镇", "lhz liuhezhen", 1, (24.38, 19.86, 15.80, 12.95, 9.10), 7, 8),
    ("南浦镇", "npz nanpuzhen", -1, (23.96, 20.12, 14.66, 13.08, 8.70), 7, 8),
    ("石门镇", "smz shimenzhen", 0, (23.40, 18.74, 14.92, 12.31, 9.05), 9, 9),
    ("双塘镇", "stz shuangtangzhen", 1, (22.85, 19.02, 13.74, 12.76, 8.35), 10, 10),
    ("长岭镇", "clz changlingzhen", -1, (22.10, 17.66, 13.20, 12.90, 8.80), 11, 11),
    ("望岭乡", "wlx wanglingxiang", None, (21.36, 16.92, 11.85, 13.64, 7.90), 12, 12),
)
CELLS = {
    3: ("乡镇", "签约项目（个）", "签约总额", "到位资金", "同比", "备注"),
    4: ("云溪街道", "12", "386,000", "112,400", "12.6%", ""),
    5: ("松桥街道", "11", "341,500", "108,900", "9.8%", ""),
    6: ("白沙镇", "9", "297,000", "95,600", "15.1%", ""),
    7: ("青石 镇", "9", "268,400", "8.60", "11.2%", ""),
    8: ("安平镇", "8", "241,000", "83,150", "7.4%", ""),
    9: ("龙湾镇", "7", "218,600", "７９，２００", "6.9%", ""),
    10: ("柳河镇", "7", "205,300", "76,480", "—", "上年同期无数"),
    11: ("南浦", "6", "187,900", "71,200", "5.5%", ""),
}


def _cell(row: int, column: int, text: str, across: int = 1) -> SimpleNamespace:
    number = row > 3 and column > 0 and text[:1].isdigit()
    return SimpleNamespace(
        address=f"{'ABCDEF'[column]}{row}", text=text, across=across, down=1, is_number=number
    )


def _row(number: int, role: str, texts: tuple[str, ...]) -> SimpleNamespace:
    cells = tuple(_cell(number, at, text) for at, text in enumerate(texts))
    return SimpleNamespace(number=number, role=role, cells=cells, hidden=False)


def _grid() -> SimpleNamespace:
    rows = [
        _row(1, "preamble", ("云溪区2026年10月招商引资情况表", "", "", "", "", "")),
        _row(2, "preamble", ("填报单位：区招商局", "", "", "", "单位：万元", "")),
        _row(3, "header", CELLS[3]),
        *(_row(number, "data", CELLS[number]) for number in range(4, 12)),
        _row(12, "total", ("合计", "87", "2,710,000", "", "", "")),
        _row(13, "footnote", ("注：到位资金含续建项目。", "", "", "", "", "")),
    ]
    return SimpleNamespace(sheet="招商引资", letters=tuple("ABCDEF"), rows=tuple(rows), more_rows=0)


def _window() -> SimpleNamespace:
    texts = {
        3: ("乡镇（街道）", "年度计划", "本月", "1—10月累计"),
        13: ("白沙镇", "172,000", "15,260", "139,877"),
        14: ("青石镇", "186,000", "11,945", "142,108"),
        15: ("安平镇", "170,000", "12,310", "120,455"),
    }
    rows = tuple(
        _row(number, "header" if number == 3 else "data", cells) for number, cells in texts.items()
    )
    return SimpleNamespace(
        sheet="固投", address="D14", letters=tuple("ABCD"), rows=rows[1:], header=rows[:1]
    )


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    totals = [round(sum(scores), 2) for _n, _p, _c, scores, _l, _h in UNITS]
    for at, (name, pinyin, change, scores, low, high) in enumerate(UNITS):
        rows.append(
            {
                "rank": at + 1,
                "name": name,
                "pinyin": pinyin,
                "change": change,
                "zone": "leading" if at < 4 else "middle" if at < 8 else "lagging",
                "score": totals[at],
                "parts": [
                    {"name": part, "marks": marks, "score": score}
                    for (part, marks), score in zip(PARTS, scores, strict=True)
                ],
                "above": (UNITS[at - 1][0], round(totals[at - 1] - totals[at], 2)) if at else None,
                "below": (UNITS[at + 1][0], round(totals[at] - totals[at + 1], 2))
                if at + 1 < len(UNITS)
                else None,
                "low": low,
                "high": high,
                "mine": name == "青石镇",
                "band": {
                    4: "以下为中间区，与上一名相差 2.57 分",
                    8: "以下为后进区，与上一名相差 2.10 分",
                }.get(at, ""),
            }
        )
    return rows


CHARTS: dict[str, Any] = {
    "rank": {
        "kind": "rank",
        "periods": ["25.11", "12", "26.1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
        "ranks": [5, 5, 4, 4, 5, 4, 3, 3, 3, 2, 2, 4],
        "size": 12,
        "leading": 4,
        "zone": "先进区",
        "rankWord": "第",
        "notes": [{"at": 9, "text": "第2名"}, {"at": 11, "text": "第4名 87.42分", "strong": True}],
    },
    "heatmap": {
        "kind": "heatmap",
        "columns": ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月"],
        "rows": [name for name, *_rest in UNITS[:6]],
        "values": [
            [3.1, 2.2, 4.8, 5.0, 6.1, 7.7, 8.2, 9.0, 9.4, 10.2],
            [1.0, 1.9, 2.5, None, 3.3, 4.1, 5.0, 5.2, 6.3, 6.6],
            [-2.2, -1.0, 0.4, 1.2, 2.0, 2.9, 3.1, 3.8, 4.0, 4.4],
            [-5.1, -4.8, -3.0, -2.6, -1.1, 0.0, 0.9, 1.3, 1.8, 2.2],
            [None, None, -6.0, -5.2, -4.1, -3.9, -3.0, -2.2, -1.0, -0.4],
            [-8.8, -7.1, -6.6, -6.0, -5.8, -5.1, -4.4, -4.0, -3.2, -2.9],
        ],
        "diverging": True,
        "unit": "%",
    },
    "trend": {
        "kind": "trend",
        "periods": ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月"],
        "unit": "亿元",
        "zero": True,
        "series": [
            {
                "name": "累计",
                "own": True,
                "values": [1.1, 2.0, 3.6, 5.0, 6.3, 8.2, 9.6, 11.2, 13.0, 14.21],
            },
            {
                "name": "应达",
                "dashed": True,
                "values": [1.55, 3.1, 4.65, 6.2, 7.75, 9.3, 10.85, 12.4, 13.95, 15.5],
            },
        ],
    },
    "strip": {
        "kind": "distribution",
        "unit": "%",
        "decimals": 1,
        "values": [
            {"name": name, "value": value, "own": name == "青石镇"}
            for (name, *_rest), value in zip(
                UNITS,
                (104.2, 99.0, 96.1, 91.7, 88.0, 93.2, 90.1, 86.5, 84.0, 80.2, 91.5, 57.2),
                strict=True,
            )
        ],
        "marks": [{"name": "中位数", "value": 90.8}],
    },
    "waterfall": {
        "kind": "waterfall",
        "steps": [
            {"name": "博罗县", "value": 838.89, "total": True, "reference": True},
            {"name": "第一产业", "value": -55.62},
            {"name": "第二产业", "value": -229.99},
            {"name": "第三产业", "value": 35.94},
            {"name": "云溪区", "value": 589.23, "total": True},
        ],
    },
    "curve": {
        "kind": "curve",
        "x": "完成率（%）",
        "y": "得分",
        "low": 40,
        "high": 120,
        "points": [[40, 0], [60, 0], [60, 3.6], [100, 6], [120, 6]],
        "marks": [
            {"name": "青石", "x": 91.7, "y": 5.5, "own": True},
            {"name": "安平", "x": 85.0, "y": 5.1},
            {"name": "云溪", "x": 106.3, "y": 6},
            {"name": "望岭", "x": 57.2, "y": 0},
        ],
    },
    "bar": {
        "kind": "bar",
        "turned": True,
        "names": ["云溪区", "博罗县", "龙海区", "通州区"],
        "values": [589.23, 838.89, 1348.37, 1701.32],
        "own": 0,
        "reference": 1,
        "unit": "亿元",
    },
    "box": {
        "kind": "box",
        "low": 1,
        "high": 12,
        "whole": True,
        "rows": [
            {
                "name": n,
                "low": low,
                "q1": low,
                "median": at + 1,
                "q3": high,
                "high": high,
                "own": at + 1,
            }
            for at, (n, _p, _c, _s, low, high) in enumerate(UNITS[:6])
        ],
    },
}


@register.simple_tag
def style_samples() -> dict[str, Any]:
    """Return the sample data of the style guide."""
    rows = _rows()
    return {
        "rows": rows,
        "parts": [{"name": name, "marks": marks} for name, marks in PARTS],
        "periods": [
            ("2026-10", "2026年10月", "#10"),
            ("2026-09", "2026年9月", "#9"),
            ("2026-08", "2026年8月", "#8"),
        ],
        "groups": [
            ("towns", "乡镇（街道）", "#a"),
            ("departments", "区直部门", "#b"),
            ("parks", "园区", "#c"),
        ],
        "sentence": [
            SimpleNamespace(text="第1名领先 ", url="", trace=False, alarm=False),
            SimpleNamespace(text="2.26", url="#lead", trace=False, alarm=False),
            SimpleNamespace(
                text=" 分，位置稳固；第2至4名只差 1.63 分，任一权重变动 10% 名次就可能互换。"
                "青石镇退 2 位，主要因固定资产投资慢于进度。",
                url="",
                trace=False,
                alarm=False,
            ),
        ],
        "lead": [
            SimpleNamespace(text="3件红灯", url="#red", trace=False, alarm=True),
            SimpleNamespace(text="，", url="", trace=False, alarm=False),
            SimpleNamespace(text="5项承诺", url="#due", trace=False, alarm=False),
            SimpleNamespace(
                text="一周内到期。10月榜云溪街道居首，望岭乡末位。",
                url="",
                trace=False,
                alarm=False,
            ),
        ],
        "items": [
            {
                "name": "规上工业增加值增速（%）",
                "scope": "累计 可比价",
                "target": 7.4,
                "actual": 6.4,
                "ratio": 86.5,
                "score": 6.92,
                "marks": 8,
                "rank": 6,
            },
            {
                "name": "服务业营业收入增速（%）",
                "scope": "累计 现价",
                "target": 7.0,
                "actual": 6.0,
                "ratio": 85.7,
                "score": 5.14,
                "marks": 6,
                "rank": 7,
            },
            {
                "name": "限上社零额增速（%）",
                "scope": "累计 现价",
                "target": 7.5,
                "actual": 6.3,
                "ratio": 84.0,
                "score": 4.20,
                "marks": 5,
                "rank": 1,
            },
            {
                "name": "税收收入（亿元）",
                "scope": "累计",
                "target": 4.5,
                "actual": None,
                "ratio": None,
                "score": 0,
                "marks": 6,
                "rank": 12,
            },
        ],
        "deviations": [
            {"name": "经济运行", "value": 21.36, "difference": -3.19},
            {"name": "项目建设", "value": 16.92, "difference": -3.36},
            {"name": "招商引资", "value": 11.85, "difference": -3.71},
            {"name": "民生环境", "value": 13.64, "difference": 0.63},
            {"name": "督办办结", "value": 7.90, "difference": -1.17},
        ],
        "spark": [9.4, 10.6, 9.9, 12.5, 12.9, 11.6, 13.4, None, 12.4, 13.9, 13.6, 11.9],
        "grid": _grid(),
        "marks": {
            "A7": "doubtful",
            "D7": "doubtful",
            "D6": "changed",
            "D9": "rewritten",
            "E10": "missing",
            "A11": "doubtful",
            "C12": "doubtful",
        },
        "window": _window(),
        "counts": [
            ("", "读懂", 53),
            ("changed", "与库中不同", 2),
            ("doubtful", "有疑问，已定1处", 3),
            ("rewritten", "读时换过写法", 1),
            ("missing", "缺", 1),
        ],
        "charts": CHARTS,
    }
