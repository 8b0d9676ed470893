"""What the pages of goals and responsibility say first."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.goals.models import (
    ContactLeader,
    GoalNode,
    NodeKind,
    PaceRule,
    Target,
    TargetProposal,
    TaskForce,
)
from leitai.apps.goals.selectors import PaceLine, QuarterRow, amount
from leitai.apps.goals.selectors.compounds import CompoundNow
from leitai.apps.goals.selectors.mine import MatrixRow, Mine, members_of
from leitai.apps.goals.selectors.pace_rules import Thresholds
from leitai.apps.goals.selectors.proposals import Breakdown
from leitai.apps.goals.selectors.tree import Roll, Tree, TreeRow
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.engine.rounding import format_number
from leitai.web.goal_frame import Span
from leitai.web.sentences.segments import Figure, Segment, listed, sentence

State = TargetProposal.State


def tree_sentence(tree: Tree, span: Span, period: Period | None) -> tuple[Segment, ...]:
    """Say how many goals there are, how many keep pace, and which direction lags most."""
    if not tree.rows:
        return ()
    roll = tree.roll
    here = f"{reverse('goals')}?year={span.code}"
    roots = [row for row in tree.rows if row.depth == 0]
    said = list(
        sentence(
            ngettext(
                "{directions} direction with {of} target or task: ",
                "{directions} directions with {of} targets and tasks: ",
                roll.of,
            ),
            directions=str(sum(row.node.kind == NodeKind.DIRECTION for row in roots)),
            of=Figure(str(roll.of), here),
        )
    )
    said += _rolled(roll, f"{here}&state=behind")
    late = [row for row in roots if row.roll.behind]
    if late:
        worst = max(late, key=lambda row: row.roll.behind)
        said += sentence(
            _("Most behind: {name}."),
            name=Figure(named(worst.node), reverse("goal", args=[worst.node.pk])),
        )
    elif period is None:
        said += sentence(_("No figures of these years yet."))
    return tuple(said)


def _rolled(roll: Roll, behind: str) -> tuple[Segment, ...]:
    return sentence(
        _("{kept} on pace, {behind} behind, {untold} not told yet. "),
        kept=str(roll.kept),
        behind=Figure(str(roll.behind), behind, alarm=roll.behind > 0),
        untold=str(roll.untold),
    )


def goal_sentence(row: TreeRow) -> tuple[Segment, ...]:
    """Say how one goal stands and who leads it."""
    node = row.node
    lead = row.parts.lead_units or row.parts.leaders
    said: list[Segment] = []
    if node.state == GoalNode.State.REACHED:
        said += sentence(_("Reached: {why}. "), why=node.closing)
    elif node.state == GoalNode.State.DROPPED:
        said += sentence(_("Dropped: {why}. "), why=node.closing)
    elif row.roll.of:
        said += sentence(_("{words}. "), words=Figure(row.roll.words, "#below"))
    if lead:
        said += sentence(_("{who} leads it."), who=listed(one.name for one in lead))
    else:
        said += sentence(_("Nobody is named to lead it yet."))
    return tuple(said)


def mine_sentence(found: Mine) -> tuple[Segment, ...]:
    """Say how many things a person answers for, and how they stand."""
    if not found.answers and not found.of_units:
        return sentence(_("Nothing is entered for which you answer."))
    count = len(found.answers)
    said = list(
        sentence(
            ngettext("You answer for {count} thing: ", "You answer for {count} things: ", count),
            count=Figure(str(count), "#own"),
        )
        if count
        else sentence(_("Nothing in person. "))
    )
    if count:
        said += _rolled(found.roll, "#own")
    if found.of_units:
        units = len(found.of_units)
        said += sentence(
            ngettext("Your unit is named in {count}.", "Your unit is named in {count}.", units),
            count=Figure(str(units), "#units"),
        )
    return tuple(said)


def matrix_sentence(rows: Sequence[MatrixRow], year: int) -> tuple[Segment, ...]:
    """Say how many targets have somebody for each part, and how many lack somebody."""
    if not rows:
        return ()
    lacking = sum(bool(row.gaps) for row in rows)
    return sentence(
        ngettext(
            "{of} target of {year}: {whole} with leader, lead unit and person, {lacking} without "
            "one of them.",
            "{of} targets of {year}: {whole} with leader, lead unit and person, {lacking} without "
            "one of them.",
            len(rows),
        ),
        of=Figure(str(len(rows)), f"?year={year}"),
        year=str(year),
        whole=str(len(rows) - lacking),
        lacking=Figure(str(lacking), f"?year={year}&gaps=1"),
    )


def teams_sentence(
    forces: Sequence[TaskForce], contacts: Sequence[ContactLeader]
) -> tuple[Segment, ...]:
    """Say how many task forces stand with how many people, and how many units have a leader."""
    people = sum(1 + len(members_of(force)) for force in forces)
    said = sentence(
        ngettext(
            "{count} task force with {people} people. ",
            "{count} task forces with {people} people. ",
            len(forces),
        ),
        count=Figure(str(len(forces)), "#forces"),
        people=str(people),
    )
    if contacts:
        said += sentence(
            ngettext(
                "{count} unit has a contact leader.",
                "{count} units have a contact leader.",
                len(contacts),
            ),
            count=Figure(str(len(contacts)), "#contacts"),
        )
    return said


def proposals_sentence(proposals: Sequence[TargetProposal]) -> tuple[Segment, ...]:
    """Say how many breakdowns and changes of targets wait, and how many are in draft."""
    by = {state: sum(one.state == state for one in proposals) for state in State.values}
    address = reverse("target_proposals")
    return sentence(
        _("{waiting} waiting for approval, {draft} in draft, {approved} approved."),
        waiting=Figure(str(by[State.SUBMITTED]), f"{address}?state=submitted"),
        draft=Figure(str(by[State.DRAFT] + by[State.RETURNED]), f"{address}?state=draft"),
        approved=Figure(str(by[State.APPROVED]), f"{address}?state=approved"),
    )


def breakdown_sentence(shown: Breakdown) -> tuple[Segment, ...]:
    """Say what is broken down over how many units, what is left to give, and who is asked much."""
    proposal = shown.proposal
    indicator = proposal.series.indicator
    taking = sum(line.floor is not None for line in shown.lines)
    whole = proposal.whole
    if whole is None:
        line = shown.lines[0]
        after = amount(line.floor or 0.0, indicator.measure, indicator.decimals)
        return sentence(
            _("{unit}: floor {before} → {after}. "),
            unit=named(proposal.unit),
            before=amount(line.before_floor or 0.0, indicator.measure, indicator.decimals),
            after=Figure(after, "#parts"),
        )
    said = list(
        sentence(
            ngettext("{floor} over {count} unit. ", "{floor} over {count} units. ", taking),
            floor=Figure(
                amount(whole.floor, indicator.measure, indicator.decimals),
                reverse("target", args=[whole.pk]),
            ),
            count=str(taking),
        )
    )
    if shown.left_floor is None:
        said += sentence(_("A ratio holds for each unit as it is. "))
    elif shown.left_floor:
        said += sentence(
            _("{left} is left to give. "),
            left=Figure(
                amount(shown.left_floor, indicator.measure, indicator.decimals), "#parts",
                alarm=shown.left_floor < 0,
            ),
        )  # fmt: skip
    else:
        said += sentence(_("The parts add up. "))
    if shown.warned:
        said += sentence(
            ngettext(
                "{count} unit is asked for more growth than any ever had.",
                "{count} units are asked for more growth than any ever had.",
                len(shown.warned),
            ),
            count=Figure(str(len(shown.warned)), "#parts"),
        )
    return tuple(said)


def compounds_sentence(found: Sequence[CompoundNow]) -> tuple[Segment, ...]:
    """Say how many compound targets hold, fail, and cannot be told."""
    if not found:
        return ()
    held = sum(one.held is True for one in found)
    failed = sum(one.held is False for one in found)
    return sentence(
        ngettext(
            "{of} compound target: {held} held, {failed} not held, {untold} not told yet.",
            "{of} compound targets: {held} held, {failed} not held, {untold} not told yet.",
            len(found),
        ),
        of=Figure(str(len(found)), "#list"),
        held=str(held),
        failed=str(failed),
        untold=str(len(found) - held - failed),
    )


def target_sentence(
    target: Target, line: PaceLine | None, strip: QuarterRow | None
) -> tuple[Segment, ...]:
    """Say floor and stretch of a target and how far it has come against both."""
    indicator = target.series.indicator

    def printed(number: float) -> str:
        return amount(number, indicator.measure, indicator.decimals)

    said = list(
        sentence(_("Floor {floor}"), floor=Figure(printed(target.floor), "#revisions"))
        if target.stretch is None
        else sentence(
            _("Floor {floor}, stretch {stretch}"),
            floor=Figure(printed(target.floor), "#revisions"),
            stretch=Figure(printed(target.stretch), "#revisions"),
        )
    )
    value = line.value if line is not None else None
    if line is None or value is None or value.number is None:
        return tuple(said) + sentence(_("; nothing reported yet."))
    said += sentence(
        _("; reached {value}"),
        value=Figure(
            printed(value.number), reverse("trace_value", args=[value.revision_id]), trace=True
        ),
    )
    if line.of_floor is not None:
        said += sentence(_(", {floor}% of the floor"), floor=format_number(line.of_floor, 2))
    if line.of_stretch is not None:
        said += sentence(
            _(", {stretch}% of the stretch"), stretch=format_number(line.of_stretch, 2)
        )
    said += sentence(_(". "))
    if line.due is not None:
        said += sentence(
            _("Behind the plan of {due}.") if line.behind else _("On pace with the plan of {due}."),
            due=Figure(printed(line.due.number), "#months", alarm=False),
        )
    if strip is not None and strip.full_year_met:
        said += sentence(_(" The year is red."))
    return tuple(said)


def rule_sentence(rule: Thresholds) -> tuple[Segment, ...]:
    """Say the thresholds that hold now."""
    lines = dict(PaceRule.Line.choices)
    return sentence(
        _(
            "A quarter is red from {red}% of the plan of {red_of}, steady from {steady}% of that "
            "of {steady_of}; {version}."
        ),
        red=Figure(f"{rule.red_percent:g}", "#versions"),
        red_of=str(lines[rule.red_of]),
        steady=Figure(f"{rule.steady_percent:g}", "#versions"),
        steady_of=str(lines[rule.steady_of]),
        version=_("version %(number)d") % {"number": rule.version}
        if rule.version
        else _("the area has set no rule of its own yet"),
    )
