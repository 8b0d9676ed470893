"""The goals of 云溪区 for 2026–2028, and who answers for them; all invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import GoalNode, MonthShape, Target, TargetProposal
from leitai.apps.goals.selectors.proposals import proposed_parts, spread_like, takers
from leitai.apps.goals.services import (
    NewCondition,
    NewPhase,
    NewTarget,
    TargetOf,
    add_goal,
    begin_adjustment,
    begin_breakdown,
    close_goal,
    delegate,
    form_task_force,
    import_targets,
    join_task_force,
    name_responsible,
    set_compound,
    set_contact_leader,
    set_pace_rule,
    set_phases,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import current_values
from leitai.apps.indicators.services import NewValue, import_values
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.units.models import Unit, User
from leitai.demo.district_people import reporter_of

YEAR: Final = 2026
FIRST, LAST = 2026, 2028
#: Indicators of which the district's figure is the sum of its towns'.
SUMMED: Final = (
    "fixed_asset_investment", "project_starts", "project_signings", "funds_in_place",
    "tax_revenue", "new_urban_jobs", "new_market_entities",
)  # fmt: skip
#: Floor and stretch of what has no targets below it yet, as parts of last year's figure.
GROWTH: Final = (1.05, 1.08)
#: What each direction and programme asks for: name, English, lead unit, targets, tasks.
TREE: Final = (
    (
        "强产争先", "Strong industry", "chenliyan",
        (
            ("项目攻坚行动", "Project drive", "区发改局",
             ("fixed_asset_investment", "project_starts"),
             (("前期手续集中办理", "Preliminary procedures in one place", (2026, 6, 30), True),)),
            ("链式招商行动", "Investment by industry chains", "区招商局",
             ("project_signings", "funds_in_place"),
             (("编制重点产业链招商图谱", "Map of chains for investment", (2026, 4, 30), True),
              ("举办秋季产业对接会", "Autumn matching fair", (2026, 10, 31), False))),
        ),
    ),
    (
        "强基惠民", "Livelihood first", "songzhiyuan",
        (
            ("财源建设行动", "Tax base", "区财政局", ("tax_revenue",), ()),
            ("稳就业行动", "Steady employment", "区人社局", ("new_urban_jobs",),
             (("建成12个家门口就业驿站", "Twelve job stations", (2026, 12, 20), False),)),
        ),
    ),
)  # fmt: skip
#: The series of the tree's target goals, and how their targets grow in the years to come.
TREE_CODES: Final = tuple(code for root in TREE for node in root[3] for code in node[3])
YEARLY: Final = 1.08
#: The town that has named people for its headline targets only.
UNNAMED: Final = "望岭乡"
HEADLINES: Final = ("fixed_asset_investment", "project_signings", "tax_revenue")
TEAM: Final = (("dingzhao", "项目洽谈"), ("xujia", "立项服务"), ("jiangheng", "产业链对接"))


def load_goals() -> None:
    """Set the district's own targets, its goal tree, and who answers for what."""
    area = Unit.objects.get(name="云溪区", kind="district", fictional=True)
    series = {
        row.indicator.code: row
        for row in Series.objects.filter(indicator__area=area).select_related(
            "indicator", "authority"
        )
    }
    kinds = ("township", "subdistrict")
    towns = list(Unit.objects.filter(parent_links__parent=area, kind__in=kinds))
    _sum_up(area, towns, series)
    _set_area_targets(area, towns, series)
    _set_years_to_come(area, series)
    office = _person("zhoumin")
    spring = _moment(2026, 1, 15)
    set_pace_rule(
        Act(actor=office, at=spring), area=area, from_year=YEAR, red_of="floor", red_percent=100.0,
        steady_of="floor", steady_percent=95.0, every_quarter="steady",
        reason="2026年度目标管理方案：红为达到阶段目标，稳为达到95%",
    )  # fmt: skip
    set_phases(
        Act(actor=office, at=spring), area=area,
        phases=[
            NewPhase("开局", 2026, 2026, "Opening"), NewPhase("攻坚", 2027, 2027, "Assault"),
            NewPhase("冲刺", 2028, 2028, "Sprint"),
        ],
    )  # fmt: skip
    programmes = _grow(area, series, office, spring)
    _compounds(area, series, office, spring, programmes)
    _name_people(area, towns, series, office, spring)
    _teams(area, towns, programmes, office, spring)
    _propose(area, series, office)


def _sum_up(area: Unit, towns: list[Unit], series: Mapping[str, Series]) -> None:
    """Enter the district's figure of each month as the sum of its towns'."""
    months = {p.pk: p for p in Period.objects.filter(kind=PeriodKind.MONTH, year__gte=2023)}
    for code in SUMMED:
        one = series[code]
        found: dict[int, list[float]] = {}
        for (_series, _unit, period), value in current_values([one], towns, months).items():
            if value.number is not None:
                found.setdefault(period, []).append(value.number)
        rows = [
            NewValue(one.pk, area.pk, period,
                     number=round(sum(numbers), one.indicator.decimals))
            for period, numbers in sorted(found.items(), key=lambda item: months[item[0]].start)
            if len(numbers) == len(towns)
        ]  # fmt: skip
        import_values(
            Act(actor=None, at=_moment(2026, 11, 8)), source=one.authority, rows=rows,
            reason="全区数：12个乡镇（街道）合计",
        )  # fmt: skip


def _set_area_targets(area: Unit, towns: list[Unit], series: Mapping[str, Series]) -> None:
    """Set the district's targets of the year as the sums of its towns'."""
    rows = []
    for code in SUMMED:
        held = list(Target.objects.filter(series=series[code], unit__in=towns, year=YEAR))
        decimals = series[code].indicator.decimals
        floor = round(sum(target.floor for target in held), decimals)
        stretch = round(sum(target.stretch or target.floor for target in held), decimals)
        if not held:  # the towns get theirs when the district's is broken down
            floor, stretch = (round(_last_year(area, series[code]) * part) for part in GROWTH)
        rows.append(NewTarget(series[code].pk, area.pk, YEAR, floor, stretch, "even"))
    import_targets(
        Act(actor=None, at=_moment(2026, 1, 12)), area=area, rows=rows, reason="年度目标下达"
    )


def _set_years_to_come(area: Unit, series: Mapping[str, Series]) -> None:
    """Set what the district aims at in the later phases: each year above the one before."""
    rows = []
    for code in TREE_CODES:
        now = Target.objects.filter(series=series[code], unit=area, year=YEAR).latest("revision")
        decimals = series[code].indicator.decimals
        for year in range(YEAR + 1, LAST + 1):
            floor, stretch = (
                round(amount * YEARLY ** (year - YEAR), decimals)
                for amount in (now.floor, now.stretch or now.floor)
            )
            rows.append(NewTarget(series[code].pk, area.pk, year, floor, stretch, "even"))
    import_targets(
        Act(actor=None, at=_moment(2026, 1, 12)), area=area, rows=rows, reason="三年行动方案"
    )


def _last_year(area: Unit, series: Series) -> float:
    """Return the district's figure of the whole year before."""
    december = Period.objects.get(kind=PeriodKind.MONTH, year=YEAR - 1, number=12)
    number = current_values([series], [area], [december])[series.pk, area.pk, december.pk].number
    assert number is not None
    return number


def _grow(
    area: Unit, series: Mapping[str, Series], office: User, at: dt.datetime
) -> dict[str, GoalNode]:
    """Write the tree: directions, programmes, targets and tasks, each with who leads."""
    programmes = {}
    for direction, english, leader, below in TREE:
        root = add_goal(
            Act(actor=office, at=at), area=area, kind="direction", name=direction,
            name_en=english, sentence=f"{direction}，一抓三年。", first_year=FIRST, last_year=LAST,
        )  # fmt: skip
        name_responsible(
            Act(actor=office, at=at), thing=root, role="responsible_leader", who=_person(leader)
        )
        for name, name_en, unit, codes, tasks in below:
            node = add_goal(
                Act(actor=office, at=at), area=area, kind="programme", name=name,
                name_en=name_en, parent=root, first_year=FIRST, last_year=LAST,
            )  # fmt: skip
            programmes[name] = node
            name_responsible(
                Act(actor=office, at=at), thing=node, role="lead_unit", who=_unit(area, unit)
            )
            for code in codes:
                add_goal(
                    Act(actor=office, at=at), area=area, kind="target", parent=node,
                    name=series[code].indicator.name, name_en=series[code].indicator.name_en,
                    series=series[code], unit=area, first_year=FIRST, last_year=LAST,
                )  # fmt: skip
            for task, task_en, (year, month, day), done in tasks:
                leaf = add_goal(
                    Act(actor=office, at=at), area=area, kind="task", parent=node, name=task,
                    name_en=task_en, first_year=year, last_year=year,
                    due=dt.date(year, month, day),
                )  # fmt: skip
                if done:
                    close_goal(
                        Act(actor=office, at=_moment(year, month, day - 2)), node=leaf,
                        state="reached", closing="已办成，成果已交付使用",
                    )  # fmt: skip
    songzhiyuan = _person("songzhiyuan")
    for node in programmes.values():
        name_responsible(
            Act(actor=office, at=at), thing=node, role="responsible_leader", who=songzhiyuan
        )
    name_responsible(
        Act(actor=office, at=at), thing=programmes["链式招商行动"], role="supporting_unit",
        who=_unit(area, "区经信局"),
    )  # fmt: skip
    return programmes


def _compounds(
    area: Unit, series: Mapping[str, Series], office: User, at: dt.datetime,
    programmes: Mapping[str, GoalNode],
) -> None:  # fmt: skip
    """Set a compound and a rank target of 青石镇, and put the first one into the tree."""
    town = _unit(area, "青石镇")
    double = set_compound(
        Act(actor=office, at=at), unit=town, year=YEAR, name="双增长、双下降",
        name_en="Two up, two down",
        conditions=[
            NewCondition("up", series["tax_revenue"]),
            NewCondition("up", series["fixed_asset_investment"]),
            NewCondition("down", series["pm25"]),
            NewCondition("down", series["return_rate"]),
        ],
        sentence="实现税收、投资双增长，PM2.5、退回率双下降。",
    )  # fmt: skip
    set_compound(
        Act(actor=office, at=at),
        unit=town,
        year=YEAR,
        name="签约项目争先进位",
        name_en="Up in signings",
        conditions=[NewCondition("rank_within", series["project_signings"], 5, start=9)],
    )
    set_compound(
        Act(actor=office, at=at),
        unit=town,
        year=YEAR,
        name="工业投资占比四成以上",
        name_en="Industry's share of investment",
        conditions=[
            NewCondition(
                "ratio_at_least", series["industrial_investment"], 40,
                divisor=series["fixed_asset_investment"],
            )
        ],
        sentence="工业投资占固定资产投资的比重达到40%以上。",
    )  # fmt: skip
    add_goal(
        Act(actor=office, at=at), area=area, kind="target", parent=programmes["财源建设行动"],
        name="青石镇双增长、双下降", name_en="Qingshi: two up, two down", compound=double,
        first_year=YEAR, last_year=YEAR,
    )  # fmt: skip


def _name_people(
    area: Unit, towns: list[Unit], series: Mapping[str, Series], office: User, at: dt.datetime
) -> None:
    """Let each town name who answers for its targets, save one town that has not done so yet."""
    for town in towns:
        person = _person(reporter_of(town.name).username)
        held = Target.objects.filter(unit=town, year=YEAR, revision=1)
        for code in held.values_list("series__indicator__code", flat=True):
            if town.name == UNNAMED and code not in HEADLINES:
                continue
            name_responsible(
                Act(actor=person, at=at), thing=TargetOf(series[code], town, YEAR),
                role="responsible_person", who=person,
            )  # fmt: skip
    for code, username in (("project_signings", "dingzhao"), ("fixed_asset_investment", "xujia")):
        name_responsible(
            Act(actor=office, at=at), thing=TargetOf(series[code], area, YEAR),
            role="responsible_person", who=_person(username),
        )  # fmt: skip


def _teams(
    area: Unit, towns: list[Unit], programmes: Mapping[str, GoalNode], office: User,
    at: dt.datetime,
) -> None:  # fmt: skip
    """Form the task force for investment, give every town its leader, and let one stand in."""
    first, second = _person("chenliyan"), _person("songzhiyuan")
    force = form_task_force(
        Act(actor=office, at=at), area=area, name="链式招商专班", name_en="Investment task force",
        head=second, node=programmes["链式招商行动"], purpose="盯在谈项目，破签约堵点",
        meets="每周一次",
    )  # fmt: skip
    for username, duty in TEAM:
        join_task_force(
            Act(actor=second, at=at), task_force=force, person=_person(username), duty=duty
        )
    for number, town in enumerate(towns):
        set_contact_leader(
            Act(actor=office, at=at), unit=town, leader=first if number % 3 == 0 else second
        )
    delegate(
        Act(actor=second, at=_moment(2026, 11, 13)), area=area, person=second,
        to=_person("hanli"), valid_from=dt.date(2026, 11, 16), valid_to=dt.date(2026, 12, 31),
        reason="参加党校培训",
    )  # fmt: skip


def _propose(area: Unit, series: Mapping[str, Series], office: User) -> None:
    """Leave a breakdown in draft and a change that waits for a second person."""
    at = _moment(2026, 11, 10)
    entities = series["new_market_entities"]
    whole = Target.objects.filter(series=entities, unit=area, year=YEAR).latest("revision")
    towns = takers(whole)
    spread = spread_like(whole, towns, MonthShape.LAST_YEAR)
    begin_breakdown(
        Act(actor=office, at=at),
        whole=whole,
        basis=TargetProposal.Basis.LAST_YEAR,
        parts=proposed_parts(office, whole, "last_year", towns, 0, spread),
    )
    town = Target.objects.filter(
        series=series["fixed_asset_investment"], unit__name="望岭乡", year=YEAR
    ).latest("revision")
    begin_adjustment(
        Act(actor=office, at=at), target=town, floor=round(town.floor * 0.95, 2),
        stretch=town.stretch, shape=town.shape, reason="七月洪灾，两个在建项目停工",
    )  # fmt: skip


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _unit(area: Unit, name: str) -> Unit:
    return Unit.objects.get(name=name, above__ancestor=area)


def _moment(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, 9, 30))
