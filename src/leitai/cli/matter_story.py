"""One matter as the command line tells it."""

from __future__ import annotations

from typing import Any

import typer

from leitai.cli.matter_words import find_matter, plain_json
from leitai.cli.site import say
from leitai.cli.words import both


def print_matter(person: Any, number: str, *, as_json: bool) -> None:
    """Print a matter: its facts, its story and what the person may do, or the same as JSON."""
    from django.utils import timezone

    from leitai.apps.matters.selectors.page import page_of, page_values
    from leitai.web.matter_words import due_words, light_words, source_words, told

    matter = find_matter(person, number)
    day = timezone.localdate()
    page = page_of(person, matter, day)
    if as_json:
        typer.echo(plain_json(page_values(page)))
        return
    row = page.row
    typer.echo(f"{row.number or row.id}  {row.title}")
    facts = [light_words(row)[1], due_words(row), row.kind_name, source_words(matter)]
    typer.echo("  " + both("；", "; ").join(fact for fact in facts if fact))
    units = [row.lead_unit, *(name for _pk, name in page.supporting)]
    if row.lead_unit:
        typer.echo("  " + both("、", ", ").join([*units, row.responsible_person]).rstrip("、, "))
    for stop_ in told(page, day):
        head = " ".join(part for part in (stop_.day, stop_.moment, stop_.title) if part)
        by = " ".join(part for part in (stop_.by, stop_.unit) if part)
        typer.echo(f"  · {head}  {by}".rstrip())
        for text in (*stop_.facts, stop_.words):
            if text:
                typer.echo(f"      {text}")
    open_now = [action for action in page.actions if not action.why]
    if open_now:
        listed = both("、", ", ").join(f"{one.name} {one.verb}" for one in open_now)
        say(f"  可以办：{listed}", f"  Open to you: {listed}")
    for action in page.actions:
        if action.why:
            typer.echo(f"  × {action.name} {action.verb}: {action.why}")
