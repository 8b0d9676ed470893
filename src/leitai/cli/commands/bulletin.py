"""``leitai bulletin …``: official documents as Word, drafted or issued, and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.site import act_as, find_unit, open_site, require_migrated, say, stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.apps.audit.services import Act
    from leitai.apps.periods.models import Period
    from leitai.apps.publishing.composing import Draft, Wording
    from leitai.apps.publishing.models import Bulletin, BulletinDraft

Person = Annotated[
    str, typer.Option("--as", help=both("以谁的账号（登录名）", "whose account acts (its name)"))
]
OutFile = Annotated[
    Path, typer.Option("--out", "-o", help=both("写到哪个 .docx", "the .docx to write"))
]
Issue = Annotated[
    bool,
    typer.Option("--issue", help=both("签发并存档；不加则只出送审稿", "issue and keep it")),
]
Send = Annotated[
    bool,
    typer.Option(
        "--send",
        help=both("存为草稿并送签，由另一人签发", "keep the draft and send it for signature"),
    ),
]
Issuer = Annotated[str, typer.Option(help=both("署名", "issuing body"))]
UnitName = Annotated[
    str, typer.Argument(help=both("单位名称或区划代码", "a unit by name or division code"))
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        help=both("责任书、成绩单、通报", "letters, report cards, bulletins"),
        rich_markup_mode=None,
    )
    group.command("letter", help=both("单位某年的责任书", "a unit's letter of a year"))(letter)
    group.command("card", help=both("单位某月的成绩单", "a unit's report card of a month"))(card)
    group.command("board", help=both("一张榜的排名通报", "the bulletin of a board"))(board)
    group.command("supervision", help=both("督查通报", "the bulletin of supervision"))(supervision)
    group.command("sign", help=both("签发别人送签的通报", "sign a bulletin that was sent"))(sign)
    group.command("list", help=both("已签发的文件", "what was issued"))(list_issued)
    group.command("verify", help=both("核对已签发的文件", "check what was issued"))(verify)
    app.add_typer(group, name="bulletin")


def letter(
    unit: UnitName,
    year: Annotated[int, typer.Argument(help=both("年份", "year"))],
    person: Person,
    out: OutFile,
    issue: Issue = False,
    issuer: Issuer = "",
) -> None:
    act = act_as(person)
    from leitai.apps.publishing.composing import letter_draft
    from leitai.apps.publishing.services import issue_letter

    found = find_unit(unit)
    _made(
        act, out, issuer, found,
        lambda words, day: letter_draft(act.actor, found, year, words, day),
        issue=(lambda words: issue_letter(act, unit=found, year=year, wording=words))
        if issue else None,
    )  # fmt: skip


def card(
    unit: UnitName,
    period: Annotated[str, typer.Argument(help=both("月份，如 2026-10", "a month: 2026-10"))],
    person: Person,
    out: OutFile,
    issue: Issue = False,
    issuer: Issuer = "",
) -> None:
    act = act_as(person)
    from leitai.apps.publishing.composing import card_draft
    from leitai.apps.publishing.services import issue_card

    found, month = find_unit(unit), _period(period)
    _made(
        act, out, issuer, found,
        lambda words, day: card_draft(act.actor, found, month, words, day),
        issue=(lambda words: issue_card(act, unit=found, period=month, wording=words))
        if issue else None,
    )  # fmt: skip


def board(
    scheme: Annotated[str, typer.Argument(help=both("方案的代号", "the scheme's short name"))],
    period: Annotated[str, typer.Argument(help=both("期间，如 2026-10", "period: 2026-10"))],
    group: Annotated[str, typer.Argument(help=both("组 id", "id of the group"))],
    person: Person,
    out: OutFile,
    send: Send = False,
    issuer: Issuer = "",
) -> None:
    act = act_as(person)
    from leitai.apps.publishing.composing import standing_draft
    from leitai.apps.publishing.services import keep_draft
    from leitai.apps.standings.selectors import visible_schemes
    from leitai.apps.standings.selectors.board import find_standing

    found = visible_schemes(act.actor).filter(slug=scheme).first()
    standing = find_standing(act.actor, found, _period(period)) if found else None
    if found is None or standing is None:
        raise stop("没有这张已发布的榜。", "There is no such published board.")
    try:
        _made(
            act, out, issuer, found.area,
            lambda words, day: standing_draft(act.actor, standing, group, words, day),
            keep=(lambda words: keep_draft(act, topic=(standing, group), wording=words))
            if send else None,
        )  # fmt: skip
    except KeyError:
        raise stop(f"方案没有“{group}”这一组。", f"The scheme has no group {group!r}.") from None


def supervision(
    area: UnitName,
    start: Annotated[str, typer.Argument(help=both("从哪天到期", "due from: 2026-10-01"))],
    end: Annotated[str, typer.Argument(help=both("到哪天到期", "due to: 2026-10-31"))],
    person: Person,
    out: OutFile,
    send: Send = False,
    issuer: Issuer = "",
) -> None:
    act = act_as(person)
    from leitai.apps.publishing.composing import SupervisionPeriod, supervision_draft
    from leitai.apps.publishing.services import keep_draft

    try:
        days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    except ValueError:
        raise stop("日期写成 2026-10-01。", "Write days as 2026-10-01.", 2) from None
    span = SupervisionPeriod(find_unit(area), *days)
    _made(
        act, out, issuer, span.area,
        lambda words, day: supervision_draft(act.actor, span, words, day),
        keep=(lambda words: keep_draft(act, topic=span, wording=words)) if send else None,
    )  # fmt: skip


def sign(
    number: Annotated[int, typer.Argument(help=both("草稿编号", "number of the draft"))],
    person: Person,
    out: OutFile,
) -> None:
    act = act_as(person)
    from django.core.exceptions import PermissionDenied, ValidationError
    from django.utils import timezone

    from leitai.apps.publishing.composing.kept import kept_draft, seen_digest
    from leitai.apps.publishing.selectors import draft_for
    from leitai.apps.publishing.services import sign_draft

    row = draft_for(act.actor, number)
    if row is None:
        raise stop("没有这件草稿。", "There is no such draft.")
    try:
        shown = kept_draft(act.actor, row, timezone.localdate(act.at))
        made = sign_draft(act, draft=row, seen=seen_digest(shown))
    except PermissionDenied:
        raise stop("这个账号不能签发。", "This account may not issue it.") from None
    except ValidationError as error:
        text = " ".join(error.messages)
        raise stop(f"没有签发：{text}", f"Not issued: {text}") from None
    out.write_bytes(bytes(made.file))
    say(f"已签发：{made.title}，写入 {out}。", f"Issued: {made.title}, written to {out}.")


def list_issued(
    person: Person,
    year: Annotated[int, typer.Option(help=both("只列这一年", "only this year"))] = 0,
) -> None:
    act = act_as(person)
    from leitai.apps.publishing.selectors import bulletins_for

    for row in bulletins_for(act.actor, year=year or None):
        gone = both("（已撤回）", " (withdrawn)") if row.withdrawn_at else ""
        typer.echo(f"{row.pk:>6}  {row.issued_at:%Y-%m-%d}  {row.title}{gone}")


def verify() -> None:
    open_site()
    require_migrated()
    from leitai.apps.publishing.models import Bulletin
    from leitai.apps.publishing.selectors import verify_bulletin

    bad = count = 0
    for row in Bulletin.objects.order_by("pk").iterator(chunk_size=20):
        count += 1
        found = verify_bulletin(row)
        if not found.sound:
            bad += 1
            typer.echo(f"{row.pk:>6}  {row.title}  {found.fault}", err=True)
    if bad:
        raise stop(f"{bad} 件与签发时不符。", f"{bad} are not as they were issued.")
    say(f"{count} 件都与签发时相符。", f"All {count} are as they were issued.")


def _period(code: str) -> Period:
    from leitai.apps.periods.selectors import period_by_code

    found = period_by_code(code)
    if found is None:
        raise stop(f"没有期间 {code}。", f"There is no period {code}.")
    return found


def _made(
    act: Act,
    out: Path,
    issuer: str,
    unit: Any,
    draft: Callable[[Wording, dt.date], Draft],
    *,
    issue: Callable[[Wording], Bulletin] | None = None,
    keep: Callable[[Wording], BulletinDraft] | None = None,
) -> None:
    """Write the draft; or issue and write what was issued; or keep the draft and send it.

    Whoever may not issue gets no draft either: a draft holds what others may not see.
    """
    from django.core.exceptions import PermissionDenied, ValidationError
    from django.utils import timezone

    from leitai.apps.publishing.composing import Wording
    from leitai.apps.publishing.services import permission_for, submit_draft
    from leitai.bulletins import to_docx

    words, said = Wording(issuer=issuer), both("送审稿", "draft")
    try:
        if issue is not None:
            made = issue(words)
            content, title, said = bytes(made.file), made.title, both("已签发", "issued")
        else:
            if keep is not None:
                row = submit_draft(act.within(), draft=keep(words))
                said = both(f"已送签，编号 {row.pk}", f"sent for signature, number {row.pk}")
            found = draft(words, timezone.localdate(act.at))
            act.require(permission_for(found.kind), unit)
            content, title = to_docx(found.marked()), found.document.title
    except PermissionDenied:
        raise stop("这个账号不能签发。", "This account may not issue it.") from None
    except ValidationError as error:
        text = " ".join(error.messages)
        raise stop(f"没有写：{text}", f"Not written: {text}") from None
    out.write_bytes(content)
    typer.echo(f"{title} [{said}] {out}")
