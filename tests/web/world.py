"""Two districts with everything that an address can name, for the tests of the site as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client, TestCase
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import (
    BenchmarkField,
    BenchmarkPair,
    NamedLadder,
    Practice,
    Settlement,
    StatedComparison,
    StudyTrip,
    TerritoryChange,
)
from leitai.apps.benchmarks.services import (
    LadderSetup,
    ask_comparison,
    confirm_pair,
    name_ladder,
    note_practice,
    note_territory,
    plan_trip,
    propose_pair,
    report_trip,
    state_comparison,
)
from leitai.apps.benchmarks.services.traits import NewTerritory
from leitai.apps.benchmarks.services.trips import NewMeasure
from leitai.apps.goals.models import (
    CompoundTarget,
    ContactLeader,
    Delegation,
    GoalNode,
    Responsibility,
    Target,
    TargetProposal,
    TaskForce,
    TaskForceMember,
)
from leitai.apps.goals.services import (
    NewCondition,
    Part,
    TargetOf,
    add_goal,
    begin_adjustment,
    begin_breakdown,
    close_goal,
    delegate,
    form_task_force,
    join_task_force,
    name_responsible,
    set_compound,
    set_contact_leader,
    set_target,
)
from leitai.apps.indicators.models import (
    DataSource,
    Indicator,
    Question,
    Revision,
    Series,
    SourceLayout,
    Upload,
)
from leitai.apps.indicators.selectors.layouts import tables_read
from leitai.apps.indicators.services import accept_upload, receive_upload
from leitai.apps.indicators.storage import stored_file
from leitai.apps.matters.models import Evidence, MapImage, Matter, MatterSheet, SavedFilter
from leitai.apps.matters.services import (
    File,
    assign,
    bring_map,
    bring_sheet,
    draft_matter,
    register_matter,
    report_progress,
    sign_for,
)
from leitai.apps.matters.services.saving import save_filter
from leitai.apps.notices.models import Chat, Notice, Wishes
from leitai.apps.periods.services import ensure_period
from leitai.apps.publishing.composing import Wording
from leitai.apps.publishing.models import Bulletin, BulletinDraft
from leitai.apps.publishing.services import issue_letter, keep_draft, submit_draft
from leitai.apps.standings.models import Place, Record, Standing
from leitai.apps.standings.services import (
    add_version,
    approve_version,
    compute_standing,
    create_scheme,
    enter_record,
    open_round,
    publish_standing,
    publish_version,
    sign_record,
    submit_version,
)
from leitai.apps.units.models import AccessToken, Unit, User
from leitai.apps.units.services import issue_token
from leitai.workbooks import sheet_form
from tests import factories
from tests.apps.benchmarks.world import make_field, make_town_field, this_year
from tests.apps.standings.world import (
    OWN,
    World,
    make_world,
    rules_text,
    store_one,
    with_records,
)
from tests.people import District, People, make_district, make_people
from tests.pictures_made import png

NINE = (
    "principal_leader",
    "leader_in_charge",
    "assessment_office",
    "supervision_office",
    "approver",
    "reporting_unit",
    "analyst",
    "auditor",
    "administrator",
)
#: Who asks: nobody signed in, the nine roles (reporting unit and approver at the bureau), the
#: reporting unit of a town, the office of another district, and an account without a role.
READERS = ("anonymous", *NINE, "town", "outsider", "nobody")
MINE, SIBLING = "白沙镇", "青石镇"


@dataclass
class Site:
    """What the addresses name, by how it stands to 白沙镇 and to 区招商局.

    The keys of the dictionaries are ``own``, ``sibling``, ``parent`` and ``other``: of the reader's
    own town or bureau, of the one beside it, of the district above, of another district.
    """

    world: World
    people: People
    units: dict[str, Unit]
    sources: dict[str, DataSource]
    uploads: dict[str, Upload]
    layouts: dict[str, SourceLayout]
    settled: Upload
    revisions: dict[str, Revision]
    from_file: Revision
    indicators: dict[str, Indicator]
    places: dict[str, Place]
    schemes: dict[str, str]
    questions: dict[str, Question]
    tokens: dict[str, AccessToken]
    records: dict[str, Record]
    pairs: dict[str, BenchmarkPair]
    stated: dict[str, StatedComparison]
    questions_asked: dict[str, Settlement]
    territories: dict[str, TerritoryChange]
    candidates: dict[str, Unit]
    draft_number: str
    ladders: dict[str, NamedLadder]
    versions: dict[str, str]
    cards: dict[str, Practice]
    trips: dict[str, StudyTrip]
    planned: dict[str, StudyTrip]
    matters: dict[str, Matter]
    matter_sheets: dict[str, MatterSheet]
    evidence: dict[str, Evidence]
    matter_filter: SavedFilter
    map_images: dict[str, MapImage]
    letters: dict[str, Bulletin]
    kept: dict[str, BulletinDraft]
    sent: dict[str, BulletinDraft]
    goals: dict[str, GoalNode]
    closed_goals: dict[str, GoalNode]
    targets: dict[str, Target]
    wholes: dict[str, Target]
    proposals: dict[str, TargetProposal]
    waiting_targets: dict[str, TargetProposal]
    compounds: dict[str, CompoundTarget]
    named: dict[str, Responsibility]
    forces: dict[str, TaskForce]
    members: dict[str, TaskForceMember]
    contacts: dict[str, ContactLeader]
    delegations: dict[str, Delegation]
    notices: dict[str, Notice]
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def district(self) -> District:
        return self.world.district

    def user(self, reader: str) -> Any:
        """Return the account of a reader."""
        if reader == "anonymous":
            return AnonymousUser()
        return _account(self.people, reader)

    def client(self, reader: str) -> Client:
        """Return a browser in which the reader has signed in."""
        if reader not in self.clients:
            client = Client(raise_request_exception=False)
            if reader != "anonymous":
                client.force_login(
                    User.objects.get(pk=self.user(reader).pk),
                    backend="django.contrib.auth.backends.ModelBackend",
                )
            self.clients[reader] = client
        return self.clients[reader]


def upload_of(area: Unit, source: DataSource, name: str, content: bytes) -> Upload:
    """Bring a workbook in and read it, as after a real commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        upload = receive_upload(Act(), area=area, source=source, name=name, content=content)
    return Upload.objects.get(pk=upload.pk)


def layout_of(upload: Upload) -> SourceLayout:
    """Remember how an upload was read, as after somebody corrected it."""
    sheet = upload.reading["sheets"][0]["name"]
    layouts = [table.layout for table in tables_read(upload.reading, sheet)]
    form = sheet_form(stored_file(upload.sha256), sheet, layouts)
    return SourceLayout.objects.create(
        source=upload.source, area=upload.area, sheet=sheet, key=form.key, form=form.to_dict(),
        upload=upload, made_at=upload.uploaded_at,
    )  # fmt: skip


def make_site(release: str = OWN) -> Site:
    """Build both districts with published boards, uploads that wait, targets and tokens."""
    district = make_district()
    people = make_people(district)
    people.by_role["far_town"] = factories.make_user(
        "far_town", "reporting_unit", district.town("临江镇")
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        world = make_world(district, with_records(rules_text(release=release)))
    finance = factories.make_unit("区财政局", "county_department", district.area, position=51)
    sources = {
        "own": district.source,
        "sibling": factories.make_source("caizheng", finance, name="区财政局报表"),
        "parent": factories.make_source("quzhengfu", district.area, name="区政府报表"),
        "other": factories.make_source("linjiang", district.other_area, name="临江区报表"),
    }
    other = _other_board(district, sources["other"])
    rows = factories.investment_form(2026, 9, A7="青石 镇")
    uploads = {
        key: upload_of(
            district.other_area if key == "other" else district.area,
            source,
            f"{key}.xlsx",
            factories.workbook(rows, key),
        )
        for key, source in sources.items()
    }
    settled = upload_of(
        district.area,
        district.source,
        "settled.xlsx",
        factories.workbook(factories.investment_form(2026, 7), "招商引资"),
    )
    accepted = upload_of(
        district.area,
        district.source,
        "accepted.xlsx",
        factories.workbook(factories.investment_form(2026, 8), "招商引资"),
    )
    accept_upload(Act(), upload=accepted)
    store_one(district, district.funds, district.area.name, factories.month(2026, 10), 56.53)
    for name in (MINE, SIBLING):
        set_target(
            Act(), series=district.funds, unit=district.town(name), year=2026, floor=12, stretch=14
        )
    far = Series.objects.get(indicator__area=district.other_area, indicator__code="signed_projects")
    set_target(Act(), series=far, unit=district.town("临江镇"), year=2026, floor=6)
    draft = add_version(
        Act(),
        scheme=world.scheme,
        text=with_records(rules_text(version="2.0-draft", release=release)),
    )
    funds = Revision.objects.filter(series=district.funds, period=world.played.period)
    return Site(
        world=world,
        people=people,
        units={
            "own": district.town(MINE),
            "sibling": district.town(SIBLING),
            "parent": district.area,
            "other": district.town("临江镇"),
        },
        sources=sources,
        uploads=uploads,
        layouts={key: layout_of(upload) for key, upload in uploads.items()},
        settled=settled,
        revisions={
            "own": funds.get(unit__name=MINE),
            "sibling": funds.get(unit__name=SIBLING),
            "parent": funds.get(unit=district.area),
            "other": Revision.objects.get(unit__name="临江镇"),
        },
        from_file=Revision.objects.get(
            batch__upload=accepted, unit__name=MINE, series=district.funds
        ),
        indicators={
            "own": district.funds.indicator,
            "other": Indicator.objects.get(area=district.other_area),
        },
        places={
            "own": world.standing.places.get(unit__name=MINE),
            "sibling": world.standing.places.get(unit__name=SIBLING),
            "other": other.places.get(),
        },
        schemes={"own": world.scheme.slug, "other": other.round.scheme.slug},
        questions={key: upload.questions.order_by("id")[0] for key, upload in uploads.items()},
        tokens={
            reader: issue_token(
                Act(actor=_account(people, reader)), name=f"of {reader}", scopes=["read"]
            )
            for reader in (*READERS, "far_town")
            if reader != "anonymous"
        },
        **_benchmarks(district, people),
        records=_records(world, people, other),
        draft_number=draft.number,
        versions=_on_their_way(world),
        ladders={
            "own": _ladder(district, district.area, district.source),
            "other": _ladder(district, district.other_area, sources["other"]),
        },
        **_matters(district),
        map_images={
            key: bring_map(
                Act(), area=area, name="图.png", content=png(), approval="浙S（2026）12号"
            )
            for key, area in (("own", district.area), ("other", district.other_area))
        },
        matter_filter=save_filter(
            Act(actor=people["supervision_office"]), name="红灯的", query="light=red"
        ),
        letters={
            key: issue_letter(Act(), unit=district.town(name), year=2026, wording=Wording())
            for key, name in (("own", MINE), ("sibling", SIBLING), ("other", "临江镇"))
        },
        **_bulletins(
            {
                "own": (world.standing, people["assessment_office"]),
                "other": (other, people.outsider),
            }
        ),
        **_learning({"own": district.town(MINE), "other": district.town("临江镇")}),
        **_goals(district, people),
        notices=_notices(people),
    )


def _notices(people: People) -> dict[str, Notice]:
    """Tell three people of their matter; 白沙镇 waits for a code, and a chat reads along."""
    now = timezone.now()
    town = people["town"]
    Wishes.objects.create(person=town, address="town@example.cn", asked_at=now)
    Chat.objects.create(
        person=town, name="镇工作群", shape="wecom", url="https://chat.example.cn/robot",
        joined_at=now,
    )  # fmt: skip
    return {
        what: Notice.objects.create(
            person=person, kind="matter_assigned", subject_id=_matter_of(what).pk, at=now
        )
        for what, person in (
            ("own", town), ("lead", people["reporting_unit"]),
            ("other", User.objects.get(username="far_town")),
        )
    }  # fmt: skip


def _matter_of(what: str) -> Matter:
    return Matter.objects.get(title=f"{'other' if what == 'other' else 'own'}事项")


def _matters(district: District) -> dict[str, Any]:
    """Let the bureau lead a matter that 白沙镇 supports, a sibling and another district their own.

    All run, with a file in each; one is a draft.
    """
    october = ensure_period("month", 2026, 10)
    found: dict[str, dict[str, Any]] = {"matters": {}, "evidence": {}, "matter_sheets": {}}
    for what, area in (("own", district.area), ("other", district.other_area)):
        # One asks which unit is meant; the other is ready to be registered.
        for name, unit in ((what, ",临江"), (f"{what} ready", ",")):
            content = f"标题,种类,牵头单位\n新的事,文件落实{unit}\n".encode()
            found["matter_sheets"][name] = bring_sheet(
                Act(), area=area, name=f"{what}.csv", content=content
            )
    for what, area, lead, others in (
        ("own", district.area, district.bureau, [district.town(MINE)]),
        ("sibling", district.area, district.town(SIBLING), []),
        ("other", district.other_area, district.town("临江镇"), []),
    ):
        matter = register_matter(Act(), area=area, title=f"{what}事项", kind="document")
        assign(
            Act(), matter=matter, lead_unit=lead, supporting=others,
            due=dt.date(timezone.localdate().year + 1, 1, 10),
        )  # fmt: skip
        sign_for(Act(), matter=matter)
        found["matters"][what] = report_progress(
            Act(), matter=matter, words="在办", files=[File("照片.jpg", what.encode())]
        )
        found["evidence"][what] = Evidence.objects.get(event__matter=matter)
        done = register_matter(Act(), area=area, title=f"{what}旧事", kind="document")
        at = timezone.make_aware(dt.datetime(2026, 10, 8, 9))
        assign(Act(at=at), matter=done, lead_unit=lead, due=october.end)
    found["matters"]["draft"] = draft_matter(
        Act(), area=district.area, title="未定", kind="document"
    )
    return found


def _learning(towns: dict[str, Unit]) -> dict[str, Any]:
    """Let each town note a practice, report a trip with a measure, and plan another trip."""
    found: dict[str, dict[str, Any]] = {"cards": {}, "trips": {}, "planned": {}}
    for what, town in towns.items():
        found["cards"][what] = note_practice(
            Act(), unit=town, title="一站式", source_name="外地", done_there="并联审批",
            source_text="报告", adaptation="试行", responsible=town,
        )  # fmt: skip
        plan = [
            plan_trip(
                Act(), unit=town, title=title, host_name="外地", begins=dt.date(2026, 4, 8),
                ends=dt.date(2026, 4, 9), led_by="镇长", questions="怎么办",
            )
            for title in ("学习", "再学习")
        ]  # fmt: skip
        measure = NewMeasure("拟定办法", town, "张三", dt.date(2026, 6, 30))
        found["trips"][what] = report_trip(Act(), trip=plan[0], findings="有", measures=[measure])
        found["planned"][what] = plan[1]
    return found


def _bulletins(
    boards: Mapping[str, tuple[Standing, User]],
) -> dict[str, dict[str, BulletinDraft]]:
    """Let each district write a bulletin of its board, and send another one for signature."""
    made: dict[str, dict[str, BulletinDraft]] = {"kept": {}, "sent": {}}
    for what, (standing, office) in boards.items():
        topic = (standing, "towns")
        made["kept"][what] = keep_draft(Act(actor=office), topic=topic, wording=Wording())
        sent = keep_draft(Act(actor=office), topic=topic, wording=Wording())
        made["sent"][what] = submit_draft(Act(actor=office), draft=sent)
    # As if somebody else of the office had written them: each reader may sign.
    BulletinDraft.objects.update(made_by=None, submitted_by=None)
    return made


def _goals(district: District, people: People) -> dict[str, Any]:
    """Give each district goals, a target of a town and of its own, and people who answer."""
    found: dict[str, dict[str, Any]] = {
        name: {}
        for name in ("goals", "closed_goals", "targets", "wholes", "proposals", "waiting_targets",
                     "compounds", "named", "forces", "members", "contacts", "delegations")
    }  # fmt: skip
    years = {"first_year": 2026, "last_year": 2028}
    elsewhere = Series.objects.get(
        indicator__area=district.other_area, indicator__code="signed_projects"
    )
    second = User.objects.get(username="second")
    for what, area, series, town, head, member in (
        ("own", district.area, district.funds, district.town(MINE), people["leader_in_charge"],
         people["supervision_office"]),
        ("other", district.other_area, elsewhere, district.town("临江镇"), second, people.outsider),
    ):  # fmt: skip
        node = add_goal(Act(), area=area, kind="direction", name="强产", **years)
        other = add_goal(Act(), area=area, kind="direction", name="旧目标", **years)
        found["goals"][what] = node
        found["closed_goals"][what] = close_goal(Act(), node=other, state="dropped", closing="并入")
        target = Target.objects.filter(series=series, unit=town).first() or set_target(
            Act(), series=series, unit=town, year=2026, floor=12, stretch=14
        )
        whole = set_target(Act(), series=series, unit=area, year=2026, floor=60)
        found["targets"][what], found["wholes"][what] = target, whole
        found["proposals"][what] = begin_breakdown(
            Act(), whole=whole, parts=[Part(town.pk, 60.0)], basis="by_hand"
        )
        found["waiting_targets"][what] = begin_adjustment(
            Act(), target=target, floor=11, stretch=14, reason="受灾"
        )
        found["compounds"][what] = set_compound(
            Act(), unit=town, year=2026, name="增长", conditions=[NewCondition("up", series)]
        )
        found["named"][what] = name_responsible(
            Act(), thing=TargetOf(series, town, 2026), role="responsible_person", who="李春和"
        )
        found["forces"][what] = form_task_force(
            Act(), area=area, name="专班", head=head, valid_from=dt.date(2026, 1, 1)
        )
        found["members"][what] = join_task_force(
            Act(), task_force=found["forces"][what], person=member,
            valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
        found["contacts"][what] = set_contact_leader(
            Act(), unit=town, leader=head, valid_from=dt.date(2026, 1, 1)
        )
        found["delegations"][what] = delegate(
            Act(), area=area, person=head, to=member, valid_from=dt.date(2026, 1, 1),
            valid_to=dt.date(2030, 12, 31), reason="外出",
        )  # fmt: skip
    return found


def _benchmarks(district: District, people: People) -> dict[str, Any]:
    """Let the district measure itself against a county, and towns against towns.

    白沙镇's proposal waits, the district's is confirmed; the other district has a field of its own.
    """
    found = make_field(district)
    confirm_pair(
        Act(),
        pair=propose_pair(
            Act(), unit=district.area, benchmark=found.county("博罗县"), year=this_year(),
            reason="总量可及",
        ),
    )  # fmt: skip
    own = make_town_field(district.area, district.funds)
    elsewhere = Series.objects.get(indicator__area=district.other_area)
    other = make_town_field(district.other_area, elsewhere, candidates=found.counties)
    sibling = district.town("安平镇")
    far = found.county("龙海区")
    town = district.town(MINE)
    there = district.town("临江镇")

    def state(unit: Unit, beside: Unit, field: BenchmarkField) -> StatedComparison:
        return state_comparison(
            Act(), unit=unit, other=beside, item=field.items.get(),
            period=factories.month(2026, 10), quote="占其九成", share=90.0, decimals=0,
        )  # fmt: skip

    said = {"own": state(town, sibling, own), "other": state(there, far, other)}
    for area, unit in ((district.area, sibling), (district.other_area, there)):
        note_territory(Act(), area=area, rows=[NewTerritory(unit, 2020, 2023, "并镇")])
    return {
        "territories": {
            "own": TerritoryChange.objects.get(area=district.area),
            "other": TerritoryChange.objects.get(area=district.other_area),
        },
        "questions_asked": {
            key: ask_comparison(Act(), stated=one, asked=one.unit, question="口径？")
            for key, one in said.items()
        },
        "pairs": {
            "own": propose_pair(
                Act(actor=people["town"]), unit=town, benchmark=sibling, year=this_year(),
                reason="规模相当",
            ),
            "other": propose_pair(
                Act(), unit=there, benchmark=far, year=this_year(), reason="规模相当"
            ),
        },
        "stated": said,
        "candidates": {
            "own": sibling, "sibling": sibling, "parent": far, "other": far,
        },
    }  # fmt: skip


def _ladder(district: District, area: Unit, source: DataSource) -> NamedLadder:
    """Name a ladder of an area's towns by a yearly figure."""
    indicator = factories.make_indicator(area, "year_output", "年产值", "亿元")
    series = factories.make_series(indicator, source)
    for at, town in enumerate(Unit.objects.filter(parent_links__parent=area, kind="township")):
        for year in (2024, 2025):
            factories.store(series, town, ensure_period("year", year), 5.0 + at * (year - 2023))
    return name_ladder(
        Act(), area=area, setup=LadderSetup(name="乡镇产值", series=series, pool=area)
    )


def _records(world: World, people: People, other: Standing) -> dict[str, Record]:
    """Enter records of both towns and of the other district; all but one are signed."""
    area = world.district.other_area
    second = factories.make_user("second", "assessment_office", area)
    entering, signing = people["supervision_office"], people["leader_in_charge"]
    found = {}
    for key, town, scheme, persons in (
        ("own", MINE, world.scheme, (entering, signing)),
        ("sibling", SIBLING, world.scheme, (entering, signing)),
        ("waiting", SIBLING, world.scheme, (entering, None)),
        ("other", "临江镇", other.round.scheme, (second, people.outsider)),
    ):
        record = enter_record(
            Act(actor=persons[0]),
            scheme=scheme,
            unit=world.district.town(town),
            period=world.played.period,
            item="b",
            column="city",
            matter=f"{key}事项",
            file_name=f"{key}.pdf",
            content=key.encode(),
        )
        if persons[1] is not None:
            record = sign_record(Act(actor=persons[1]), record=record)
        found[key] = record
    return found


def _on_their_way(world: World) -> dict[str, str]:
    """Make a version in each state before publication, all in force from a free month."""
    numbers = {"draft": "7.1", "submitted": "7.2", "approved": "7.3"}
    for number in numbers.values():
        text = rules_text(version=number, effective="2026-12-01", release=OWN)
        made = add_version(Act(), scheme=world.scheme, text=text)
        if number != "7.1":
            submit_version(Act(), version=made, revision=1)
        if number == "7.3":
            approve_version(Act(), version=made)
    return numbers


def _account(people: People, reader: str) -> User:
    return getattr(people, reader) if reader in ("outsider", "nobody") else people[reader]


def _other_board(district: District, source: DataSource) -> Standing:
    """Publish a board of the other district, of one town and one item."""
    area = district.other_area
    indicator = factories.make_indicator(area, "signed_projects", "签约项目", "个")
    series = factories.make_series(indicator, source)
    october = factories.month(2026, 10)
    factories.store(series, district.town("临江镇"), october, 5.0)
    text = rules_text(slug="linjiang")
    at = text.index("      - id: delivery")
    lines = [
        line
        for line in text[:at].splitlines()
        if "id: signed," not in line and "id: funds," not in line
    ]
    kept = [line for at, line in enumerate(lines) if not _orphan(lines, at)]
    scheme = create_scheme(Act(), area=area, slug="linjiang", name="临江擂台", period_kind="month")
    version = add_version(Act(), scheme=scheme, text=with_records("\n".join(kept) + "\n"))
    publish_version(Act(), version=version)
    played = open_round(Act(), scheme=scheme, period=october)
    return publish_standing(Act(), standing=compute_standing(Act(), played=played))


def _orphan(lines: list[str], at: int) -> bool:
    """Tell whether a line continued an input that was left out."""
    return lines[at].lstrip().startswith("direction:") and "id: projects" not in lines[at - 1]
