"""ListMFADevices."""

from tests.iam.devices import Device, enable, new_device
from tests.world import Client, refused


def test_a_user_lists_her_own_in_pages(
    alice: Client, bob: Client, phone: Device
) -> None:
    tablet = new_device(alice, "tablet")
    enable(alice, tablet, "bob")
    first = bob.iam.list_mfa_devices(MaxItems=1)
    assert first["IsTruncated"]
    second = bob.iam.list_mfa_devices(MaxItems=1, Marker=first["Marker"])
    assert not second["IsTruncated"]
    found = {page["MFADevices"][0]["SerialNumber"] for page in (first, second)}
    assert found == {phone.serial, tablet.serial}


def test_a_stranger_finds_no_user(mallory: Client, phone: Device) -> None:
    with refused("NoSuchEntityException"):
        mallory.iam.list_mfa_devices(UserName="bob")
