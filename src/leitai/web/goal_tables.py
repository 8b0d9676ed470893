"""The tables of goals and responsibility as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from leitai.apps.goals.models import (
    ContactLeader,
    GoalNode,
    Responsibility,
    ResponsibilityRole,
    TargetProposal,
    TaskForce,
)
from leitai.apps.goals.selectors.feasibility import Feasibility
from leitai.apps.goals.selectors.goal_years import GoalYear
from leitai.apps.goals.selectors.mine import Answer, MatrixRow, members_of
from leitai.apps.goals.selectors.months import MonthPlan
from leitai.apps.goals.selectors.naming import Parts
from leitai.apps.goals.selectors.proposals import Breakdown
from leitai.apps.goals.selectors.tree import TreeRow
from leitai.apps.language import listed, named
from leitai.apps.units.models import Unit, User
from leitai.web.tables import Column, PageTable, Value
from leitai.web.templatetags.figures import signed

#: Headings of the sheet that comes back with parts filled in, and how they are told apart.
UNIT, FLOOR, STRETCH = "unit", "floor", "stretch"


def _who(parts: Parts) -> list[Value]:
    return ["、".join(parts.names(role)) for role in ResponsibilityRole.values]


def _who_columns() -> list[Column]:
    return [
        Column(_("Responsible leader")), Column(_("Lead unit")), Column(_("Responsible unit")),
        Column(_("Supporting unit")), Column(_("Responsible person")),
    ]  # fmt: skip


def _reached(row: TreeRow) -> Value:
    """What a target goal has reached: its figure, or how many conditions hold."""
    if row.line is not None:
        return row.line.value.number if row.line.value is not None else None
    if row.compound is not None:
        conditions = row.compound.conditions
        return _("%(k)s of %(n)s hold") % {"k": row.compound.kept, "n": len(conditions)}
    return None


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def tree_table(rows: Sequence[TreeRow], when: str, *, under: GoalNode | None = None) -> PageTable:
    """The goals in the order of the tree, with who answers and the pace in words.

    ``under`` is the goal whose branch it is, on that goal's own page.
    """
    name = named(under) if under is not None else _("Goal tree")
    return PageTable(
        name + (f" {when}" if when else ""),
        f"goal-{under.pk}" if under is not None else "goals",
        [
            Column(_("Level"), "number", decimals=0), Column(_("Kind of goal")),
            Column(_("Goal")), Column(_("In which years")), *_who_columns(),
            Column(_("Reached"), "number"), Column(_("Measure")), Column(_("Pace")),
            Column(_("State")),
        ],
        (
            [
                row.depth + 1, row.node.get_kind_display(), named(row.node),
                _years(row.node.first_year, row.node.last_year), *_who(row.parts), _reached(row),
                row.line.series.indicator.measure if row.line is not None else "",
                row.roll.words, row.node.get_state_display(),
            ]
            for row in rows
        ),
    )  # fmt: skip


def matrix_table(rows: Sequence[MatrixRow], area: Unit, year: int) -> PageTable:
    """Who answers for each target."""
    return PageTable(
        _("Responsibility matrix") + f" {year}",
        "responsibility-matrix",
        [Column(_("Unit")), Column(_("Target")), Column(_("Scope")), *_who_columns()],
        (
            [named(row.unit), named(row.series.indicator), " ".join(row.series.scope),
             *_who(row.parts)]
            for row in rows
        ),
        notes=[named(area)],
    )  # fmt: skip


def mine_table(answers: Iterable[Answer]) -> PageTable:
    """What a person answers for."""
    return PageTable(
        _("What I answer for"),
        "responsibilities",
        [Column(_("What")), Column(_("Role in the matrix")), Column(_("Named")),
         Column(_("Standing in for")), Column(_("Pace"))],
        (
            [one.thing, one.role_name, one.by, one.instead_of, one.roll.words]
            for one in answers
        ),
    )  # fmt: skip


def _person(user: User) -> str:
    return f"{user} {user.post}".strip()


def forces_table(forces: Iterable[TaskForce]) -> PageTable:
    """The people of each task force, its head first."""

    def rows() -> Iterable[list[Value]]:
        for force in forces:
            yield [named(force), _person(force.head), _("head"), force.valid_from]
            for member in members_of(force):
                yield [named(force), _person(member.person), member.duty, member.valid_from]

    return PageTable(
        _("Task forces"),
        "task-forces",
        [Column(_("Task force")), Column(_("Person")), Column(_("Duty")), Column(_("Since"))],
        rows(),
    )


def contacts_table(contacts: Iterable[ContactLeader]) -> PageTable:
    """Which leader keeps contact with which unit."""
    return PageTable(
        _("Contact leaders"),
        "contact-leaders",
        [Column(_("Unit")), Column(_("Contact leader")), Column(_("Since"))],
        ([named(one.unit), _person(one.leader), one.valid_from] for one in contacts),
    )


def _expected(feasible: Feasibility | None) -> str:
    """The growth that a part asks for beside the growth there ever was, as the page says it."""
    if feasible is None:
        return ""
    said = [_("%(needed)s%% on last year") % {"needed": signed(feasible.needed, 1)}]
    if feasible.own_best is not None:
        said.append(
            _("own best %(best)s%% (%(year)s)")
            % {"best": signed(feasible.own_best, 1), "year": feasible.own_year}
        )
    if feasible.peers_best is not None:
        said.append(
            _("best of %(n)s growths %(best)s%%")
            % {"n": feasible.peers, "best": signed(feasible.peers_best, 1)}
        )
    if feasible.beyond_all:
        said.append(_("nobody ever grew so fast"))
    elif feasible.beyond_own:
        said.append(_("more than ever before"))
    return listed(said)


def breakdown_months_table(proposal: TargetProposal, plan: MonthPlan) -> PageTable:
    """A proposal's months: each unit's level by their end, the sum, and the plan beside it."""
    indicator = proposal.series.indicator
    together = [[_("Together"), "", *plan.sums]] if proposal.whole is not None else []
    return PageTable(
        _("Months of the proposal") + f" {named(indicator)} {proposal.year}",
        f"proposal-{proposal.pk}-months",
        [
            Column(_("Unit")), Column(_("Spread over the months")),
            *(
                Column(str(n), "number", indicator.measure, indicator.decimals)
                for n in range(1, 13)
            ),
        ],
        [
            *([row.unit.name, row.shape_name, *row.levels] for row in plan.rows),
            *together,
            [_("The area's plan") if together else _("Counting now"), "", *plan.beside],
            [_("Difference"), "", *plan.off],
        ],
        notes=[" ".join([named(indicator), *proposal.series.scope, str(proposal.year)])],
    )  # fmt: skip


def breakdown_table(shown: Breakdown) -> PageTable:
    """A breakdown's parts; filled in, the sheet is read back by the same headings."""
    proposal = shown.proposal
    indicator = proposal.series.indicator
    decimals = indicator.decimals
    whole = proposal.whole
    notes = [" ".join([named(indicator), *proposal.series.scope, str(proposal.year)])]
    if whole is not None:
        notes.append(
            _("Target of %(unit)s: floor %(floor)s, stretch %(stretch)s") % {
                "unit": named(proposal.unit), "floor": whole.floor,
                "stretch": whole.stretch if whole.stretch is not None else "—",
            }
        )  # fmt: skip
    return PageTable(
        _("Breakdown") + f" {named(indicator)} {proposal.year}",
        "breakdown",
        [
            Column(_("Unit")), Column(_("Floor"), "number", indicator.measure, decimals),
            Column(_("Stretch"), "number", indicator.measure, decimals),
            Column(_("Last year"), "number", indicator.measure, decimals),
            Column(_("Its share"), "number", "%", 2),
            Column(_("Target now"), "number", indicator.measure, decimals),
            Column(_("Share"), "number", "%", 2), Column(_("Can it be expected")),
        ],
        (
            [
                line.unit.name, line.floor, line.stretch, line.last, line.last_share,
                line.before_floor, line.share, _expected(line.feasible),
            ]
            for line in shown.lines
        ),
        notes=notes,
    )  # fmt: skip


def years_table(node: GoalNode, years: Iterable[GoalYear]) -> PageTable:
    """A target goal year by year."""
    return PageTable(
        f"{_('Year by year')} {named(node)}",
        "years",
        [
            Column(_("Year")), Column(_("Phase")), Column(_("Floor"), "number"),
            Column(_("Stretch"), "number"), Column(_("Reached"), "number"),
            Column(f"{_('Of floor')} (%)", "number"), Column(f"{_('Of stretch')} (%)", "number"),
        ],
        (
            [
                one.year,
                named(one.phase) if one.phase is not None else "",
                one.target.floor if one.target is not None else None,
                one.target.stretch if one.target is not None else None,
                one.line.value.number if one.line and one.line.value else None,
                one.line.of_floor if one.line else None,
                one.line.of_stretch if one.line else None,
            ]
            for one in years
        ),
    )  # fmt: skip


def named_table(name: str, held: Iterable[Responsibility]) -> PageTable:
    """Who is named for a target or a goal, in which part, since when."""
    return PageTable(
        f"{_('Named for it')} {name}",
        "named",
        [Column(_("Role in the matrix")), Column(_("Named")), Column(_("Since"))],
        ([one.get_role_display(), str(one.who), one.valid_from] for one in held),
    )
