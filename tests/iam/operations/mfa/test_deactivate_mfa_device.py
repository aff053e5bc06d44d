"""DeactivateMFADevice."""

from tests.iam.devices import Device, enable, new_device
from tests.world import Client, refused


def test_its_codes_count_no_more_and_it_can_be_given_again(
    alice: Client, bob: Client, phone: Device
) -> None:
    bob.iam.deactivate_mfa_device(SerialNumber=phone.serial)
    assert alice.iam.list_mfa_devices(UserName="bob")["MFADevices"] == []
    with refused("AccessDeniedException"):
        bob.sts.get_session_token(SerialNumber=phone.serial, TokenCode=phone.code())
    enable(alice, phone, "admin")


def test_it_is_the_users_device(alice: Client, bob: Client) -> None:
    device = new_device(alice)
    with refused("NoSuchEntityException", "MFA Device invalid for user."):
        alice.iam.deactivate_mfa_device(UserName="bob", SerialNumber=device.serial)


def test_a_stranger_finds_no_device(mallory: Client, phone: Device) -> None:
    mallory.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException"):
        mallory.iam.deactivate_mfa_device(UserName="bob", SerialNumber=phone.serial)
