"""What was found in a document, as ``leitai read`` prints it."""

from __future__ import annotations

import typer

from leitai.cli.words import both
from leitai.documents import Document

_MISSING = {
    "pager": ("缺第 {0} 页", "page {0} is missing"),
    "paywall": ("后文被付费墙截去", "the rest is cut off by a pay-wall"),
}
_NOISE = {
    "advert": ("广告和推荐", "adverts"),
    "chrome": ("网页框架", "page chrome"),
    "escape": ("转义残留", "left-over escapes"),
    "mojibake": ("乱码", "mojibake"),
    "page_furniture": ("页码页眉", "page furniture"),
    "pager": ("分页标记", "pager"),
    "paywall": ("付费墙", "pay-wall"),
    "qr": ("扫码提示", "QR prompts"),
    "read_count": ("阅读次数", "read counts"),
    "share": ("分享按钮", "share lines"),
    "timestamp": ("发布时间", "time stamp"),
}
_KINDS = {
    "target_floor": ("保底目标", "floor target"),
    "target_stretch": ("冲刺目标", "stretch target"),
    "target_plan": ("计划数", "planned"),
    "target_ceiling": ("上限", "ceiling"),
    "threshold": ("门槛", "threshold"),
    "result": ("完成数", "result"),
    "count": ("个数", "count"),
    "share": ("占比", "share"),
    "rank": ("名次", "rank"),
}
_RELATIONS = {
    "share_of": ("占", "share of "),
    "ratio": ("相当于", "ratio to "),
    "difference": ("相差于", "difference from "),
}


def print_document(document: Document) -> None:
    """Print gaps, noise, outline and what was found, each with its offset in the text."""
    _head(document)
    _outline(document)
    _targets(document)
    _tasks(document)
    _programmes(document)
    _comparisons(document)


def _head(document: Document) -> None:
    typer.echo(
        both(
            f"{document.source}（{document.kind}，{len(document.text):,} 字）",
            f"{document.source} ({document.kind}, {len(document.text):,} characters)",
        )
    )
    for missing in document.missing_parts:
        zh, en = _MISSING[missing.reason]
        typer.echo("  ! " + both(zh, en).format(missing.what))
    if document.noise:
        reasons = [both(*_NOISE[reason]) for reason in sorted({n.reason for n in document.noise})]
        typer.echo(
            both(
                f"  非正文 {len(document.noise)} 处：{'、'.join(reasons)}",
                f"  not the writer's text, {len(document.noise)} places: {', '.join(reasons)}",
            )
        )


def _outline(document: Document) -> None:
    if document.outline:
        typer.echo(both("结构", "Outline"))
    for heading in document.outline:
        remarks = f"  [{', '.join(heading.reasons)}]" if heading.reasons else ""
        words = f"{heading.marker}{heading.title}" if heading.marker else heading.title
        typer.echo(f"  {heading.start:>6}  {'  ' * heading.level}{words}{remarks}")


def _targets(document: Document) -> None:
    if document.targets:
        typer.echo(both("目标和数据", "Targets and figures"))
    for found in document.targets:
        words = document.text[found.start : found.end]
        metric = found.metric or both("（未识别指标）", "(no metric found)")
        remarks = f"  [{', '.join(found.reasons)}]" if found.reasons else ""
        horizon = f" {found.horizon}" if found.horizon else ""
        kind = both(*_KINDS[found.kind])
        typer.echo(
            f"  {found.start:>6}  {metric} {found.comparator} {words}  {kind}{horizon}{remarks}"
        )


def _tasks(document: Document) -> None:
    if document.tasks:
        typer.echo(both("任务", "Tasks"))
    for task in document.tasks:
        lead = [task.lead_unit.text] if task.lead_unit else []
        units = "、".join([*lead, *(unit.text for unit in task.responsible_units)])
        support = "、".join(unit.text for unit in task.supporting_units)
        told = [
            f"{both('责任单位', 'responsible')} {units}" if units else "",
            f"{both('配合', 'supporting')} {support}" if support else "",
            f"{both('时限', 'due')} {task.deadline.text}" if task.deadline else "",
        ]
        remarks = "  " + "; ".join(each for each in told if each) if any(told) else ""
        typer.echo(f"  {task.start:>6}  {task.verb} {task.object}{remarks}")


def _programmes(document: Document) -> None:
    if document.programmes:
        typer.echo(both("数字提法", "Programmes"))
    for found in document.programmes:
        members = "、".join(member.text for member in found.members)
        none = both("文中没有展开", "not spelled out here")
        typer.echo(f"  {found.start:>6}  {found.term}: {members or none}")


def _comparisons(document: Document) -> None:
    if document.comparisons:
        typer.echo(both("与别处相比", "Comparisons"))
    for found in document.comparisons:
        words = document.text[found.start : found.end]
        relation = both(*_RELATIONS[found.relation])
        typer.echo(f"  {found.start:>6}  {found.metric}: {relation}{found.other} {words}")
