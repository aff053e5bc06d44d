"""What the tests of members share."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _no_lease(settings: Settings) -> None:
    """Nobody polls here, so nothing has to settle."""
    settings.KMSPORTAL_LEASE_MS = 0
