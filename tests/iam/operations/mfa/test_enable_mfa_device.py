"""EnableMFADevice."""

from datetime import timedelta

import pytest

from tests.iam.devices import Device, enable, new_device, wrong
from tests.keys.ledger import last_record
from tests.world import NOW, Client, World, refused


def put(admin: Client, device: Device, first: str, second: str) -> None:
    admin.iam.enable_mfa_device(
        UserName="bob",
        SerialNumber=device.serial,
        AuthenticationCode1=first,
        AuthenticationCode2=second,
    )


def test_two_codes_in_a_row_enable_it_and_no_event_shows_them(
    alice: Client, bob: Client
) -> None:
    device = new_device(alice)
    first, second = device.code(ahead=-1), device.code()
    put(alice, device, first, second)
    assert last_record(alice)["requestParameters"] == {
        "userName": "bob",
        "serialNumber": device.serial,
    }
    (listed,) = alice.iam.list_mfa_devices(UserName="bob")["MFADevices"]
    assert listed == {
        "UserName": "bob",
        "SerialNumber": device.serial,
        "EnableDate": "2026-11-23T12:00:00Z",
    }


@pytest.mark.parametrize("ahead", [(0, 0), (0, -1), (-2, 0), (500, 501)])
def test_other_codes_do_not(ahead: tuple[int, int], alice: Client, bob: Client) -> None:
    device = new_device(alice)
    with refused(
        "InvalidAuthenticationCodeException",
        "Authentication code for device is not valid.",
    ):
        put(alice, device, device.code(ahead=ahead[0]), device.code(ahead=ahead[1]))
    with refused("InvalidAuthenticationCodeException"):
        put(alice, device, device.code(ahead=-1), wrong(device.code()))


def test_a_clock_that_is_off_by_minutes_is_learnt(alice: Client, bob: Client) -> None:
    device = new_device(alice)
    put(alice, device, device.code(ahead=39), device.code(ahead=40))
    bob.time = NOW + timedelta(minutes=2)
    bob.sts.get_session_token(
        SerialNumber=device.serial, TokenCode=device.code(bob.time, ahead=40)
    )


def test_a_device_in_use_is_refused(alice: Client, phone: Device, world: World) -> None:
    world.user(alice, "eve")
    with refused("EntityAlreadyExistsException", "MFA Device is already in use."):
        enable(alice, phone, "eve")


def test_a_user_has_eight_at_most(alice: Client, bob: Client) -> None:
    for number in range(8):
        enable(alice, new_device(alice, f"phone{number}"), "bob")
    with refused(
        "LimitExceededException", "Cannot exceed quota for MFADevicesPerUser: 8"
    ):
        enable(alice, new_device(alice), "bob")


def test_a_strangers_device_is_as_absent(alice: Client, mallory: Client) -> None:
    device = new_device(alice)
    mallory.iam.create_user(UserName="eve")
    with refused(
        "NoSuchEntityException",
        f"VirtualMFADevice with serial number {device.serial} doesn't exist.",
    ):
        enable(mallory, device, "eve")
    with refused("NoSuchEntityException"):
        enable(mallory, new_device(mallory), "bob")
