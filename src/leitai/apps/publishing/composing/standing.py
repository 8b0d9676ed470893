"""The bulletin of a published standing (排名通报): its figures are those of the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.composing.draft import Draft, Wording, dressed
from leitai.apps.publishing.composing.letters import CHINESE
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import Board, BoardRow, board
from leitai.apps.standings.selectors.unit import explain_fall
from leitai.bulletins import Block, Column, Heading, Paragraph, Proof, Table
from leitai.engine.rounding import format_number, half_up
from leitai.engine.scheme.tree import Item

#: A longer board is a matter of a workbook, not of a document.
LONGEST = 120
#: Units named with reasons at each end where the scheme has no zones; reasons for one unit.
ENDS, REASONS = 3, 2
#: Top-level parts that have a column of their own.
MOST_PARTS = 4
ZONES = {"leading": "先进", "middle": "中间", "lagging": "后进", "": "—"}


def standing_draft(
    user: Any, standing: Standing, group: str | None, wording: Wording, day: dt.date
) -> Draft:
    """Return the bulletin of one group of a published standing, as ``user`` sees the board.

    Raises:
        KeyError: when the scheme has no such group.
        ValidationError: for a draft, a board that is not open to the last row, or a long one.
    """
    if standing.state != Standing.State.PUBLISHED:
        raise ValidationError(_("A bulletin is made of a published board."))
    with translation.override(CHINESE):
        page = board(user, standing, group)
    if page is None:
        raise KeyError(group)
    if any(row.withheld for row in page.rows):
        raise ValidationError(_("Not every row of this board is open to you."))
    if len(page.rows) > LONGEST:
        raise ValidationError(
            _("A bulletin holds %(most)d units at most; this board has %(count)d.")
            % {"most": LONGEST, "count": len(page.rows)}
        )
    with translation.override(CHINESE):
        return _draft(page, wording, day)


def _draft(page: Board, wording: Wording, day: dt.date) -> Draft:
    standing, scheme = page.standing, page.scheme
    cumulative = page.period.kind == PeriodKind.MONTH
    when = period_name(page.period, cumulative=cumulative).removesuffix("累计")
    items = _items(page)
    blocks: list[Block] = [
        Paragraph(_summary(page, when)),
        Heading("排名情况"),
        rank_table(page, when),
        *_moves(page),
        *_ends(page, items),
        Heading("分项情况"),
        item_table(page, items),
    ]
    release = rules_of(standing.version).release
    open_to_all = release.ranks == "all" and release.scores == "all"
    return Draft(
        kind=BulletinKind.STANDING,
        unit=scheme.area,
        year=page.period.year,
        document=dressed(
            wording,
            title=f"关于{when}{scheme.board_name.removesuffix('榜')}排名情况的通报",
            issuer=f"{scheme.area.name}考核办公室",
            blocks=blocks,
            day=day,
        ),
        facts={
            "rows": [
                {
                    "unit": row.unit_id, "name": row.name, "rank": row.rank, "score": row.score,
                    "before": row.before,
                }
                for row in page.rows
            ],
            "version": standing.version.number,
        },
        audience=Bulletin.Audience.AREA if open_to_all else Bulletin.Audience.OVERSEERS,
        period=page.period,
        standing=standing,
        group=page.group,
        proofs=(
            Proof("榜单结果校验值", standing.result_sha256),
            Proof("榜单输入校验值", standing.snapshot_sha256),
            Proof(f"榜单封存于审计链第{standing.seal_height}环", standing.seal_hash),
        )
        if standing.seal_hash
        else (Proof("榜单结果校验值", standing.result_sha256),),
    )  # fmt: skip


def _points(page: Board, number: float | None) -> str:
    return format_number(number, page.decimals)


def _ranked(page: Board) -> list[BoardRow]:
    return [row for row in page.rows if row.rank is not None and row.score is not None]


def _summary(page: Board, when: str) -> str:
    """Say who took part, who is first and last and by how much."""
    missing = page.facts.get("missing") or 0
    full = format_number(page.full_marks, None)
    said = (
        f"{when}，{page.group_name}共{len(page.rows)}个单位按《{page.scheme.name}》"
        f"（第{page.standing.version.number}版）参加评比，满分{full}分，"
        f"缺报{missing}项。"
    )
    ranked = _ranked(page)
    if len(ranked) < 2:
        return said + "现将有关情况通报如下。"
    first = [row for row in ranked if row.rank == ranked[0].rank]
    names = "、".join(row.name for row in first)
    said += f"{names}以{_points(page, ranked[0].score)}分居第1名"
    if len(first) == 1:
        lead = half_up((ranked[0].score or 0) - (ranked[1].score or 0), page.decimals)
        said += f"，领先第2名{ranked[1].name}{_points(page, lead)}分"
    last = ranked[-1]
    span = half_up((ranked[0].score or 0) - (last.score or 0), page.decimals)
    said += (
        f"；{last.name}以{_points(page, last.score)}分居第{last.rank}名，"
        f"与第1名相差{_points(page, span)}分。现将有关情况通报如下。"
    )
    return said


def rank_table(page: Board, when: str) -> Table:
    """Return the ranks as the board shows them."""
    parts = page.parts if 1 < len(page.parts) <= MOST_PARTS else ()
    graded = any(row.grade for row in page.rows)
    columns = [
        Column("名次", 0.7), Column("单位", 1.7, "left"), Column("得分", 1.1),
        *(Column(part.name, 1.2) for part in parts), Column("上期名次", 0.9), Column("升降", 0.8),
        Column("区段", 0.9), *([Column("等次", 0.9)] if graded else []),
    ]  # fmt: skip
    rows = []
    for row in page.rows:
        marks = {part.node: part.score for part in row.parts}
        rows.append(
            (
                str(row.rank) if row.rank is not None else "—", row.name, _points(page, row.score),
                *(_points(page, marks.get(part.node)) for part in parts),
                str(row.before) if row.before is not None else "—", _change(row.change),
                ZONES.get(row.zone, row.zone), *([row.grade or "—"] if graded else []),
            )
        )  # fmt: skip
    struck = [f"{row.name}{row.vetoed}" for row in page.rows if row.vetoed]
    return Table(
        tuple(columns),
        tuple(rows),
        caption=f"{when}{page.scheme.board_name}·{page.group_name}",
        unit="单位：分",
        note=f"注：一票否决情形：{'；'.join(struck)}。" if struck else "",
    )


def _change(change: int | None) -> str:
    if change is None:
        return "—"
    return f"↑{change}" if change > 0 else f"↓{-change}" if change < 0 else "持平"


def _moves(page: Board) -> list[Block]:
    """Name all who rose and fell, the fallen with what cost them most."""
    moved = [row for row in page.rows if row.change]
    if not moved:
        return []
    rose = sorted((r for r in moved if (r.change or 0) > 0), key=lambda r: -(r.change or 0))
    fell = sorted((r for r in moved if (r.change or 0) < 0), key=lambda r: r.change or 0)
    blocks: list[Block] = [Heading("位次变化")]
    for rows, word, reasons in ((rose, "进位", False), (fell, "退位", True)):
        if not rows:
            continue
        told = []
        for at, row in enumerate(rows):
            text = f"{row.name}由第{row.before}名{word[0]}到第{row.rank}名"
            if reasons and at < ENDS and page.explains_change:
                reason = explain_fall(page.standing, page.group, row.unit_id)
                text += f"（失分主要在{reason}）" if reason else ""
            told.append(text)
        blocks.append(Paragraph(f"{'；'.join(told)}。", lead=f"{word}{len(rows)}个单位。"))
    return blocks


class ItemFigures:
    """Scores and ranks of one item over the units of the group."""

    def __init__(self, item: Item, scores: Mapping[int, tuple[float | None, int | None]]) -> None:
        self.name = item.name
        self.marks = float(item.marks) if item.marks is not None else None
        self.scores = scores

    def lost(self, unit: int) -> float | None:
        """Points below full marks."""
        score = self.scores.get(unit, (None, None))[0]
        return None if score is None or self.marks is None else half_up(self.marks - score, 2)

    def rank(self, unit: int) -> int | None:
        return self.scores.get(unit, (None, None))[1]


def _items(page: Board) -> list[ItemFigures]:
    places = Place.objects.filter(standing=page.standing, group=page.group)
    items: dict[int, Any] = dict(places.values_list("unit_id", "items"))
    leaves = rules_of(page.standing.version).group(page.group).items()
    return [
        ItemFigures(
            leaf,
            {unit: tuple(found[leaf.id]) for unit, found in items.items() if leaf.id in found},
        )
        for leaf in leaves
        if leaf.off is None
    ]


def _ends(page: Board, items: Sequence[ItemFigures]) -> list[Block]:
    """Name the leading and the lagging, each with the items that put them there."""
    ranked = _ranked(page)
    if len(ranked) < 2:
        return []
    leading = [row for row in ranked if row.zone == "leading"] or ranked[:ENDS]
    lagging = [row for row in ranked if row.zone == "lagging"] or ranked[-ENDS:]
    lagging = [row for row in lagging if row not in leading]
    return [
        Heading("先进和后进"),
        Paragraph("".join(_good(row, items) for row in leading), lead="先进单位。"),
        *(
            [Paragraph("".join(_poor(row, items) for row in lagging), lead="后进单位。")]
            if lagging
            else []
        ),
    ]


def _good(row: BoardRow, items: Sequence[ItemFigures]) -> str:
    best = sorted((rank, at) for at, item in enumerate(items) if (rank := item.rank(row.unit_id)))
    told = "、".join(f"{items[at].name}（第{rank}名）" for rank, at in best[:REASONS])
    return f"{row.name}第{row.rank}名，靠前的是{told}。" if told else f"{row.name}第{row.rank}名。"


def _poor(row: BoardRow, items: Sequence[ItemFigures]) -> str:
    """Say where a unit lost most; where items have no marks of their own, where it ranks worst."""
    lost = sorted(
        ((item.lost(row.unit_id) or 0.0, -at) for at, item in enumerate(items)), reverse=True
    )
    told = [
        f"{items[-at].name}（失{format_number(points, 2)}分）"
        for points, at in lost[:REASONS]
        if points > 0
    ]
    if told:
        return f"{row.name}第{row.rank}名，失分较多的是{'、'.join(told)}。"
    worst = sorted(
        ((rank, -at) for at, item in enumerate(items) if (rank := item.rank(row.unit_id))),
        reverse=True,
    )
    told = [f"{items[-at].name}（第{rank}名）" for rank, at in worst[:REASONS]]
    behind = f"，靠后的是{'、'.join(told)}" if told else ""
    return f"{row.name}第{row.rank}名{behind}。"


def item_table(page: Board, items: Sequence[ItemFigures]) -> Table:
    """Return first and last of each item with their scores."""
    names = {row.unit_id: row.name for row in page.rows}
    order = [row.unit_id for row in page.rows]
    rows = []
    for item in items:
        ranks = {unit: rank for unit in order if (rank := item.rank(unit)) is not None}
        cells = []
        for end in (min(ranks.values(), default=0), max(ranks.values(), default=0)):
            units = [unit for unit in order if ranks.get(unit) == end]
            score = item.scores[units[0]][0] if units else None
            cells.append(_ends_cell([names[unit] for unit in units], end, score))
        marks = format_number(item.marks, None) if item.marks is not None else "—"
        rows.append((item.name, marks, *cells))
    return Table(
        (
            Column("项目", 2.0, "left"), Column("满分", 0.6), Column("第一（得分）", 2.0, "left"),
            Column("最后（得分）", 2.2, "left"),
        ),
        tuple(rows),
    )  # fmt: skip


def _ends_cell(names: Sequence[str], rank: int, score: float | None) -> str:
    if not names:
        return "—"
    told = "、".join(names[:3]) + (f"等{len(names)}个" if len(names) > 3 else "")
    return f"{told}（{format_number(score, 2)}）" if score is not None else told
