"""Letters, a report card and a bulletin of the invented district, drafted by its office; a leader
signs the bulletin."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import Target
from leitai.apps.periods.models import Period
from leitai.apps.publishing.composing import Wording
from leitai.apps.publishing.composing.kept import kept_draft, seen_digest
from leitai.apps.publishing.services import (
    issue_card,
    issue_letter,
    keep_draft,
    sign_draft,
    submit_draft,
)
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import Unit, User

ISSUED_BY, SIGNED_BY = "zhoumin", "chenliyan"
YEAR, MONTH = 2026, "2026-10"
LETTERS_ON, BULLETIN_ON = dt.date(2026, 2, 10), dt.date(2026, 11, 9)
#: Kinds of units that sign a letter with the district.
SIGNING = ("township", "subdistrict", "development_zone")
#: Whose report card was issued.
ANSWERING = "青石镇"


def load_bulletins() -> None:
    """Issue the letters of towns and parks, a report card, and the bulletin of the newest board."""
    area = Unit.objects.get(name="云溪区", kind="district", fictional=True)
    office = User.objects.get(username=ISSUED_BY)
    issuer = "云溪区考核办公室"
    holders = Target.objects.filter(year=YEAR).values("unit")
    units = Unit.objects.filter(above__ancestor=area, kind__in=SIGNING, pk__in=holders)
    for unit in units.order_by("position"):
        issue_letter(_act(office, LETTERS_ON), unit=unit, year=YEAR, wording=Wording())
    issue_card(
        _act(office, BULLETIN_ON),
        unit=units.get(name=ANSWERING),
        period=Period.objects.get(code=MONTH),
        wording=Wording(issuer=issuer, addressee=ANSWERING),
    )
    standing = Standing.objects.get(
        round__scheme__slug="yunxi", round__period__code=MONTH, state=Standing.State.PUBLISHED
    )
    draft = keep_draft(
        _act(office, BULLETIN_ON),
        topic=(standing, "towns"),
        wording=Wording(
            issuer=issuer,
            document_number="云考办〔2026〕12号",
            addressee="各乡镇人民政府、街道办事处，区直各部门",
            demands=(
                "后进单位逐项分析失分原因，11月20日前把整改措施报考核办。",
                "各单位核对本单位数据，有异议的按程序申诉。",
            ),
            copies_to=("区委、区政府领导",),
        ),
    )
    submit_draft(_act(office, BULLETIN_ON), draft=draft)
    signer = User.objects.get(username=SIGNED_BY)
    seen = seen_digest(kept_draft(signer, draft, BULLETIN_ON))
    sign_draft(_act(signer, BULLETIN_ON), draft=draft, seen=seen)


def _act(person: User, day: dt.date) -> Act:
    return Act(actor=person, at=timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30))))
