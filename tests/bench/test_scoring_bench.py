"""The measured work does what it says, on tiny sizes."""

from __future__ import annotations

import io

import numpy as np
import pytest

from leitai.bench import made, peer, scoring
from leitai.bench.measurement import Size
from leitai.bench.reading import measure_reading
from leitai.engine import rescore, score
from leitai.workbooks import read_tables

TINY = Size("tiny", 20, 3, 2, 20, 6, 30, 20, 2, 1, 2)


def test_made_input_is_the_same_each_time() -> None:
    assert np.array_equal(made.figures(5, 4), made.figures(5, 4), equal_nan=True)
    assert made.workbook(made.figures(5, 4), "表") == made.workbook(made.figures(5, 4), "表")
    assert len(set(made.unit_names(3000))) == 3000
    assert len(set(made.column_names(100))) == 100


def test_ours_and_pandas_agree() -> None:
    pytest.importorskip("pandas")
    numbers = made.figures(200, 40)
    result = score(made.scheme(40), made.table(numbers))
    assert scoring.disagreement(result, peer.frame(numbers)) == ""
    other = numbers.copy()
    other[0] = other[0] * 3
    assert "differ" in scoring.disagreement(result, peer.frame(other))


def test_scoring_measurements() -> None:
    found = {each.name: each for each in scoring.measure_scoring(TINY)}
    assert {"score", "score-all-ranks"} <= set(found)
    assert all(len(each.seconds) == TINY.runs and not each.failed for each in found.values())


def test_a_changed_cell_reaches_the_result_and_equals_the_full_run() -> None:
    assert [each.failed for each in scoring.measure_changed_cell(TINY)] == ["", ""]
    rules, data, kinds = scoring.district_month()
    before = score(rules, data, kinds=kinds)
    changed = scoring.with_changed_cell(data, "tax_revenue")
    assert score(rules, changed, kinds=kinds).digest() != before.digest()
    full = score(rules, changed, kinds=kinds)
    assert rescore(before, changed, ["tax_revenue"]).digest() == full.digest()
    # Saying that another column changed leaves the old score standing: the check would notice.
    assert rescore(before, changed, ["honours"]).digest() != full.digest()


def test_uncertainty_measurement() -> None:
    (found,) = scoring.measure_uncertainty(TINY)
    assert not found.failed
    assert found.budget == 2.0


def test_reading_reads_every_figure() -> None:
    for each in measure_reading(TINY):
        assert not each.failed
    numbers = made.figures(20, 6)
    (table,) = read_tables(io.BytesIO(made.workbook(numbers, "2026年1-10月主要指标")))
    read = [
        [cell.number for cell in row.cells if cell.kind in ("number", "missing")]
        for row in table.rows
    ]
    wanted = [[None if x != x else x for x in line] for line in numbers.tolist()]
    assert [[None if n is None else float(n) for n in line] for line in read] == wanted
