"""The desk at which matters are handled."""

from __future__ import annotations

import pytest

from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """Everybody who takes part in a matter."""
    return make_desk(district, people)
