"""The lists of people, tokens, records, boards and uploaded values as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Revision, Upload
from leitai.apps.indicators.selectors.uploads import Change
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Record
from leitai.apps.units.models import Assignment, User
from leitai.apps.units.places import Planned
from leitai.web.tables import Column, PageTable


def people_table(people: Iterable[tuple[User, Sequence[Assignment]]]) -> PageTable:
    """The people of an area, a line for each with the roles they hold."""
    return PageTable(
        _("People"),
        "people",
        [
            Column(_("Name")),
            Column(_("User name")),
            Column(_("Post")),
            Column(_("Roles")),
            Column(_("Last signed in")),
            Column(_("Account")),
        ],
        (
            [
                str(person),
                person.username,
                person.post,
                "; ".join(f"{one.get_role_display()} {one.unit}" for one in held),
                person.last_login.date() if person.last_login else _("never"),
                "" if person.is_active else _("switched off"),
            ]
            for person, held in people
        ),
    )


def tokens_table(rows: Iterable[dict[str, Any]]) -> PageTable:
    """One's tokens, without their secrets."""
    return PageTable(
        _("Access tokens"),
        "tokens",
        [
            Column(_("What it is for")),
            Column(_("Begins with")),
            Column(_("What it may do")),
            Column(_("Issued")),
            Column(_("Holds until")),
            Column(_("State")),
        ],
        (
            [
                row["token"].name,
                row["token"].prefix,
                ", ".join(str(scope) for scope in row["scopes"]),
                row["token"].issued_at.date(),
                row["token"].expires_at.date(),
                _("in force")
                if row["usable"]
                else (_("revoked") if row["token"].revoked_at else _("expired")),
            ]
            for row in rows
        ),
    )


def records_table(records: Iterable[Record]) -> PageTable:
    """Bonus, penalty and veto records of the list."""
    return PageTable(
        _("Bonus, penalty and veto records"),
        "records",
        [
            Column(_("Unit")),
            Column(_("Part")),
            Column(_("Item")),
            Column(_("Column")),
            Column(_("Matter")),
            Column(_("Document")),
            Column(_("Counts in")),
            Column(_("Entered and signed by")),
            Column(_("State")),
        ],
        (
            [
                record.unit.name,
                str(record.get_part_display()),
                record.item_name,
                record.column_name,
                record.matter,
                record.reference or record.file_name,
                period_name(record.period),
                _(", ").join(str(who) for who in (record.entered_by, record.signed_by) if who),
                str(record.get_state_display()),
            ]
            for record in records
        ),
    )


def boards_table(entries: Iterable[dict[str, Any]]) -> PageTable:
    """The boards open to a reader with head and tail, where these are told."""
    return PageTable(
        _("Boards"),
        "boards",
        [
            Column(_("Board")),
            Column(_("Area")),
            Column(_("Newest period")),
            Column(_("First")),
            Column(_("Last")),
            Column(_("Units"), "number"),
            Column(_("Scheme")),
        ],
        (
            [
                one["scheme"].board_name,
                named(one["scheme"].area),
                one["period"],
                one["first"][0] if one["first"] else "",
                one["last"][0] if one["last"] else "",
                one["units"] or None,
                f"v{one['page'].standing.version.number}" if one["page"] else "",
            ]
            for one in entries
        ),
    )


def bans_table(rows: Iterable[Sequence[str]]) -> PageTable:
    """What is not scored, with the rule and its basis."""
    return PageTable(
        _("What is not scored"),
        "not-scored",
        [Column(_("What")), Column(_("Rule")), Column(_("Basis"))],
        ([str(name), str(rule), str(basis)] for _kind, name, rule, basis in rows),
    )


def changed_codes_table(changed: Iterable[dict[str, Any]]) -> PageTable:
    """Units whose code is no longer in force, with what became of it."""
    return PageTable(
        _("Changed codes"),
        "changed-codes",
        [Column(_("Unit")), Column(_("Division code")), Column(_("By the history of codes"))],
        ([one["unit"].name, one["unit"].division_code, str(one["words"])] for one in changed),
    )


def planned_units_table(planned: Planned) -> PageTable:
    """The units of the list that a place would add."""
    return PageTable(
        _("Units from the list"),
        f"units-{planned.entry.code}",
        [Column(_("Code")), Column(_("Place"))],
        ([row["division_code"], row["name"]] for row in planned.rows),
    )


def changes_table(upload: Upload, changes: Iterable[Change]) -> PageTable:
    """What of an upload differs from what is stored: before and after."""
    return PageTable(
        _("Differences of %(name)s") % {"name": upload.name},
        f"upload-{upload.pk}-differences",
        [
            Column(_("Sheet")),
            Column(_("Cell")),
            Column(_("Unit")),
            Column(_("Indicator")),
            Column(_("Scope")),
            Column(_("Period")),
            Column(_("Before"), "number"),
            Column(_("After"), "number"),
            Column(_("Measure")),
        ],
        (
            [
                change.sheet,
                change.address,
                change.unit,
                change.indicator,
                " ".join(change.scope),
                change.period,
                change.before,
                change.after,
                change.measure,
            ]
            for change in changes
        ),
        [upload.source.name],
    )


def accepted_table(upload: Upload, user: Any) -> PageTable:
    """The values that an accepted upload stored, as far as the reader may see them."""
    found = (
        Revision.objects.filter(batch__upload=upload)
        .visible_to(user)
        .select_related("unit", "series__indicator", "series__extent", "period")
        .order_by("id")
    )
    return PageTable(
        _("Values of %(name)s") % {"name": upload.name},
        f"upload-{upload.pk}-values",
        [
            Column(_("Cell")),
            Column(_("Unit")),
            Column(_("Division code")),
            Column(_("Indicator")),
            Column(_("Scope")),
            Column(_("Period")),
            Column(_("Value"), "number"),
            Column(_("Why there is no figure")),
            Column(_("Measure")),
        ],
        (
            [
                value.address,
                named(value.unit),
                value.unit.division_code,
                named(value.series.indicator),
                " ".join(value.series.scope),
                period_name(value.period),
                value.number,
                str(Revision.Missing(value.missing).label) if value.missing else "",
                value.series.indicator.measure,
            ]
            for value in found.iterator(2000)
        ),
        [upload.source.name],
    )
