"""Every scheme file shipped in the package loads and survives a round trip."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import leitai
from leitai.engine import Scheme

SHIPPED = sorted(
    path
    for path in Path(leitai.__file__).parent.rglob("*.yaml")
    if "leitai: scheme/1" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_scheme_loads(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not yaml.safe_load(text).get("groups"):
        pytest.skip("a part of a scheme, put together when the demo is built")
    scheme = Scheme.from_yaml(path)
    assert Scheme.from_dict(scheme.to_dict()) == scheme
