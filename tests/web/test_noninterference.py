"""Law 9: what a person may not see changes nothing in the content, counts and errors they get.

Two people of a reporting unit look at every page and every answer of the API. Between two looks,
others do things that these two may not see: drafts, other versions of the rules, values of sibling
towns, uploads of other offices, targets of others, a whole new month. The answers must stay the
same to the byte, but for tokens against forgery, operation ids and the clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client, TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import set_target
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.selectors.layouts import tables_read
from leitai.apps.indicators.services import (
    accept_upload,
    answer_question,
    correct_reading,
    discard_upload,
    forget_layout,
)
from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    create_scheme,
    enter_record,
    open_round,
    sign_record,
    withdraw_record,
)
from leitai.apps.units.services import assign_role, issue_token
from tests import factories
from tests.apps.standings.world import rules_text, store_one
from tests.web.matrix import ACCOUNTS, API, PAGES
from tests.web.test_permissions import address
from tests.web.world import SIBLING, Site, upload_of

pytestmark = pytest.mark.django_db

#: The town's reporting unit, the one of a town of another district, the office of that district,
#: an account without a role.
READERS = ("town", "far_town", "outsider", "nobody")
NOISE = [
    re.compile(pattern)
    for pattern in (
        r'name="csrfmiddlewaretoken" value="\w+"',
        r'data-csrf="\w+"',
        r'name="operation_id" value="[0-9a-f-]{36}"',
        r'data-operation="[0-9a-f-]{36}"',
        r"\d{1,2}:\d\d(:\d\d)?",
    )
]


def body(response: Any) -> str:
    """Return what a reader gets, without what differs from look to look anyway."""
    content = b"".join(response) if response.streaming else response.content
    if response.get("Content-Type", "").startswith("application/vnd.openxml"):
        kind = "document" if "wordprocessing" in response["Content-Type"] else "workbook"
        text = document_text(content) if kind == "document" else workbook_text(content)
        return f"{response.status_code} {kind} of {text}"
    if response.get("Content-Type", "").startswith("image/"):
        return f"{response.status_code} image {content.hex()}"
    text = content.decode()
    for noise in NOISE:
        text = noise.sub("", text)
    place = response.get("Location", "")
    return f"{response.status_code} {place}\n{text}"


def workbook_text(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        f"{sheet.title}!{cell.coordinate}={cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


def document_text(content: bytes) -> str:
    """The parts of a Word file as they are: the same content gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def addresses(site: Site, reader: str) -> Iterator[str]:
    """Every page and every answer of the API that reads, with every object it can name."""
    for entry in [*PAGES, *ACCOUNTS, *API]:
        if entry.method == "GET":
            for what in entry.let_in:
                yield address(entry, site, what, reader)
    yield from (
        "/boards/towns/2026-11/", "/boards/towns/2026-10/?draft=1", "/targets/?behind=1",
        "/targets/?period=2026-11", "/schemes/towns/2.0-draft/", "/schemes/towns/9.9/",
        "/search/?q=2", "/search/?q=draft", "/uploads/?show=all", "/uploads/?page=2",
        "/api/v1/boards/towns/2026-11", "/api/v1/targets/2026-11",
        "/api/v1/schemes/towns/2.0-draft",
        "/api/v1/audit/entries?limit=500", "/api/v1/units?limit=500",
    )  # fmt: skip
    for page in ("/targets/", "/uploads/", "/audit/", "/indicators/", "/schemes/"):
        yield f"{page}?format=csv"
    yield f"/indicators/{site.district.funds.indicator_id}/?format=csv"
    yield f"/units/{site.units['own'].pk}/?format=csv"
    series = [site.district.funds.pk, site.district.signed.pk]
    for number in series:
        yield f"/api/v1/values?series={number}&period=2026-10"
        yield f"/api/v1/values?series={number}&period=2026-11"
        yield f"/api/v1/values?series={number}&unit={site.units['sibling'].pk}"
        yield f"/indicators/{site.district.funds.indicator_id}/?series={number}"
    yield f"/indicators/{site.district.funds.indicator_id}/?period=2026-11"
    yield f"/units/{site.units['sibling'].pk}/?scheme=towns&period=2026-11"


def main_addresses(site: Site, reader: str) -> Iterator[str]:
    """The pages on which a reporting unit spends its days."""
    own, sibling = site.units["own"].pk, site.units["sibling"].pk
    funds = site.district.funds
    yield from (
        "/", "/boards/", "/boards/towns/", "/boards/towns/2026-11/", f"/units/{own}/",
        f"/units/{sibling}/", "/indicators/", f"/indicators/{funds.indicator_id}/",
        f"/trace/value/{site.revisions['own'].pk}/", "/uploads/", "/targets/", "/schemes/towns/",
        f"/search/?q={site.units['own'].name}", "/audit/", "/api/v1/boards/towns/2026-10",
        f"/api/v1/values?series={funds.pk}&period=2026-10", "/api/v1/targets/2026-11",
    )  # fmt: skip


def look(
    site: Site, readers: tuple[str, ...], where: Callable[[Site, str], Iterator[str]]
) -> dict[tuple[str, str], str]:
    """Return everything that the readers get, by reader and address."""
    seen = {}
    for reader in readers:
        site.clients.pop(reader, None)
        client: Client = site.client(reader)
        for path in where(site, reader):
            seen[reader, path] = body(client.get(path))
    return seen


def differing(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> list[str]:
    """Return reader, address and the first difference of every answer that changed."""
    found = []
    for (reader, path), text in before.items():
        now = after[reader, path]
        if now != text:
            pairs = enumerate(zip(text, now, strict=False))
            at = max(next((i for i, (a, b) in pairs if a != b), 0) - 60, 0)
            found.append(f"{reader} {path}: {text[at : at + 140]!r} → {now[at : at + 140]!r}")
    return found


# --- What others do ------------------------------------------------------------------------------


def compute_draft(site: Site) -> None:
    compute_standing(Act(), played=site.world.played)


def compute_next_month(site: Site) -> None:
    played = open_round(Act(), scheme=site.world.scheme, period=factories.month(2026, 11))
    compute_standing(Act(), played=played)


def compute_by_other_rules(site: Site) -> None:
    version = SchemeVersion.objects.get(number=site.draft_number)
    compute_standing(Act(), played=site.world.played, version=version)


def write_rules(site: Site) -> None:
    add_version(Act(), scheme=site.world.scheme, text=rules_text(version="9.9", marks=30))


def open_scheme_elsewhere(site: Site) -> None:
    area = site.district.other_area
    create_scheme(Act(), area=area, slug="elsewhere", name="临江二榜", period_kind="month")


def correct_sibling(site: Site) -> None:
    store_one(site.district, site.district.funds, SIBLING, site.world.played.period, 9.99)


def correct_sibling_next_month(site: Site) -> None:
    for series in (site.district.funds, site.district.signed):
        store_one(site.district, series, SIBLING, factories.month(2026, 11), 7.77)


def correct_area(site: Site) -> None:
    store_one(
        site.district, site.district.funds, site.district.area.name, factories.month(2026, 9), 1
    )


def upload_elsewhere(site: Site) -> None:
    content = factories.workbook(factories.investment_form(2026, 11, A6="白沙 镇"), "招商引资")
    upload_of(site.district.area, site.sources["own"], "11月.xlsx", content)


def accept_bureau_upload(site: Site) -> None:
    """Only siblings' figures: the bureau's form without 白沙镇."""
    rows = [row for row in factories.investment_form(2026, 6) if row[0] not in ("白沙镇", "合计")]
    upload = upload_of(
        site.district.area, site.sources["own"], "6月.xlsx", factories.workbook(rows, "招商引资")
    )
    accept_upload(Act(), upload=upload)


def settle_questions(site: Site) -> None:
    question = site.questions["sibling"]
    answer_question(Act(), question=question, answer={"leave_out": True}, remember=False)


def correct_readings(site: Site) -> None:
    """Have uploads of others read again, remember their layouts, and forget one."""
    for key in ("own", "sibling"):
        upload = Upload.objects.get(pk=site.uploads[key].pk)
        if upload.state == Upload.State.STAGED:
            layouts = [table.layout for table in tables_read(upload.reading, key)]
            correct_reading(Act(), upload=upload, sheet=key, layouts=layouts)
    forget_layout(Act(), layout=site.layouts["parent"])


def discard_uploads(site: Site) -> None:
    for key in ("own", "sibling", "parent"):
        upload = Upload.objects.get(pk=site.uploads[key].pk)
        if upload.state == Upload.State.STAGED:
            discard_upload(Act(), upload=upload)


def enter_records(site: Site) -> None:
    """One more that waits of the reader's own town, and what happens to siblings' records."""
    actor = site.people["supervision_office"]
    for town in ("own", "sibling"):
        enter_record(
            Act(actor=actor), scheme=site.world.scheme, unit=site.units[town],
            period=site.world.played.period, item="b", column="city", matter="新事", reference="号",
        )  # fmt: skip
    office = site.people["leader_in_charge"]
    sign_record(Act(actor=office), record=site.records["waiting"])
    withdraw_record(Act(actor=office), record=site.records["sibling"], reason="更正")


def set_sibling_target(site: Site) -> None:
    set_target(
        Act(),
        series=site.district.signed,
        unit=site.units["sibling"],
        year=2027,
        floor=40,
        stretch=50,
    )


def issue_others_token(site: Site) -> None:
    issue_token(Act(actor=site.people["analyst"]), name="another", scopes=["read"])


def appoint(site: Site) -> None:
    assign_role(Act(), user=site.people["analyst"], role="auditor", unit=site.units["sibling"])


DEEDS: dict[str, Callable[[Site], None]] = {
    deed.__name__: deed
    for deed in (
        compute_draft, compute_next_month, compute_by_other_rules, write_rules,
        correct_sibling, correct_sibling_next_month, correct_area, upload_elsewhere,
        accept_bureau_upload, enter_records, settle_questions, correct_readings, discard_uploads,
        set_sibling_target,
        issue_others_token, appoint,
    )
}  # fmt: skip


def do(deed: Callable[[Site], None], site: Site) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        deed(site)


def test_all_hidden_deeds_together_change_nothing(site: Site) -> None:
    """Every page and answer, for a town, a town of another district, an account without a role."""
    before = look(site, READERS, addresses)
    for deed in DEEDS.values():
        do(deed, site)
    found = differing(before, look(site, READERS, addresses))
    assert not found, "\n".join(found)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(names=st.lists(st.sampled_from(sorted(DEEDS)), min_size=1, max_size=6, unique=True))
def test_any_hidden_deeds_in_any_order_change_nothing(names: list[str], site: Site) -> None:
    """One deed may undo the trace of another; so some of them, in another order each time."""
    with transaction.atomic():
        before = look(site, ("town",), main_addresses)
        for name in names:
            do(DEEDS[name], site)
        found = differing(before, look(site, ("town",), main_addresses))
        assert not found, "\n".join(found)
        transaction.set_rollback(True)


def test_the_deeds_are_seen_by_those_who_may(site: Site) -> None:
    """Negative control: the same deeds change what the office sees, so the looks do look."""
    client = site.client("assessment_office")

    def glance() -> list[str]:
        return [
            body(client.get(path))
            for path in (
                "/boards/towns/2026-11/", "/uploads/?show=all", "/schemes/towns/",
                f"/api/v1/values?series={site.district.funds.pk}&period=2026-10",
                "/api/v1/audit/entries",
            )
        ]  # fmt: skip

    before = glance()
    for deed in (
        compute_next_month, upload_elsewhere, write_rules, correct_sibling,
    ):  # fmt: skip
        do(deed, site)
    assert all(a != b for a, b in zip(before, glance(), strict=True))
