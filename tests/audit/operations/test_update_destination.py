"""UpdateDestination: what is given changes, and an old secret goes nowhere new."""

from typing import Any

import pytest

from tests.audit.outputs.worlds import NAME, SECRET, create
from tests.world import Client, refused

URL = "https://siem.example.com/"
ELSEWHERE = "https://elsewhere.example.com/"


@pytest.fixture(autouse=True)
def _destination(alice: Client) -> None:
    create(alice, Kind="HTTP", EndpointURL=URL, Secret=SECRET)


def update(client: Client, **members: object) -> dict[str, Any]:
    answer = client.perform("portal", "UpdateDestination", Name=NAME, **members)
    changed: dict[str, Any] = answer["Destination"]
    return changed


def test_format_and_pause_change_alone(alice: Client) -> None:
    changed = update(alice, Format="CEF", Enabled=False)
    assert changed == changed | {"Format": "CEF", "HasSecret": True}


def test_a_new_address_needs_its_secret(alice: Client) -> None:
    with refused("ValidationException"):
        update(alice, EndpointURL=ELSEWHERE)
    update(alice, EndpointURL=ELSEWHERE, Secret="another")
    update(alice, Secret="a third")


def test_a_stranger_finds_none(mallory: Client) -> None:
    with refused("ResourceNotFoundException"):
        update(mallory, Enabled=False)
