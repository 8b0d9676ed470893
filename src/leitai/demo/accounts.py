"""The demo's accounts, one for each role, printed when the demo starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from leitai.demo.district_people import PEOPLE

#: Of every demo account; the demo answers on this machine only.
PASSWORD: Final = "leitai-demo-2026"  # noqa: S105

ROLES: Final = {
    "principal_leader": ("主要领导", "principal leader"),
    "leader_in_charge": ("分管领导", "leader in charge"),
    "assessment_office": ("考核办", "assessment office"),
    "supervision_office": ("督查室", "supervision office"),
    "reporting_unit": ("填报单位", "reporting unit"),
    "approver": ("审核人", "approver"),
    "analyst": ("分析员", "analyst"),
    "auditor": ("审计员", "auditor"),
    "administrator": ("系统管理员", "administrator"),
}


@dataclass(frozen=True)
class Account:
    """An account of the demo: what to sign in with, and who that is."""

    role: str
    username: str
    password: str
    person: str


def demo_accounts(language: str = "zh") -> tuple[Account, ...]:
    """Return the accounts to print, one for each role, in "zh" or "en"."""
    place = 1 if language.startswith("en") else 0
    return tuple(
        Account(
            ROLES[person.role][place],
            person.username,
            PASSWORD,
            f"{person.name}，{person.unit}",
        )
        for person in PEOPLE
        if person.account
    )
