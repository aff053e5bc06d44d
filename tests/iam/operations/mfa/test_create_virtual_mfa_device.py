"""CreateVirtualMFADevice."""

import base64
import json

from kmsportal.iam.models import VirtualMfaDevice
from tests.iam.devices import new_device
from tests.iam.identities import allow
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_a_device_and_its_seed_which_no_event_and_no_row_shows(alice: Client) -> None:
    made = alice.iam.create_virtual_mfa_device(
        VirtualMFADeviceName="phone", Path="/ops/", Tags=[{"Key": "a", "Value": "b"}]
    )["VirtualMFADevice"]
    assert made["SerialNumber"] == f"arn:aws:iam::{alice.account_id}:mfa/ops/phone"
    assert made["Tags"] == [{"Key": "a", "Value": "b"}]
    seed = made["Base32StringSeed"]
    assert len(seed) == 64
    record = last_record(alice)
    assert record["eventName"] == "CreateVirtualMFADevice"
    assert record["responseElements"]["virtualMFADevice"] == {
        "serialNumber": made["SerialNumber"],
        "tags": [{"key": "a", "value": "b"}],
    }
    assert seed.decode() not in json.dumps(record)
    row = VirtualMfaDevice.objects.get(account_id=alice.account_id)
    assert base64.b32decode(seed) not in bytes(row.sealed_seed)


def test_a_name_counts_once_in_a_path(alice: Client) -> None:
    new_device(alice)
    with refused(
        "EntityAlreadyExistsException",
        "MFADevice entity at the same path and name already exists.",
    ):
        new_device(alice, "Phone")
    new_device(alice, Path="/ops/")


def test_a_serial_number_is_not_longer_than_others_take(alice: Client) -> None:
    with refused("ValidationException"):
        new_device(alice, "a" * 230)


def test_the_device_is_what_policies_name(
    world: World, alice: Client, mallory: Client
) -> None:
    own = f"arn:aws:iam::{alice.account_id}:mfa/eve"
    eve = world.user(alice, "eve", allow("iam:CreateVirtualMFADevice", resource=own))
    assert new_device(eve, "eve").serial == own
    with refused("AccessDeniedException"):
        new_device(eve, "bob")
    assert new_device(mallory, "eve").serial != own
