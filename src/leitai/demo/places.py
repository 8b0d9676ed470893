"""Where the demo's committed files lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DEMO_ROOT: Final = Path(__file__).resolve().parent
DATA_ROOT: Final = DEMO_ROOT / "data"
COUNTIES_ROOT: Final = DATA_ROOT / "counties"
HOUSING_ROOT: Final = DATA_ROOT / "housing70"
DISTRICT_ROOT: Final = DATA_ROOT / "district"
SCHEMES_ROOT: Final = DEMO_ROOT / "schemes"
