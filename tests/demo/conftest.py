"""The district and its workbooks, made once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from leitai.demo.district import seeded
from leitai.demo.district_manifest import Manifest
from leitai.demo.district_model import District
from leitai.demo.district_workbooks import write_workbooks


@pytest.fixture(scope="session")
def district() -> District:
    return seeded()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.fixture(scope="session")
def manifest(folder: Path) -> Manifest:
    return write_workbooks(folder)
