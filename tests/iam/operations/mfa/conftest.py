"""A user with a device."""

import pytest

from tests.iam.devices import Device, enable, new_device
from tests.iam.identities import allow
from tests.world import Client, World


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob", allow("*"))


@pytest.fixture
def phone(alice: Client, bob: Client) -> Device:
    device = new_device(alice)
    enable(alice, device, "bob")
    return device
