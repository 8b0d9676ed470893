"""``leitai import``: bring a workbook in from the command line, as an upload on the page would."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.site import find_unit, open_site, require_migrated, say, stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.apps.indicators.models import Upload
    from leitai.apps.periods.models import Period

_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        "import",
        help=both(
            "导入工作簿；没有疑点就整份收下，有疑点就留在暂存区等人回答",
            "bring in a workbook: accepted as one, or staged while anything is in doubt",
        ),
    )(import_file)


def import_file(
    file: Annotated[Path, typer.Argument(help=both("工作簿", "workbook"))],
    area: Annotated[str, typer.Option(help=both("所属区域", "area of the units"))],
    source: Annotated[str, typer.Option(help=both("数据来源代码", "code of the data source"))],
    period: Annotated[
        str,
        typer.Option(
            help=both("表里没写期间时用，如 2026-10", "for tables that name none, such as 2026-10")
        ),
    ] = "",
    reason: Annotated[
        str, typer.Option(help=both("修订理由（与库里不同时必填）", "why stored values change"))
    ] = "",
    by: Annotated[
        str, typer.Option(help=both("经手人的登录名", "account of the person who acts"))
    ] = "",
    stage_only: Annotated[
        bool,
        typer.Option("--stage-only", help=both("只暂存，不收下", "stage it and do not accept")),
    ] = False,
) -> None:
    open_site()
    require_migrated()
    _read_in_this_process()
    from django.core.exceptions import PermissionDenied

    from leitai.apps.audit.services import Act
    from leitai.apps.indicators.models import DataSource, Upload
    from leitai.apps.indicators.services import (
        RefusedError,
        accept_upload,
        obstacle_to_acceptance,
        receive_upload,
    )
    from leitai.apps.units.models import User

    actor = User.objects.filter(username=by).first() if by else None
    if by and actor is None:
        raise stop(f"没有账号 {by}。", f"There is no account {by}.")
    from_where = DataSource.objects.filter(code=source).first()
    if from_where is None:
        listed = "、".join(DataSource.objects.values_list("code", flat=True)) or "-"
        raise stop(
            f"没有数据来源 {source}。有：{listed}", f"No source {source}. There are: {listed}"
        )
    try:
        content = file.read_bytes()
    except OSError as error:
        raise stop(
            f"打不开 {file}：{error.strerror}", f"Cannot open {file}: {error.strerror}"
        ) from None
    try:
        upload = receive_upload(
            Act(actor=actor),
            area=find_unit(area),
            source=from_where,
            name=file.name,
            content=content,
            period=_period(period) if period else None,
        )
        upload = Upload.objects.get(pk=upload.pk)
        _tell(upload)
        obstacle = obstacle_to_acceptance(upload)
        if obstacle:
            raise stop(
                f"还不能收下：{obstacle}\n已留在暂存区，第 {upload.pk} 号，请在网页上回答。",
                f"Not accepted: {obstacle}\nIt is staged as number {upload.pk}: "
                "answer on the page.",
            )
        if stage_only:
            say(f"已暂存，第 {upload.pk} 号。", f"Staged as number {upload.pk}.")
            return
        batch = accept_upload(Act(actor=actor), upload=upload, reason=reason, seen=upload.edition)
    except RefusedError as error:
        raise stop(f"未收下：{error}", f"Not accepted: {error}") from None
    except PermissionDenied as error:
        raise stop(f"无权办理：{error}", f"Not permitted: {error}") from None
    say(f"已整份收下，批次 {batch.pk}。", f"Accepted as a whole, batch {batch.pk}.")


def _read_in_this_process() -> None:
    """Read the file here and now instead of leaving it to a worker that may not run."""
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def _period(text: str) -> Period:
    from leitai.apps.indicators.reading.periods import Calendar

    period = Calendar().by_code(text)
    if period is None:
        raise stop(
            f"“{text}”不是期间。写法如 2026-10、2026Q3、2026年。",
            f"{text!r} is no period. Write 2026-10, 2026Q3 or 2026年.",
            2,
        )
    return period


def _tell(upload: Upload) -> None:
    from django.db.models import Count

    from leitai.apps.indicators.models import Question, StagedCell

    if upload.trouble:
        raise stop(f"读不了：{upload.trouble}", f"Not readable: {upload.trouble}")
    words = dict(StagedCell.State.choices)
    counts = upload.cells.values_list("state").annotate(count=Count("id")).order_by("state")
    for state, count in counts:
        typer.echo(f"  {count:6d}  {words[state]}")
    for question in Question.objects.filter(upload=upload, answer=None).order_by("id")[:_SHOWN]:
        typer.echo(f"  ? {question.sheet} {question.address} “{question.text}”")
