"""The monthly forms of the departments: which sheets, columns and habits each has.

The habits (a unit row, merged headers, numbers as text, percent strings, full-width digits)
are the ones met in real forms. A form stays readable without a question to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from leitai.demo.district_model import Audience

ColumnKind = Literal["value", "plan", "month", "growth", "side", "remark"]
Writing = Literal["number", "thousands", "percent", "text"]
UnitPlace = Literal["preamble", "header", "row"]


@dataclass(frozen=True)
class FormColumn:
    """One column: the header texts from top to bottom, and what stands below them.

    ``value`` holds the indicator, ``plan`` its year's floor, ``month`` this month alone,
    ``growth`` the change on the year before, ``side`` a figure that is not an indicator.
    ``{m}`` in a header is the month.
    """

    heading: tuple[str, ...]
    kind: ColumnKind
    indicator: str = ""
    writing: Writing = "number"


@dataclass(frozen=True)
class FormSheet:
    """One sheet of a form, for the units of some audiences in order."""

    name: str
    title: str
    audiences: tuple[Audience, ...]
    columns: tuple[FormColumn, ...]
    label: str = "乡镇（街道）"
    unit_place: UnitPlace = "header"
    index_column: bool = False
    totals: Literal["none", "above", "below"] = "none"
    footnote: str = ""
    full_width_row: str = ""
    """Unit whose figures are written with full-width digits."""


@dataclass(frozen=True)
class Form:
    """A department's monthly workbook."""

    department: str
    stem: str
    sheets: tuple[FormSheet, ...]


_NOTE = FormColumn(("备注",), "remark")


def _value(indicator: str, *heading: str, writing: Writing = "number") -> FormColumn:
    return FormColumn(heading, "value", indicator, writing)


FORMS: Final = (
    Form(
        "区发改局",
        "固投月报",
        (
            FormSheet(
                "固投",
                "固定资产投资月报",
                ("parks", "towns"),
                (
                    FormColumn(("年度计划",), "plan", "fixed_asset_investment"),
                    FormColumn(("本月",), "month", "fixed_asset_investment"),
                    _value("fixed_asset_investment", "1—{m}月累计"),
                ),
                unit_place="row",
                totals="above",
                footnote="注：固定资产投资不含农户投资。",
            ),
            FormSheet(
                "分项投资",
                "投资分项和重大项目情况",
                ("towns",),
                (
                    _value("industrial_investment", "投资分项", "工业投资（万元）"),
                    _value("private_investment", "投资分项", "民间投资（万元）"),
                    _value("major_project_investment", "重大项目", "重大项目投资（万元）"),
                    _value("project_starts", "重大项目", "亿元以上项目开工（个）"),
                ),
                index_column=True,
            ),
            FormSheet(
                "园区投资",
                "园区投资情况",
                ("parks",),
                (
                    _value("industrial_investment", "工业投资（万元）"),
                    _value("project_starts", "亿元以上项目开工（个）"),
                ),
                label="园区",
            ),
        ),
    ),
    Form(
        "区统计局",
        "主要经济指标",
        (
            FormSheet(
                "增速",
                "主要经济指标增速",
                ("towns",),
                (
                    _value("industrial_output_growth", "累计增速（%）", "规上工业增加值"),
                    _value("service_revenue_growth", "累计增速（%）", "服务业营业收入"),
                    _value("rural_income_growth", "累计增速（%）", "农村居民收入"),
                ),
                index_column=True,
                footnote="注：农村居民收入为最近一个季度累计数。",
            ),
            FormSheet(
                "园区增速",
                "园区工业增速",
                ("parks",),
                (_value("industrial_output_growth", "规上工业增加值增速（%）"),),
                label="园区",
            ),
            FormSheet(
                "企业",
                "规模以上工业企业家数",
                ("towns", "parks"),
                (_value("above_scale_firms", "规上工业企业数（家）"), _NOTE),
                label="单位",
                totals="below",
            ),
            FormSheet(
                "报送",
                "部门数据报送情况",
                ("departments",),
                (_value("data_timeliness_rate", "数据按时报送率", writing="percent"), _NOTE),
                label="部门",
            ),
        ),
    ),
    Form(
        "区商务局",
        "社零情况",
        (
            FormSheet(
                "社零",
                "限额以上社会消费品零售情况",
                ("towns",),
                (_value("retail_sales_growth", "限上社零额增速（%）"), _NOTE),
                index_column=True,
            ),
            FormSheet(
                "外贸",
                "外贸进出口情况",
                ("towns", "parks"),
                (_value("foreign_trade", "外贸进出口额（万美元）", writing="thousands"), _NOTE),
                label="单位",
                totals="below",
            ),
        ),
    ),
    Form(
        "区财政局",
        "财政收支情况",
        (
            FormSheet(
                "税收",
                "税收和一般公共预算收入情况",
                ("towns",),
                (
                    _value("tax_revenue", "税收收入", writing="thousands"),
                    _value("general_budget_revenue", "一般公共预算收入", writing="thousands"),
                    _NOTE,
                ),
                unit_place="preamble",
                totals="below",
                full_width_row="南浦镇",
            ),
            FormSheet(
                "园区税收",
                "园区税收情况",
                ("parks",),
                (
                    _value("tax_revenue", "税收收入（万元）"),
                    _value("tax_per_mu", "亩均税收（万元/亩）"),
                ),
                label="园区",
            ),
            FormSheet(
                "部门",
                "部门预算执行和向上争取资金情况",
                ("departments",),
                (
                    _value("budget_execution_rate", "预算执行率", writing="percent"),
                    _value("superior_funds", "向上争取资金（万元）", writing="thousands"),
                ),
                label="部门",
                footnote="注：向上争取资金以下达文件为准。",
            ),
        ),
    ),
    Form(
        "区农业农村局",
        "农业农村情况",
        (
            FormSheet(
                "农业",
                "农业总产值增速",
                ("towns",),
                (_value("farm_output_growth", "农业总产值增速", writing="percent"), _NOTE),
            ),
        ),
    ),
    Form(
        "区经信局",
        "工业运行情况",
        (
            FormSheet(
                "工业",
                "工业用电和项目投产情况",
                ("towns",),
                (
                    _value("industrial_electricity", "工业用电量（万千瓦时）", writing="thousands"),
                    _value("project_production_rate", "项目投产率（%）"),
                ),
                index_column=True,
                totals="none",
            ),
            FormSheet(
                "园区",
                "园区工业运行情况",
                ("parks",),
                (
                    _value("industrial_electricity", "用电", "工业用电量（万千瓦时）"),
                    _value("project_production_rate", "项目", "项目投产率（%）"),
                    _value("rd_investment_growth", "效益", "研发投入增速（%）"),
                    _value("energy_intensity_reduction", "效益", "单位增加值能耗降低率（%）"),
                ),
                label="园区",
            ),
        ),
    ),
    Form(
        "区招商局",
        "招商引资情况表",
        (
            FormSheet(
                "招商引资",
                "招商引资情况表",
                ("towns",),
                (
                    _value("project_signings", "签约项目（个）"),
                    FormColumn(("签约总额",), "side"),
                    _value("funds_in_place", "到位资金"),
                    FormColumn(("到位资金同比",), "growth", "funds_in_place", "percent"),
                    _NOTE,
                ),
                label="乡镇",
                unit_place="preamble",
                totals="below",
                footnote="注：到位资金含续建项目。",
            ),
            FormSheet(
                "园区",
                "园区招商引资情况表",
                ("parks",),
                (
                    _value("project_signings", "签约项目（个）"),
                    _value("funds_in_place", "到位资金"),
                    _NOTE,
                ),
                label="园区",
                unit_place="preamble",
            ),
        ),
    ),
    Form(
        "区人社局",
        "人才引进情况",
        (
            FormSheet(
                "人才",
                "人才引进情况",
                ("towns",),
                (_value("talents_introduced", "引进人才（人）", writing="text"), _NOTE),
                index_column=True,
                totals="below",
            ),
            FormSheet(
                "就业",
                "城镇新增就业情况",
                ("towns",),
                (_value("new_urban_jobs", "城镇新增就业（人）"), _NOTE),
                totals="below",
            ),
        ),
    ),
    Form(
        "区生态环境分局",
        "环境质量月报",
        (
            FormSheet(
                "空气",
                "环境空气质量",
                ("towns",),
                (
                    _value("good_air_days_rate", "优良天数比例", writing="percent"),
                    _value("pm25", "PM2.5浓度（微克/立方米）"),
                    _NOTE,
                ),
            ),
            FormSheet(
                "污水",
                "农村生活污水治理情况",
                ("towns",),
                (_value("rural_sewage_treatment_rate", "农村生活污水治理率（%）"), _NOTE),
            ),
        ),
    ),
    Form(
        "区城管局",
        "垃圾分类月报",
        (
            FormSheet(
                "达标率",
                "生活垃圾分类达标情况",
                ("towns",),
                (_value("waste_sorting_rate", "达标率", writing="percent"), _NOTE),
                footnote="注：达标率为当月抽查投放点中达标的比例。",
            ),
        ),
    ),
    Form(
        "区民政局",
        "群众满意度",
        (
            FormSheet(
                "满意度",
                "群众满意度评议结果",
                ("towns",),
                (_value("satisfaction", "群众满意度（分）"), _NOTE),
                index_column=True,
                footnote="注：评议按季度进行，季度之间沿用上一季度结果。",
            ),
        ),
    ),
    Form(
        "区委督查室",
        "督办办结情况",
        (
            FormSheet(
                "乡镇",
                "乡镇（街道）督办事项办结情况",
                ("towns",),
                (
                    _value("on_time_completion_rate", "督办事项", "办结", "按时办结率（%）"),
                    _value("return_rate", "督办事项", "质量", "退回率（%）"),
                    _value("overdue_rate", "督办事项", "质量", "逾期率（%）"),
                ),
            ),
            FormSheet(
                "部门",
                "区直部门督办事项办结情况",
                ("departments",),
                (
                    _value("on_time_completion_rate", "督办事项", "按时办结率（%）"),
                    _value("return_rate", "督办事项", "退回率（%）"),
                    _value("overdue_rate", "督办事项", "逾期率（%）"),
                    _value("key_task_completion_rate", "重点事项", "重点工作完成率（%）"),
                    _value("proposal_reply_rate", "重点事项", "建议提案按期办复率（%）"),
                ),
                label="部门",
                index_column=True,
            ),
        ),
    ),
    Form(
        "区行政审批局",
        "政务服务情况",
        (
            FormSheet(
                "乡镇",
                "经营主体和热线办理情况",
                ("towns",),
                (
                    _value("new_market_entities", "新登记经营主体（户）"),
                    _value("hotline_resolution_rate", "热线诉求按期办结率（%）"),
                ),
            ),
            FormSheet(
                "部门",
                "部门政务服务情况",
                ("departments",),
                (
                    _value("service_online_rate", "政务服务网办率（%）"),
                    _value("service_rating", "办事好评率（%）"),
                ),
                label="部门",
            ),
        ),
    ),
)
