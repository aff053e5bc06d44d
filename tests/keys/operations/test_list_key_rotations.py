"""ListKeyRotations."""

from datetime import timedelta

import pytest

from kmsportal import gateway
from tests.world import NOW, Client, refused


@pytest.fixture
def rotated(alice: Client, key: str) -> str:
    """A key rotated on demand, then by its schedule."""
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    alice.rotate_key_on_demand(KeyId=key)
    gateway.run_due_work(NOW + timedelta(days=1))
    gateway.run_due_work(NOW + timedelta(days=90))
    return key


def test_a_new_key_has_had_none(alice: Client, key: str) -> None:
    assert alice.list_key_rotations(KeyId=key) == {"Rotations": [], "Truncated": False}


def test_each_tells_when_and_how(alice: Client, rotated: str) -> None:
    first, second = alice.list_key_rotations(KeyId=rotated)["Rotations"]
    current = alice.describe_key(KeyId=rotated)["KeyMetadata"]["CurrentKeyMaterialId"]
    assert first == {
        "KeyId": rotated,
        "KeyMaterialId": first["KeyMaterialId"],
        "KeyMaterialState": "NON_CURRENT",
        "RotationDate": "2026-11-24T12:00:00Z",
        "RotationType": "ON_DEMAND",
    }
    assert second == {
        "KeyId": rotated,
        "KeyMaterialId": current,
        "KeyMaterialState": "CURRENT",
        "RotationDate": "2027-02-21T12:00:00Z",
        "RotationType": "AUTOMATIC",
    }


def test_the_first_material_can_be_listed_too(alice: Client, rotated: str) -> None:
    listed = alice.list_key_rotations(
        KeyId=rotated, IncludeKeyMaterial="ALL_KEY_MATERIAL"
    )["Rotations"]
    assert len(listed) == 3
    assert listed[0] == {
        "KeyId": rotated,
        "KeyMaterialId": listed[0]["KeyMaterialId"],
        "KeyMaterialState": "NON_CURRENT",
    }


def test_pages_hold_every_rotation_once(alice: Client, rotated: str) -> None:
    first = alice.list_key_rotations(KeyId=rotated, Limit=1)
    marker = first["NextMarker"]
    second = alice.list_key_rotations(KeyId=rotated, Limit=1, Marker=marker)
    every = alice.list_key_rotations(KeyId=rotated)["Rotations"]
    assert [*first["Rotations"], *second["Rotations"]] == every
    assert "NextMarker" not in second
    with refused("InvalidMarkerException"):
        alice.list_key_rotations(
            KeyId=rotated, Marker=marker, IncludeKeyMaterial="ALL_KEY_MATERIAL"
        )
