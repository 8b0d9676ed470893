"""``leitai migrate``: bring the database up to date."""

from __future__ import annotations

import typer

from leitai.cli.site import open_site, say, unapplied_migrations
from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both("建立数据库，或升级到本版本", "make the database or bring it up to date")
    )(migrate)


def migrate() -> None:
    open_site()
    from django.core.management import call_command

    from leitai.apps.audit.services import Act
    from leitai.apps.periods.services import fill_from_library

    count = unapplied_migrations()
    call_command("migrate", interactive=False, verbosity=0)
    fill_from_library(Act())
    say(
        f"数据库已是最新（本次 {count} 步）。",
        f"The database is up to date ({count} steps this time).",
    )
