"""Opening the site's database for a command; only commands that need it come here."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from leitai.cli.words import both, language

if TYPE_CHECKING:
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import Unit, User
    from leitai.server.config import Config


def say(zh: str, en: str) -> None:
    """Print a line."""
    typer.echo(both(zh, en))


def stop(zh: str, en: str, code: int = 1) -> typer.Exit:
    """Print a line to the error output and return the exit to raise."""
    typer.echo(both(zh, en), err=True)
    return typer.Exit(code)


def open_site() -> Config:
    """Make Django ready in the language of the command line and return the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.server.settings")
    import django
    from django.conf import settings
    from django.utils import translation

    if not settings.configured or not _is_ready():
        django.setup()
    translation.activate("en" if language() == "en" else "zh-hans")
    config: Config = settings.CONFIG
    # The folder of collected static files may be empty, but whoever serves files wants it there.
    (config.var / "static").mkdir(parents=True, exist_ok=True)
    return config


def _is_ready() -> bool:
    from django.apps import apps

    return apps.ready


def unapplied_migrations() -> int:
    """Return how many migrations the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_migrated() -> None:
    """Stop with advice when the database is not up to date."""
    if unapplied_migrations():
        raise stop(
            "数据库还没有建立，或版本较旧。请先运行：leitai migrate",
            "The database is missing or older than this release. First run: leitai migrate",
            2,
        )


def act_as(username: str, operation: str = "") -> Act:
    """Open the site and return the act of a person, under the operation id if one is given.

    Raises:
        typer.Exit: for an account that is not there or switched off, or an id that is no UUID.
    """
    open_site()
    require_migrated()
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import User

    person: User | None = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise stop(f"没有账号 {username}。", f"There is no account {username}.")
    if not operation:
        return Act(actor=person)
    try:
        return Act(actor=person, operation_id=uuid.UUID(operation))
    except ValueError:
        raise stop(
            f"--operation 要写 UUID，不能是“{operation}”。",
            f"--operation takes a UUID, not {operation!r}.",
            2,
        ) from None


def read_bytes(path: Path) -> bytes:
    """Return a file's content, or stop with why it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise stop(
            f"打不开 {path}：{error.strerror}", f"Cannot open {path}: {error.strerror}"
        ) from None


@contextmanager
def refusals() -> Iterator[None]:
    """Stop with the reason where a service refuses; nothing was changed then."""
    from django.core.exceptions import PermissionDenied

    from leitai.apps.audit.services import OperationConflictError
    from leitai.apps.indicators.services import RefusedError

    try:
        yield
    except (RefusedError, OperationConflictError) as error:
        raise stop(f"没有办：{error}", f"Not done: {error}") from None
    except PermissionDenied:
        raise stop("这个账号无权办理。", "This account may not do that.") from None


def find_unit(text: str) -> Unit:
    """Return the unit with this name, alias or division code.

    Raises:
        typer.Exit: after printing what was found instead, if it is not exactly one.
    """
    from django.db.models import Q

    from leitai.apps.units.models import Unit

    found = list(
        Unit.objects.filter(Q(name=text) | Q(division_code=text) | Q(name_en=text)).distinct()[:10]
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise stop(f"没有叫“{text}”的单位。", f"There is no unit called {text!r}.")
    listed = "\n".join(f"  {unit.division_code or '-'}  {unit}" for unit in found)
    raise stop(
        f"“{text}”不止一个，请用区划代码：\n{listed}",
        f"{text!r} is not unique, use the division code:\n{listed}",
    )
