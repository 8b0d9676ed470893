"""``leitai import``: accepted as one where nothing is in doubt, otherwise staged and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import factories

# The file is read once the upload is committed, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(tmp_path: Path) -> Any:
    """Write the bureau's form with some cells overwritten; return its path."""

    def write(name: str = "form.xlsx", **cells: Any) -> str:
        path = tmp_path / name
        path.write_bytes(factories.workbook(factories.investment_form(**cells), "招商引资"))
        return str(path)

    return write


def stored() -> dict[str, float | None]:
    """Return the funds in place that count in October, by town."""
    from leitai.apps.indicators.models import Revision

    found = Revision.objects.filter(
        series__indicator__code="funds_in_place", batch__accepted_at__isnull=False
    )
    return {r.unit.name: r.number for r in found.select_related("unit").order_by("id")}


def run(leitai: Any, path: str, *more: str) -> Any:
    return leitai("import", path, "--area", "云溪区", "--source", "zhaoshang", *more)


def test_a_clean_file_is_accepted_as_one(leitai, people, form):
    result = run(leitai, form(), "--by", "approver")
    assert result.exit_code == 0, result.output
    assert "已整份收下" in result.output
    assert stored()["青石镇"] == pytest.approx(8.6)
    assert len(stored()) == 6

    again = run(leitai, form("changed.xlsx", D7=87000), "--by", "approver")
    assert again.exit_code == 1, "a change needs a reason"
    assert stored()["青石镇"] == pytest.approx(8.6)
    why = run(leitai, form("late.xlsx", D7=88000), "--by", "approver", "--reason", "回单已到")
    assert why.exit_code == 0, why.output
    assert stored()["青石镇"] == pytest.approx(8.8)


def test_what_is_in_doubt_stays_staged(leitai, people, form):
    result = run(leitai, form(A9="龙弯镇"), "--by", "approver")
    assert result.exit_code == 1
    assert "龙弯镇" in result.output
    assert "暂存" in result.output
    assert stored() == {}


def test_stage_only_and_refusals(leitai, people, form):
    result = run(leitai, form(), "--stage-only", "--by", "approver")
    assert result.exit_code == 0, result.output
    assert stored() == {}
    assert run(leitai, form("b.xlsx"), "--by", "outsider").exit_code == 1
    assert run(leitai, form("c.xlsx"), "--by", "no-such-person").exit_code == 1
    assert run(leitai, "none.xlsx", "--by", "approver").exit_code == 1
    assert stored() == {}


def test_an_unknown_source_is_told_with_those_there_are(leitai, people, form):
    result = leitai("import", form(), "--area", "云溪区", "--source", "elsewhere")
    assert result.exit_code == 1
    assert "zhaoshang" in result.output
