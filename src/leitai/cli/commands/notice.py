"""``leitai notice …``: what people would be told, and the digest of the day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from leitai.cli.site import open_site, require_migrated, say, stop
from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    notice = typer.Typer(no_args_is_help=True, help=both("提醒", "notices"), rich_markup_mode=None)
    notice.command(
        "digest",
        help=both(
            "按每人的权限写出一天的摘要；不加 --dry-run 则发出当天应发的",
            "write everybody's digest of a day by their rights; without --dry-run send today's",
        ),
    )(digest)
    app.add_typer(notice, name="notice")


def digest(
    day: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help=both("哪一天，默认今天", "day; today"))
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=both("只打印，不发出", "print and send nothing"))
    ] = False,
) -> None:
    open_site()
    require_migrated()
    from django.utils import timezone

    today = timezone.localdate()
    try:
        wanted = dt.date.fromisoformat(day) if day else today
    except ValueError:
        raise stop(
            f"--day “{day}”不是日期，请写成 2026-11-23。",
            f"--day {day!r} is no day; write it as 2026-11-23.",
            2,
        ) from None
    if dry_run:
        _show(wanted)
        return
    if wanted != today:
        raise stop(
            "只能发当天的摘要；看别的日子请加 --dry-run。",
            "Only today's digest can be sent; add --dry-run to see another day's.",
            2,
        )
    _send()


def _show(day: dt.date) -> None:
    from leitai.apps.notices.digest import digests_of

    count = 0
    for one in digests_of(day):
        count += 1
        ways = "、".join(one.ways) if one.ways else both("仅站内", "in the site only")
        typer.echo(f"== {one.person.username} {one.person} [{ways}]")
        typer.echo(f"{one.message.title}\n{one.message.text}\n")
    say(f"{count} 人有提醒；没有发出。", f"{count} people have notices; nothing was sent.")


def _send() -> None:
    from django.utils import timezone

    from leitai.apps.notices.gathering import gather
    from leitai.apps.notices.outgoing import due, make_deliveries, send

    now = timezone.now()
    gather(now)
    made = make_deliveries(now)
    numbers = due(now)
    for number in numbers:
        send(number)
    say(
        f"新生成 {made} 份，处理 {len(numbers)} 份；免打扰时段和非工作日不发。",
        f"{made} messages made, {len(numbers)} handled; none in quiet hours or on days off.",
    )
