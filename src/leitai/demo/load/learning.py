"""Invented practice cards and study trips of the invented district."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import StudyTrip
from leitai.apps.benchmarks.services import (
    close_measure,
    decide_practice,
    note_practice,
    plan_trip,
    report_trip,
)
from leitai.apps.benchmarks.services.trips import NewMeasure
from leitai.apps.units.models import Unit, User

#: Who keeps cards and trips, and who decides.
KEPT_BY, DECIDED_BY = "zhoumin", "songzhiyuan"
FICTION = "虚构示例，与任何真实地区无关"


def load_learning() -> None:
    """Enter one trip that was reported with measures, one without a report, one planned; cards."""
    area = Unit.objects.get(name="云溪区", kind="district", fictional=True)
    units = {unit.name: unit for unit in Unit.objects.filter(above__ancestor=area)}
    attraction, reform = units["区招商局"], units["区发改局"]
    office, leader = (User.objects.get(username=name) for name in (KEPT_BY, DECIDED_BY))
    trip = plan_trip(
        Act(actor=office, at=_at(2026, 3, 20)),
        unit=area,
        title="赴东川市学习园区亩均改革",
        host_name="东川市（虚构）",
        begins=dt.date(2026, 4, 8),
        ends=dt.date(2026, 4, 10),
        led_by="宋致远",
        people=9,
        questions="低效用地怎么认定、怎么腾；企业分档以后用地用能价格怎么差别；谁来牵头。",
    )
    report_trip(
        Act(actor=office, at=_at(2026, 4, 17)),
        trip=trip,
        findings=(
            "东川市每年三月公布企业亩均分档，C、D 类企业签限期提升协议；"
            "两年腾出低效用地 1,860 亩，其中四成给了本地增资企业。牵头的是发改部门，园区一企一策。"
        ),
        measures=[
            NewMeasure(
                "拟定企业亩均分档办法，报区政府常务会", reform, "韩立", dt.date(2026, 6, 30)
            ),
            NewMeasure("摸清园区低效用地底数，建台账", attraction, "丁昭", dt.date(2026, 9, 30)),
            NewMeasure("与 D 类企业签限期提升协议", attraction, "丁昭", dt.date(2026, 12, 20)),
        ],
    )
    first = trip.measures.order_by("due", "id").first()
    assert first is not None
    close_measure(
        Act(actor=office, at=_at(2026, 6, 26)),
        measure=first,
        done=True,
        result="办法已经区政府常务会通过，八月起施行",
    )
    plan_trip(
        Act(actor=office, at=_at(2026, 9, 28)),
        unit=area,
        title="赴南屏县学习“一站式”审批",
        host_name="南屏县（虚构）",
        begins=dt.date(2026, 10, 22),
        ends=dt.date(2026, 10, 23),
        led_by="周敏",
        people=5,
        questions="项目从签约到开工的并联审批怎么排，容缺受理有哪些底线。",
    )
    _cards(area, attraction, reform, trip, office, leader)


def _cards(
    area: Unit, attraction: Unit, reform: Unit, trip: StudyTrip, office: User, leader: User
) -> None:
    graded = note_practice(
        Act(actor=office, at=_at(2026, 4, 18)),
        unit=area,
        title="企业亩均效益分档，差别化配置要素",
        topic="亩均改革",
        source_name="东川市（虚构）",
        done_there=(
            "规上企业按亩均税收、亩均增加值等打分，分 A、B、C、D 四档，每年公布；"
            "用地、用能、信贷按档差别。"
        ),
        figures=["两年腾出低效用地 1,860 亩", "亩均税收由 18.4 万元升到 23.1 万元"],
        adaptation=(
            "先在两个园区试行，只用税务、统计已有的数，不另要企业填表；"
            "D 类先签协议，一年后再差别定价。"
        ),
        responsible=reform,
        responsible_person="韩立",
        source_text=f"考察报告，2026年4月（{FICTION}）",
        trip=trip,
    )
    decide_practice(
        Act(actor=leader, at=_at(2026, 4, 28)),
        practice=graded,
        adopt=True,
        decision="同意试行，年底评估",
    )
    sign_in = note_practice(
        Act(actor=office, at=_at(2026, 5, 12)),
        unit=area,
        title="驻点招商干部每日打卡、每周排名",
        topic="招商引资",
        source_name="西岭区（虚构）",
        done_there="驻外招商人员每天在小程序打卡定位，按拜访次数周排名。",
        figures=["一年拜访企业 2,300 余家次"],
        source_text=f"交流材料，2026年5月（{FICTION}）",
    )
    decide_practice(
        Act(actor=leader, at=_at(2026, 5, 15)),
        practice=sign_in,
        adopt=False,
        decision="打卡、按次数排名属基层减负规定禁止的做法，只看签约落地，不学这一条",
    )
    note_practice(
        Act(actor=office, at=_at(2026, 10, 9)),
        unit=area,
        title="链主企业带配套，以商招商",
        topic="招商引资",
        source_name="东川市（虚构）",
        done_there="请链主企业列出外购清单，招商部门按清单找配套企业，落户后由链主给三年订单意向。",
        figures=["链主 12 家，带来配套企业 47 家"],
        responsible=attraction,
        responsible_person="丁昭",
        source_text=f"考察报告，2026年4月（{FICTION}）",
        trip=trip,
    )


def _at(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, 15, 10))
