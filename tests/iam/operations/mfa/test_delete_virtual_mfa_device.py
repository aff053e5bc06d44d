"""DeleteVirtualMFADevice."""

from tests.iam.devices import Device, new_device
from tests.world import Client, World, refused


def test_it_goes(alice: Client) -> None:
    device = new_device(alice)
    alice.iam.delete_virtual_mfa_device(SerialNumber=device.serial)
    with refused(
        "NoSuchEntityException",
        f"VirtualMFADevice with serial number {device.serial} doesn't exist.",
    ):
        alice.iam.delete_virtual_mfa_device(SerialNumber=device.serial)


def test_neither_a_device_in_use_nor_its_user_goes(
    alice: Client, bob: Client, phone: Device
) -> None:
    with refused(
        "DeleteConflictException", "MFA VirtualDevice in use. Must deactivate first."
    ):
        alice.iam.delete_virtual_mfa_device(SerialNumber=phone.serial)
    alice.iam.delete_access_key(UserName="bob", AccessKeyId=bob.caller.access_key_id)
    with refused(
        "DeleteConflictException",
        "Cannot delete entity, must delete MFA device first.",
    ):
        alice.iam.delete_user(UserName="bob")


def test_a_stranger_finds_none(world: World, alice: Client, mallory: Client) -> None:
    device = new_device(alice)
    with refused("NoSuchEntityException"):
        mallory.iam.delete_virtual_mfa_device(SerialNumber=device.serial)
    eve = world.user(alice, "eve")
    with refused(
        "AccessDeniedException",
        f"User: {eve.arn} is not authorized to perform: iam:DeleteVirtualMFADevice on"
        f" resource: {device.serial} because no identity-based policy allows the"
        " iam:DeleteVirtualMFADevice action",
    ):
        eve.iam.delete_virtual_mfa_device(SerialNumber=device.serial)
