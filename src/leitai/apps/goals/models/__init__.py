from leitai.apps.goals.models.compound import (
    RATIOS,
    WITH_AMOUNT,
    CompoundTarget,
    Condition,
    ConditionKind,
)
from leitai.apps.goals.models.pace_rule import PaceRule
from leitai.apps.goals.models.proposal import ProposalLine, TargetProposal
from leitai.apps.goals.models.responsibility import (
    OF_PERSONS,
    ContactLeader,
    Delegation,
    Responsibility,
    ResponsibilityRole,
    TaskForce,
    TaskForceMember,
)
from leitai.apps.goals.models.target import MonthShape, Target
from leitai.apps.goals.models.tree import GoalNode, NodeKind, Phase

__all__ = [
    "OF_PERSONS",
    "RATIOS",
    "WITH_AMOUNT",
    "CompoundTarget",
    "Condition",
    "ConditionKind",
    "ContactLeader",
    "Delegation",
    "GoalNode",
    "MonthShape",
    "NodeKind",
    "PaceRule",
    "Phase",
    "ProposalLine",
    "Responsibility",
    "ResponsibilityRole",
    "Target",
    "TargetProposal",
    "TaskForce",
    "TaskForceMember",
]
