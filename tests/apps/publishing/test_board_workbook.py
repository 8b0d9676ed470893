"""A board taken away as a workbook says what was published, and nothing that was not."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from leitai.apps.publishing import board_csv, board_workbook
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.selectors.workings import working_of
from leitai.apps.units.models import Unit, User
from leitai.demo.places import SCHEMES_ROOT
from leitai.engine import NodeWorking, say
from leitai.engine.formula import parse
from tests import factories
from tests.apps.publishing.recalculation import NotAvailable, Workbook, formulas
from tests.apps.publishing.yunxi import FILE, publish_october

pytestmark = pytest.mark.django_db

GROUPS = ("towns", "departments", "parks")
BOARD, ITEMS, FIGURES, TARGETS = "Board", "Score details", "Indicator values", "Targets"


@pytest.fixture
def standing() -> Standing:
    return publish_october()


def office(standing: Standing) -> User:
    return factories.make_user("office", "assessment_office", standing.round.scheme.area)


def reporter(standing: Standing, unit: str) -> User:
    return factories.make_user("reporter", "reporting_unit", Unit.objects.get(name=unit))


def rows_by_unit(book: Workbook, sheet: str, column: int) -> dict[str, int]:
    """Row of every unit; column counts from 1."""
    page = book.book[sheet]
    return {
        str(page.cell(row, column).value): row
        for row in range(4, page.max_row + 1)
        if page.cell(row, column).value
    }


def items_of(place: Place) -> dict[str, Any]:
    """Scores of the single items; bonus and penalty as a whole stand among the parts."""
    return {node: each for node, each in place.items.items() if node not in ("bonus", "penalty")}


def column_of(book: Workbook, sheet: str, row: int, start: str) -> int:
    page = book.book[sheet]
    return next(
        c
        for c in range(1, page.max_column + 1)
        if str(page.cell(row, c).value or "").split("\n")[0] == start
    )


def texts(content: bytes) -> list[str]:
    book = Workbook(content)
    return [
        str(cell.value)
        for name in book.sheet_names()
        for row in book.book[name].iter_rows()
        for cell in row
        if cell.value is not None
    ] + [
        cell.comment.text
        for name in book.sheet_names()
        for row in book.book[name].iter_rows()
        for cell in row
        if cell.comment
    ]


@pytest.mark.parametrize("group", GROUPS)
def test_formulas_give_every_published_score(standing: Standing, group: str) -> None:
    book = Workbook(board_workbook(office(standing), standing, group))
    board, items = rows_by_unit(book, BOARD, 2), rows_by_unit(book, ITEMS, 1)
    places = Place.objects.filter(standing=standing, group=group).select_related("unit")
    checked = 0
    for place in places:
        row = board[place.unit.name]
        assert book.value(BOARD, row, 1) == place.rank
        assert book.value(BOARD, row, 6) == place.score
        root = working_of(place)
        for node, score in place.parts:
            name = say(root.find(node).name, "en")
            assert book.value(BOARD, row, column_of(book, BOARD, 3, name)) == score, node
        for item, (score, _rank) in items_of(place).items():
            column = column_of(book, ITEMS, 4, say(root.find(item).name, "en"))
            assert book.value(ITEMS, items[place.unit.name], column) == score, (place, item)
            checked += 1
    assert checked >= 3 * 8


def rests_on_figures(item: NodeWorking) -> bool:
    """Whether a score depends on a figure at all; a missing figure's zero does not."""
    conditions = [step for step in item.steps if step.condition]
    return bool(parse(item.expression).names or conditions) if item.expression else False


def test_scores_are_formulas_not_figures(standing: Standing) -> None:
    user = office(standing)
    for group in GROUPS:
        book = Workbook(board_workbook(user, standing, group))
        places = list(Place.objects.filter(standing=standing, group=group))
        items = [working_of(place).find(item) for place in places for item in items_of(place)]
        live = sum(rests_on_figures(item) for item in items)
        assert live > len(items) * 0.8
        assert formulas(book, ITEMS) == live, "every item that rests on figures is live"
        assert formulas(book, BOARD) == len(places) * (2 + len(places[0].parts))


def test_a_changed_figure_moves_the_board(standing: Standing) -> None:
    book = Workbook(board_workbook(office(standing), standing, "towns"))
    last = max(rows_by_unit(book, BOARD, 2).values())
    unit = str(book.raw(BOARD, last, 2))
    before, rank = book.value(BOARD, last, 6), book.value(BOARD, last, 1)
    figures = book.book[FIGURES]
    for row in range(4, figures.max_row + 1):
        if figures.cell(row, 4).value == unit and isinstance(figures.cell(row, 6).value, float):
            lower = figures.cell(row, 1).value in ("退回率", "逾期率")
            book.change(FIGURES, row, 6, 0.0 if lower else figures.cell(row, 6).value * 3)
    assert book.value(BOARD, last, 6) > before
    assert book.value(BOARD, last, 1) < rank


def test_another_case_of_the_rule_is_said_not_guessed(standing: Standing) -> None:
    book = Workbook(board_workbook(office(standing), standing, "departments"))
    column = column_of(book, ITEMS, 4, "按时办结率")
    figures = book.book[FIGURES]
    row = next(r for r in range(4, figures.max_row + 1) if figures.cell(r, 1).value == "按时办结率")
    unit = str(figures.cell(row, 4).value)
    at = rows_by_unit(book, ITEMS, 1)[unit]
    assert isinstance(book.value(ITEMS, at, column), float)
    book.change(FIGURES, row, 6, 1.0)
    with pytest.raises(NotAvailable):
        book.value(ITEMS, at, column)


def test_chinese_sheets_compute_too(standing: Standing) -> None:
    standing.seal_height, standing.seal_hash = 7, "ab" * 32
    with translation.override("zh-hans"):
        book = Workbook(board_workbook(office(standing), standing, "parks"))
    assert book.sheet_names() == ["榜单", "得分明细", "指标值", "目标", "规则", "说明"]
    first = Place.objects.get(standing=standing, group="parks", rank=1)
    assert [book.value("榜单", 4, c) for c in (1, 2, 6)] == [1, first.unit.name, first.score]
    about = {row[0].value: row[1].value for row in book.book["说明"].iter_rows()}
    assert about["封存"] == f"7 {'ab' * 32}"
    assert about["结果摘要"] == standing.result_sha256
    assert "虚构" in about["请注意"]
    rules = [cell.value for row in book.book["规则"].iter_rows() for cell in row if cell.value]
    assert "目标完成率" in rules or "完成率" in "".join(map(str, rules))
    assert any("总分小数位 2" in str(text) for text in rules)


def test_cached_results_stand_beside_the_formulas(standing: Standing, tmp_path: Path) -> None:
    path = tmp_path / "board.xlsx"
    path.write_bytes(board_workbook(office(standing), standing, "towns"))
    page = openpyxl.load_workbook(path, data_only=True)[BOARD]
    first = Place.objects.get(standing=standing, group="towns", rank=1)
    assert [page.cell(4, c).value for c in (1, 2, 6)] == [1, first.unit.name, first.score]


def _calculates(program: str) -> bool:
    """Tell whether the part of LibreOffice for sheets is there; Writer comes without it."""
    libraries = Path(program).resolve().parent
    return any(libraries.glob("libsclo*")) or any(libraries.glob("libscfilt*"))


def test_libreoffice_computes_the_same(standing: Standing, tmp_path: Path) -> None:
    """The file goes in without our results beside the formulas, so each figure is computed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or not _calculates(program):
        pytest.skip("LibreOffice Calc is not installed")
    path = tmp_path / "board.xlsx"
    user = office(standing)
    for group in GROUPS:
        book = openpyxl.load_workbook(io.BytesIO(board_workbook(user, standing, group)))
        book.save(path)  # openpyxl keeps formulas and drops their results
        assert openpyxl.load_workbook(path, data_only=True)[BOARD].cell(4, 6).value is None
        subprocess.run(
            [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", str(tmp_path / "again"), str(path)],
            check=True,
            capture_output=True,
        )  # fmt: skip
        page = openpyxl.load_workbook(tmp_path / "again" / "board.xlsx", data_only=True)[BOARD]
        for place in Place.objects.filter(standing=standing, group=group).select_related("unit"):
            row = next(r for r in range(4, 60) if page.cell(r, 2).value == place.unit.name)
            assert page.cell(row, 6).value == pytest.approx(place.score, abs=1e-9)
            assert page.cell(row, 1).value == place.rank


def test_every_figure_names_its_cell(standing: Standing) -> None:
    book = Workbook(board_workbook(office(standing), standing, "towns"))
    page = book.book[FIGURES]
    figures = [
        [cell.value for cell in row] for row in page.iter_rows(min_row=4) if row[5].data_type == "n"
    ]
    assert figures
    # Bonuses and penalties come from signed records, which stand in no file.
    counted = [figure for figure in figures if figure[2] == "次"]
    assert all(figure[8:10] == [None, None] for figure in counted)
    assert len(counted) < len(figures)
    for figure in figures:
        if figure in counted:
            continue
        assert figure[8:10] == [FILE, "报表"], figure
        assert figure[10].startswith("D")
        assert float(figure[11]) == figure[5]
    targets = book.book[TARGETS]
    assert targets.max_row > 100
    assert isinstance(targets.cell(4, 6).value, int | float)


@pytest.mark.parametrize("name", ["=1+2", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)"])
def test_names_stay_text(name: str) -> None:
    standing = publish_october(rename={"云溪街道": name, "松桥街道": "'单引号"})
    user = office(standing)
    content = board_workbook(user, standing, "towns")
    page = Workbook(content)
    for sheet in (BOARD, ITEMS, FIGURES):
        cells = [cell for row in page.book[sheet].iter_rows() for cell in row if cell.value == name]
        assert cells, sheet
        assert {cell.data_type for cell in cells} == {"s"}
    assert f"'{name}" in board_csv(user, standing, "towns").decode("utf-8-sig").replace('""', '"')


def closed(what: str) -> str:
    text = (SCHEMES_ROOT / "yunxi.yaml").read_text("utf-8")
    assert "release: {ranks: all, scores: all, inputs: all}" in text
    return text.replace("release: {ranks: all, scores: all, inputs: all}", f"release: {what}")


def own_and_others(standing: Standing, unit: str) -> tuple[Place, list[Place]]:
    places = list(Place.objects.filter(standing=standing, group="towns").select_related("unit"))
    own = next(place for place in places if place.unit.name == unit)
    return own, [place for place in places if place != own]


def test_what_others_scored_is_not_in_the_file() -> None:
    standing = publish_october(closed("{ranks: own, scores: own, inputs: own}"))
    content = board_workbook(reporter(standing, "白沙镇"), standing, "towns")
    book = Workbook(content)
    own, others = own_and_others(standing, "白沙镇")
    rows = rows_by_unit(book, BOARD, 2)
    assert book.value(BOARD, rows["白沙镇"], 6) == own.score
    assert book.value(BOARD, rows["白沙镇"], 1) == own.rank
    for place in others:
        row = rows[place.unit.name]
        assert [book.value(BOARD, row, c) for c in (1, 3, 4, 5, 6)] == ["—", None, "", "", "—"]
    # The order of the others is that of the list of units, not that of the result.
    order = [name for name in rows if name != "白沙镇"]
    assert order == [p.unit.name for p in sorted(others, key=lambda p: p.unit.position)]
    figures = {row[3].value for row in book.book[FIGURES].iter_rows(min_row=4)}
    assert figures == {"白沙镇"}


def test_a_file_does_not_depend_on_what_its_reader_may_not_see() -> None:
    standing = publish_october(closed("{ranks: own, scores: own, inputs: own}"))
    user = reporter(standing, "白沙镇")
    before = board_workbook(user, standing, "towns")
    own, others = own_and_others(standing, "白沙镇")
    for place in others:
        place.rank, place.score, place.zone = (place.rank or 0) + 20, -7.77, "lagging"
        place.grade, place.before, place.vetoed = "excellent", 3, "lowest_grade"
        place.working = None
        place.save()
    # Figures of the group in one's own working tell of the others as well.
    working = own.working
    for node in nodes(working):
        for given in node["inputs"]:
            if given["source"] and given["source"]["ref"].startswith("group:"):
                given["number"] = 4321.5
                given["source"]["label"] = "组内最大值（某镇）"
    own.save()
    assert board_workbook(user, standing, "towns") == before


def test_open_ranks_with_closed_scores() -> None:
    standing = publish_october(closed("{ranks: all, scores: none, inputs: none}"))
    content = board_workbook(reporter(standing, "白沙镇"), standing, "towns")
    book = Workbook(content)
    assert book.sheet_names() == [BOARD, ITEMS, "Rules", "About the file"]
    assert formulas(book, BOARD) == formulas(book, ITEMS) == 0
    own, others = own_and_others(standing, "白沙镇")
    rows = rows_by_unit(book, BOARD, 2)
    assert {name: book.value(BOARD, row, 1) for name, row in rows.items()} == {
        place.unit.name: place.rank for place in (own, *others)
    }
    scores = {str(place.score) for place in (own, *others)}
    assert not scores & set(texts(content))


def test_open_scores_with_closed_figures() -> None:
    standing = publish_october(closed("{ranks: all, scores: all, inputs: none}"))
    book = Workbook(board_workbook(reporter(standing, "白沙镇"), standing, "towns"))
    assert book.sheet_names() == [BOARD, ITEMS, "Rules", "About the file"]
    rows = rows_by_unit(book, BOARD, 2)
    for place in Place.objects.filter(standing=standing, group="towns").select_related("unit"):
        assert book.value(BOARD, rows[place.unit.name], 6) == place.score
    assert formulas(book, ITEMS) == 0
    assert formulas(book, BOARD) > 0


def ranks_in(book: Workbook, standing: Standing, group: str) -> list[int]:
    """Published ranks, each compared with the formula of its cell."""
    rows = rows_by_unit(book, BOARD, 2)
    places = list(Place.objects.filter(standing=standing, group=group).select_related("unit"))
    for place in places:
        row = rows[place.unit.name]
        assert str(book.raw(BOARD, row, 1)).startswith("=")
        assert book.value(BOARD, row, 1) == place.rank
    assert len({place.score for place in places}) < len(places), "there are equal scores"
    return [int(place.rank or 0) for place in places]


def whole_points() -> str:
    text = (SCHEMES_ROOT / "yunxi.yaml").read_text("utf-8")
    return text.replace(", total: 2}", ", total: 0}")


@pytest.mark.parametrize("ties", ["same", "dense"])
def test_ties(ties: str) -> None:
    standing = publish_october(whole_points().replace("ties: same", f"ties: {ties}"))
    book = Workbook(board_workbook(office(standing), standing, "departments"))
    ranks = ranks_in(book, standing, "departments")
    assert len(set(ranks)) < len(ranks)
    assert (max(ranks) == len(set(ranks))) == (ties == "dense")


def test_a_tie_that_another_part_decides() -> None:
    text = whole_points().replace("then: [projects]", "then: [d_duties]")
    standing = publish_october(text)
    book = Workbook(board_workbook(office(standing), standing, "departments"))
    assert "SUMPRODUCT" in book.raw(BOARD, 4, 1)
    ranks = ranks_in(book, standing, "departments")
    assert len(set(ranks)) == len(ranks)


def nodes(working: dict[str, Any]) -> list[dict[str, Any]]:
    return [working, *(each for child in working["children"] for each in nodes(child))]
