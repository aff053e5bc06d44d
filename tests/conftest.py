"""What every test may ask for."""

import pytest
from hypothesis import HealthCheck, settings

from kmsportal.sealing.root import forget_root_key
from kmsportal.tenancy.snapshots import forget_all
from tests.world import Client, World

# Shared machines stall: how long one example takes says nothing here.
settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tests")

pytest_plugins = ["tests.counting", "tests.servers.fixtures", "tests.proofs.fixtures"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test meets a process that has just started."""
    forget_all()
    forget_root_key()


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def alice(world: World) -> Client:
    """The administrator of an account."""
    return world.account("alice")


@pytest.fixture
def mallory(world: World) -> Client:
    """The administrator of another account: a stranger."""
    return world.account("mallory")
