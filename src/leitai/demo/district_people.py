"""The people of 云溪区, all invented, with the role each has on one unit."""

from __future__ import annotations

from typing import Final

from leitai.demo.district_model import DemoPerson

PEOPLE: Final = (
    DemoPerson("chenliyan", "陈立言", "云溪区", "principal_leader", "区委书记", account=True),
    DemoPerson("songzhiyuan", "宋致远", "云溪区", "leader_in_charge", "常务副区长", account=True),
    DemoPerson("zhoumin", "周敏", "区考核办", "assessment_office", "考核办主任", account=True),
    DemoPerson(
        "wuruochuan", "吴若川", "区委督查室", "supervision_office", "督查室主任", account=True
    ),
    DemoPerson("lichunhe", "李春和", "青石镇", "reporting_unit", "镇长", account=True),
    DemoPerson("hanli", "韩立", "区发改局", "approver", "副局长", account=True),
    DemoPerson("xujia", "许佳", "区发改局", "reporting_unit", "投资科科长"),
    DemoPerson("qinyue", "秦越", "云溪区", "analyst", "政策研究室研究员", account=True),
    DemoPerson("luqingping", "陆清平", "云溪区", "auditor", "区审计局干部", account=True),
    DemoPerson("tangwei", "唐蔚", "云溪区", "administrator", "系统管理员", account=True),
    DemoPerson("fangjianqiu", "方见秋", "云溪街道", "reporting_unit", "办事处主任"),
    DemoPerson("guoshuheng", "郭书衡", "松桥街道", "reporting_unit", "办事处主任"),
    DemoPerson("baihuaiyu", "白怀瑜", "白沙镇", "reporting_unit", "镇长"),
    DemoPerson("anruosu", "安若素", "安平镇", "reporting_unit", "镇长"),
    DemoPerson("shenyiming", "沈一鸣", "龙湾镇", "reporting_unit", "镇长"),
    DemoPerson("liuchangqing", "柳长青", "柳河镇", "reporting_unit", "镇长"),
    DemoPerson("puxinglan", "蒲星岚", "南浦镇", "reporting_unit", "镇长"),
    DemoPerson("shijingtao", "史静涛", "石门镇", "reporting_unit", "镇长"),
    DemoPerson("luoxiaoman", "罗小满", "双塘镇", "reporting_unit", "副镇长"),
    DemoPerson("changsiqi", "常思齐", "长岭镇", "reporting_unit", "镇长"),
    DemoPerson("wangyunshu", "汪云舒", "望岭乡", "reporting_unit", "乡长"),
    DemoPerson("jiangheng", "江衡", "区经信局", "reporting_unit", "运行科科长"),
    DemoPerson("dingzhao", "丁昭", "区招商局", "reporting_unit", "综合科科长"),
    DemoPerson("mengfan", "孟帆远", "区商务局", "reporting_unit", "流通科科长"),
    DemoPerson("qianjin", "钱谨", "区财政局", "reporting_unit", "预算科科长"),
    DemoPerson("shumingde", "舒明德", "区统计局", "reporting_unit", "综合科科长"),
    DemoPerson("hezhiyuan", "何志远", "区住建局", "reporting_unit", "副局长"),
    DemoPerson("linqinghe", "林清禾", "区生态环境分局", "reporting_unit", "监测科科长"),
    DemoPerson("wenrou", "温若晗", "区民政局", "reporting_unit", "基层科科长"),
    DemoPerson("renyuan", "任远舟", "区人社局", "reporting_unit", "人才科科长"),
    DemoPerson("tianyu", "田雨生", "区农业农村局", "reporting_unit", "计财科科长"),
    DemoPerson("chengjing", "程净之", "区城管局", "reporting_unit", "环卫科科长"),
    DemoPerson("banmin", "班敏之", "区行政审批局", "reporting_unit", "政务科科长"),
    DemoPerson("jingkai", "经开源", "云溪经开区", "reporting_unit", "管委会副主任"),
    DemoPerson("kechuang", "柯创一", "松桥科创园", "reporting_unit", "管委会副主任"),
    DemoPerson("gongyan", "巩岩松", "青石工业园", "reporting_unit", "管委会副主任"),
)


def reporter_of(unit: str) -> DemoPerson:
    """Return the person who sends a unit's forms; raises ``KeyError`` when there is none."""
    roles = ("reporting_unit", "supervision_office", "assessment_office")
    for person in PEOPLE:
        if person.unit == unit and person.role in roles:
            return person
    raise KeyError(unit)
