"""Changes in the goals room, one topic a file."""

from leitai.apps.goals.services.compound import NewCondition, set_compound, withdraw_compound
from leitai.apps.goals.services.pace_rules import set_pace_rule
from leitai.apps.goals.services.proposals import (
    Part,
    approve_proposal,
    begin_adjustment,
    begin_breakdown,
    edit_proposal,
    left_over,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from leitai.apps.goals.services.responsibility import (
    TargetOf,
    delegate,
    end_delegation,
    end_responsibility,
    name_responsible,
    people_of,
)
from leitai.apps.goals.services.targets import NewTarget, import_targets, set_target
from leitai.apps.goals.services.teams import (
    dissolve_task_force,
    end_contact_leader,
    form_task_force,
    join_task_force,
    leave_task_force,
    set_contact_leader,
)
from leitai.apps.goals.services.tree import (
    NewPhase,
    add_goal,
    change_goal,
    close_goal,
    move_goal,
    reopen_goal,
    set_phases,
)

__all__ = [
    "NewCondition",
    "NewPhase",
    "NewTarget",
    "Part",
    "TargetOf",
    "add_goal",
    "approve_proposal",
    "begin_adjustment",
    "begin_breakdown",
    "change_goal",
    "close_goal",
    "delegate",
    "dissolve_task_force",
    "edit_proposal",
    "end_contact_leader",
    "end_delegation",
    "end_responsibility",
    "form_task_force",
    "import_targets",
    "join_task_force",
    "leave_task_force",
    "left_over",
    "move_goal",
    "name_responsible",
    "people_of",
    "reopen_goal",
    "return_proposal",
    "set_compound",
    "set_contact_leader",
    "set_pace_rule",
    "set_phases",
    "set_target",
    "submit_proposal",
    "withdraw_compound",
    "withdraw_proposal",
]
