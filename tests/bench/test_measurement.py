"""Measuring itself: statistics, verdicts, and what is written down."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from leitai import bench
from leitai.bench.measurement import Measurement, Size, machine, quantile, timed


def made(seconds: tuple[float, ...], **fields: object) -> Measurement:
    return Measurement("a", "b", "c", seconds, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 10.0), (0.95, 19.0), (1.0, 20.0), (0.0, 1.0), (0.05, 1.0)]
)
def test_quantiles_are_runs_that_happened(share: float, expected: float) -> None:
    assert quantile([float(n) for n in range(20, 0, -1)], share) == expected


def test_verdicts() -> None:
    runs = (*[0.1] * 18, 0.3, 0.3)
    assert made(runs, budget=0.2).met is True
    assert made(runs, budget=0.2, judged="p95").met is False
    assert made(runs).met is None
    assert made(runs, budget=0.2, failed="it broke").met is False
    assert math.isnan(made(()).median)


def test_what_is_written_can_be_read_again() -> None:
    one = made((0.2, 0.1, 0.4), budget=1.0, judged="p95", facts={"values": 3})
    data = json.loads(json.dumps(one.to_dict()))
    assert (data["min"], data["median"], data["p95"], data["met"]) == (0.1, 0.2, 0.4, True)
    assert Measurement.from_dict(data) == one
    empty = made((), failed="nothing")
    assert Measurement.from_dict(json.loads(json.dumps(empty.to_dict()))) == empty


def test_the_first_run_only_warms_up() -> None:
    calls: list[int] = []
    assert len(timed(lambda: calls.append(1), 3)) == 3
    assert len(calls) == 4
    assert all(each >= 0 for each in timed(lambda: None, 2, warm=False))


def test_machine_says_what_it_is() -> None:
    facts = machine()
    assert facts["cores"] >= 1
    assert facts["python"].startswith("3.")


def test_what_breaks_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_size: Size) -> list[Measurement]:
        raise RuntimeError("no such thing")

    monkeypatch.setitem(bench._ALL, "score", broken)
    out = tmp_path / "bench.json"
    assert bench.run_benchmarks(["score"], out, quick=True) == 1
    report = json.loads(out.read_text("utf-8"))
    assert report["measurements"][0]["failed"] == "RuntimeError: no such thing"
    assert report["machine"]["cores"] >= 1


def test_a_missed_budget_is_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bench._ALL, "score", lambda _size: [made((2.0,), budget=1.0)])
    assert bench.run_benchmarks(["score"], None) == 1
    monkeypatch.setitem(bench._ALL, "score", lambda _size: [made((0.5,), budget=1.0)])
    assert bench.run_benchmarks(["score"], None) == 0


def test_unknown_names_are_said_before_anything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run_benchmarks(["score", "scroe"], None) == 2
    assert "scroe" in capsys.readouterr().err
    with pytest.raises(KeyError):
        bench.run(["scroe"])
