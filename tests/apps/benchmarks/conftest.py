import pytest

from tests.apps.benchmarks.world import Field, make_field
from tests.people import District


@pytest.fixture
def field(district: District) -> Field:
    return make_field(district)
