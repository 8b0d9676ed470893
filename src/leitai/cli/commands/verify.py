"""``leitai verify``: is everything as it was sealed, and does every result still follow?"""

from __future__ import annotations

import re
from typing import Annotated

import typer

from leitai.cli.site import open_site, require_migrated, say, stop
from leitai.cli.words import both

_HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both(
            "核对审计链、单位层级、按列存放的值、签发的文件和已发布的榜单，指出第一处不符",
            "check the audit chain, units, columns of values, documents and published standings; "
            "name the first fault",
        )
    )(verify)


def verify(
    head: Annotated[
        str,
        typer.Option(
            metavar="N:HASH",
            help=both(
                "外存的链头（序号:哈希），核对链是否被截断", "a head kept outside the database"
            ),
        ),
    ] = "",
) -> None:
    outside = None
    if head:
        match = _HEAD.fullmatch(head)
        if match is None:
            raise stop(
                "--head 要写成 序号:64 位十六进制哈希。",
                "--head must be height:hash, the hash with 64 hexadecimal digits.",
                2,
            )
        outside = (int(match[1]), match[2])
    open_site()
    require_migrated()
    from leitai.apps.audit.verification import verify_chain
    from leitai.apps.standings.verification import verify_standings

    faults = 0
    chain = verify_chain(outside)
    if chain.fault:
        faults += 1
        say(f"审计链不符：{chain.fault}", f"Audit chain: {chain.fault}")
    else:
        place = f"{chain.height}:{chain.head or '-'}"
        say(
            f"审计链完好：{chain.height} 条，待封 {chain.unsealed} 条，链头 {place}",
            f"Audit chain sound: {chain.height} entries, {chain.unsealed} to be sealed, "
            f"head {place}",
        )
    faults += _verify_tables()
    counts: dict[str, int] = {}
    for report in verify_standings():
        counts[report.state] = counts.get(report.state, 0) + 1
        if report.state == "tampered":
            faults += 1
            say(
                f"榜单被改动：{report.name}：{report.message}",
                f"Tampered: {report.name}: {report.message}",
            )
        elif report.state == "engine_changed":
            say(
                f"算法已换版：{report.name}：{report.message}",
                f"Engine changed: {report.name}: {report.message}",
            )
    sound, changed, tampered = (
        counts.get(state, 0) for state in ("sound", "engine_changed", "tampered")
    )
    say(
        f"榜单：{sound} 份完好，{changed} 份因算法换版结果不同，{tampered} 份被改动。",
        f"Standings: {sound} sound, {changed} differ by a changed engine, {tampered} tampered.",
    )
    if faults:
        raise typer.Exit(1)


def _verify_tables() -> int:
    """Check what repeats something stored elsewhere, and documents; return how many differ."""
    from leitai.apps.publishing.checks import ANCESTRY, COLUMNS, DOCUMENTS, run_checks

    found = run_checks((ANCESTRY, COLUMNS, DOCUMENTS))
    units, columns, documents = found[ANCESTRY], found[COLUMNS], found[DOCUMENTS]
    if units.fault:
        say(
            f"单位层级表与上级关系不符，第一处：{units.fault}。运行 leitai unit repair 修复。",
            f"The table of who stands under whom differs from the links, first at {units.fault}. "
            "leitai unit repair puts it right.",
        )
    else:
        say("单位层级表与上级关系一致。", "The table of who stands under whom is what links say.")
    if columns.fault:
        say(f"按列存放的值与修订不符：{columns.fault}", f"Values in columns: {columns.fault}")
    else:
        say(
            f"按列存放的值与修订一致：{columns.looked_at} 列。",
            f"Values in columns are those of the revisions: {columns.looked_at} columns.",
        )
    if documents.fault:
        say(f"签发的文件与签发时不符：{documents.fault}", f"Issued documents: {documents.fault}")
    else:
        say(
            f"签发的文件与签发时一致：{documents.looked_at} 件。",
            f"Issued documents are as they were issued: {documents.looked_at}.",
        )
    return sum(not one.sound for one in found.values())
