"""What a person reads in each real file, written down from the sheets themselves.

``Expected`` is one table: its place, title and header rows as the sheet counts them, the number of
rows of figures, rows that are totals, some labels by row, some columns by letter with the words
above them and their unit, and cells by address with the text as shown and the number meant.
``unreadable``, ``doubtful`` and ``told`` list the addresses of what was not read, of what waits for
a person, and the kinds of what is only said.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Expected:
    """One table of a sheet."""

    sheet: str
    range: str
    title: str
    header: tuple[int, ...]
    rows: int
    width: int
    orientation: str = "units_down"
    totals: tuple[tuple[int, str], ...] = ()
    labels: dict[int, str] = field(default_factory=dict)
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    cells: dict[str, tuple[str, float | None]] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    footnotes: int = 0
    period: str = ""
    about: str = ""


@dataclass(frozen=True)
class ExpectedFile:
    """A file: sheets without a table by their state, and its tables in order."""

    tables: tuple[Expected, ...]
    others: dict[str, str] = field(default_factory=dict)


CNKI = {"CNKI": "hidden"}
PROVINCES = ("北京", "新疆")

YEARBOOK: dict[str, ExpectedFile] = {
    "0006": ExpectedFile(
        (
            Expected(
                "1", "A1:E37", "1-3 三次产业贡献率", (4,), 31, 5, "periods_down",
                labels={5: "1990", 33: "208", 35: "2020"},
                columns={"A": ("年份", ""), "B": ("国内生产总值", "%"), "E": ("第三产业", "")},
                cells={"C6": ("6.8", 6.8), "D33": ("34.4", 34.4), "E35": ("47.3", 47.3)},
                unreadable=("A33",), footnotes=2,
            ),
        ),
        CNKI,
    ),
    "0015": ExpectedFile(
        (
            Expected(
                "1", "A1:F37", "2-2 各地区社会消费品零售总额", (5, 6), 31, 6,
                labels={7: "北京", 37: "新疆"},
                columns={
                    "A": ("地区", ""), "B": ("Region", ""),
                    "C": ("2019 › 社会消费品零售总额", "亿元"), "D": ("2019 › 比上年增长", "%"),
                    "F": ("2020 › 比上年增长", "%"),
                },
                cells={"C7": ("15063.7", 15063.7), "F37": ("-15.3", -15.3)},
            ),
        ),
        CNKI,
    ),
    "0026": ExpectedFile(
        (
            Expected(
                "1", "A1:H56", "2-13 各地区亿元以上商品交易市场基本情况", (3, 4), 52, 8,
                labels={5: "2000", 25: "2020", 26: "北京", 56: "新疆"},
                columns={
                    "C": ("市场数量", "个"), "E": ("营业面积", "万平方米"),
                    "F": ("成交额", "亿元"), "G": ("成交额 › 批发", "亿元"),
                },
                cells={"D5": ("2115115", 2115115), "H56": ("178.4", 178.4)},
            ),
        ),
        CNKI,
    ),
    "0078": ExpectedFile(
        (
            Expected(
                "1", "A1:F37", "4-1-2 各地区限额以上住宿业企业基本情况", (3, 4, 5), 31, 6,
                totals=((6, "全国"),), labels={7: "北京", 37: "新疆"},
                columns={
                    "C": ("住宿业 › 法人单位数", "个"), "D": ("住宿业 › 年末从业人数", "人"),
                    "E": ("住宿业 › 国有控股 › 法人单位数", "个"),
                    "F": ("住宿业 › 国有控股 › 年末从业人数", "人"),
                },
                cells={"C6": ("25281", 25281), "F37": ("11089", 11089)},
            ),
        ),
        CNKI,
    ),
    "0088": ExpectedFile(
        (
            Expected(
                "1-2", "A1:G38", "4-2-5 各地区限额以上餐饮业企业经营情况", (5, 6), 31, 7,
                totals=((7, "全国"),), labels={8: "北京", 38: "新疆"},
                columns={"C": ("营业额", "万元"), "D": ("营业额 › 客房收入", "万元"),
                         "G": ("营业额 › 其他收入", "万元")},
                cells={"C7": ("60372624", 60372624), "D8": ("32619", 32619)},
            ),
            Expected(
                "1-2", "A41:G79", "4-2-5 续表", (46, 47), 31, 7, totals=((48, "全国"),),
                labels={49: "北京", 79: "新疆"}, columns={"F": ("营业额 › 商品销售额", "万元")},
                cells={"C74": ("", None), "G79": ("1363", 1363)},
            ),
        ),
        CNKI,
    ),
    "0137": ExpectedFile(
        (
            Expected(
                "1", "A1:E81", "6-1 进出口额(按人民币计算)", (5,), 71, 5, "periods_down",
                labels={6: "1950", 76: "2020"},
                columns={"B": ("进出口总额", "亿元"), "E": ("差额(+顺差,-逆差)", "亿元")},
                cells={"E6": ("-1.2", -1.2), "B76": ("322215.2", 322215.2)}, footnotes=5,
            ),
        ),
        CNKI,
    ),
    "0147": ExpectedFile(
        (
            Expected(
                "1", "A1:E47", "6-11 按国际贸易标准分类的进出口简表", (5, 6), 41, 5,
                "periods_down", labels={7: "1980", 47: "2020"},
                columns={"B": ("初级产品 › 出口", "亿美元"), "E": ("工业制品 › 进口", "亿美元")},
                cells={"B7": ("91.14", 91.14), "E47": ("13790.54", 13790.54)},
            ),
        ),
        CNKI,
    ),
    "0178": ExpectedFile(
        (
            Expected(
                "1", "A1:E49", "7-1 利用外资情况", (3, 4), 39, 5, "periods_down",
                labels={5: "1979-1982", 6: "1983", 43: "2020"},
                columns={"B": ("项目", "个"), "C": ("项目 › 外商直接投资", "个"),
                         "E": ("实际使用外资金额 › 外商直接投资", "亿美元")},
                cells={"D5": ("130.60", 130.6), "E43": ("1443.69", 1443.69)}, footnotes=6,
            ),
        ),
        CNKI,
    ),
    "0189": ExpectedFile(
        (
            Expected(
                "1-4", "A1:F50", "8-4 分国别(地区)对外承包工程合同金额", (3,), 46, 6,
                totals=((4, "合计"),), labels={5: "亚洲", 50: "乌兹别克斯坦"},
                columns={"C": ("2017", ""), "F": ("2020", "")},
                cells={"C4": ("26527599", 26527599), "D7": ("", None)},
            ),
            Expected("1-4", "A53:F108", "8-4 续表 1 Continued 1", (54,), 54, 6,
                     labels={55: "非洲", 108: "南苏丹"}, cells={"C55": ("7650376", 7650376)}),
            Expected("1-4", "A111:F154", "8-4 续表 2 Continued 2", (112,), 42, 6,
                     labels={113: "欧洲", 154: "黑山"}, cells={"E154": ("6058", 6058)}),
            Expected("1-4", "A157:F212", "8-4 续表 3 Continued 3", (158,), 54, 6,
                     labels={159: "拉丁美洲", 163: "巴哈马", 212: "其他"},
                     cells={"C163": ("3382", 3382), "E211": ("1180", 1180)}, doubtful=("A162",)),
        ),
        CNKI,
    ),
    "0192": ExpectedFile(
        (
            Expected(
                "1-4", "A1:F48", "8-7 分国别(地区)年末在境外从事劳务合作人员", (5,), 42, 6,
                totals=((6, "合计"),), labels={7: "亚洲", 8: "阿富汗", 48: "乌兹别克斯坦"},
                columns={"C": ("2017", "人")}, cells={"F8": ("3", 3), "C9": ("2", 2)},
            ),
            Expected("1-4", "A51:F100", "8-7 续表 1 Continued 1", (54,), 46, 6,
                     labels={55: "非洲", 100: "刚果(金)"}, columns={"F": ("2020", "人")}),
            Expected("1-4", "A103:F151", "8-7 续表 2 Continued 2", (106,), 45, 6,
                     labels={107: "赞比亚", 151: "阿根廷"}, cells={"F151": ("159", 159)}),
            Expected("1-4", "A154:F204", "8-7 续表 3 Continued 3", (157,), 47, 6,
                     labels={158: "巴哈马", 204: "其他"}, cells={"D204": ("726", 726)}),
        ),
        CNKI,
    ),
    "0196": ExpectedFile(
        (
            Expected(
                "1", "A1:F40", "8-11 分地区年末在境外从事劳务合作人数", (5,), 34, 6,
                totals=((6, "总计"),),
                labels={7: "一、中央企业", 8: "二、地方企业", 9: "北京", 40: "新疆兵团"},
                columns={"C": ("2017", "人"), "F": ("2020", "人")},
                cells={"E7": ("", None), "F38": ("118", 118)},
            ),
        ),
        CNKI,
    ),
    "0203": ExpectedFile(
        (
            Expected(
                "1", "A1:F38", "9-6 各地区国际旅游收入", (5,), 31, 6,
                labels={6: "北京", 36: "新疆"},
                columns={"C": ("2016", "亿美元"), "F": ("2019", "亿美元")},
                cells={"C6": ("50.70", 50.7), "F36": ("4.54", 4.54)}, footnotes=2,
            ),
        ),
        CNKI,
    ),
}  # fmt: skip

_CODE_COLUMNS = {"C": ("原区划代码", ""), "D": ("原名称", ""), "G": ("现名称", "")}


def _changes(
    year: int, area: str, header: int, rows: int, first: str, last: str, footnotes: int = 0
) -> Expected:
    """One year of code changes; almost all rows are hidden behind a filter."""
    title = f"{year}年中华人民共和国县以下行政区划{'代码' if year > 2020 else ''}变更情况"
    return Expected(
        str(year), area, title, (header,), rows, 9, labels={header + 1: first, header + rows: last},
        columns=_CODE_COLUMNS, told=("hidden_rows",), footnotes=footnotes,
    )  # fmt: skip


MISC: dict[str, ExpectedFile] = {
    "20_Guangzhou_All.xls": ExpectedFile(
        (
            Expected(
                "主要城市年度数据", "A1:U9", "", (4,), 4, 21, "indicators_down",
                labels={5: "国内生产总值", 8: "第三产业增加值"},
                columns={"A": ("指标", ""), "B": ("2018年", ""), "U": ("1999年", "")},
                cells={"B5": ("", None), "C5": ("21503.15", 21503.15), "J5": ("10748.3", 10748.3)},
                footnotes=1, about="广州",
            ),
        )
    ),
    "20_Major_GDP.xls": ExpectedFile(
        (
            Expected(
                "主要城市年度数据", "A1:U41", "国内生产总值", (4,), 36, 21,
                labels={5: "北京", 40: "乌鲁木齐"},
                columns={"B": ("2018年", "亿元"), "U": ("1999年", "亿元")},
                cells={"B5": ("", None), "C14": ("30632.99", 30632.99)}, footnotes=1,
            ),
        )
    ),
    "nbs_subcounty_code_changes.xlsx": ExpectedFile(
        (
            _changes(2023, "A1:I108", 4, 104, "南牛镇", "兴城街道"),
            _changes(2022, "A1:I186", 4, 182, "东田庄镇", "杏花镇"),
            _changes(2021, "A1:I821", 4, 817, "朝阳街道", "玉都街道"),
            _changes(2020, "A1:I776", 4, 768, "文景街道", "金屯镇", 2),
            _changes(2019, "A1:I2175", 2, 2171, "大胡同街道", "阿克塔什镇", 2),
            _changes(2018, "A1:I504", 3, 499, "潞源街道", "朝阳街道", 2),
            _changes(2017, "A1:I569", 3, 564, "太湖路街道", "机场街道", 2),
            _changes(2016, "A1:I834", 3, 829, "北淮淀镇", "双丰镇", 2),
            Expected(
                "2015", "A1:H908", "2015年中华人民共和国县以下行政区划变更情况", (5,), 903, 8,
                labels={6: "和苑街道", 908: "喀拉托海镇"},
                columns={"B": ("原区划代码", ""), "C": ("原名称", ""), "F": ("现名称", "")},
                told=("hidden_rows",),
            ),
            _changes(2014, "A1:I811", 4, 807, "东湖街道", "杜热镇"),
        )
    ),
    "sihui_health_template1.xls": ExpectedFile(
        (
            Expected(
                "A 医院工作报表", "A1:AD8", "表一", (2, 3, 4, 5, 6), 0, 30,
                columns={
                    "A": ("机构数", ""),
                    "F": ("诊疗人次数 › 门急诊人次数 › 急诊人次数 › 死亡人数", ""),
                    "Q": ("出院人数 › 出院病人数 › 死亡", ""), "X": ("治愈率", "%"),
                    "AB": ("病床工作日", "日"),
                },
                footnotes=1,
            ),
            Expected(
                "A 医院工作报表", "A12:T20", "表二", (13, 14, 15, 16), 0, 20,
                columns={
                    "B": ("出院病人数 › 计", ""), "J": ("手术并发症率", "%"),
                    "O": ("无菌手术 › 切口愈合分级 › 无菌手术化脓率", "%"),
                    "T": ("医疗差错", "次"),
                },
                footnotes=2,
            ),
            Expected(
                "A 医院工作报表", "A28:J33", "表三 家庭病床工作报表", (29, 30, 31, 32, 33), 0, 10,
                columns={"C": ("撤床病人数 › 合计", ""), "J": ("全年总撤床数", "")},
            ),
            Expected(
                "A 医院工作报表", "A38:R43", "表四 辅助科室工作报表", (39, 40, 41, 42, 43), 0, 18,
                columns={"D": ("计生四术 › 其中 › 女扎", ""), "R": ("辅助检查总计", "")},
            ),
            *(
                Expected("B 广东省医院工作报表", area, title, header, 0, width,
                         columns=columns, footnotes=footnotes)
                for area, title, header, width, columns, footnotes in (
                    ("A1:Z12", "表一", tuple(range(2, 11)), 26,
                     {"A": ("机构名称", ""), "H": ("诊疗人次数 › 其中 › 急诊 › 死亡人数", ""),
                      "Z": ("观察室病死率", "%")}, 1),
                    ("A18:W25", "表二", tuple(range(19, 26)), 23,
                     {"H": ("出院人数 › 出院病人数 › 治愈人数", "")}, 0),
                    ("A32:V41", "表三", tuple(range(33, 42)), 22,
                     {"V": ("住院期间发生感染数", "")}, 0),
                    ("A50:Y59", "表四", tuple(range(51, 60)), 25,
                     {"D": ("治愈率", "%"), "V": ("出院者平均住院日", "")}, 0),
                    ("A67:P76", "表五", tuple(range(68, 77)), 16,
                     {"D": ("病人来源 › 医院所在区（县）", "人"),
                      "E": ("病人来源 › 医院所在区（县） › 构成比", "%"),
                      "P": ("活产新生儿数", "")}, 0),
                    ("A84:O93", "表六", tuple(range(85, 94)), 15,
                     {"F": ("X光检查例数 › 其中： › 阳性率", "%")}, 0),
                    ("A99:R104", "表七", tuple(range(100, 105)), 18,
                     {"B": ("计生四术 › 计", "")}, 0),
                )
            ),
        )
    ),
    "河北·高阳纺织指数-产业发展指数.xlsx": ExpectedFile(
        (
            Expected(
                "产业发展指数", "A1:B26", "", (1,), 25, 2, "periods_down",
                labels={2: "基期", 3: "2020Q1", 26: "2025Q4"}, columns={"B": ("定基", "")},
                cells={"B2": ("100.00", 100), "B26": ("165.20", 165.2)},
            ),
        )
    ),
    "河北·高阳纺织指数-成品价格指数.xlsx": ExpectedFile(
        (
            Expected(
                "成品价格指数", "A1:B65", "", (1,), 64, 2, "periods_down",
                labels={2: "基期", 3: "2021-01", 65: "2026-03"}, columns={"B": ("定基", "")},
                cells={"B13": ("113.59", 113.59), "B65": ("107.85", 107.85)},
            ),
        )
    ),
}  # fmt: skip

#: Incomes in 元 where a village wrote 万元: 1, 0.1, 2.18 among figures of tens of thousands.
_SLIPS = (
    "AL4", "AL6", "AL10", "AL18", "AL19", "AL39", "AL55", "AL68", "AL76",
    "AM35", "AM46", "AM48", "AM55", "AM68", "AM79", "AM90",
)  # fmt: skip
_VILLAGES = {"F": ("F", ""), "J": ("J", "")}

FORMS: dict[str, ExpectedFile] = {
    "export_report-conghua-206_12.xls": ExpectedFile(
        (
            Expected(
                "fp_diqu", "A1:BM128", "", (1, 2), 125, 65, totals=((128, "合计"),),
                labels={3: "三村村", 127: "龙角村"},
                columns={
                    "C": ("村名称", ""), "I": ("贫困户户数", "户"),
                    "K": ("有劳动能力 › 低保对象", "户"), "L": ("有劳动能力 › 低保对象", "人"),
                    "AL": ("上年村级集体经济收入", "元"),
                    "AM": ("预计今年村级集体经济收入", "元"),
                    "BM": ("建设或改造村公共文化卫生设施 › 其他", "个"),
                },
                cells={"I3": ("47", 47), "J128": ("14816", 14816), "I9": ("", None)},
                unreadable=("T57",), doubtful=_SLIPS,
            ),
        )
    ),
    "export_report_dang.xls": ExpectedFile(
        (
            Expected(
                "fp_diqu", "A1:BB3", "", (1, 2, 3), 0, 54,
                columns={
                    "L": ("村组织情况 › 年龄分布 › 35岁以下", "人"),
                    "V": ("村组织情况 › 2011年村干部人均工资待遇", "万元/年"),
                    "AV": ("党支部活动情况 › 活动类别 › 支部大会", "次"),
                },
            ),
        )
    ),
    "export_stat.xls": ExpectedFile(
        tuple(
            Expected(name, area, "", (1, 2), 0, width, columns=columns)
            for name, area, width, columns in (
                ("一", "A1:P2", 16, {"A": ("分类", ""), "E": ("有劳动能力 › 低保对象", "户")}),
                ("二", "A1:P2", 16, {"D": ("到村到户 › 帮扶单位干部职工", "人次")}),
                ("三", "A1:P2", 16, {"D": ("上年村级集体经济收入", "元"),
                                    "E": ("预计今年村级集体经济收入", "元"),
                                    "F": ('"两委"班子 › 组织活动', "次")}),
                ("四", "A1:Q2", 17, {"E": ("基础建设 › 硬底化村道", "公里"),
                                    "J": ("农田建设 › 受益农田(鱼塘)面积", "亩")}),
                ("五", "A1:K2", 11, {"G": ("本月（季）投入帮扶资金构成 › 财政专项", "元")}),
            )
        )
    ),
    "question_q1_2012.xls": ExpectedFile(
        (
            Expected(
                "Sheet1", "A1:D132", "广州市农村扶贫开发“规划到户责任到人”工作2012年度调查表（一）",
                (3,), 106, 4, "indicators_down",
                labels={
                    5: "（一）单位主要领导到村调研指导累计次数",
                    28: "（二）当年村集体经济年收入",
                },
                columns={"D": ("数量", "")}, cells={"D5": ("", None)}, footnotes=5, period="2012",
            ),
            Expected("Sheet1", "F2:J211", "", (), 205, 5, labels={2: "从化市温泉镇密石村"},
                     columns=_VILLAGES, told=("hidden_columns", "no_header")),
            Expected("Sheet2", "A1:D207", "", (1,), 206, 4, labels={2: "密石村", 207: "樟洞坑村"},
                     columns={"B": ("贫困镇", ""), "C": ("0", "")}),
        ),
        {"Sheet3": "empty"},
    ),
    "question_q1_stat_2012.xls": ExpectedFile(
        (
            Expected(
                "Sheet1", "A1:D126", "广州市农村扶贫开发“规划到户责任到人”工作2012年度调查表（一）",
                (3,), 106, 4, "indicators_down",
                labels={5: "（一）单位主要领导到村调研指导累计次数"}, period="2012",
            ),
            Expected("Sheet1", "F3:J205", "", (), 198, 5, labels={3: "从化市温泉镇乌土村"},
                     columns=_VILLAGES, told=("hidden_columns", "no_header")),
            Expected("Sheet2", "A1:D207", "", (1,), 206, 4, labels={2: "密石村", 207: "樟洞坑村"}),
        ),
        {"Sheet3": "empty"},
    ),
    "question_q2.xls": ExpectedFile(
        (
            Expected(
                "Sheet1", "A1:D64", "广州市农村扶贫开发“规划到户责任到人”工作2012年度调查表（二）",
                (3,), 47, 4, "indicators_down",
                labels={6: "（二）家庭成员人数", 56: "其中：60岁及以上参加新农保人数"},
                footnotes=7, period="2012",
            ),
            Expected("Sheet1", "F2:J208", "", (), 206, 5, labels={2: "从化市温泉镇密石村"},
                     columns=_VILLAGES, told=("hidden_columns", "no_header")),
        ),
        {"Sheet2": "empty", "Sheet3": "empty"},
    ),
    "report1.xls": ExpectedFile(
        (
            Expected(
                "1", "A1:AE6", "广州市农村扶贫开发“规划到户责任到人”工作统计表（一）",
                (4, 5, 6), 0, 31,
                columns={
                    "A": ("帮扶单位", ""), "B": ("贫困村", ""),
                    "E": ("1.贫困户基本情况 › 有劳动能力 › 低保对象", "户"),
                    "R": ("2.贫困户帮扶措施落实情况 › 到村到户 › 帮扶单位干部职工", "人次"),
                },
            ),
            Expected(
                "2", "A1:AD6", "广州市农村扶贫开发“规划到户责任到人”工作统计表（二）",
                (4, 5, 6), 0, 30,
                columns={
                    "C": ("上年村级集体经济收入", "元"), "D": ("预计今年村级集体经济收入", "元"),
                    "N": ("3.贫困村帮扶措施落实情况 › 村集体项目 › 农业开发项目", "个"),
                },
            ),
        ),
    ),
    "stat_family_type_list.xls": ExpectedFile(
        (
            Expected(
                "Sheet1", "A1:L2", "", (1, 2), 0, 12,
                columns={"A": ("序号", ""), "B": ("村名", ""),
                         "C": ("贫困户类型 › 有劳动能力的低保户", ""), "G": ("合计", "")},
            ),
        ),
        {"Sheet2": "empty", "Sheet3": "empty"},
    ),
}  # fmt: skip

_COUNTY_COLUMNS = {
    "A": ("Area", ""), "B": ("Province", ""), "C": ("行政区域面积", "平方公里"),
    "G": ("户籍人口", "人"), "H": ("地区生产总值", "万元"), "P": ("设施农业种植占地面积", "公顷"),
    "Y": ("提供住宿的社会工作机构床位", "床"),
}  # fmt: skip

COUNTIES: dict[str, ExpectedFile] = {
    "county_panel_2007_2010_2023.csv": ExpectedFile(
        (
            Expected(
                "county_panel_2007_2010_2023", "A1:AM5102", "", (1,), 5101, 39,
                labels={2: "南汇区", 11: "元江哈尼族彝族傣族自治县", 5102: "龙江县"},
                columns={"A": ("year", ""), "M": ("gdp", ""), "AM": ("welfare_institutions", "")},
                cells={"D2": ("1142.0", 1142), "E5": ("16914.0", 16914), "F5102": ("", None)},
            ),
        )
    ),
    # 长宁县 has one cell too many: everything behind 地方一般公共预算收入 slid to the right.
    "中国县域统计年鉴（县市）.csv": ExpectedFile(
        (
            Expected(
                "中国县域统计年鉴（县市）", "A1:Y1715", "", (1, 2, 3), 1711, 25,
                labels={4: "奉贤区", 267: "江安县", 269: "珙县", 1715: "塔河县"},
                columns=_COUNTY_COLUMNS,
                cells={"H4": ("11901900", 11901900), "D4": ("", None), "Y1715": ("50", 50)},
                unreadable=("E174", "Z268"),
            ),
        )
    ),
    "中国县域统计年鉴（县市）改.csv": ExpectedFile(
        (
            Expected(
                "中国县域统计年鉴（县市）改", "A1:Y2078", "", (1, 2, 3), 2074, 25,
                labels={4: "奉贤区", 6: "浦口区", 323: "高县", 2078: "塔河县"},
                columns=_COUNTY_COLUMNS, cells={"H6": ("13859300", 13859300)},
                unreadable=("E215", "Z322"),
            ),
        )
    ),
}  # fmt: skip

CENSUS: dict[str, ExpectedFile] = {
    "census_county_2020_v1.xlsx": ExpectedFile(
        (
            Expected(
                "七普（年鉴）", "A1:EW3359", "", (1,), 3357, 153, totals=((2, "全国"),),
                labels={3: "北京市", 5: "东城区", 3359: "胡杨河市"},
                columns={
                    "A": ("区划代码", ""), "E": ("人口数_合计", ""),
                    "I": ("少数民族人口比重", "%"), "EW": ("住房来源_其他", ""),
                },
                cells={"E2": ("1409778724", 1409778724), "L4": ("NA", None),
                       "I3359": ("11.76", 11.76)},
            ),
        )
    ),
}  # fmt: skip
