"""Many matters from a sheet on the command line: all of them, or each cell that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from leitai.cli.matter_words import plain_json
from leitai.cli.site import read_bytes, refusals, say, stop

if TYPE_CHECKING:
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import Unit


def register_from(act: Act, area: Unit, path: Path, *, again: bool, as_json: bool) -> None:
    """Register a sheet's matters; where a cell is wrong, name all such cells and change nothing."""
    from django.db import transaction
    from django.utils import timezone

    from leitai.apps.matters.selectors.sheets import read_sheet
    from leitai.apps.matters.services import bring_sheet, register_sheet
    from leitai.apps.matters.services.opening import derived
    from leitai.apps.matters.services.sheets import fault_words

    content = read_bytes(path)
    # Brought and registered as one, so that a sheet with faults leaves nothing behind.
    with refusals(), transaction.atomic():
        sheet = bring_sheet(derived(act, "bring"), area=area, name=path.name, content=content)
        read = read_sheet(sheet, timezone.localdate(act.at))
        if read.faults and sheet.registered_at is None:
            for row, fault in read.faults:
                words = fault_words(fault.address, fault.written, fault.words)
                typer.echo(f"  {row.sheet} {row.row}  {words}", err=True)
            count = len(read.faults)
            raise stop(f"有 {count} 处要改，没有立项。", f"{count} cells are wrong.")
        register_sheet(act, sheet=sheet, again=again)
    numbers = _numbers(act)
    if as_json:
        typer.echo(plain_json({"sheet": sheet.pk, "numbers": numbers}))
        return
    say(f"已立项 {len(numbers)} 件：{'、'.join(numbers)}", f"On the list: {', '.join(numbers)}")


def _numbers(act: Act) -> list[str]:
    """Return the numbers that the operation gave, now or when it was done first."""
    from leitai.apps.audit.models import Entry

    entry = Entry.objects.get(operation_id=act.operation_id)
    numbers: list[str] = entry.detail["numbers"]
    return numbers
