"""What the tests of organisations share."""

import pytest
from pytest_django import Settings

from tests.iam.organizations.worlds import Organization
from tests.world import Client, World


@pytest.fixture(autouse=True)
def _no_lease(settings: Settings) -> None:
    """Nobody polls here, so nothing has to settle."""
    settings.KMSPORTAL_LEASE_MS = 0


@pytest.fixture
def organization(world: World) -> Organization:
    return Organization(world)


@pytest.fixture
def member(organization: Organization) -> Client:
    """The administrator of a member account."""
    return organization.world.account("member")
