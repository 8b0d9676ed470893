"""What the tests of the standings room share: a published board."""

from __future__ import annotations

import pytest

from tests.apps.standings.world import World, make_world
from tests.people import District


@pytest.fixture
def world(district: District, django_capture_on_commit_callbacks: object) -> World:
    """Six towns with a published October, sealed as after a real commit."""
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        return make_world(district)
